"""What is asked for, whether typed or ticked, and which offers each part of it lets through."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Generic, TypeVar

import numpy as np
from django.utils import timezone
from pyroaring import BitMap

from kit.parsing import Age
from offers.enums import DayPart
from offers.facets import FLAG_NAMES, LIST_NAMES, Flag, Group, facet_code
from offers.search.catalog import Entry, PlaceFilter
from offers.search.columns import document_bitmap
from offers.search.dates import days_between
from offers.search.index import Index
from offers.search.query_phrases import Period
from offers.search.query_text import ParsedQuery

LONGEST_PERIOD = 92
"""Days; a longer period is met by offers that begin before its end and end after its beginning."""
TOWN_NEAR = 15
"""Kilometres: offers without a fixed place count for a point when their town is at most so far away."""
FLAG_CODES = {flag: facet_code(Group.FLAG, flag) for flag in Flag}
WEEKDAY_CODES = {day: facet_code(Group.WEEKDAY, day) for day in range(1, 8)}
PART_CODES = {int(part): facet_code(Group.DAY_PART, part) for part in DayPart}
SLOT_CODES = {(day, part): facet_code(Group.SLOT, day * 10 + part) for day in WEEKDAY_CODES for part in PART_CODES}

T = TypeVar("T")


class Origin(Enum):
    """Where a value comes from: a parameter of the address (a box, a link) or the search text."""

    PARAMETER = "parameter"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Chosen(Generic[T]):
    """A value somebody asked for; ``typed`` is how a parameter spelled it, where that is shown again."""

    value: T
    origin: Origin
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Criteria:
    """One search. Lists mean „one of these“; different parts all have to be true.

    What was typed and what was ticked stand side by side; where both say the same, the parameter is named as origin.
    ``parameters`` holds the parameters that could be read, as they go into links; ``ignored`` says what could not.
    """

    text: str = ""
    query: ParsedQuery = field(default_factory=ParsedQuery)
    """How ``text`` was read."""
    ages: tuple[Chosen[Age], ...] = ()
    days: tuple[Chosen[int], ...] = ()
    parts: tuple[Chosen[int], ...] = ()
    flags: tuple[Chosen[Flag], ...] = ()
    entries: Mapping[Group, tuple[Entry, ...]] = field(default_factory=dict)
    """Values of lists; they are only ever ticked."""
    place: Chosen[PlaceFilter] | None = None
    period: Chosen[Period] | None = None
    with_neighbors: bool = False
    literally: bool = False
    """Take the text word by word; read no filters into it."""
    sort: str = "datum"
    view: str = "liste"
    ignored: tuple[str, ...] = ()
    parameters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def ticked_place(self) -> PlaceFilter | None:
        """The place from the field for it, not from the text."""
        return self.place.value if self.place and self.place.origin is Origin.PARAMETER else None

    @property
    def ticked_period(self) -> Period:
        """The days from the fields for them, not from the text."""
        return self.period.value if self.period and self.period.origin is Origin.PARAMETER else Period()

    @property
    def unknown_place(self) -> str:
        """A place the text names that does not exist here, unless another one was given: nothing can be there."""
        return "" if self.ticked_place else self.query.unknown_place


@dataclass(slots=True)
class CriterionSet:
    """The offers one part lets through. ``parameters`` name what would have to be dropped; ``group`` is counted
    without it.
    """

    parameters: tuple[str, ...]
    offers: BitMap
    group: Group | None = None
    is_slot: bool = False


def _slot_codes(days: tuple[int, ...], parts: tuple[int, ...]) -> list[int]:
    """Facets of these weekdays at these times of day; all days or all times need no pair of both."""
    if len(parts) == len(PART_CODES):
        return [WEEKDAY_CODES[one] for one in days]
    if len(days) == len(WEEKDAY_CODES):
        return [PART_CODES[part] for part in parts]
    return [SLOT_CODES[one, part] for one in days for part in parts]


class CriteriaSets:
    """The parts of one search as sets; ``offers`` is what is public at all."""

    def __init__(self, index: Index, criteria: Criteria, moment: datetime) -> None:
        self.index, self.criteria, self.moment = index, criteria, moment
        self.today = timezone.localdate(moment)
        self.ages = [one.value for one in criteria.ages]
        self.days = tuple(one.value for one in criteria.days)
        self.parts = tuple(one.value for one in criteria.parts)
        self.place = criteria.place.value if criteria.place else None
        self.period = criteria.period.value if criteria.period else Period()
        self.offers = index.columns.public(moment)
        self.all = list(self._all())

    def all_but(self, *left_out: CriterionSet) -> BitMap:
        """What all parts let through, without some of them."""
        sets = [one.offers for one in self.all if one not in left_out]
        return BitMap.intersection(self.offers, *sets) if sets else self.offers

    @property
    def slot(self) -> CriterionSet | None:
        return next((one for one in self.all if one.is_slot), None)

    def of(self, group: Group) -> CriterionSet | None:
        return next((one for one in self.all if one.group is group), None)

    def dates(self) -> Iterator[date]:
        """The days that count, soonest first, when certain days were asked for."""
        days = days_between(*self._first_and_last())
        return (day for day in days if not self.days or day.isoweekday() in self.days)

    def on(self, day: date) -> BitMap:
        """Offers with a session on this day at one of the times asked for."""
        if not self.index.dates.knows(day):
            self._need_from(day, max(day, self._first_and_last()[1]))
        return self.index.dates.on(day, self.parts)

    def need_dates(self) -> None:
        """Read all days that were asked for."""
        first, last = self._first_and_last()
        if first <= last:
            self.index.dates.need(first, last, self.moment, offers=len(self.offers))

    def need_first_dates(self) -> None:
        """Begin with dates that are true now; further days are read when their turn comes."""
        first, last = self._first_and_last()
        if first <= last:
            self._need_from(first, last)

    def _need_from(self, day: date, last: date) -> None:
        offers = len(self.offers)
        until = min(last, day + timedelta(days=self.index.dates.days_at_once(offers) - 1))
        self.index.dates.need(day, until, self.moment, offers=offers)

    def _first(self) -> date:
        return max(self.today, self.period.start or self.today)

    def _first_and_last(self) -> tuple[date, date]:
        first = self._first()
        return first, min(self.period.end or date.max, first + timedelta(days=LONGEST_PERIOD))

    @property
    def has_period(self) -> bool:
        return self.period != (None, None)

    @property
    def is_short_period(self) -> bool:
        end = self.period.end
        return end is not None and (end - self._first()).days <= LONGEST_PERIOD

    def slots(self, day: int | None, parts: Iterable[int]) -> BitMap:
        """Offers with a session on this weekday (``None``: those asked for) and at one of these times of day."""
        days = (day,) if day else self.days or tuple(WEEKDAY_CODES)
        wanted = tuple(parts) or tuple(PART_CODES)
        if self.has_period and self.is_short_period:
            sets = [self.index.dates.on(one, wanted) for one in self._period_days() if one.isoweekday() in days]
        else:
            sets = [self.index.columns.facet(code) for code in _slot_codes(days, wanted)]
        if len(sets) == 1:
            return sets[0]
        return BitMap.union(*sets) if sets else BitMap()

    def _period_days(self) -> Iterable[date]:
        return days_between(self._first(), self.period.end or self._first())

    def _all(self) -> Iterator[CriterionSet]:
        criteria, columns = self.criteria, self.index.columns
        if criteria.unknown_place:
            yield CriterionSet(("q",), BitMap())
        if self.ages:
            fits = [columns.fitting_age(age.lowest, age.highest) for age in self.ages]
            yield CriterionSet(("alter",), BitMap.union(*fits))
        if self.has_period:
            if self.is_short_period:
                self.need_dates()
            yield CriterionSet(("von", "bis"), self._in_period())
        yield from self._place()
        yield from self._lists()
        for flag in criteria.flags:
            yield CriterionSet((FLAG_NAMES[flag.value],), columns.facet(FLAG_CODES[flag.value]))
        if self.days or self.parts:
            names = tuple(name for name, values in (("tag", self.days), ("zeit", self.parts)) if values)
            yield CriterionSet(names, self.slots(None, self.parts), is_slot=True)

    def _in_period(self) -> BitMap:
        if self.is_short_period:
            sets = [self.index.dates.on(day, ()) for day in self._period_days()]
            return BitMap.union(*sets) if sets else BitMap()
        columns = self.index.columns
        first, last = (
            timezone.make_aware(datetime.combine(day, datetime.min.time())).timestamp()
            for day in (self._first(), (self.period.end or date(9000, 1, 1)) + timedelta(days=1))
        )
        return document_bitmap(np.flatnonzero((columns.last_end > first) & (columns.start < last))) & columns.offers

    def _place(self) -> Iterator[CriterionSet]:
        place = self.place
        if place is None:
            return
        if place.radius is not None and place.lat is not None and place.lon is not None:
            near = self.index.columns.within(place.lat, place.lon, place.radius)
            yield CriterionSet(("ort", "umkreis"), near | self._without_place(self._towns_near(place)))
        elif place.town is not None:
            yield CriterionSet(("ort",), self.index.columns.facet(place.town.code))

    def _lists(self) -> Iterator[CriterionSet]:
        lists = dict(self.criteria.entries)
        place = self.place
        names: dict[Group, tuple[str, ...]] = {group: (name,) for group, name in LIST_NAMES.items()}
        if place is not None and place.areas and place.radius is None:
            lists[Group.AREA] = (*lists.get(Group.AREA, ()), *place.areas)
            names[Group.AREA] = ("ort", "stadtteil")
        for group, entries in lists.items():
            if group is Group.AREA:
                yield CriterionSet(names[group], self._areas(entries), group)
            else:
                yield CriterionSet(names[group], self._any(entry.code for entry in entries), group)

    def _areas(self, entries: Sequence[Entry]) -> BitMap:
        """Districts with what lies in them, neighbours if wished, and offers without a place for the whole town."""
        numbers = {entry.pk for entry in entries}
        if self.criteria.with_neighbors:
            numbers |= {number for entry in entries for number in entry.neighbors}
        found = BitMap.union(*(self.area(facet_code(Group.AREA, number)) for number in numbers), BitMap())
        towns = {entry.town for entry in entries if entry.town}
        return found | self._without_place(facet_code(Group.MUNICIPALITY, town) for town in towns)

    def area(self, number: int) -> BitMap:
        """Offers of a district and of the districts inside it."""
        inside = self.index.catalog.below(number)
        return self._any([number, *inside]) if inside else self.index.columns.facet(number)

    def _without_place(self, towns: Iterable[int]) -> BitMap:
        """Home visits, telephone, the whole town: they have no place and so cannot be near, but they come or answer."""
        columns = self.index.columns
        everywhere = columns.facet(FLAG_CODES[Flag.NO_FIXED_PLACE]) - columns.in_some_area()
        return everywhere & self._any(towns)

    def _towns_near(self, place: PlaceFilter) -> list[int]:
        towns = [town for town in self.index.catalog.of(Group.MUNICIPALITY) if town.lat is not None]
        far = sorted((place.km_to(town), town.code) for town in towns)
        near = [number for km, number in far if km <= (place.radius or 0)]
        return near or [number for km, number in far[:1] if km <= TOWN_NEAR]

    def _any(self, codes: Iterable[int]) -> BitMap:
        return BitMap.union(*(self.index.columns.facet(one) for one in codes), BitMap())
