"""Sites and rooms (domain 3.2): real districts, fictional streets, positions that point at no house by intent."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from familynet.demo.demo_rows import Rows
from familynet.demo.tables import rows_of
from partners.models import Location, Organization, PlanningArea, Room


@dataclass(frozen=True)
class RoomRow:
    name: str
    floor: str = ""
    sqm: int | None = None
    persons: int | None = None
    pairs: int | None = None
    under_three: bool = False
    kitchen: bool = False
    equipment: str = ""
    step_free: str = "yes"


@dataclass(frozen=True)
class LocationRow:
    slug: str
    name: str
    street: str
    city: str
    no: str = ""
    zip: str = ""
    area: str = ""
    at: tuple[float, float] | None = None
    owner: str = ""
    protected: bool = False
    step_free: str = "unknown"
    access_note: str = ""
    flags: list[str] = field(default_factory=list)
    transport: str = ""
    entrance: str = ""
    rooms: list[dict[str, Any]] = field(default_factory=list)


def location_rows(sheets: tuple[str, ...]) -> Iterator[LocationRow]:
    for name in sheets:
        yield from rows_of(name, "location", LocationRow)


def load_locations(rows: Rows, sheets: tuple[str, ...]) -> None:
    """Every site of ``sheets`` with its rooms; owners follow with ``load_owners``."""
    for row in location_rows(sheets):
        area = rows.get(PlanningArea, row.area) if row.area else None
        lat, lon = row.at or (None, None)
        location = rows.keep(
            Location,
            row.slug,
            known_by=Q(slug=row.slug),
            slug=row.slug,
            name=row.name,
            street=row.street,
            house_no=row.no,
            postal_code=row.zip,
            city=row.city,
            municipality=area.municipality if area else None,
            area=area,
            lat=lat,
            lon=lon,
            is_protected=row.protected,
            access_step_free=row.step_free,
            access_note=row.access_note,
            public_transport=row.transport,
            entrance_note=row.entrance,
            accessible_toilet="accessible_toilet" in row.flags,
            induction_loop="induction_loop" in row.flags,
            stroller_parking="stroller_parking" in row.flags,
            changing_table="changing_table" in row.flags,
        )
        for number, room in enumerate(row.rooms, start=1):
            _load_room(rows, location, RoomRow(**room), number)


def _load_room(rows: Rows, location: Location, row: RoomRow, number: int) -> None:
    rows.keep(
        Room,
        f"{location.slug} {row.name}",
        known_by=Q(location=location, name=row.name),
        location=location,
        name=row.name,
        floor=row.floor,
        area_sqm=row.sqm,
        capacity_persons=row.persons,
        capacity_pairs=row.pairs,
        suitable_under_three=row.under_three,
        kitchen=row.kitchen,
        equipment=row.equipment,
        step_free=row.step_free,
        bookable_by="Einrichtungen im Haus, Partner nach Absprache",
        house_rules="Bitte den Raum so verlassen, wie Sie ihn gern vorfinden." if number == 1 else "",
    )


def load_owners(rows: Rows, sheets: tuple[str, ...]) -> None:
    """Owners of sites; after the organisations, because they are organisations."""
    for row in location_rows(sheets):
        location = rows.get(Location, row.slug)
        if row.owner and rows.is_new(location):
            location.owner = rows.get(Organization, row.owner)
            location.save(update_fields=["owner"])
