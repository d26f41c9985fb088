"""What anybody may read about one organisation, from the register; the roof adds offers and campaigns.

One function per question and one query per function, so that a page costs the same for a small club and for a large
association. What needs a consent (names) is decided here and in no template; addresses are in ``sites``.
"""

import re
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet

from partners.enums import (
    Intensity,
    ParticipationState,
    PartnershipState,
)
from partners.models import (
    ContactPoint,
    FormerName,
    Language,
    OperatorAssignment,
    Organization,
    Partnership,
    PlanningArea,
    ProgramParticipation,
    Topic,
    UmbrellaMembership,
)
from partners.permissions import can_view_organization

MOST = 100
"""Lines of one kind on a page; an association with more is a case for the directory."""


# --- whom to ask -----------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Contact:
    """A function one can call or write to; ``name`` only with a consent that stands."""

    function: str
    name: str
    phone: str
    phone_words: str
    email: str
    office_hours: str
    languages: list[str]
    topics: list[str]


def public_contacts(contacts: "QuerySet[ContactPoint]", day: date) -> list[Contact]:
    """``contacts`` as anybody may see them on ``day``; one query with languages and topics."""
    languages = Language.objects.filter(pk__in=_through(ContactPoint.languages.through, "language_id"))
    topics = Topic.objects.filter(pk__in=_through(ContactPoint.topics.through, "topic_id"))
    rows = (
        contacts.public(day)  # type: ignore[attr-defined]
        .select_related("person_consent")
        .annotate(
            language_names=ArraySubquery(languages.order_by("position", "name").values("name")),
            topic_names=ArraySubquery(topics.order_by("position", "name_key").values("name")),
        )
        .order_by("position", "pk")[:MOST]
    )
    return [
        Contact(
            function=row.function,
            name=row.person_name if _may_be_named(row, day) else "",
            phone=re.sub(r"[^\d+]", "", row.phone),
            phone_words=row.phone_display or row.phone,
            email=row.email,
            office_hours=row.office_hours,
            languages=row.language_names,
            topics=row.topic_names,
        )
        for row in rows
    ]


def _through(model: type, column: str) -> "QuerySet":
    return model.objects.filter(contactpoint_id=OuterRef(OuterRef("pk"))).values(column)  # type: ignore[attr-defined]


def _may_be_named(contact: ContactPoint, day: date) -> bool:
    """A consent was given and not withdrawn (I-06)."""
    consent = contact.person_consent
    return (
        consent is not None and consent.given_on <= day and (consent.withdrawn_on is None or consent.withdrawn_on > day)
    )


# --- who is responsible, who belongs together ------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Link:
    """Another organisation on the page: its name, its address if it has a public page, and what connects the two."""

    name: str
    href: str
    words: str = ""
    since: date | None = None


def link_to(organization: Organization, words: str = "", since: date | None = None) -> Link:
    """A link if anybody may see ``organization``, else only its name."""
    seen = can_view_organization(AnonymousUser(), organization)
    return Link(organization.name, organization.get_absolute_url() if seen else "", words, since)


def operators_of(organization: Organization, day: date) -> tuple[list[Link], list[Link]]:
    """Who is responsible for the organisation, and which facilities it is responsible for itself."""
    rows = (
        OperatorAssignment.objects.valid_on(day)
        .filter(
            Q(facility=organization) | Q(operating_body=organization, facility__in=Organization.objects.public(day))
        )
        .select_related("facility", "operating_body")
        .order_by("role", "facility__name_key", "pk")[:MOST]
    )
    above = [
        link_to(row.operating_body, row.get_role_display(), row.valid_from)
        for row in rows
        if row.facility_id == organization.pk
    ]
    below = [
        link_to(row.facility, row.get_role_display(), row.valid_from)
        for row in rows
        if row.operating_body_id == organization.pk
    ]
    return above, below


def umbrellas_of(organization: Organization, day: date) -> tuple[list[Link], list[Link]]:
    """Associations the organisation belongs to, and public members if it is one itself."""
    rows = (
        UmbrellaMembership.objects.valid_on(day)
        .filter(
            Q(organization=organization) | Q(umbrella=organization, organization__in=Organization.objects.public(day))
        )
        .select_related("organization", "umbrella")
        .order_by("organization__name_key", "umbrella__name_key", "pk")[:MOST]
    )
    above = [link_to(row.umbrella, since=row.valid_from) for row in rows if row.organization_id == organization.pk]
    members = [link_to(row.organization) for row in rows if row.umbrella_id == organization.pk]
    return above, members


def programs_of(organization: Organization, day: date) -> list[ProgramParticipation]:
    """Participations on ``day``, with their programme; ended ones are history."""
    rows = ProgramParticipation.objects.valid_on(day).filter(organization=organization)
    return list(
        rows.exclude(state=ParticipationState.FORMER).select_related("program").order_by("program__name", "pk")[:MOST]
    )


@dataclass(frozen=True, slots=True)
class Family:
    """Parts of an authority or association: the parent, its parts, and the parts of this one."""

    parent: Link | None
    siblings: list[Link]
    children: list[Link]

    def __bool__(self) -> bool:
        return bool(self.parent or self.children)


def family_of(organization: Organization, day: date) -> Family:
    """The neighbourhood of ``organization`` in the tree; ``parent`` must be fetched with it."""
    near = Q(parent=organization)
    if organization.parent_id:
        near |= Q(parent=organization.parent_id)
    rows = Organization.objects.public(day).filter(near).exclude(pk=organization.pk).by_name()
    parts = list(rows.defer("search", "description_public")[:MOST])
    return Family(
        parent=link_to(organization.parent) if organization.parent else None,
        siblings=[link_to(part) for part in parts if part.parent_id != organization.pk],
        children=[link_to(part) for part in parts if part.parent_id == organization.pk],
    )


INTENSITY_ORDER = {value: place for place, value in enumerate(reversed(Intensity.values))}


def partners_of(organization: Organization, day: date) -> list[Link]:
    """Active cooperation with public organisations, closest first. Only that it exists, how close, in which model.

    Assessment, capacity and reasons are for coordination and never read here (domain 001-09).
    """
    public = Organization.objects.public(day)
    rows = (
        Partnership.objects.filter(state=PartnershipState.ACTIVE)
        .filter(Q(center=organization, partner__in=public) | Q(partner=organization, center__in=public))
        .select_related("center", "partner")
        .only("intensity", "model", "start_date", *_shown("center"), *_shown("partner"))[:MOST]
    )

    def other(row: Partnership) -> Organization:
        return row.partner if row.center_id == organization.pk else row.center

    ranked = sorted(rows, key=lambda row: (INTENSITY_ORDER[row.intensity], other(row).name_key))
    return [
        link_to(
            other(row),
            ", ".join(filter(None, [row.get_intensity_display(), row.get_model_display() if row.model else ""])),
            row.start_date,
        )
        for row in ranked
    ]


def _shown(prefix: str) -> list[str]:
    columns = ("name", "name_key", "slug", "status", "assured_on", "freshness_exempt")
    return [f"{prefix}__{column}" for column in columns]


def with_contact_names(organizations: "QuerySet[Organization]") -> "QuerySet[Organization]":
    """Adds ``former``, names the organisation had, latest first, and ``area_names``, districts it works for."""
    former = FormerName.objects.filter(organization=OuterRef("pk")).order_by("-valid_to", "pk").values("name")
    areas = PlanningArea.objects.filter(organizations=OuterRef("pk")).order_by("name_key").values("name")
    return organizations.annotate(former=ArraySubquery(former), area_names=ArraySubquery(areas))
