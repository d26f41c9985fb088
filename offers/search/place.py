"""What ``ort`` and ``umkreis`` mean: districts, a town, or a circle around a point."""

import math
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import Indel

from kit.postal_codes import find_place
from offers.facets import Group
from offers.search.catalog import Catalog, Entry, place_key

DEFAULT_RADIUS = 5
RADII = (1, 2, 5, 10, 20, 50)
WIDEST = 200
ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class PlaceFilter:
    """A place people named. Without ``radius`` the districts or the town decide, otherwise the distance does."""

    typed: str
    label: str
    lat: float | None = None
    lon: float | None = None
    areas: tuple[Entry, ...] = ()
    town: Entry | None = None
    radius: int | None = None
    guessed: bool = False

    @property
    def has_point(self) -> bool:
        return self.lat is not None and self.lon is not None

    def km_to(self, other: Entry) -> float:
        """Kilometres to the middle of a town or district; infinite when one of the two has no point."""
        if self.lat is None or self.lon is None or other.lat is None or other.lon is None:
            return math.inf
        flat = math.cos(math.radians(self.lat))
        return 111.2 * math.hypot(self.lat - other.lat, (self.lon - other.lon) * flat)


def find_place_filter(typed: str, radius: int | None, catalog: Catalog) -> PlaceFilter | None:
    """The place called ``typed``: postal code, district, town; the beginning of a name or a small slip will do.

    ``None`` when nobody knows it. A postal code has no border, so it always means a circle.
    """
    if (place := find_place(typed)) is not None:
        return PlaceFilter(typed, place.label, place.lat, place.lon, radius=radius or DEFAULT_RADIUS)
    return _by_name(typed, radius, catalog)


def _by_name(typed: str, radius: int | None, catalog: Catalog) -> PlaceFilter | None:
    key = place_key(typed)
    if not key:
        return None
    found = catalog.places.get(key) or [
        entry for name, entries in catalog.places.items() if name.startswith(f"{key} ") for entry in entries
    ]
    if found:
        return _named(typed, found, radius)
    guess = process.extractOne(key, list(catalog.places), scorer=Indel.normalized_similarity, score_cutoff=ALIKE)
    return _named(typed, catalog.places[guess[0]], radius, guessed=True) if guess else None


def _named(typed: str, found: list[Entry], radius: int | None, *, guessed: bool = False) -> PlaceFilter:
    """A town, or one or more districts."""
    if found[0].group is Group.MUNICIPALITY:
        return _town(typed, found[0], radius, guessed)
    areas = [entry for entry in dict.fromkeys(found) if entry.group is Group.AREA]
    return _areas(typed, areas, radius, guessed)


def _town(typed: str, town: Entry, radius: int | None, guessed: bool = False) -> PlaceFilter:
    usable = radius if town.lat is not None else None
    return PlaceFilter(typed, town.name, town.lat, town.lon, town=town, radius=usable, guessed=guessed)


def _areas(typed: str, areas: list[Entry], radius: int | None, guessed: bool = False) -> PlaceFilter:
    points = [(area.lat, area.lon) for area in areas if area.lat is not None and area.lon is not None]
    lat = sum(point[0] for point in points) / len(points) if points else None
    lon = sum(point[1] for point in points) / len(points) if points else None
    label = " / ".join(area.name for area in areas)
    return PlaceFilter(typed, label, lat, lon, areas=tuple(areas), radius=radius if points else None, guessed=guessed)
