"""The search documents as this process knows them: sets of numbers of offers, and columns of plain figures.

PostgreSQL holds the truth; a process reads it once and then follows the change log ``offers_documentchange``. Sets are
roaring bitmaps, columns are numpy arrays with the offer's number as position (numbers come from one sequence, so the
arrays have few holes). Everything here is a cache of facts, never of answers.
"""

from array import array
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import numpy as np
from django.utils import timezone
from pyroaring import BitMap

from offers.facets import STEP, Group
from offers.search import statements
from offers.search.statements import Numbers
from partners.calendar import fresh_since

NEVER = 2**40
"""Seconds since 1970 that stand for „no date“."""
CELL = 0.02
"""Side of a square of the map in degrees: about two kilometres."""
WIDE = 1_000_000
"""More than there are squares from west to east."""
GRACE = 10
"""Seconds for which the set of public offers may be reused; sessions that end within them still count."""
COUNTED = frozenset({Group.TOPIC, Group.TARGET_GROUP, Group.LANGUAGE, Group.FLAG})
"""Groups whose values are counted for every search, as they are."""
COLUMNS: tuple[tuple[str, str], ...] = (
    ("start", "int64"),
    ("last_end", "int64"),
    ("start_day", "int32"),
    ("open_ended", "bool"),
    ("publish_from", "int32"),
    ("publish_until", "int32"),
    ("assured", "int32"),
    ("youngest", "int16"),
    ("oldest", "int16"),
    ("lat", "float32"),
    ("lon", "float32"),
)


