"""The partner register. An organisation is active, but nobody confirmed it, so it is not public by itself."""

from datetime import date, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.enums import Role
from kit.secret_links import token_hash
from partners import models
from partners.enums import (
    ConsentChannel,
    Direction,
    MunicipalityKind,
    OperatorRole,
    OrganizationKind,
    OrganizationStatus,
    ParticipationState,
    PartnershipState,
    PlaceKind,
    ResourceKind,
    Visibility,
)
from tests.factories.accounts import UserFactory


class MunicipalityFactory(DjangoModelFactory):
    class Meta:
        model = models.Municipality

    name = factory.Sequence(lambda n: f"Teststadt {n:03}")
    slug = factory.Sequence(lambda n: f"teststadt-{n:03}")
    ags = factory.Sequence(lambda n: f"16{n:06}")
    kind = MunicipalityKind.TOWN
    lat, lon = 50.88, 12.08


class PlanningAreaFactory(DjangoModelFactory):
    class Meta:
        model = models.PlanningArea

    municipality = factory.SubFactory(MunicipalityFactory)
    code = factory.Sequence(lambda n: f"{n:03}")
    name = factory.Sequence(lambda n: f"Testviertel {n:03}")
    slug = factory.Sequence(lambda n: f"testviertel-{n:03}")


class PartnerCategoryFactory(DjangoModelFactory):
    class Meta:
        model = models.PartnerCategory

    name = factory.Sequence(lambda n: f"Testkategorie {n:03}")
    slug = factory.Sequence(lambda n: f"testkategorie-{n:03}")


class TopicFactory(DjangoModelFactory):
    class Meta:
        model = models.Topic

    name = factory.Sequence(lambda n: f"Testthema {n:03}")
    slug = factory.Sequence(lambda n: f"testthema-{n:03}")


class LanguageFactory(DjangoModelFactory):
    class Meta:
        model = models.Language
        django_get_or_create = ("code",)  # some languages come with every installation

    code = factory.Sequence(lambda n: f"x{n:03}")
    name = factory.Sequence(lambda n: f"Testsprache {n:03}")


class ProgramFactory(DjangoModelFactory):
    class Meta:
        model = models.Program

    name = factory.Sequence(lambda n: f"Testprogramm {n:03}")
    slug = factory.Sequence(lambda n: f"testprogramm-{n:03}")


class OrganizationFactory(DjangoModelFactory):
    """Active and not public; ``public=True`` confirms it today."""

    class Meta:
        model = models.Organization

    class Params:
        public = factory.Trait(assured_on=factory.LazyFunction(timezone.localdate))

    name = factory.Sequence(lambda n: f"Testeinrichtung {n:03}")
    slug = factory.Sequence(lambda n: f"testeinrichtung-{n:03}")
    kind = OrganizationKind.FACILITY
    status = OrganizationStatus.ACTIVE


class OperatorAssignmentFactory(DjangoModelFactory):
    class Meta:
        model = models.OperatorAssignment

    facility = factory.SubFactory(OrganizationFactory)
    operating_body = factory.SubFactory(OrganizationFactory, kind=OrganizationKind.OPERATING_BODY)
    role = OperatorRole.OPERATOR


class ProgramParticipationFactory(DjangoModelFactory):
    class Meta:
        model = models.ProgramParticipation

    program = factory.SubFactory(ProgramFactory)
    organization = factory.SubFactory(OrganizationFactory)
    state = ParticipationState.ACTIVE


class UmbrellaMembershipFactory(DjangoModelFactory):
    class Meta:
        model = models.UmbrellaMembership

    organization = factory.SubFactory(OrganizationFactory)
    umbrella = factory.SubFactory(OrganizationFactory, kind=OrganizationKind.NETWORK)


class ActionFieldFactory(DjangoModelFactory):
    class Meta:
        model = models.ActionField

    program = factory.SubFactory(ProgramFactory)
    code = factory.Sequence(lambda n: f"{n}.1")
    name = factory.Sequence(lambda n: f"Testhandlungsfeld {n:03}")


class FundingAwardFactory(DjangoModelFactory):
    class Meta:
        model = models.FundingAward

    program = factory.SubFactory(ProgramFactory)
    recipient = factory.SubFactory(OrganizationFactory)
    amount = "1500.00"
    period_from, period_to = date(2026, 1, 1), date(2026, 12, 31)
    purpose = "Familienarbeit im Stadtteil"


