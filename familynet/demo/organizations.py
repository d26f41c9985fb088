"""Organisations with all that hangs on them: operators, umbrellas, names, programmes, sites, contacts (domain 8.3)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count

from django.db.models import Q

from familynet.demo.catalogs import german_slug
from familynet.demo.demo_rows import Rows
from familynet.demo.locations import load_locations, load_owners
from familynet.demo.phone_numbers import fictional_phone
from familynet.demo.reference_date import Day
from familynet.demo.tables import rows_of, unwrapped_text
from partners.enums import Visibility
from partners.models import (
    ContactPoint,
    FormerName,
    HostedOrganization,
    Language,
    Location,
    Municipality,
    OperatorAssignment,
    Organization,
    PartnerCategory,
    PlanningArea,
    Program,
    ProgramParticipation,
    UmbrellaMembership,
)

SHEETS = (
    "organizations_house",
    "organizations_gera",
    "organizations_gera_more",
    "organizations_weimar",
    "organizations_ilmenau",
)

LONGEST = 32  # what still fits into a line on a phone
MAILBOXES = {
    "Beauftragte für Chancengleichheit am Arbeitsmarkt": "Chancengleichheit",
    "Beistandschaften und Unterhalt": "Unterhalt",
    "Gleichstellungsbeauftragte": "Gleichstellung",
    "Koordination Mehrgenerationenhaus": "Koordination",
    "Lotsinnen für Familien": "Lotsinnen",
}


@dataclass(frozen=True)
class ContactRow:
    """One contact by function: the columns of a sheet's ``contacts``."""

    function: str
    hours: str
    visibility: str = Visibility.PUBLIC
    languages: tuple[str, ...] = ("de",)
    protected: str = ""


@dataclass(frozen=True)
class OrganizationRow:
    """One organisation of a sheet; years count from T, ``0`` as an end means still so.

    Without a ``municipality`` it is that of the site, or Gera; an empty one means none.
    """

    slug: str
    name: str
    kind: str
    category: str
    sector: str
    mandate: str
    contacts: list[list]
    short: str = ""
    form: str = "none"
    parent: str = ""
    umbrella: str = ""
    statutory: bool = False
    recognized: str = "unknown"
    regime: str = "gdpr"
    municipality: str | None = None
    areas: list[str] = field(default_factory=list)
    reach: str = "local"
    text: str = ""
    place: str = ""
    hours: str = ""
    founded: int | None = None
    exempt: bool = False
    status: str = "active"
    logo: str = ""
    former: list[list] = field(default_factory=list)
    operators: list[list] = field(default_factory=list)
    programs: list[list] = field(default_factory=list)


def organization_rows() -> Iterator[OrganizationRow]:
    """Every organisation of the core set, in the order of the sheets."""
    for name in SHEETS:
        yield from rows_of(name, "organization", OrganizationRow)


def dated_range(day: Day, since: int, until: int) -> tuple[date, date | None]:
    """From the anniversary ``since`` years off T to the day before ``until``; ``0`` is open."""
    return day.years(since), day.years(until) - timedelta(days=1) if until else None


def load_organizations(rows: Rows, day: Day) -> None:
    """All sites, organisations and their relations; organisations first, since they name each other."""
    load_locations(rows, SHEETS)
    listed = list(organization_rows())
    numbers = count()
    for position, row in enumerate(listed):
        organization = _organization(rows, day, row, position)
        _contacts(rows, organization, row, numbers)
    for row in listed:
        _relations(rows, day, row)
    load_owners(rows, SHEETS)


