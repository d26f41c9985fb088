"""Municipalities and planning areas (domain 8.2); neighbours are set by hand and fictional."""

from dataclasses import dataclass

from django.db.models import Q

from familynet.demo.demo_rows import Rows
from familynet.demo.tables import read_table
from partners.enums import AreaKind, MunicipalityKind
from partners.models import Municipality, PlanningArea


@dataclass(frozen=True)
class Town:
    """A town by name with its centre; the generated organisations stand there."""

    name: str
    postal_code: str
    municipality: str
    lat: float
    lon: float


def thuringian_towns() -> list[Town]:
    """Thuringian towns with real names and centres, in a fixed order."""
    return [Town(*row) for row in read_table("places")["towns"]["rows"]]


def load_places(rows: Rows) -> None:
    """The three towns of the demo with their areas, the state, and what the generated organisations need."""
    for row in read_table("places")["municipality"]:
        lat, lon = row["position"]
        town = _municipality(rows, row["slug"], row["name"], row["ags"], row["kind"], lat, lon)
        _load_areas(rows, town, row.get("areas", []))
    load_other_municipalities(rows)


def load_other_municipalities(rows: Rows) -> None:
    """Towns and counties beyond the three of the demo; also used by the benchmark data."""
    more = read_table("places")["towns"]
    centres = {town.municipality: (town.lat, town.lon) for town in reversed(thuringian_towns())}
    for slug, name, ags in more["independent"]:
        _municipality(rows, slug, name, ags, MunicipalityKind.INDEPENDENT_CITY, *centres[slug])
    for slug, name, ags in more["counties"]:
        _municipality(rows, slug, name, ags, MunicipalityKind.COUNTY, *centres[slug])


def _municipality(rows: Rows, slug: str, name: str, ags: str, kind: str, lat: float, lon: float) -> Municipality:
    return rows.keep(
        Municipality,
        slug,
        known_by=Q(slug=slug) | Q(ags=ags),
        slug=slug,
        name=name,
        ags=ags,
        kind=kind,
        lat=lat,
        lon=lon,
    )


def _load_areas(rows: Rows, town: Municipality, areas: list) -> None:
    for code, slug, name, lat, lon, _ in areas:
        rows.keep(
            PlanningArea,
            slug,
            known_by=Q(municipality=town, code=code) | Q(slug=slug),
            municipality=town,
            code=code,
            slug=slug,
            name=name,
            kind=_kind(town),
            lat=lat,
            lon=lon,
        )
    for _, slug, _, _, _, neighbors in areas:
        area = rows.get(PlanningArea, slug)
        if rows.is_new(area):
            area.neighbors.add(*rows.all(PlanningArea, neighbors))


def _kind(town: Municipality) -> str:
    return AreaKind.STATISTICAL_DISTRICT if town.slug == "gera" else AreaKind.DISTRICT
