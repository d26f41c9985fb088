"""Campaigns with their editions and contributions (domain 8.6)."""

from dataclasses import dataclass, field
from datetime import date, time, timedelta

from django.db.models import Q

from familynet.demo.demo_rows import Rows
from familynet.demo.reference_date import Day
from familynet.demo.tables import rows_of, unwrapped_text
from offers.models import Campaign, CampaignEdition, Contribution
from partners.models import Location, Municipality, Organization

SATURDAY = 5
NEXT = "next"


@dataclass(frozen=True)
class CampaignRow:
    """Either a calendar day (``month``, ``day``) that comes every year, or ``weeks`` from T.

    ``saturday`` moves the calendar day to the Saturday next to it.
    """

    slug: str
    name: str
    summary: str
    text: str
    organizer: str
    municipality: str
    edition: list[dict]
    month: int | None = None
    day: int | None = None
    saturday: bool = False
    weeks: int = 0
    committee: str = ""


@dataclass(frozen=True)
class EditionRow:
    """``year`` is ``next`` or the number of editions before it."""

    year: str
    state: str
    motto: str
    text: str
    place: str = ""
    place_text: str = ""
    times: list[str] = field(default_factory=list)
    length: int = 0
    visitors: int | None = None
    review: str = ""
    contributions: list[list[str]] = field(default_factory=list)


def load_campaigns(rows: Rows, day: Day) -> None:
    for row in rows_of("campaigns", "campaign", CampaignRow):
        campaign = rows.keep(
            Campaign,
            row.slug,
            known_by=Q(slug=row.slug),
            slug=row.slug,
            name=row.name,
            summary=row.summary,
            description=unwrapped_text(row.text),
            organizer=rows.get(Organization, row.organizer),
            municipality=rows.get(Municipality, row.municipality),
            usual_month=row.month,
            usual_day=row.day,
        )
        for edition in row.edition:
            _edition(rows, day, campaign, row, EditionRow(**edition))


def _edition(rows: Rows, day: Day, campaign: Campaign, row: CampaignRow, edition: EditionRow) -> None:
    starts_on = _start(day, row, edition)
    start, end = (time.fromisoformat(clock) for clock in edition.times) if edition.times else (None, None)
    kept = rows.keep(
        CampaignEdition,
        f"{row.slug} {edition.year}",
        known_by=Q(campaign=campaign, year=starts_on.year),
        campaign=campaign,
        year=starts_on.year,
        motto=edition.motto,
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=edition.length),
        start_time=start,
        end_time=end,
        location=rows.get(Location, edition.place) if edition.place else None,
        location_text=edition.place_text,
        text=edition.text,
        committee_name=row.committee,
        visitors_total=edition.visitors,
        review=edition.review,
        state=edition.state,
    )
    for number, (organization, kind, description) in enumerate(edition.contributions, start=1):
        rows.keep(
            Contribution,
            f"{row.slug} {edition.year} {number}",
            edition=kept,
            kind=kind,
            description=description,
            organization=rows.get(Organization, organization),
        )


def _start(day: Day, row: CampaignRow, edition: EditionRow) -> date:
    if row.month is None or row.day is None:
        return day.weekday("SA", weeks=row.weeks)
    coming = day.today.year
    if _yearly(row, coming) <= day.today:
        coming += 1
    return _yearly(row, coming if edition.year == NEXT else coming + int(edition.year))


def _yearly(row: CampaignRow, year: int) -> date:
    chosen = date(year, row.month or 1, row.day or 1)
    if row.saturday:
        chosen += timedelta(days=(SATURDAY - chosen.weekday() + 3) % 7 - 3)
    return chosen
