"""Hits in the order asked for: by date, by distance, by title, or the best first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from pyroaring import BitMap

from offers.facets import Flag
from offers.search import statements
from offers.search.catalog import PlaceFilter
from offers.search.columns import NEVER, document_numbers
from offers.search.criteria import FLAG_CODES, CriteriaSets
from offers.search.index import Index
from offers.search.statements import Numbers
from offers.search.terms import Term

DAY = 86_400
# No formula gives the points below. They were measured as a whole with both lists of ``benchmarks/relevance``
# (docs/adr/0010: nDCG@10 0.910 on ``queries.toml``, 0.712 on ``second.toml`` when it was first seen), and the help page
# names them (``templates/offers/ranking.html``). Whoever changes one runs ``make search-eval`` on both lists.
# The words give up to 100 points beside these.
NEAR, NEAR_ALONE = 12.0, 40.0
"""Points for „right here“, beside words and when the place is all that was asked for; none from ten kilometres on."""
SOON_DAYS, SOON = (7, 14, 30, 90), np.array([5.0, 4.0, 3.0, 1.0, 0.0, 3.0])
"""Points for beginning within so many days, for later, and for offers without a date."""
CONFIRMED_DAYS, CONFIRMED = (183, 92), np.array([0.0, 1.0, 2.0])
"""Points for being confirmed longer ago than that, within half a year, within three months."""
NARROW_MONTHS, NARROW = (24, 48, 96, 239), np.array([10.0, 8.0, 5.0, 2.0, 0.0])
"""Points for an offer made for ages that span so many months at most, when an age was asked for."""
ALL_CHILDREN = 20.0
"""Points for suiting all the children whose ages were asked for, not only one of them."""
FREE_PLACES = 2
"""Points for free places."""
INCOMPLETE = 40
"""Points that an offer loses when it has only most of the words."""
AFTER_RING, PLACELESS_KM = 2, 5.0
"""Offers without a fixed place are sorted in with ring number 2 (up to ten kilometres), as if they were so far away."""
MANY = 20_000
"""From so many hits on titles are read in their order instead of sorting the hits."""
FEW = 2000
"""So many are simply sorted."""


@dataclass(frozen=True, slots=True)
class Ordering:
    """The hits of one search, to be read in some order; use it inside the lock of the index."""

    index: Index
    sets: CriteriaSets
    terms: list[Term]
    hits: BitMap
    complete: BitMap | None
    """Offers with all the words, when the hits may be without some of them."""
    moment: datetime

    def page(self, sort: str, offset: int, count: int) -> list[int]:
        """``count`` numbers of offers from ``offset`` on, in the order asked for; ties are broken by number."""
        end = offset + count
        match sort:
            case "titel":
                return self._by_title(offset, count)
            case "relevanz":
                return self._by_relevance(end)[offset:].tolist()
            case "entfernung":
                return _cut(self._by_distance(), offset, end)
            case _:
                return _cut(self._by_date(), offset, end)

    def _by_date(self) -> Iterator[list[int]]:
        """Soonest first, day by day (of the days asked for, if any); offers without a date last."""
        columns = self.index.columns
        if self.sets.slot or (self.sets.has_period and self.sets.is_short_period):
            yield from self._by_date_asked_for()
            return
        for ordinal in sorted(columns.by_day):
            offers = document_numbers(self.hits & columns.by_day[ordinal])
            yield self._within_day(offers, columns.start[offers])

    def _by_date_asked_for(self) -> Iterator[list[int]]:
        left = self.hits.copy()
        self.sets.need_first_dates()
        for day in self.sets.dates():
            if not left:
                return
            today = left & self.sets.on(day)
            left -= today
            offers = document_numbers(today)
            yield self._within_day(offers, self.index.dates.minutes(day, self.sets.parts, offers))
        offers = document_numbers(left)
        yield self._within_day(offers, self.index.columns.start[offers])

    def _within_day(self, offers: Numbers, start: Numbers) -> list[int]:
        point = point_of(self.sets.place)
        if point is None:
            return offers[np.lexsort((offers, start))].tolist()
        distance = np.round(self.index.columns.distances(offers, *point), 1)  # as it is shown
        return offers[np.lexsort((offers, start, distance))].tolist()

    def _by_distance(self) -> Iterator[list[int]]:
        """Nearest first; offers without a fixed place come after those within five kilometres, before the far ones."""
        point, columns = point_of(self.sets.place), self.index.columns
        if point is None:
            yield from self._by_date()
            return
        left = self.hits.copy()
        placeless = columns.facet(FLAG_CODES[Flag.NO_FIXED_PLACE])
        for number, ring in enumerate(columns.rings(*point)):
            here = left & ring
            if number == AFTER_RING:
                here |= left & placeless
            left -= here
            offers = document_numbers(here)
            distance = columns.distances(offers, *point)
            if number == AFTER_RING:
                distance[np.isinf(distance)] = PLACELESS_KM
            yield offers[np.lexsort((offers, columns.start[offers], distance))].tolist()

    def _by_title(self, offset: int, count: int) -> list[int]:
        if len(self.hits) <= MANY:
            return statements.offers_by_title(list(self.hits), count, offset)
        found: list[int] = []
        key = ("", 0)
        while len(found) < offset + count:
            rows = statements.titles_after(key, 5000)
            if not rows:
                break
            found += [number for number, _ in rows if number in self.hits]
            key = (rows[-1][1], rows[-1][0])
        return found[offset : offset + count]

    def _by_relevance(self, end: int) -> Numbers:
        """The best ``end`` hits, best first; the help page says what counts (``templates/offers/ranking.html``)."""
        offers = document_numbers(self.hits)
        start = self.index.columns.start[offers]
        points = self._text_points(offers) + self._bonus(offers, start)
        if self.complete is not None:
            points[np.searchsorted(offers, document_numbers(self.hits - self.complete))] -= INCOMPLETE
        return offers[best_positions(np.rint(points).astype(np.int32), start, end)]

    def _text_points(self, offers: Numbers) -> Numbers:
        """0 to 100: how well the words fit, rare words counting more."""
        points = np.zeros(len(offers))
        weights = [term.weight(len(self.sets.offers)) ** 2 for term in self.terms]
        at = Positions(offers)
        for term, weight in zip(self.terms, weights, strict=True):
            fits = np.zeros(len(offers))
            for level in sorted(term.levels):
                fits[at.of(document_numbers(term.levels[level] & self.hits))] = level
            points += fits * (weight / sum(weights))
        return points

    def _bonus(self, offers: Numbers, start: Numbers) -> Numbers:
        """Beside up to 100 points for the words: near 12, right for the age 10, soon 5, free places 2, confirmed 2."""
        columns = self.index.columns
        now, today = self.moment.timestamp(), self.moment.date().toordinal()
        points = SOON[np.searchsorted([*(now + days * DAY for days in SOON_DAYS), NEVER - 1], start)]
        points += CONFIRMED[
            np.searchsorted([today - days for days in CONFIRMED_DAYS], columns.assured[offers], side="right")
        ]
        free = self.hits & columns.facet(FLAG_CODES[Flag.PLACES])
        points[Positions(offers).of(document_numbers(free))] += FREE_PLACES
        return points + self._nearness(offers) + self._for_this_age(offers)

    def _nearness(self, offers: Numbers) -> Numbers:
        point = point_of(self.sets.place)
        if point is None:
            return np.zeros(len(offers))
        km = self.index.columns.distances(offers, *point)
        most = NEAR if self.terms else NEAR_ALONE
        return np.where(np.isinf(km), most / 3, most * np.clip(1 - km / 10, 0, 1))

    def _for_this_age(self, offers: Numbers) -> Numbers:
        """An offer made for this age is meant before one that is simply open to everybody; first of all what suits all
        children somebody brings.
        """
        if not self.sets.ages:
            return np.zeros(len(offers))
        youngest, oldest = self.index.columns.youngest[offers], self.index.columns.oldest[offers]
        points: Numbers = NARROW[np.searchsorted(NARROW_MONTHS, oldest.astype(np.int32) - youngest)]
        if len(set(self.sets.ages)) > 1:
            fits = [(youngest <= age.highest) & (oldest >= age.lowest) for age in self.sets.ages]
            points = points + ALL_CHILDREN * np.logical_and.reduce(fits)
        return points


def point_of(place: PlaceFilter | None) -> tuple[float, float] | None:
    """From where distances are measured, if a place was asked for that has a point."""
    return None if place is None or place.lat is None or place.lon is None else (place.lat, place.lon)


def _cut(pieces: Iterator[list[int]], offset: int, end: int) -> list[int]:
    """Numbers ``offset`` to ``end`` of lists put one after the other, reading no further than needed."""
    found: list[int] = []
    for piece in pieces:
        found += piece
        if len(found) >= end:
            break
    return found[offset:end]


class Positions:
    """Where members of a sorted row of numbers stand in it."""

    def __init__(self, row: Numbers) -> None:
        self.row = row
        self._places: Numbers | None = None

    def of(self, members: Numbers) -> "Numbers | slice":
        """Positions of ``members``, all of which are in the row, in their order."""
        if len(members) == len(self.row):
            return slice(None)
        if len(members) <= FEW:
            return np.searchsorted(self.row, members)
        if self._places is None:
            self._places = np.empty(int(self.row[-1]) + 1, dtype=np.int32)
            self._places[self.row] = np.arange(len(self.row), dtype=np.int32)
        return self._places[members]


def best_positions(points: Numbers, start: Numbers, count: int) -> Numbers:
    """Positions of the ``count`` best: most points (whole numbers) first, then soonest, then as they stand."""
    chosen = np.arange(len(points)) if len(points) <= max(count, FEW) else _chosen(points, start, count)
    return chosen[np.lexsort((chosen, start[chosen], -points[chosen]))][:count]


def _chosen(points: Numbers, start: Numbers, count: int) -> Numbers:
    """Positions of the ``count`` best in no order: all with more points than the last of them, and of its equals the
    soonest."""
    least = points.min()
    reached = np.cumsum(np.bincount(points - least)[::-1])  # how many have at least so many points
    last = least + len(reached) - 1 - int(np.searchsorted(reached, count))
    better, equal = np.flatnonzero(points > last), np.flatnonzero(points == last)
    missing = count - len(better)
    if len(equal) > missing:
        begins = start[equal]
        latest = np.partition(begins, missing - 1)[missing - 1]
        sooner = equal[begins < latest]
        equal = np.concatenate((sooner, equal[begins == latest][: missing - len(sooner)]))
    return np.concatenate((better, equal))