class LocationFactory(DjangoModelFactory):
    class Meta:
        model = models.Location

    name = factory.Sequence(lambda n: f"Testhaus {n:03}")
    slug = factory.Sequence(lambda n: f"testhaus-{n:03}")
    street, house_no = "Am Elsterbogen", "4"
    postal_code, city = "07552", "Gera"
    lat, lon = 50.90, 12.09


class RoomFactory(DjangoModelFactory):
    class Meta:
        model = models.Room

    location = factory.SubFactory(LocationFactory)
    name = factory.Sequence(lambda n: f"Testraum {n:03}")


class HostedOrganizationFactory(DjangoModelFactory):
    class Meta:
        model = models.HostedOrganization

    location = factory.SubFactory(LocationFactory)
    organization = factory.SubFactory(OrganizationFactory)


class PersonConsentFactory(DjangoModelFactory):
    class Meta:
        model = models.PersonConsent

    organization = factory.SubFactory(OrganizationFactory)
    purpose = "Name auf der öffentlichen Seite"
    text_version = "1"
    given_on = factory.LazyFunction(timezone.localdate)
    channel = ConsentChannel.WRITTEN


class ContactPointFactory(DjangoModelFactory):
    class Meta:
        model = models.ContactPoint

    organization = factory.SubFactory(OrganizationFactory)
    function = factory.Sequence(lambda n: f"Funktion {n:03}")
    phone, phone_display = "+493023125001", "030 23125001"
    email = factory.Sequence(lambda n: f"kontakt-{n}@testeinrichtung.example")
    visibility = Visibility.PUBLIC


class PartnershipFactory(DjangoModelFactory):
    class Meta:
        model = models.Partnership

    center = factory.SubFactory(OrganizationFactory)
    partner = factory.SubFactory(OrganizationFactory)
    state = PartnershipState.ACTIVE


class ResourceFactory(DjangoModelFactory):
    class Meta:
        model = models.Resource

    organization = factory.SubFactory(OrganizationFactory)
    direction = Direction.OFFER
    kind = ResourceKind.ROOM
    description = factory.Sequence(lambda n: f"Testressource {n:03}")


class PointOfInterestFactory(DjangoModelFactory):
    class Meta:
        model = models.PointOfInterest

    kind = PlaceKind.PLAYGROUND
    name = factory.Sequence(lambda n: f"Testspielplatz {n:03}")
    slug = factory.Sequence(lambda n: f"testspielplatz-{n:03}")
    source = "Testdaten"


class JoinRequestFactory(DjangoModelFactory):
    class Meta:
        model = models.JoinRequest

    addressed_to = factory.SubFactory(OrganizationFactory)
    organization_name = factory.Sequence(lambda n: f"Testfirma {n:03}")
    email_or_phone = "030 23125002"
    interest = "Wir möchten mitmachen."


class MembershipFactory(DjangoModelFactory):
    """A role without beginning and end; an auditor's ends in a month, as the database demands."""

    class Meta:
        model = models.Membership

    user = factory.SubFactory(UserFactory)
    organization = factory.SubFactory(OrganizationFactory)
    role = Role.PARTNER_EDITOR
    valid_to = factory.LazyAttribute(
        lambda row: timezone.localdate() + timedelta(days=30) if row.role == Role.AUDITOR else None
    )


class InvitationFactory(DjangoModelFactory):
    """An open invitation; the link's token is ``token`` (only its hash is stored)."""

    class Meta:
        model = models.Invitation
        exclude = ["token"]

    token = factory.Sequence(lambda n: f"einladung-{n}")
    email = factory.Sequence(lambda n: f"neu-{n}@familiennetz.example")
    organization = factory.SubFactory(OrganizationFactory)
    role = Role.PARTNER_EDITOR
    token_hash = factory.LazyAttribute(lambda row: token_hash(row.token))
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=7))
    invited_by = factory.SubFactory(UserFactory)


def person(role, organization=None, **fields):
    """Shorthand: a person who holds ``role`` in ``organization`` (a new one when none is given)."""
    organization = organization or OrganizationFactory()
    return MembershipFactory(user=UserFactory(**fields), organization=organization, role=role).user
