"""The editable lists behind the filters (topics, groups, languages, districts …), read in one statement."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connections

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

    @property
    def code(self) -> int:
        return facet_code(self.group, self.pk)


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
