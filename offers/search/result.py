"""One search: the sets of its criteria become hits, counts and an order."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import numpy as np
from pyroaring import BitMap

from offers.facets import Group
from offers.search.columns import NEVER, document_bitmap, document_numbers
from offers.search.criteria import PART_CODES, WEEKDAY_CODES, Criteria, CriteriaSets, CriterionSet
from offers.search.index import Index
from offers.search.ordering import Ordering, point_of
from offers.search.terms import Term, terms_for

ENOUGH = 8
"""So many offers with all words make offers with only most of the words unnecessary."""
MOST_OF = 0.385
"""The share of what the words say that an offer must have to be „most of the words“: of words of equal weight one of
two is enough, one of three is not. Measured as all weights are, with both lists of ``benchmarks/relevance``
(docs/adr/0010).
"""


@dataclass(slots=True)
class Counts:
    """Hits in all, and per filter value (by code) with every other filter applied."""

    total: int
    by_code: dict[int, int] = field(default_factory=dict)


class Result:
    """The hits of one search, as numbers of offers; each question about them takes the lock of the index."""

    def __init__(self, index: Index, criteria: Criteria, moment: datetime) -> None:
        """Costs no query when the words and days were asked for before."""
        self.index, self.criteria, self.moment = index, criteria, moment
        with index.lock:
            self.sets = CriteriaSets(index, criteria, moment)
            self.terms: list[Term] = terms_for(index, criteria.query.words) if criteria.query.words else []
            self.complete: BitMap | None = None
            if self.terms:
                self.sets.all.insert(0, CriterionSet(("q",), self._with_words()))
            self.hits: BitMap = self.sets.all_but()
        self.counts = Counts(len(self.hits))

    @property
    def total(self) -> int:
        return len(self.hits)

    @property
    def completely(self) -> int:
        """How many hits have all the words."""
        return self.total if self.complete is None else len(self.hits & self.complete)

    def _with_words(self) -> BitMap:
        """Offers with all the words; when these are few, those with most of them as well."""
        offers = [term.offers() for term in self.terms]
        all_words = BitMap.intersection(*offers)
        if len(self.terms) == 1:
            return all_words
        self.complete = all_words
        if len(BitMap.intersection(all_words, self.sets.all_but())) >= ENOUGH:
            return all_words
        some = document_numbers(BitMap.union(*offers) & self.sets.all_but())
        weights = [term.weight(len(self.sets.offers)) for term in self.terms]
        share = np.zeros(len(some))
        for members, weight in zip(offers, weights, strict=True):
            share[np.searchsorted(some, document_numbers(members & BitMap(some.tolist())))] += weight / sum(weights)
        return all_words | BitMap(some[share >= MOST_OF].tolist())

    def counted(self) -> "Result":
        """This result with the number of hits each filter value would give, the other filters staying as they are."""
        with self.index.lock:
            self.counts = Counts(self.total, {**self._count_lists(), **self._count_times()})
        return self

    def _count_lists(self) -> dict[int, int]:
        base = {group: self.hits for group in Group}
        for one in self.sets.all:
            if one.group is not None:
                base[one.group] = self.sets.all_but(one)
        found: dict[int, int] = {}
        for group, values in self.index.columns.counted().items():
            count = base[group].intersection_cardinality
            found.update((code, count(members)) for code, members in values)
        count = base[Group.AREA].intersection_cardinality
        found.update((entry.code, count(self.sets.area(entry.code))) for entry in self.index.catalog.of(Group.AREA))
        return found

    def _count_times(self) -> dict[int, int]:
        slot = self.sets.slot
        count = (self.sets.all_but(slot) if slot else self.hits).intersection_cardinality
        days = {code: count(self.sets.slots(day, self.sets.parts)) for day, code in WEEKDAY_CODES.items()}
        return days | {code: count(self.sets.slots(None, (part,))) for part, code in PART_CODES.items()}

    def page(self, offset: int = 0, count: int | None = None) -> list[int]:
        """``count`` hits from ``offset`` on, in the order asked for."""
        return self._ordered(self.criteria.sort, offset, self.total if count is None else count)

    def _ordered(self, sort: str, offset: int, count: int) -> list[int]:
        with self.index.lock:
            ordering = Ordering(self.index, self.sets, self.terms, self.hits, self.complete, self.moment)
            return ordering.page(sort, offset, count)

    def distances(self, numbers: Sequence[int]) -> list[float]:
        """Kilometres from the place that was asked for; empty without one, infinite for offers without a place."""
        point = point_of(self.sets.place)
        if point is None or not numbers:
            return []
        return self.index.columns.distances(np.array(numbers, dtype=np.int64), *point).tolist()

    def total_with_neighbors(self) -> int:
        """How many hits there are, or would be, with the districts next door."""
        if self.criteria.with_neighbors:
            return self.total
        return Result(self.index, replace(self.criteria, with_neighbors=True), self.moment).total

    def corrections(self) -> dict[str, str]:
        """Words that look like slips, and what they were read as."""
        return {term.typed: term.read_as for term in self.terms if term.read_as}

    def unused_words(self) -> list[str]:
        """Words that stand in no offer at all."""
        return [term.typed for term in self.terms if not term.levels]

    def drops(self) -> list[tuple[tuple[str, ...], int]]:
        """Without hits: which single criterion to take back gives how many, most first."""
        with self.index.lock:
            found = [(one.parameters, len(self.sets.all_but(one))) for one in self.sets.all]
        return sorted(((names, hits) for names, hits in found if hits), key=lambda pair: -pair[1])

    def topics(self, most: int) -> list[tuple[int, int]]:
        """Topics that have most offers with all the other criteria, whatever the words were: code and offers."""
        base = self.sets.all_but(*(one for one in self.sets.all if one.parameters == ("q",)))
        found = [
            (base.intersection_cardinality(self.index.columns.facet(entry.code)), entry.code)
            for entry in self.index.catalog.of(Group.TOPIC)
        ]
        return [(number, hits) for hits, number in sorted(found, key=lambda pair: (-pair[0], pair[1]))[:most] if hits]

    def dated_offers_with(self, code: int, count: int) -> list[int]:
        """Dated public offers with this filter value, whatever else was asked for: near the place, else soonest."""
        columns = self.index.columns
        dated = document_bitmap(np.flatnonzero(columns.start < NEVER))
        other = Result(self.index, Criteria(place=self.criteria.place), self.moment)
        other.hits = self.sets.offers & columns.facet(code) & dated
        return other._ordered("entfernung", 0, count)