class DocumentColumns:
    """All public search documents of one database."""

    def __init__(self) -> None:
        self.offers = BitMap()
        self.facets: dict[int, BitMap] = {}
        self.by_day: dict[int, BitMap] = {}
        self.cells: dict[tuple[int, int], BitMap] = {}
        empty: Numbers = np.empty(0)
        self.start = self.last_end = self.start_day = self.open_ended = self.publish_from = empty
        self.publish_until = self.assured = self.youngest = self.oldest = self.lat = self.lon = empty
        self._public: tuple[int, BitMap] | None = None
        self._computed: dict[tuple[Any, ...], BitMap] = {}
        self._counted: dict[Group, list[tuple[int, BitMap]]] | None = None
        self._grow(1000)

    @classmethod
    def load(cls, pieces: Iterable[range]) -> "DocumentColumns":
        """Everything, in two statements for each piece; what changes meanwhile stands in the change log."""
        columns = cls()
        for offers in pieces:
            columns._read(offers)
        return columns

    def refresh(self, offers: Iterable[int]) -> None:
        """Read these offers anew; those without a document are forgotten."""
        changed = list(offers)
        gone = BitMap(changed)
        for sets in (self.facets, self.by_day, self.cells):
            for members in sets.values():
                members -= gone
        self.offers -= gone
        self.assured[[one for one in changed if one < len(self.assured)]] = 0
        self._read(changed)

    def _read(self, offers: Sequence[int]) -> None:
        self._put(*statements.read_documents(offers))
        for code, having in statements.read_facets(offers):
            self.facets.setdefault(code, BitMap()).update(having)
        self._counted = None

    def facet(self, code: int) -> BitMap:
        return self.facets.get(code) or BitMap()

    def counted(self) -> dict[Group, list[tuple[int, BitMap]]]:
        """The filter values families can choose, each with its offers, by group; districts count what is inside."""
        if self._counted is None:
            self._counted = {group: [] for group in COUNTED}
            for number, members in self.facets.items():
                if number // STEP in COUNTED:
                    self._counted[Group(number // STEP)].append((number, members))
        return self._counted

    def in_some_area(self) -> BitMap:
        """Offers that belong to certain districts."""
        if ("areas",) not in self._computed:
            areas = [members for number, members in self.facets.items() if number // STEP == Group.AREA]
            self._keep(("areas",), BitMap.union(*areas, BitMap()))
        return self._computed[("areas",)]

    def public(self, moment: datetime) -> BitMap:
        """Twin of ``DocumentQuerySet.public`` (I-07, I-27), as of the last ``GRACE`` seconds."""
        now = int(moment.timestamp())
        key = now // GRACE
        if self._public is None or self._public[0] != key:
            day = timezone.localdate(moment)
            fits = self.assured >= fresh_since(day).toordinal()
            fits &= (self.publish_from <= day.toordinal()) & (self.publish_until >= day.toordinal())
            fits &= self.open_ended | (self.last_end >= now)
            self._public = key, document_bitmap(np.flatnonzero(fits))
        return self._public[1]

    def fitting_age(self, youngest: int, oldest: int) -> BitMap:
        """Offers for some age in this span of months; offers without a limit fit everybody."""
        key = ("age", youngest, oldest)
        if key not in self._computed:
            fits = (self.youngest <= oldest) & (self.oldest >= youngest)
            self._keep(key, document_bitmap(np.flatnonzero(fits)) & self.offers)
        return self._computed[key]

    def within(self, lat: float, lon: float, km: float) -> BitMap:
        """Offers with a place at most ``km`` away as the crow flies."""
        key = ("within", lat, lon, km)
        if key not in self._computed:
            near = document_numbers(self._square(lat, lon, km))
            self._keep(key, document_bitmap(near[self.distances(near, lat, lon) <= km]))
        return self._computed[key]

    def distances(self, offers: Numbers, lat: float, lon: float) -> Numbers:
        """Kilometres from a point, for offers that have a place; infinite for the others."""
        lats, lons = np.radians(self.lat[offers], dtype=np.float64), np.radians(self.lon[offers], dtype=np.float64)
        here_lat, here_lon = np.radians(lat), np.radians(lon)
        half = np.sin((lats - here_lat) / 2) ** 2 + np.cos(lats) * np.cos(here_lat) * np.sin((lons - here_lon) / 2) ** 2
        km = 12742.0 * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
        return np.where(self.lat[offers] == 0, np.inf, km)

    def rings(self, lat: float, lon: float) -> Iterable[BitMap]:
        """Larger and larger surroundings of a point; the last one holds everything."""
        for km in (2, 5, 10, 25, 60):
            yield self.within(lat, lon, km)
        yield self.offers

    def _keep(self, key: tuple[Any, ...], found: BitMap) -> None:
        if len(self._computed) > 500:
            self._computed.clear()
        self._computed[key] = found

    def _square(self, lat: float, lon: float, km: float) -> BitMap:
        high = km / 111.0
        wide = min(high / max(float(np.cos(np.radians(lat))), 0.05), 180.0)
        south, north = int((lat - high) // CELL), int((lat + high) // CELL)
        west, east = int((lon - wide) // CELL), int((lon + wide) // CELL)
        if (north - south + 1) * (east - west + 1) > len(self.cells):
            found = [b for (y, x), b in self.cells.items() if south <= y <= north and west <= x <= east]
        else:
            cells = ((y, x) for y in range(south, north + 1) for x in range(west, east + 1))
            found = [self.cells[cell] for cell in cells if cell in self.cells]
        return BitMap.union(*found) if found else BitMap()

    def _grow(self, size: int) -> None:
        for name, kind in COLUMNS:
            column = np.zeros(size, dtype=kind)
            column[: len(getattr(self, name))] = getattr(self, name)
            setattr(self, name, column)

    def _put(self, offers: list[int], columns: list[list[Any]]) -> None:
        """Rows of ``sql.documents`` into the columns and the sets made from them."""
        self._public = None
        self._computed.clear()
        if not offers:
            return
        at = np.array(offers, dtype=np.int64)
        if at[-1] >= len(self.start):
            self._grow(int(at[-1] * 1.3) + 1000)
        for (name, kind), values in zip(COLUMNS, columns, strict=True):
            getattr(self, name)[at] = np.array(values, dtype=kind)
        self.offers |= document_bitmap(at)
        _sort_into(self.by_day, at, self.start_day[at])
        placed = at[self.lat[at] != 0]
        down, along = (np.floor(axis[placed] / CELL).astype(np.int64) for axis in (self.lat, self.lon))
        cells: dict[int, BitMap] = {}
        _sort_into(cells, placed, down * WIDE + along)
        for key, members in cells.items():
            row = (key + WIDE // 2) // WIDE
            self.cells.setdefault((row, key - row * WIDE), BitMap()).update(members)


def _sort_into(sets: dict[int, BitMap], offers: Numbers, keys: Numbers) -> None:
    """Each offer into the set of its key."""
    order = np.argsort(keys, kind="stable")
    keys, offers = keys[order], offers[order]
    if not len(keys):
        return
    bounds = np.flatnonzero(np.diff(keys)) + 1
    for key, members in zip(keys[np.concatenate(([0], bounds))], np.split(offers, bounds), strict=True):
        sets.setdefault(int(key), BitMap()).update(document_bitmap(members))


def document_numbers(bitmap: BitMap) -> Numbers:
    """The members of a set, ascending."""
    return np.frombuffer(bitmap.to_array(), dtype=np.uint32) if bitmap else np.empty(0, np.uint32)


def document_bitmap(found: Numbers) -> BitMap:
    """The set of these numbers."""
    values = array("I")
    values.frombytes(np.ascontiguousarray(found, dtype=np.uint32).tobytes())
    return BitMap(values)
