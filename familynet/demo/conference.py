"""The conference's programme and results, and practice examples (domain 8.6, 002-12, 002-13, 002-15, 002-16)."""

from dataclasses import dataclass

from django.db.models import Q

from familynet.demo.demo_rows import Rows
from familynet.demo.reference_date import Day
from familynet.demo.sessions import When, chosen_day
from familynet.demo.tables import read_table, rows_of
from offers.models import EventProgramItem, EventResult, Offer, PracticeExample
from partners.models import ActionField, ContactPoint, Organization

CONFERENCE = "fachtagung-gemeinsam-vor-ort"
WEEKS = -10


@dataclass(frozen=True)
class PracticeRow:
    slug: str
    title: str
    organization: str
    contact: str
    offer: str
    context: str
    approach: str
    result: str
    transfer: str


def load_conference(rows: Rows, day: Day) -> None:
    """Programme items at local times of the conference day, and what was worked out."""
    offer = rows.get(Offer, CONFERENCE)
    held_on = chosen_day(day, When(once="TH", since=WEEKS, at="09:30-16:00"), "TH")
    data = read_table("conference")
    for number, (kind, start, end, title, function, organization, room, places) in enumerate(data["items"], start=1):
        rows.keep(
            EventProgramItem,
            f"{CONFERENCE} {number}",
            offer=offer,
            kind=kind,
            starts_at=day.moment(held_on, start),
            ends_at=day.moment(held_on, end),
            title=title,
            room_text=room,
            speaker_function=function,
            speaker_organization=rows.get(Organization, organization) if organization else None,
            capacity=places or None,
        )
    for number, (challenge, approach, field, task) in enumerate(data["results"], start=1):
        rows.keep(
            EventResult,
            f"{CONFERENCE} {number}",
            offer=offer,
            challenge=challenge,
            approach=approach,
            action_field=rows.get(ActionField, field),
            task=task,
        )


def load_practice(rows: Rows) -> None:
    for row in rows_of("conference", "practice", PracticeRow):
        rows.keep(
            PracticeExample,
            row.slug,
            known_by=Q(slug=row.slug),
            slug=row.slug,
            title=row.title,
            organization=rows.get(Organization, row.organization),
            context=row.context,
            approach=row.approach,
            result=row.result,
            transferability=row.transfer,
            contact_point=rows.get(ContactPoint, f"{row.organization} {row.contact}"),
            offer=rows.get(Offer, row.offer) if row.offer else None,
            is_public=True,
        )
