"""Organisations of the made-up offers: one for every forty, each with a site and a contact, spread over Thuringia."""

from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random

from familynet.demo.bulk import words
from familynet.demo.bulk.copy_rows import Copier
from familynet.demo.demo_rows import Rows, demo_identifier
from familynet.demo.municipalities import thuringian_towns
from familynet.demo.phone_numbers import fictional_phone
from familynet.demo.reference_date import Day
from partners.enums import OrganizationKind, OrganizationStatus, Sector, StepFree
from partners.models import ContactPoint, HostedOrganization, Location, Municipality, Organization, PlanningArea

PREFIX = "lasttest-"
STEP_FREE = (StepFree.YES, StepFree.YES, StepFree.PARTLY, StepFree.UNKNOWN, StepFree.NO)
SECTORS = (Sector.ASSOCIATION, Sector.WELFARE, Sector.CHURCH, Sector.AUTHORITY, Sector.EDUCATION, Sector.INITIATIVE)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an organisation can stand; only the three towns of the demo have planning areas."""

    town: str
    postal_code: str
    municipality: int
    area: int | None
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Host:
    """Keys of one organisation that leads offers."""

    organization: int
    location: int
    contact: int
    town: str


def slug_of(number: int) -> str:
    return f"{PREFIX}{number:06}"


def uuid_of(model: type, number: int) -> str:
    """An identifier that is the same on every load, made faster than ``rows.identifier``."""
    return f"{str(demo_identifier(model, PREFIX))[:23]}-{number:012x}"


def bulk_places(rows: Rows) -> list[Place]:
    """Districts of Gera, Weimar and Ilmenau, then the other towns."""
    codes = {"gera": "07545", "weimar": "99423", "ilmenau": "98693"}
    found = [
        Place(area.municipality.name, codes[area.municipality.slug], area.municipality_id, area.pk, area.lat, area.lon)
        for area in PlanningArea.objects.filter(municipality__slug__in=codes)
        .select_related("municipality")
        .order_by("municipality__slug", "code")
        if area.lat is not None and area.lon is not None
    ]
    return found + [
        Place(town.name, town.postal_code, rows.get(Municipality, town.municipality).pk, None, town.lat, town.lon)
        for town in thuringian_towns()
    ]


def add_hosts(numbers: range, day: Day, where: Sequence[Place], *, now: datetime) -> None:
    """Create the organisations with these numbers."""
    sums = list(accumulate(1 / rank**0.6 for rank in range(1, len(where) + 1)))
    chosen = {}
    for number in numbers:
        rng = Random(number)  # noqa: S311 - not a secret, the same on every machine
        chosen[number] = (rng, where[bisect(sums, rng.random() * sums[-1])])
    Copier(
        Organization,
        [
            "uuid",
            "slug",
            "name",
            "kind",
            "sector",
            "municipality_id",
            "core_mandate",
            "website",
            "assured_on",
            "status",
        ],
        now=now,
    ).write(_organization(number, rng, place, day) for number, (rng, place) in chosen.items())
    Copier(
        Location,
        [
            "uuid",
            "slug",
            "name",
            "street",
            "house_no",
            "postal_code",
            "city",
            "municipality_id",
            "area_id",
            "lat",
            "lon",
            "access_step_free",
        ],
        now=now,
    ).write(_location(number, rng, place) for number, (rng, place) in chosen.items())
    ids = dict(Organization.objects.filter(slug__in=map(slug_of, numbers)).values_list("slug", "pk"))
    sites = dict(Location.objects.filter(slug__in=map(slug_of, numbers)).values_list("slug", "pk"))
    Copier(ContactPoint, ["uuid", "organization_id", "function", "phone", "phone_display", "email"], now=now).write(
        _contact(number, ids[slug_of(number)]) for number in numbers
    )
    Copier(HostedOrganization, ["uuid", "organization_id", "location_id"], now=now).write(
        (uuid_of(HostedOrganization, number), ids[slug_of(number)], sites[slug_of(number)]) for number in numbers
    )


def bulk_hosts(numbers: range) -> dict[int, Host]:
    """Keys of the organisations with these numbers."""
    slugs = {slug_of(number): number for number in numbers}
    sites = dict(Location.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    contacts = dict(ContactPoint.objects.filter(organization__slug__in=slugs).values_list("organization__slug", "pk"))
    towns_of = dict(Location.objects.filter(slug__in=slugs).values_list("slug", "city"))
    ids = dict(Organization.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    return {number: Host(ids[slug], sites[slug], contacts[slug], towns_of[slug]) for slug, number in slugs.items()}


def _organization(number: int, rng: Random, place: Place, day: Day) -> tuple:
    name = f"{words.HOUSES[number % len(words.HOUSES)]} {rng.choice(words.PLANTS)}, {place.town}"
    return (
        uuid_of(Organization, number),
        slug_of(number),
        name,
        OrganizationKind.FACILITY,
        rng.choice(SECTORS),
        place.municipality,
        f"Angebote für Familien in {place.town}.",
        f"https://www.{slug_of(number)}.example/",
        day.today - timedelta(days=rng.randrange(1, 300)),
        OrganizationStatus.ACTIVE,
    )


def _location(number: int, rng: Random, place: Place) -> tuple:
    lat, lon = place.lat + rng.gauss(0, 0.012), place.lon + rng.gauss(0, 0.018)
    return (
        uuid_of(Location, number),
        slug_of(number),
        f"Haus {rng.choice(words.PLANTS)}",
        f"{rng.choice(words.PLANTS)}weg",
        rng.randint(1, 60),
        place.postal_code,
        place.town,
        place.municipality,
        place.area,
        round(lat, 6),
        round(lon, 6),
        rng.choice(STEP_FREE),
    )


def _contact(number: int, organization: int) -> tuple:
    found = fictional_phone(number)
    return (
        uuid_of(ContactPoint, number),
        organization,
        "Anmeldung",
        found.number,
        found.text,
        f"anmeldung@{slug_of(number)}.example",
    )
