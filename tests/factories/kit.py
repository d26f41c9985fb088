"""What the machinery leaves behind."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from kit import models


class OutgoingMailFactory(DjangoModelFactory):
    class Meta:
        model = models.OutgoingMail

    message_id = factory.Sequence(lambda n: f"<{n}@familiennetz.example>")
    to = factory.Sequence(lambda n: f"person-{n}@familiennetz.example")
    subject = "Ihre Einladung"
    purpose = "invitation"


class JobRunFactory(DjangoModelFactory):
    class Meta:
        model = models.JobRun

    name = "outbox"


class HeartbeatFactory(DjangoModelFactory):
    class Meta:
        model = models.Heartbeat

    process = factory.Sequence(lambda n: f"dienst-{n}")
    seen_at = factory.LazyFunction(timezone.now)


class AuditEventFactory(DjangoModelFactory):
    """Position and checksum are filled in by the trigger."""

    class Meta:
        model = models.AuditEvent

    verb = "Herunterladen"
    about = "Organisationen"
    position = 0
    at = factory.LazyFunction(timezone.now)


class DataClassFactory(DjangoModelFactory):
    class Meta:
        model = models.DataClass

    code = factory.Sequence(lambda n: f"testklasse-{n}")
    name = factory.Sequence(lambda n: f"Testdaten {n:03}")
    starts = "mit dem Ende"
    reason = "Test"
    action = models.DataClass.Action.ERASE
