"""What is asked for, as the engine takes it, and which offers each part of it lets through."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import numpy as np
from django.utils import timezone
from pyroaring import BitMap

from kit.parsing import Age
from offers.enums import DayPart, Weekday
from offers.facets import FLAG_NAMES, LIST_NAMES, Flag, Group, facet_code
from offers.search.catalog import Entry
from offers.search.dates import days_between
from offers.search.index import Index
from offers.search.place import PlaceFilter
from offers.search.sets import document_bitmap

LONGEST_PERIOD = 92
"""Days; a longer period is met by offers that begin before its end and end after its beginning."""
TOWN_NEAR = 15
"""Kilometres: offers without a fixed place count for a point when their town is at most so far away."""


@dataclass(slots=True)
class Ask:
    """One search. Lists mean „one of these“; different parts all have to be true."""

    words: tuple[str, ...] = ()
    ages: tuple[Age, ...] = ()
    days: tuple[int, ...] = ()
    parts: tuple[int, ...] = ()
    start: date | None = None
    end: date | None = None
    chosen: dict[Group, tuple[Entry, ...]] = field(default_factory=dict)
    flags: tuple[Flag, ...] = ()
    where: PlaceFilter | None = None
    with_neighbors: bool = False
    is_nowhere: bool = False
    """The text names a place that does not exist: nothing can be there."""

    @property
    def has_period(self) -> bool:
        return self.start is not None or self.end is not None


@dataclass(slots=True)
class Condition:
    """``parameters`` name what would have to be dropped; ``group`` is counted without this condition."""

    parameters: tuple[str, ...]
    offers: BitMap
    group: Group | None = None
    is_slot: bool = False


class Conditions:
    """The parts of one question as sets; ``offers`` is what is public at all."""

    def __init__(self, index: Index, ask: Ask, moment: datetime) -> None:
        self.index, self.ask, self.moment = index, ask, moment
        self.today = timezone.localdate(moment)
        self.offers = index.memory.public(moment)
        self.found = list(self._all())

    def all_but(self, *left_out: Condition) -> BitMap:
        """What all conditions let through, without some of them."""
        sets = [one.offers for one in self.found if one not in left_out]
        return BitMap.intersection(self.offers, *sets) if sets else self.offers

    @property
    def slot(self) -> Condition | None:
        return next((one for one in self.found if one.is_slot), None)

    def of(self, group: Group) -> Condition | None:
        return next((one for one in self.found if one.group is group), None)

    def dates(self) -> Iterator[date]:
        """The days that count, soonest first, when certain days were asked for."""
        ask = self.ask
        return (day for day in days_between(*self._first_and_last()) if not ask.days or day.isoweekday() in ask.days)

    def on(self, day: date) -> BitMap:
        """Offers with a session on this day at one of the times asked for."""
        if not self.index.dates.knows(day):
            self._need_from(day, max(day, self._first_and_last()[1]))
        return self.index.dates.on(day, self.ask.parts)

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

    def _first_and_last(self) -> tuple[date, date]:
        first = max(self.today, self.ask.start or self.today)
        return first, min(self.ask.end or date.max, first + timedelta(days=LONGEST_PERIOD))

    @property
    def is_short_period(self) -> bool:
        ask = self.ask
        first = max(self.today, ask.start or self.today)
        return ask.end is not None and (ask.end - first).days <= LONGEST_PERIOD

    def slots(self, day: int | None, parts: Iterable[int]) -> BitMap:
        """Offers with a session on this weekday (``None``: those asked for) and at one of these times of day."""
        days = (day,) if day else self.ask.days or range(1, 8)
        wanted = tuple(parts) or tuple(int(part) for part in DayPart)
        if self.ask.has_period and self.is_short_period:
            sets = [self.index.dates.on(one, wanted) for one in self._period_days() if one.isoweekday() in days]
        elif len(wanted) == len(DayPart):
            sets = [self.index.memory.facet(facet_code(Group.WEEKDAY, one)) for one in days]
        elif len(days) == len(Weekday):
            sets = [self.index.memory.facet(facet_code(Group.DAY_PART, part)) for part in wanted]
        else:
            sets = [self.index.memory.facet(facet_code(Group.SLOT, one * 10 + part)) for one in days for part in wanted]
        if len(sets) == 1:
            return sets[0]
        return BitMap.union(*sets) if sets else BitMap()

    def _period_days(self) -> Iterable[date]:
        first = max(self.today, self.ask.start or self.today)
        return days_between(first, self.ask.end or first)

    def _all(self) -> Iterator[Condition]:
        ask, memory = self.ask, self.index.memory
        if ask.is_nowhere:
            yield Condition(("q",), BitMap())
        if ask.ages:
            fits = [memory.fitting_age(age.lowest, age.highest) for age in ask.ages]
            yield Condition(("alter",), BitMap.union(*fits))
        if ask.has_period:
            if self.is_short_period:
                self.need_dates()
            yield Condition(("von", "bis"), self._in_period())
        yield from self._place()
        yield from self._lists()
        for flag in ask.flags:
            yield Condition((FLAG_NAMES[flag],), memory.facet(facet_code(Group.FLAG, flag)))
        if ask.days or ask.parts:
            names = tuple(name for name, values in (("tag", ask.days), ("zeit", ask.parts)) if values)
            yield Condition(names, self.slots(None, ask.parts), is_slot=True)

    def _in_period(self) -> BitMap:
        if self.is_short_period:
            sets = [self.index.dates.on(day, ()) for day in self._period_days()]
            return BitMap.union(*sets) if sets else BitMap()
        memory, ask = self.index.memory, self.ask
        first, last = (
            timezone.make_aware(datetime.combine(day, datetime.min.time())).timestamp()
            for day in (max(self.today, ask.start or self.today), (ask.end or date(9000, 1, 1)) + timedelta(days=1))
        )
        return document_bitmap(np.flatnonzero((memory.last_end > first) & (memory.start < last))) & memory.offers

    def _place(self) -> Iterator[Condition]:
        where = self.ask.where
        if where is None:
            return
        if where.radius is not None and where.lat is not None and where.lon is not None:
            near = self.index.memory.within(where.lat, where.lon, where.radius)
            yield Condition(("ort", "umkreis"), near | self._without_place(self._towns_near(where)))
        elif where.town is not None:
            yield Condition(("ort",), self.index.memory.facet(where.town.code))

    def _lists(self) -> Iterator[Condition]:
        chosen = dict(self.ask.chosen)
        where = self.ask.where
        names: dict[Group, tuple[str, ...]] = {group: (name,) for group, name in LIST_NAMES.items()}
        if where is not None and where.areas and where.radius is None:
            chosen[Group.AREA] = (*chosen.get(Group.AREA, ()), *where.areas)
            names[Group.AREA] = ("ort", "stadtteil")
        for group, entries in chosen.items():
            if group is Group.AREA:
                yield Condition(names[group], self._areas(entries), group)
            else:
                yield Condition(names[group], self._any(entry.code for entry in entries), group)

    def _areas(self, entries: Sequence[Entry]) -> BitMap:
        """Districts with what lies in them, neighbours if wished, and offers without a place for the whole town."""
        numbers = {entry.pk for entry in entries}
        if self.ask.with_neighbors:
            numbers |= {number for entry in entries for number in entry.neighbors}
        found = BitMap.union(*(self.area(facet_code(Group.AREA, number)) for number in numbers), BitMap())
        towns = {entry.town for entry in entries if entry.town}
        return found | self._without_place(facet_code(Group.MUNICIPALITY, town) for town in towns)

    def area(self, number: int) -> BitMap:
        """Offers of a district and of the districts inside it."""
        inside = self.index.catalog.below(number)
        return self._any([number, *inside]) if inside else self.index.memory.facet(number)

    def _without_place(self, towns: Iterable[int]) -> BitMap:
        """Home visits, telephone, the whole town: they have no place and so cannot be near, but they come or answer."""
        memory = self.index.memory
        everywhere = memory.facet(facet_code(Group.FLAG, Flag.NO_FIXED_PLACE)) - memory.in_some_area()
        return everywhere & self._any(towns)

    def _towns_near(self, where: PlaceFilter) -> list[int]:
        towns = [town for town in self.index.catalog.of(Group.MUNICIPALITY) if town.lat is not None]
        far = sorted((where.km_to(town), town.code) for town in towns)
        near = [number for km, number in far if km <= (where.radius or 0)]
        return near or [number for km, number in far[:1] if km <= TOWN_NEAR]

    def _any(self, codes: Iterable[int]) -> BitMap:
        return BitMap.union(*(self.index.memory.facet(one) for one in codes), BitMap())
