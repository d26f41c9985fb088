"""The generated set of domain 8.3: sixteen family centres and forty Kitas of the ThEKiZ programme.

Dated so that eight years before T exactly 14 centres and 35 participants are active (two centres and one Kita of them
come from the core set), and more today: the counts on the page follow the reference date.
"""

from django.db.models import Q

from familynet.demo.catalogs import german_slug
from familynet.demo.demo_rows import Rows
from familynet.demo.municipalities import Town, thuringian_towns
from familynet.demo.organizations import add_participation
from familynet.demo.phone_numbers import fictional_phone
from familynet.demo.reference_date import Day
from partners.enums import OrganizationKind, OrganizationStatus, Sector
from partners.models import (
    ContactPoint,
    HostedOrganization,
    Language,
    Location,
    Municipality,
    Organization,
    PartnerCategory,
)

CENTERS = 16
CENTERS_EIGHT_YEARS_AGO = 12
KITAS_EIGHT_YEARS_AGO = 34
NAMES = (
    "Ahorn",
    "Amsel",
    "Apfelbaum",
    "Birke",
    "Buche",
    "Buntspecht",
    "Dachs",
    "Distelfink",
    "Eberesche",
    "Eiche",
    "Eichhörnchen",
    "Eisvogel",
    "Erle",
    "Eule",
    "Feldhase",
    "Fichte",
    "Fuchs",
    "Glühwürmchen",
    "Haselmaus",
    "Haselnuss",
    "Hirschkäfer",
    "Holunder",
    "Igel",
    "Kastanie",
    "Kiefer",
    "Kirschbaum",
    "Kleiber",
    "Kranich",
    "Lärche",
    "Libelle",
    "Linde",
    "Marienkäfer",
    "Meise",
    "Pappel",
    "Rotkehlchen",
    "Schwalbe",
    "Storch",
    "Ulme",
    "Weide",
    "Zaunkönig",
)
FIRST_PHONE = 500


def load_generated(rows: Rows, day: Day) -> None:
    """Centres and Kitas, spread over real Thuringian towns with fictional streets."""
    places = thuringian_towns()
    for number in range(CENTERS):
        since = -(10 + number % 5) if number < CENTERS_EIGHT_YEARS_AGO else -(7 - number % 4)
        _center(rows, day, places[number], number, since)
    for number, name in enumerate(NAMES):
        since = -(9 + number % 3) if number < KITAS_EIGHT_YEARS_AGO else -(7 - number % 5)
        _kita(rows, day, name, places[(number * 7 + 3) % len(places)], number, since)


def _center(rows: Rows, day: Day, town: Town, number: int, since: int) -> None:
    name = f"Familienzentrum {town.name} (Demo)"
    organization = _organization(
        rows,
        day,
        name,
        town,
        number,
        category="Familienzentrum",
        sector=Sector.ASSOCIATION,
        mandate=f"Treffpunkt, Beratung und Kurse für Familien in {town.name}.",
        street="Am Familiengarten",
        contact=("Koordination", "Mo bis Do 9–15 Uhr"),
    )
    if rows.is_new(organization):
        add_participation(rows, day, organization, "familienzentren", "active", since, 0)
        if number % 3 == 0:
            add_participation(rows, day, organization, "lsz", "active", -5, 0)


def _kita(rows: Rows, day: Day, name: str, town: Town, number: int, since: int) -> None:
    organization = _organization(
        rows,
        day,
        f"Kita {name} (Demo)",
        town,
        CENTERS + number,
        category="Kindertageseinrichtung",
        sector=Sector.WELFARE,
        street="Am Kindergarten",
        mandate=f"Kita und Eltern-Kind-Zentrum in {town.name}, offen für alle Familien im Viertel.",
        contact=("ThEKiZ-Koordination", "Di und Do 13–16 Uhr"),
    )
    if rows.is_new(organization):
        add_participation(rows, day, organization, "thekiz", "developing", since - 2, since)
        add_participation(rows, day, organization, "thekiz", "active", since, 0)


def _organization(
    rows: Rows,
    day: Day,
    name: str,
    town: Town,
    number: int,
    *,
    category: str,
    sector: str,
    mandate: str,
    street: str,
    contact: tuple[str, str],
) -> Organization:
    slug = german_slug(name)
    municipality = rows.get(Municipality, town.municipality)
    organization = rows.keep(
        Organization,
        slug,
        known_by=Q(slug=slug),
        slug=slug,
        name=name,
        kind=OrganizationKind.FACILITY,
        category=rows.get(PartnerCategory, german_slug(category)),
        sector=sector,
        municipality=municipality,
        core_mandate=mandate,
        website=f"https://www.{slug}.example/",
        status=OrganizationStatus.ACTIVE,
        assured_on=day.plus(days=-(15 + number * 11 % 200)),
    )
    location = rows.keep(
        Location,
        slug,
        known_by=Q(slug=slug),
        slug=slug,
        name=name.replace(" (Demo)", ""),
        street=street,
        house_no=str(number % 40 + 1),
        postal_code=town.postal_code,
        city=town.name,
        municipality=municipality,
        lat=round(town.lat + (number % 7 - 3) * 0.0017, 6),
        lon=round(town.lon + (number % 5 - 2) * 0.0023, 6),
        access_step_free=("yes", "partly", "unknown")[number % 3],
    )
    rows.keep(
        HostedOrganization,
        slug,
        organization=organization,
        location=location,
        valid_from=day.years(-3),
        opening_hours="Mo bis Fr 9–16 Uhr",
    )
    number_shown = fictional_phone(FIRST_PHONE + number)
    function, hours = contact
    rows.keep(
        ContactPoint,
        f"{slug} {function}",
        organization=organization,
        function=function,
        phone=number_shown.number,
        phone_display=number_shown.text,
        email=f"kontakt@{slug}.example",
        office_hours=hours,
        many={"languages": [rows.get(Language, "de")]},
    )
    return organization