def _organization(rows: Rows, day: Day, row: OrganizationRow, position: int) -> Organization:
    location = rows.get(Location, row.place) if row.place else None
    municipality = location.municipality if location else None
    if row.municipality is not None:
        municipality = rows.get(Municipality, row.municipality) if row.municipality else None
    elif municipality is None:
        municipality = rows.get(Municipality, "gera")
    areas = row.areas or ([location.area.slug] if location and location.area else [])
    return rows.keep(
        Organization,
        row.slug,
        known_by=Q(slug=row.slug),
        slug=row.slug,
        name=row.name,
        short_name=row.short,
        kind=row.kind,
        category=rows.get(PartnerCategory, german_slug(row.category)),
        sector=row.sector,
        legal_form=row.form,
        is_statutory=row.statutory,
        recognized_youth_welfare=row.recognized,
        recognized_on=day.years(-10) if row.recognized == "yes" else None,
        data_protection_regime=row.regime,
        municipality=municipality,
        reach=row.reach,
        core_mandate=row.mandate,
        description_public=unwrapped_text(row.text),
        website=f"https://www.{row.slug}.example/",
        founded_on=_founded(day, row, position),
        assured_on=day.plus(days=-(10 + position * 7 % 160)),
        freshness_exempt=row.exempt,
        status=row.status,
        many={"areas": rows.all(PlanningArea, areas)},
    )


def _founded(day: Day, row: OrganizationRow, position: int) -> date | None:
    """So many years ago, on a day of the year that does not move with T."""
    if row.founded is None:
        return None
    return date(day.today.year + row.founded, position * 5 % 12 + 1, position * 7 % 28 + 1)


def _contacts(rows: Rows, organization: Organization, row: OrganizationRow, numbers: Iterator[int]) -> None:
    for position, contact in enumerate((ContactRow(*columns) for columns in row.contacts), start=1):
        number = fictional_phone(next(numbers))
        rows.keep(
            ContactPoint,
            f"{row.slug} {contact.function}",
            organization=organization,
            function=contact.function,
            phone=number.number,
            phone_display=number.text,
            email=_address(row, contact.function),
            office_hours=contact.hours,
            visibility=contact.visibility,
            is_protected=bool(contact.protected),
            position=position * 10,
            many={"languages": rows.all(Language, contact.languages)},
        )


def _address(row: OrganizationRow, function: str) -> str:
    """A mailbox of the function at the organisation; long names give way to short ones."""
    domain = row.slug if len(row.slug) <= LONGEST or not row.short else german_slug(row.short)
    mailbox, *more = german_slug(MAILBOXES.get(function, function)).split("-")
    for word in more:
        if len(mailbox) + len(word) < LONGEST - 10:
            mailbox = f"{mailbox}-{word}"
        else:
            break
    return f"{mailbox}@{domain}.example"


def _relations(rows: Rows, day: Day, row: OrganizationRow) -> None:
    organization = rows.get(Organization, row.slug)
    if not rows.is_new(organization):
        return
    if row.parent:
        organization.parent = rows.get(Organization, row.parent)
        organization.save(update_fields=["parent"])
    if row.umbrella:
        rows.keep(
            UmbrellaMembership,
            row.slug,
            organization=organization,
            umbrella=rows.get(Organization, row.umbrella),
            valid_from=day.years(-20),
        )
    for name, since, until in row.former:
        start, end = dated_range(day, since, until)
        rows.keep(
            FormerName, f"{row.slug} {name}", organization=organization, name=name, valid_from=start, valid_to=end
        )
    for body, role, since, until in row.operators:
        start, end = dated_range(day, since, until)
        rows.keep(
            OperatorAssignment,
            f"{row.slug} {body} {role}",
            facility=organization,
            role=role,
            operating_body=rows.get(Organization, body),
            valid_from=start,
            valid_to=end,
            source_note="Demodaten",
        )
    for program, state, since, until in row.programs:
        add_participation(rows, day, organization, program, state, since, until)
    if row.place:
        rows.keep(
            HostedOrganization,
            f"{row.place} {row.slug}",
            organization=organization,
            location=rows.get(Location, row.place),
            valid_from=day.years(-5),
            opening_hours=row.hours,
        )


def add_participation(
    rows: Rows, day: Day, organization: Organization, program: str, state: str, since: int, until: int
) -> None:
    """One dated row of taking part in a programme; active ones have a certificate."""
    start, end = dated_range(day, since, until)
    active = state == "active"
    rows.keep(
        ProgramParticipation,
        f"{organization.slug} {program} {state}",
        organization=organization,
        program=rows.get(Program, program),
        state=state,
        valid_from=start,
        valid_to=end,
        certificate_no=f"DEMO-{german_slug(program)[:6].upper()}-{organization.pk:05}" if active else "",
        certified_until=day.years(2) if active and end is None else None,
    )
