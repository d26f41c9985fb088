"""Agreements and their parts: drafts of two parties at most; nothing is locked or signed by itself."""

import uuid
from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from agreements import models
from agreements.enums import AgreementKind, Block, CommitmentKind, PartyRole
from tests.factories.accounts import UserFactory
from tests.factories.partners import OrganizationFactory, RoomFactory


class AgreementTemplateFactory(DjangoModelFactory):
    """A draft for everybody; ``published=True`` publishes it now."""

    class Meta:
        model = models.AgreementTemplate

    class Params:
        published = factory.Trait(published_at=factory.LazyFunction(timezone.now))

    name = factory.Sequence(lambda n: f"Testmuster {n:03}")
    kind = AgreementKind.BILATERAL


class ClauseTemplateFactory(DjangoModelFactory):
    class Meta:
        model = models.ClauseTemplate

    template = factory.SubFactory(AgreementTemplateFactory)
    key = factory.Sequence(lambda n: f"klausel-{n:03}")
    position = factory.LazyAttribute(lambda row: row.template.clauses.count() + 1)
    heading = factory.Sequence(lambda n: f"Testklausel {n:03}")
    text = "Die Parteien arbeiten zusammen."


def complete_template(**fields):
    """A template with what publication asks for: parties, one clause, signatures."""
    template = AgreementTemplateFactory(**fields)
    ClauseTemplateFactory(
        template=template, key="parteien", heading="Vertragsparteien", block=Block.PARTIES, is_mandatory=True
    )
    ClauseTemplateFactory(template=template, key="ziele", heading="Ziele", text="Ab {{beginn}} mit {{partner}}.")
    ClauseTemplateFactory(
        template=template, key="unterschriften", heading="Unterschriften", block=Block.SIGNATURES, is_mandatory=True
    )
    return template


class AgreementFactory(DjangoModelFactory):
    """Without a version; ``AgreementVersionFactory`` makes both."""

    class Meta:
        model = models.Agreement
        skip_postgeneration_save = True

    reference = factory.Sequence(lambda n: f"TEST-{n:04}")
    title = factory.Sequence(lambda n: f"Testvereinbarung {n:03}")
    kind = AgreementKind.BILATERAL
    center = factory.SubFactory(OrganizationFactory)


class AgreementVersionFactory(DjangoModelFactory):
    """An open draft, first version of a new agreement unless one is given."""

    class Meta:
        model = models.AgreementVersion

    agreement = factory.SubFactory(AgreementFactory)
    number = factory.LazyAttribute(lambda row: row.agreement.versions.count() + 1)


class PartFactory(DjangoModelFactory):
    """Rows of a version, one behind the other."""

    class Meta:
        abstract = True

    key = factory.LazyFunction(uuid.uuid4)
    position = factory.Sequence(lambda n: n % 30000 + 1)
    version = factory.SubFactory(AgreementVersionFactory)


class AgreementPartyFactory(PartFactory):
    class Meta:
        model = models.AgreementParty

    organization = factory.SubFactory(OrganizationFactory)
    role = PartyRole.PARTNER
    represented_by_function = "Vorstand"


class ClauseFactory(PartFactory):
    class Meta:
        model = models.Clause

    heading = factory.Sequence(lambda n: f"Testklausel {n:03}")
    text = "Die Parteien arbeiten zusammen."


class BasisFactory(PartFactory):
    class Meta:
        model = models.Basis

    text = factory.Sequence(lambda n: f"Testgrundlage {n:03}")


class ResponsibilityFactory(PartFactory):
    class Meta:
        model = models.Responsibility

    task = factory.Sequence(lambda n: f"Testaufgabe {n:03}")


class CommitmentFactory(PartFactory):
    class Meta:
        model = models.Commitment

    kind = CommitmentKind.OFFER
    description = factory.Sequence(lambda n: f"Testleistung {n:03}")


class RoomUseFactory(PartFactory):
    """On request, as long as no weekday and times are given."""

    class Meta:
        model = models.RoomUse

    room = factory.SubFactory(RoomFactory)


class AgreementContactFactory(PartFactory):
    class Meta:
        model = models.AgreementContact

    function = factory.Sequence(lambda n: f"Testfunktion {n:03}")


class AgreementInvitationFactory(DjangoModelFactory):
    """An organisation that may see the agreement; with ``token`` also by link."""

    class Meta:
        model = models.AgreementInvitation

    agreement = factory.SubFactory(AgreementFactory)
    organization = factory.SubFactory(OrganizationFactory)
    invited_by = factory.SubFactory(UserFactory)
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=30))


class ClauseCommentFactory(DjangoModelFactory):
    """An open comment on the whole text; ``clause_key`` puts it at a clause."""

    class Meta:
        model = models.ClauseComment

    version = factory.SubFactory(AgreementVersionFactory)
    organization = factory.SubFactory(OrganizationFactory)
    author = factory.SubFactory(UserFactory)
    text = "Bitte kürzer fassen."


class TextApprovalFactory(DjangoModelFactory):
    class Meta:
        model = models.TextApproval

    version = factory.SubFactory(AgreementVersionFactory)
    organization = factory.SubFactory(OrganizationFactory)
    by = factory.SubFactory(UserFactory)


class CoverageFactory(DjangoModelFactory):
    """Say which one thing is covered: ``offer``, ``room``, ``resource`` or ``campaign``."""

    class Meta:
        model = models.Coverage

    agreement = factory.SubFactory(AgreementFactory)
