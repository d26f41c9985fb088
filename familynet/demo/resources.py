"""What partners give each other and what they get: resources, grants, and requests to join in."""

from dataclasses import dataclass
from datetime import date

from familynet.demo.demo_rows import Rows
from familynet.demo.reference_date import Day
from familynet.demo.tables import rows_of
from offers.models import CampaignEdition, Offer, ResourceUse
from partners.enums import JoinRequestState, Visibility
from partners.models import FundingAward, JoinRequest, Organization, Program, Resource


@dataclass(frozen=True)
class ResourceRow:
    organization: str
    direction: str
    kind: str
    text: str
    quantity: float | None = None
    unit: str = ""
    conditions: str = ""
    visibility: str = Visibility.NETWORK


@dataclass(frozen=True)
class AwardRow:
    """``year`` counts from the year of T."""

    key: str
    program: str
    recipient: str
    amount: int
    purpose: str
    reference: str
    due_days: int
    year: int = 0


@dataclass(frozen=True)
class RequestRow:
    key: str
    to: str
    name: str
    sector: str
    reach: str
    interest: str
    state: str = JoinRequestState.OPEN


def load_giving(rows: Rows, day: Day) -> None:
    """Resources, grants and join requests of the sheet ``partnerships``."""
    for resource in rows_of("partnerships", "resource", ResourceRow):
        rows.keep(
            Resource,
            _resource_key(resource),
            organization=rows.get(Organization, resource.organization),
            direction=resource.direction,
            kind=resource.kind,
            description=resource.text,
            quantity=resource.quantity,
            unit=resource.unit,
            available_from=day.plus(days=-60),
            conditions=resource.conditions,
            visibility=resource.visibility,
        )
    for award in rows_of("partnerships", "award", AwardRow):
        year = day.today.year + award.year
        rows.keep(
            FundingAward,
            award.key,
            program=rows.get(Program, award.program),
            recipient=rows.get(Organization, award.recipient),
            amount=award.amount,
            period_from=date(year, 1, 1),
            period_to=date(year, 12, 31),
            purpose=award.purpose,
            reference_no=award.reference,
            report_due_on=day.plus(days=award.due_days),
            kept_until=date(year + 6, 12, 31),
        )
    for request in rows_of("partnerships", "request", RequestRow):
        rows.keep(
            JoinRequest,
            request.key,
            addressed_to=rows.get(Organization, request.to),
            organization_name=request.name,
            sector=request.sector,
            email_or_phone=request.reach,
            interest=request.interest,
            state=request.state,
        )


def load_uses(rows: Rows) -> None:
    """Which resource serves which offer or action; after both are there."""
    earth = "gaertnerei-blattgruen offer equipment"
    rows.keep(
        ResourceUse,
        "Erde für Pflanztage",
        resource=rows.get(Resource, earth),
        offer=rows.get(Offer, "kinder-pflanzen"),
        note="Erde und Setzlinge für zwölf Familien",
    )
    rows.keep(
        ResourceUse,
        "Gemüse für Kochkurse",
        resource=rows.get(Resource, earth),
        offer=rows.get(Offer, "gesund-kochen-mit-wenig-geld"),
        note="Gemüse der Saison",
    )
    money = rows.get(Resource, "wohnungsgesellschaft-elsterblick offer money")
    rows.keep(
        ResourceUse,
        "Zuschuss Weltkindertag",
        resource=money,
        quantity=500,
        edition=rows.get(CampaignEdition, "weltkindertag-gera next"),
        note="Bänke und Strom",
    )


def _resource_key(row: ResourceRow) -> str:
    return f"{row.organization} {row.direction} {row.kind}"
