"""One search from the address to the ordered hits: wishes, what the text says besides, sets, counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TypeVar

import numpy as np
from django.http import QueryDict
from django.utils import timezone

from offers.calendar import monday_of, week_ahead
from offers.filters.parameters import SearchParameters, read_parameters
from offers.search.catalog import Catalog
from offers.search.conditions import Ask
from offers.search.engine import Counts, Result
from offers.search.index import Index, current_index
from offers.search.query_text import ParsedQuery, literal_query, parse_query

T = TypeVar("T")


@dataclass(slots=True)
class Search:
    """What was asked and what was found; the hits are numbers of offers."""

    wishes: SearchParameters
    understood: ParsedQuery
    catalog: Catalog
    result: Result
    counts: Counts
    moment: datetime

    @property
    def total(self) -> int:
        return self.counts.total

    def hits(self, offset: int = 0, count: int | None = None) -> list[int]:
        """Hits in the order asked for."""
        with self.result.index.lock:
            return self.result.page(self.sort, offset, self.total if count is None else count)

    def distances(self, numbers: Sequence[int]) -> list[float]:
        """Kilometres from the place that was asked for; empty without one, infinite for offers without a place."""
        where = self.result.ask.where
        if where is None or where.lat is None or where.lon is None or not numbers:
            return []
        rows = np.array(numbers, dtype=np.int64)
        return self.result.index.memory.distances(rows, where.lat, where.lon).tolist()

    @property
    def sort(self) -> str:
        return self.wishes.sort

    def with_neighbors(self) -> int:
        """How many hits there are, or would be, with the districts next door."""
        if self.result.ask.with_neighbors:
            return self.total
        with self.result.index.lock:
            return Result(self.result.index, replace(self.result.ask, with_neighbors=True), self.moment).total

    def drops(self) -> list[tuple[tuple[str, ...], int]]:
        """Without hits: which single condition to take back gives how many."""
        with self.result.index.lock:
            return self.result.drops()

    def slips(self) -> dict[str, str]:
        """Words that look like slips, and what they were read as."""
        return {term.typed: term.read_as for term in self.result.terms if term.read_as}

    def unused(self) -> list[str]:
        """Words that stand in no offer at all."""
        return [term.typed for term in self.result.terms if not term.levels]


def search(query: QueryDict, *, moment: datetime | None = None) -> Search:
    """Read and count; costs no query when the words were asked for before.

    In the week view the period is the week that contains ``von``, whatever ``bis`` says; without it this week, on a
    Sunday the next one.
    """
    moment = moment or timezone.now()
    today = timezone.localdate(moment)
    index = current_index()
    with index.lock:
        wishes = read_parameters(query, index.catalog, today)
        understood = understand(wishes, index, today)
        ask = asked(wishes, understood)
        if wishes.view == "woche":
            first = wishes.start or ask.start
            monday = monday_of(first) if first else week_ahead(today)
            ask.start = wishes.start = monday
            ask.end = wishes.end = monday + timedelta(days=6)
        result = Result(index, ask, moment)
        return Search(wishes, understood, index.catalog, result, result.counts(), moment)


def understand(wishes: SearchParameters, index: Index, today: date) -> ParsedQuery:
    """The filters hidden in the text, unless the family wants its words taken literally."""
    if wishes.literally:
        return literal_query(wishes.text)

    def knows(word: str) -> bool:
        return bool(index.vocabulary.meant_by(word) or index.phrases.of([word]))

    return parse_query(wishes.text, index.catalog, today, knows)


def asked(wishes: SearchParameters, understood: ParsedQuery) -> Ask:
    """What the boxes say and what the text says, put together: the boxes decide where both say something."""
    return Ask(
        words=understood.words,
        ages=tuple(age for _, age in _both(wishes.ages, understood.ages)),
        days=tuple(sorted(_both(wishes.days, understood.days))),
        parts=tuple(sorted(_both(wishes.parts, understood.parts))),
        start=wishes.start or (None if wishes.end else understood.start),
        end=wishes.end or (None if wishes.start else understood.end),
        chosen=wishes.chosen,
        flags=_both(wishes.flags, understood.flags),
        where=wishes.where or understood.where,
        with_neighbors=wishes.with_neighbors,
        is_nowhere=bool(understood.nowhere) and wishes.where is None,
    )


def _both(first: Sequence[T], second: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys((*first, *second)))
