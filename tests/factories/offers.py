"""Offers and what hangs on them. An offer is an idea; ``published=True`` fills what publication asks for."""

from datetime import date, time, timedelta
from decimal import Decimal
from io import BytesIO

import factory
from django.core.files.base import ContentFile
from django.utils import timezone
from factory.django import DjangoModelFactory
from PIL import Image

from offers import models
from offers.enums import (
    ContractType,
    ContributionKind,
    CredentialKind,
    Frequency,
    HitsClass,
    OfferKind,
    OfferRole,
    OfferState,
    ProgramItemKind,
    TextKind,
    Weekday,
)
from tests.factories.partners import (
    ContactPointFactory,
    LanguageFactory,
    LocationFactory,
    OrganizationFactory,
    ResourceFactory,
    RoomFactory,
    TopicFactory,
)


class TargetGroupFactory(DjangoModelFactory):
    class Meta:
        model = models.TargetGroup

    name = factory.Sequence(lambda n: f"Testgruppe {n:03}")
    slug = factory.Sequence(lambda n: f"testgruppe-{n:03}")


class LifeStageFactory(DjangoModelFactory):
    class Meta:
        model = models.LifeStage

    name = factory.Sequence(lambda n: f"Testlage {n:03}")
    slug = factory.Sequence(lambda n: f"testlage-{n:03}")


class AccessMeasureFactory(DjangoModelFactory):
    class Meta:
        model = models.AccessMeasure

    name = factory.Sequence(lambda n: f"Testzugang {n:03}")
    slug = factory.Sequence(lambda n: f"testzugang-{n:03}")


class OfferFactory(DjangoModelFactory):
    """An idea of an active organisation; ``published=True`` makes it public, with topic, group and language."""

    class Meta:
        model = models.Offer
        skip_postgeneration_save = True

    class Params:
        published = factory.Trait(
            lead=factory.SubFactory(OrganizationFactory, public=True),
            contact_point=factory.SubFactory(ContactPointFactory, organization=factory.SelfAttribute("..lead")),
            location=factory.SubFactory(LocationFactory),
            state=OfferState.PUBLISHED,
            published_at=factory.LazyFunction(timezone.now),
            assured_on=factory.LazyFunction(timezone.localdate),
        )

    title = factory.Sequence(lambda n: f"Testangebot {n:03}")
    slug = factory.Sequence(lambda n: f"testangebot-{n:03}")
    summary = "Ein Treff zum Ausprobieren."
    kind = OfferKind.COURSE
    lead = factory.SubFactory(OrganizationFactory)

    @factory.post_generation
    def catalogue(self, create, extracted, **kwargs):
        """One topic, one target group and one language for whatever has a contact; ``catalogue=False``: none."""
        if create and (extracted if extracted is not None else self.contact_point_id):
            self.topics.add(TopicFactory())
            self.target_groups.add(TargetGroupFactory())
            self.languages.add(LanguageFactory())


class OfferPartnerFactory(DjangoModelFactory):
    class Meta:
        model = models.OfferPartner

    offer = factory.SubFactory(OfferFactory)
    organization = factory.SubFactory(OrganizationFactory)
    role = OfferRole.CO_ORGANIZER


class OfferTextFactory(DjangoModelFactory):
    class Meta:
        model = models.OfferText

    offer = factory.SubFactory(OfferFactory)
    kind = TextKind.PLAIN
    language = factory.SubFactory(LanguageFactory)
    title = "Einfach gesagt"
    text = "Hier treffen sich Familien."


class ProgramPeriodFactory(DjangoModelFactory):
    class Meta:
        model = models.ProgramPeriod

    name = factory.Sequence(lambda n: f"Testhalbjahr {n:03}")
    starts_on = date(2026, 8, 1)
    ends_on = date(2027, 1, 31)


class CancellationPolicyFactory(DjangoModelFactory):
    class Meta:
        model = models.CancellationPolicy

    organization = factory.SubFactory(OrganizationFactory)
    name = factory.Sequence(lambda n: f"Testbedingung {n:03}")


class OfferRunFactory(DjangoModelFactory):
    class Meta:
        model = models.OfferRun

    offer = factory.SubFactory(OfferFactory)
    name = factory.Sequence(lambda n: f"Gruppe {n:03}")
    course_number = factory.Sequence(lambda n: f"T-{n:04}")


class FeeOptionFactory(DjangoModelFactory):
    class Meta:
        model = models.FeeOption

    run = factory.SubFactory(OfferRunFactory)
    label = factory.Sequence(lambda n: f"Testgebühr {n:03}")
    amount = Decimal("32.00")


class InstructorFactory(DjangoModelFactory):
    class Meta:
        model = models.Instructor

    organization = factory.SubFactory(OrganizationFactory)
    label = factory.Sequence(lambda n: f"Kursleitung {n:03}")
    contract_type = ContractType.EMPLOYEE


class InstructorCredentialFactory(DjangoModelFactory):
    class Meta:
        model = models.InstructorCredential

    instructor = factory.SubFactory(InstructorFactory)
    kind = CredentialKind.QUALIFICATION
    inspected_on = factory.LazyFunction(timezone.localdate)
    inspected_by_function = "Koordination"


class RunInstructorFactory(DjangoModelFactory):
    class Meta:
        model = models.RunInstructor

    run = factory.SubFactory(OfferRunFactory)
    instructor = factory.SubFactory(InstructorFactory)


