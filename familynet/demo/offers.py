"""Offers with partners, texts, runs, fees and dates, from the sheets (domain 8.5)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Q

from familynet.demo.demo_rows import Rows
from familynet.demo.reference_date import Day
from familynet.demo.runs import add_run
from familynet.demo.tables import rows_of, unwrapped_text
from familynet.demo.workflow_steps import OFFER_WAYS, keep_steps
from offers.enums import AgeOf, Approval, LegalBasis, OfferState, RegistrationMode
from offers.models import AccessMeasure, LifeStage, Offer, OfferPartner, OfferStep, OfferText, TargetGroup
from offers.workflow import OFFER
from partners.models import ActionField, ContactPoint, Language, Location, Organization, PlanningArea, Topic

SHEETS = (
    "offers_house_meetings",
    "offers_house_courses",
    "offers_gera_north",
    "offers_gera_center",
    "offers_gera_south",
    "offers_weimar",
    "offers_ilmenau",
    "offers_conference",
)
PUBLIC = (OfferState.PUBLISHED, OfferState.PAUSED, OfferState.RETIRED)


@dataclass(frozen=True)
class OfferRow:
    """One offer of a sheet; ``assured`` is days before T."""

    slug: str
    title: str
    summary: str
    text: str
    kind: str
    lead: str
    topics: list[str]
    targets: list[str]
    subtitle: str = ""
    stages: list[str] = field(default_factory=list)
    action: list[str] = field(default_factory=list)
    cross: bool = False
    from_months: int | None = None
    to_months: int | None = None
    about: str = AgeOf.ALL
    langs: list[str] = field(default_factory=lambda: ["de"])
    interpretation: str = ""
    place: str = ""
    place_text: str = ""
    online: bool = False
    outreach: bool = False
    areas: list[str] = field(default_factory=list)
    hours: str = ""
    contact: str = ""
    access: list[str] = field(default_factory=list)
    access_note: str = ""
    mode: str = RegistrationMode.NONE
    unit: str = "person"
    childcare: bool = False
    cost: str = ""
    bring: str = ""
    basis: str = LegalBasis.NONE
    insured: str = ""
    supervision: str = "parents"
    participation: str = ""
    alert: str = ""
    state: str = OfferState.PUBLISHED
    reason: str = ""
    assured: int | None = None
    partners: list[list[str]] = field(default_factory=list)
    translations: list[list[str]] = field(default_factory=list)
    run: list[dict[str, Any]] = field(default_factory=list)


def offer_rows() -> Iterator[OfferRow]:
    """Every offer, in the order of the sheets."""
    for name in SHEETS:
        yield from rows_of(name, "offer", OfferRow)


def load_offers(rows: Rows, day: Day) -> None:
    """Offers that are not there yet, each with everything that belongs to it."""
    for number, row in enumerate(offer_rows()):
        offer = _offer(rows, day, row, number)
        if not rows.is_new(offer):
            continue
        _partners(rows, offer, row)
        for kind, code, title, text in row.translations:
            rows.keep(
                OfferText,
                f"{row.slug} {kind} {code}",
                offer=offer,
                kind=kind,
                language=rows.get(Language, code),
                title=title,
                text=text,
            )
        moment = day.moment(day.plus(days=-(60 + number * 13 % 240)), "10:00")
        keep_steps(
            rows,
            OfferStep,
            {"offer": offer},
            OFFER,
            OfferState.IDEA,
            OFFER_WAYS[row.state],
            first=moment - timedelta(days=40),
            apart=timedelta(days=12),
            note=row.reason,
        )
        for run in row.run:
            add_run(rows, day, offer, row.place, run)


def _offer(rows: Rows, day: Day, row: OfferRow, number: int) -> Offer:
    lead = rows.get(Organization, row.lead)
    public = row.state in PUBLIC
    published = day.moment(day.plus(days=-(60 + number * 13 % 240) - 16), "10:00")
    return rows.keep(
        Offer,
        row.slug,
        known_by=Q(slug=row.slug),
        slug=row.slug,
        title=row.title,
        subtitle=row.subtitle,
        summary=row.summary,
        description=unwrapped_text(row.text),
        kind=row.kind,
        lead=lead,
        cross_generational=row.cross,
        minimum_age_months=row.from_months,
        maximum_age_months=row.to_months,
        age_of=row.about,
        interpretation_services=row.interpretation,
        location=rows.get(Location, row.place) if row.place else None,
        location_text=row.place_text,
        is_online=row.online,
        is_outreach=row.outreach,
        opening_hours=row.hours,
        contact_point=_contact(rows, lead, row),
        accessibility_note=row.access_note,
        registration_mode=row.mode,
        capacity_unit=row.unit,
        childcare=row.childcare,
        cost_note=row.cost,
        proof_note=row.bring,
        legal_basis=row.basis,
        insured_by=row.insured,
        supervision_duty=row.supervision,
        participation_note=row.participation,
        alert=row.alert,
        state=row.state,
        assured_on=day.plus(days=-row.assured) if row.assured is not None else None,
        published_at=published if public else None,
        many={
            "topics": rows.all(Topic, row.topics),
            "target_groups": rows.all(TargetGroup, row.targets),
            "life_stages": rows.all(LifeStage, row.stages),
            "languages": rows.all(Language, row.langs),
            "action_fields": rows.all(ActionField, row.action),
            "areas": rows.all(PlanningArea, row.areas),
            "access_measures": rows.all(AccessMeasure, row.access),
        },
    )


def _contact(rows: Rows, lead: Organization, row: OfferRow) -> ContactPoint | None:
    if row.contact:
        return rows.get(ContactPoint, f"{row.lead} {row.contact}")
    return lead.contact_points.filter(visibility="public").order_by("position").first()


def _partners(rows: Rows, offer: Offer, row: OfferRow) -> None:
    for organization, role, approval, *note in row.partners:
        rows.keep(
            OfferPartner,
            f"{row.slug} {organization} {role}",
            offer=offer,
            organization=rows.get(Organization, organization),
            role=role,
            approval=Approval(approval),
            approval_note="".join(note),
        )
