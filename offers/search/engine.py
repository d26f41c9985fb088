"""One search: what is asked for becomes sets, the sets become hits, counts and an order."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
from pyroaring import BitMap

from offers.enums import DayPart
from offers.facets import Flag, Group, facet_code
from offers.search import statements
from offers.search.columns import NEVER
from offers.search.conditions import Ask, Condition, Conditions
from offers.search.index import Index
from offers.search.ordering import Positions, best_positions
from offers.search.sets import Numbers, document_bitmap, document_numbers
from offers.search.terms import Term, terms_for

ENOUGH = 8
"""So many offers with all words make offers with only most of the words unnecessary."""
MOST_OF = 0.385
"""The share of what the words say that an offer must have to be „most of the words“."""
DAY = 86_400
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
MANY = 20_000
"""From so many hits on titles are read in their order instead of sorting the hits."""
WEEKDAYS = range(1, 8)


@dataclass(slots=True)
class Counts:
    """Hits in all, and per filter value (by code) with every other filter applied."""

    total: int
    by_code: dict[int, int] = field(default_factory=dict)


class Result:
    """Hits of one search, to be counted and put in order; use it inside the lock of the index."""

    def __init__(self, index: Index, ask: Ask, moment: datetime) -> None:
        self.index, self.ask, self.moment = index, ask, moment
        self.conditions = Conditions(index, ask, moment)
        self.terms: list[Term] = terms_for(index, ask.words) if ask.words else []
        self.complete: BitMap | None = None
        if self.terms:
            self.conditions.found.insert(0, Condition(("q",), self._with_words()))
        self.hits: BitMap = self.conditions.all_but()

    @property
    def total(self) -> int:
        return len(self.hits)

    @property
    def completely(self) -> int:
        """How many hits have all the words."""
        return self.total if self.complete is None else len(self.hits & self.complete)

    def _with_words(self) -> BitMap:
        """Offers with all the words; when these are few, those with most of them as well."""
        sets = [term.offers() for term in self.terms]
        all_words = BitMap.intersection(*sets)
        if len(self.terms) == 1:
            return all_words
        self.complete = all_words
        if len(BitMap.intersection(all_words, self.conditions.all_but())) >= ENOUGH:
            return all_words
        some = document_numbers(BitMap.union(*sets) & self.conditions.all_but())
        weights = [term.weight(len(self.conditions.offers)) for term in self.terms]
        share = np.zeros(len(some))
        for members, weight in zip(sets, weights, strict=True):
            share[np.searchsorted(some, document_numbers(members & BitMap(some.tolist())))] += weight / sum(weights)
        return all_words | BitMap(some[share >= MOST_OF].tolist())

    def counts(self) -> Counts:
        """How many hits each filter value would give with the other filters as they are."""
        conditions, memory = self.conditions, self.index.memory
        base = {group: self.hits for group in Group}
        for one in conditions.found:
            if one.group is not None:
                base[one.group] = conditions.all_but(one)
        found: dict[int, int] = {}
        for group, sets in memory.counted().items():
            count = base[group].intersection_cardinality
            found.update((number, count(members)) for number, members in sets)
        count = base[Group.AREA].intersection_cardinality
        found.update((entry.code, count(conditions.area(entry.code))) for entry in self.index.catalog.of(Group.AREA))
        slot = conditions.slot
        without_slot = conditions.all_but(slot) if slot else self.hits
        for day in WEEKDAYS:
            found[facet_code(Group.WEEKDAY, day)] = without_slot.intersection_cardinality(
                conditions.slots(day, self.ask.parts)
            )
        for part in DayPart:
            found[facet_code(Group.DAY_PART, part)] = without_slot.intersection_cardinality(
                conditions.slots(None, (part,))
            )
        return Counts(self.total, found)

    def drops(self) -> list[tuple[tuple[str, ...], int]]:
        """Which single condition to take back gives how many hits, most first."""
        found = [(one.parameters, len(self.conditions.all_but(one))) for one in self.conditions.found]
        return sorted(((names, hits) for names, hits in found if hits), key=lambda pair: -pair[1])

    def topics(self, most: int) -> list[tuple[int, int]]:
        """Topics that have most offers with all the other wishes, whatever the words were: code and offers."""
        words = [one for one in self.conditions.found if one.parameters == ("q",)]
        base = self.conditions.all_but(*words)
        found = [
            (base.intersection_cardinality(self.index.memory.facet(entry.code)), entry.code)
            for entry in self.index.catalog.of(Group.TOPIC)
        ]
        return [(number, hits) for hits, number in sorted(found, key=lambda pair: (-pair[0], pair[1]))[:most] if hits]

    def like(self, number: int, count: int) -> list[int]:
        """Dated public offers with this filter value, whatever else was asked for: near the place, else soonest."""
        memory = self.index.memory
        dated = document_bitmap(np.flatnonzero(memory.start < NEVER))
        other = Result(self.index, Ask(where=self.ask.where), self.moment)
        other.hits = self.conditions.offers & memory.facet(number) & dated
        return other.page("entfernung", 0, count)

    def page(self, sort: str, offset: int, count: int) -> list[int]:
        """``count`` numbers of offers from ``offset`` on, in the order asked for; ties are broken by number."""
        end = offset + count
        match sort:
            case "titel":
                return self._by_title(offset, count)
            case "relevanz":
                return self._by_fit(end)[offset:].tolist()
            case "entfernung":
                return _cut(self._by_distance(), offset, end)
            case _:
                return _cut(self._by_date(), offset, end)

    def _by_date(self) -> Iterator[list[int]]:
        """Soonest first, day by day; when certain days were asked for, by the first of those; standing offers last."""
        memory, conditions = self.index.memory, self.conditions
        if conditions.slot or (self.ask.has_period and conditions.is_short_period):
            left = self.hits.copy()
            conditions.need_first_dates()
            for day in conditions.dates():
                if not left:
                    return
                today = left & conditions.on(day)
                left -= today
                offers = document_numbers(today)
                yield self._within_day(offers, self.index.dates.minutes(day, self.ask.parts, offers))
            offers = document_numbers(left)
            yield self._within_day(offers, memory.start[offers])
            return
        for ordinal in sorted(memory.by_day):
            offers = document_numbers(self.hits & memory.by_day[ordinal])
            yield self._within_day(offers, memory.start[offers])

    def _within_day(self, offers: Numbers, start: Numbers) -> list[int]:
        where = self.ask.where
        if where is None or where.lat is None or where.lon is None:
            return offers[np.lexsort((offers, start))].tolist()
        distance = np.round(self.index.memory.distances(offers, where.lat, where.lon), 1)  # as it is shown
        return offers[np.lexsort((offers, start, distance))].tolist()

    def _by_distance(self) -> Iterator[list[int]]:
        """Nearest first; offers without a fixed place come after those within five kilometres, before the far ones."""
        where, memory = self.ask.where, self.index.memory
        if where is None or where.lat is None or where.lon is None:
            yield from self._by_date()
            return
        left = self.hits.copy()
        placeless = memory.facet(facet_code(Group.FLAG, Flag.NO_FIXED_PLACE))
        for number, ring in enumerate(memory.rings(where.lat, where.lon)):
            here = left & ring
            if number == 2:
                here |= left & placeless
            left -= here
            offers = document_numbers(here)
            distance = memory.distances(offers, where.lat, where.lon)
            if number == 2:
                distance[np.isinf(distance)] = 5.0
            yield offers[np.lexsort((offers, memory.start[offers], distance))].tolist()

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

    def _by_fit(self, end: int) -> Numbers:
        """The best ``end`` hits, best first; the help page says what counts (``templates/offers/ranking.html``)."""
        offers = document_numbers(self.hits)
        start = self.index.memory.start[offers]
        points = self._text_points(offers) + self._bonus(offers, start)
        if self.complete is not None:
            points[np.searchsorted(offers, document_numbers(self.hits - self.complete))] -= 40
        return offers[best_positions(np.rint(points).astype(np.int32), start, end)]

    def _text_points(self, offers: Numbers) -> Numbers:
        """0 to 100: how well the words fit, rare words counting more."""
        points = np.zeros(len(offers))
        weights = [term.weight(len(self.conditions.offers)) ** 2 for term in self.terms]
        at = Positions(offers)
        for term, weight in zip(self.terms, weights, strict=True):
            fits = np.zeros(len(offers))
            for level in sorted(term.levels):
                fits[at.of(document_numbers(term.levels[level] & self.hits))] = level
            points += fits * (weight / sum(weights))
        return points

    def _bonus(self, offers: Numbers, start: Numbers) -> Numbers:
        """Beside up to 100 points for the words: near 12, right for the age 10, soon 5, free places 2, confirmed 2."""
        memory = self.index.memory
        now, today = self.moment.timestamp(), self.moment.date().toordinal()
        points = SOON[np.searchsorted([*(now + days * DAY for days in SOON_DAYS), NEVER - 1], start)]
        points += CONFIRMED[
            np.searchsorted([today - days for days in CONFIRMED_DAYS], memory.assured[offers], side="right")
        ]
        free = self.hits & memory.facet(facet_code(Group.FLAG, Flag.PLACES))
        points[Positions(offers).of(document_numbers(free))] += 2
        return points + self._nearness(offers) + self._for_this_age(offers)

    def _nearness(self, offers: Numbers) -> Numbers:
        where = self.ask.where
        if where is None or where.lat is None or where.lon is None:
            return np.zeros(len(offers))
        km = self.index.memory.distances(offers, where.lat, where.lon)
        most = NEAR if self.terms else NEAR_ALONE
        return np.where(np.isinf(km), most / 3, most * np.clip(1 - km / 10, 0, 1))

    def _for_this_age(self, offers: Numbers) -> Numbers:
        """An offer made for this age is meant before one that is simply open to everybody; first of all what suits all
        children somebody brings.
        """
        if not self.ask.ages:
            return np.zeros(len(offers))
        youngest, oldest = self.index.memory.youngest[offers], self.index.memory.oldest[offers]
        points: Numbers = NARROW[np.searchsorted(NARROW_MONTHS, oldest.astype(np.int32) - youngest)]
        if len(set(self.ask.ages)) > 1:
            fits = [(youngest <= age.highest) & (oldest >= age.lowest) for age in self.ask.ages]
            points = points + ALL_CHILDREN * np.logical_and.reduce(fits)
        return points


def _cut(pieces: Iterator[list[int]], offset: int, end: int) -> list[int]:
    """Numbers ``offset`` to ``end`` of lists put one after the other, reading no further than needed."""
    found: list[int] = []
    for piece in pieces:
        found += piece
        if len(found) >= end:
            break
    return found[offset:end]
