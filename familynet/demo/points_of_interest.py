"""Places for families: 24 playgrounds, libraries and the like, source „Demodaten“ (domain 8.8)."""

from dataclasses import dataclass

from django.db.models import Q

from familynet.demo.demo_rows import Rows
from familynet.demo.reference_date import Day
from familynet.demo.tables import read_table
from partners.models import PlanningArea, PointOfInterest

EVERYBODY = 99


@dataclass(frozen=True)
class Point:
    """One line of the sheet; ages in years, 99 is open."""

    kind: str
    slug: str
    name: str
    area: str
    lat: float
    lon: float
    age_from: int
    age_to: int
    shade: bool
    toilet: bool
    step_free: str
    equipment: str


def load_points(rows: Rows, day: Day) -> None:
    for row in (Point(*columns) for columns in read_table("points")["rows"]):
        rows.keep(
            PointOfInterest,
            row.slug,
            known_by=Q(slug=row.slug),
            slug=row.slug,
            kind=row.kind,
            name=row.name,
            area=rows.get(PlanningArea, row.area),
            lat=row.lat,
            lon=row.lon,
            age_from=row.age_from,
            age_to=None if row.age_to == EVERYBODY else row.age_to,
            equipment=row.equipment,
            shade=row.shade,
            toilet=row.toilet,
            step_free=row.step_free,
            source="Demodaten",
            source_date=day.plus(days=-80),
            licence="frei erfunden",
        )
