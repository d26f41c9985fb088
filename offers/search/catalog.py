"""The editable lists behind the filters (topics, groups, languages, districts …), and the places people name."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connections
from rapidfuzz import process
from rapidfuzz.distance import Indel

from kit.postal_codes import find_place
from kit.text_search import fold_text
from offers.facets import Group, facet_code
from offers.models import OfferDocument

READ = f"""
SELECT {Group.TOPIC}, id, slug, name, parent_id, NULL::bigint, NULL::float, NULL::float, position, name_key,
       NULL::bigint[]
FROM partners_topic WHERE is_active
UNION ALL
SELECT {Group.TARGET_GROUP}, id, slug, name, NULL, NULL, NULL, NULL, position, name_key, NULL
FROM offers_targetgroup WHERE is_active
UNION ALL
SELECT {Group.LIFE_STAGE}, id, slug, name, NULL, NULL, NULL, NULL, position, slug, NULL FROM offers_lifestage
UNION ALL
SELECT {Group.LANGUAGE}, id, code, name, NULL, NULL, NULL, NULL, position, name, NULL FROM partners_language
UNION ALL
SELECT {Group.AREA}, id, slug, name, parent_id, municipality_id, lat, lon, 0, name_key,
       ARRAY(SELECT to_planningarea_id FROM partners_planningarea_neighbors n
             WHERE n.from_planningarea_id = a.id ORDER BY 1)
FROM partners_planningarea a
UNION ALL
SELECT {Group.MUNICIPALITY}, id, slug, name, NULL, NULL, lat, lon, 0, name_key, NULL FROM partners_municipality
"""  # noqa: S608 - the groups are whole numbers of ours

DEFAULT_RADIUS = 5
RADII = (1, 2, 5, 10, 20, 50)
WIDEST = 200
"""Kilometres around a place: for a postal code alone, to choose from, and at most."""
ALIKE = 0.6
"""How much of its letters a name must share with a place to be taken for it (0 to 1)."""

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of a list. ``town`` is set for districts, ``parent`` for topics and districts."""

    group: Group
    pk: int
    slug: str
    name: str
    parent: int | None = None
    town: int | None = None
    lat: float | None = None
    lon: float | None = None
    neighbors: tuple[int, ...] = ()
    code: int = field(init=False)
    """Under which number the search counts it."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "code", facet_code(self.group, self.pk))


def place_key(text: str) -> str:
    """A name of a place as it is compared: folded, without punctuation."""
    return " ".join(_WORD.findall(fold_text(text)))


class Catalog:
    """All entries, by code and by short address."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.by_code = {entry.code: entry for entry in entries}
        self._by_slug = {(entry.group, entry.slug): entry for entry in self.by_code.values()}

        self._by_group: dict[Group, list[Entry]] = {group: [] for group in Group}
        children: dict[int, list[int]] = {}
        for entry in self.by_code.values():
            self._by_group[entry.group].append(entry)
            if entry.parent:
                children.setdefault(facet_code(entry.group, entry.parent), []).append(entry.code)
        self._children = children
        self._positions = {
            group: {entry.code: at for at, entry in enumerate(entries)} for group, entries in self._by_group.items()
        }
        self.places = self._places()

    def of(self, group: Group) -> list[Entry]:
        """The entries of one list, in its order."""
        return self._by_group[group]

    def _places(self) -> dict[str, list[Entry]]:
        """Towns and districts by their names, folded: „lusan“, „gera lusan“; a town before districts of its name."""
        towns = {town.pk: town for town in self.of(Group.MUNICIPALITY)}
        found: dict[str, list[Entry]] = {place_key(town.name): [town] for town in towns.values()}
        for area in self.of(Group.AREA):
            name, town = place_key(area.name), towns.get(area.town or 0)
            for key in (name, f"{place_key(town.name)} {name}") if town else (name,):
                if found.setdefault(key, [])[:1] != [town]:
                    found[key].append(area)
        found.pop("", None)
        return found

    def below(self, number: int) -> list[int]:
        """Codes of everything below an entry."""
        found = list(self._children.get(number, ()))
        for child in found:
            found += self._children.get(child, ())
        return found

    def find(self, group: Group, slug: str) -> Entry | None:
        return self._by_slug.get((group, slug))

    def names(self, group: Group, codes: Iterable[int]) -> list[str]:
        """Names of those codes that belong to ``group``, in the order of the list."""
        places = self._positions[group]
        entries = self._by_group[group]
        return [entries[at].name for at in sorted(places[number] for number in codes if number in places)]


def read_catalog() -> Catalog:
    """Costs one query."""
    with connections[OfferDocument.objects.db].cursor() as cursor:
        cursor.execute(READ)
        rows = cursor.fetchall()
    rows.sort(key=lambda row: (row[0], row[8], row[9], row[1]))
    return Catalog(
        Entry(Group(row[0]), row[1], row[2], row[3], row[4], row[5], row[6], row[7], tuple(row[10] or ()))
        for row in rows
    )


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