class SessionRuleFactory(DjangoModelFactory):
    """Every Thursday from 10 to 11:30, three times, from a week ahead."""

    class Meta:
        model = models.SessionRule

    run = factory.SubFactory(OfferRunFactory)
    freq = Frequency.WEEKLY
    byday = factory.LazyFunction(lambda: [Weekday.TH])
    starts_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=7))
    count = 3
    start_time, end_time = time(10), time(11, 30)


class OfferSessionFactory(DjangoModelFactory):
    """Tomorrow, every further one a day later; 90 minutes."""

    class Meta:
        model = models.OfferSession

    run = factory.SubFactory(OfferRunFactory)
    starts_at = factory.Sequence(
        lambda n: (timezone.now() + timedelta(days=1 + n)).replace(minute=0, second=0, microsecond=0)
    )
    ends_at = factory.LazyAttribute(lambda row: row.starts_at + timedelta(minutes=90))


class RoomBookingFactory(DjangoModelFactory):
    class Meta:
        model = models.RoomBooking

    room = factory.SubFactory(RoomFactory)
    starts_at = factory.Sequence(
        lambda n: (timezone.now() + timedelta(days=1 + n)).replace(minute=0, second=0, microsecond=0)
    )
    ends_at = factory.LazyAttribute(lambda row: row.starts_at + timedelta(hours=1))
    purpose = "Dienstberatung"


class SchoolHolidayFactory(DjangoModelFactory):
    class Meta:
        model = models.SchoolHoliday

    name = factory.Sequence(lambda n: f"Testferien {n:03}")
    starts_on = factory.Sequence(lambda n: date(2030, 1, 1) + timedelta(days=10 * n))
    ends_on = factory.LazyAttribute(lambda row: row.starts_on + timedelta(days=6))


class ClosingDayFactory(DjangoModelFactory):
    class Meta:
        model = models.ClosingDay

    organization = factory.SubFactory(OrganizationFactory)
    starts_on = factory.LazyFunction(timezone.localdate)
    ends_on = factory.LazyFunction(timezone.localdate)


class CampaignFactory(DjangoModelFactory):
    class Meta:
        model = models.Campaign

    name = factory.Sequence(lambda n: f"Testaktion {n:03}")
    slug = factory.Sequence(lambda n: f"testaktion-{n:03}")
    organizer = factory.SubFactory(OrganizationFactory)


class CampaignEditionFactory(DjangoModelFactory):
    class Meta:
        model = models.CampaignEdition

    campaign = factory.SubFactory(CampaignFactory)
    year = factory.Sequence(lambda n: 2027 + n)
    starts_on = factory.LazyAttribute(lambda row: date(row.year, 5, 15))


class ContributionFactory(DjangoModelFactory):
    class Meta:
        model = models.Contribution

    edition = factory.SubFactory(CampaignEditionFactory)
    organization = factory.SubFactory(OrganizationFactory)
    kind = ContributionKind.STAND
    description = factory.Sequence(lambda n: f"Teststand {n:03}")


class EventProgramItemFactory(DjangoModelFactory):
    class Meta:
        model = models.EventProgramItem

    offer = factory.SubFactory(OfferFactory, kind=OfferKind.CONFERENCE)
    kind = ProgramItemKind.LECTURE
    starts_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=30))
    title = factory.Sequence(lambda n: f"Testvortrag {n:03}")


class EventResultFactory(DjangoModelFactory):
    class Meta:
        model = models.EventResult

    offer = factory.SubFactory(OfferFactory, kind=OfferKind.CONFERENCE)
    challenge = factory.Sequence(lambda n: f"Testherausforderung {n:03}")
    approach = "Gemeinsam planen."


class PracticeExampleFactory(DjangoModelFactory):
    class Meta:
        model = models.PracticeExample

    title = factory.Sequence(lambda n: f"Testbeispiel {n:03}")
    slug = factory.Sequence(lambda n: f"testbeispiel-{n:03}")
    organization = factory.SubFactory(OrganizationFactory)
    context, approach, result = "So war es.", "Das taten wir.", "Das kam heraus."


def picture(name="bild.png"):
    """A real image of one pixel, as an upload would bring it."""
    buffer = BytesIO()
    Image.new("RGB", (1, 1), "teal").save(buffer, "PNG")
    return ContentFile(buffer.getvalue(), name)


class MediaAssetFactory(DjangoModelFactory):
    """A picture of an organisation. Only the file's name is stored; use ``file=picture()`` for a real one."""

    class Meta:
        model = models.MediaAsset

    title = factory.Sequence(lambda n: f"Testbild {n:03}")
    file = "bilder/testbild.png"
    alt = "Ein leerer Raum."
    credit = "Testperson"
    organization = factory.SubFactory(OrganizationFactory)


class ResourceUseFactory(DjangoModelFactory):
    class Meta:
        model = models.ResourceUse

    resource = factory.SubFactory(ResourceFactory)
    offer = factory.SubFactory(OfferFactory)


class SearchWordFactory(DjangoModelFactory):
    class Meta:
        model = models.SearchWord

    typed = factory.Sequence(lambda n: f"testwort {n:03}")
    means = "Windeln, Wickeln"


class SearchDemandFactory(DjangoModelFactory):
    """One day's count of a search; today and five times unless told."""

    class Meta:
        model = models.SearchDemand

    day = factory.LazyFunction(timezone.localdate)
    words = factory.Sequence(lambda n: f"krabbelgruppe {n}")
    hits = HitsClass.SOME
    counted = 5
