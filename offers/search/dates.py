"""On which days something takes place: for each day and time of day a set of offers, read when first asked for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np
from django.utils.timezone import get_default_timezone, make_aware
from pyroaring import BitMap

from offers.enums import DayPart
from offers.search import statements
from offers.search.columns import document_bitmap
from offers.search.statements import Numbers

MOST_DAYS = 800
AT_ONCE = 750_000
"""So many dates are read in one statement, which may take three seconds (``familynet.host.env``)."""
ONE_IN = 4
"""As long as nothing was read, an offer is taken to have a date on one in so many days."""
TODAY_LASTS = timedelta(minutes=1)
HOUR, DAY = 3600, 86_400
EPOCH = date(1970, 1, 1).toordinal()
NOON, EVENING = 12 * 60, 17 * 60
"""Minutes at which the times of day begin that families think in (``DayPart``)."""


@dataclass(slots=True)
class _Day:
    """The dates of one day, by offer and minute; ``parts`` says whose begin at which time of day."""

    offers: Numbers
    minutes: Numbers
    parts: dict[int, BitMap]

    @classmethod
    def of(cls, offers: Numbers, minutes: Numbers) -> "_Day":
        order = np.lexsort((minutes, offers))
        offers, minutes = offers[order], minutes[order]
        part = np.searchsorted((NOON, EVENING), minutes, side="right") + int(DayPart.MORNING)
        return cls(offers, minutes, {int(one): document_bitmap(offers[part == one]) for one in DayPart})

    def without(self, gone: Numbers) -> tuple[Numbers, Numbers]:
        """Offers and minutes of all the others."""
        stay = ~np.isin(self.offers, gone)
        return self.offers[stay], self.minutes[stay]


class SessionDates:
    """Sessions that are not cancelled, by the day and the time of day at which they begin here."""

    def __init__(self) -> None:
        self._known: dict[int, _Day] = {}
        self._today_until: datetime | None = None
        self._a_day = 1 / ONE_IN

    def need(self, first: date, last: date, moment: datetime, *, offers: int) -> None:
        """Read the days from ``first`` to ``last`` that are not known yet; today every minute.

        One statement, or several when there are so many ``offers`` that one would take too long.
        """
        until = self._today_until
        if until is None or not until - TODAY_LASTS <= moment < until:
            self._known = {day: found for day, found in self._known.items() if day > moment.date().toordinal() + 1}
            self._today_until = moment + TODAY_LASTS
        missing = [day for day in range(first.toordinal(), last.toordinal() + 1) if day not in self._known]
        if not missing:
            return
        if len(self._known) > MOST_DAYS:
            self._known.clear()
            missing = list(range(first.toordinal(), last.toordinal() + 1))
        start, end = missing[0], missing[-1] + 1
        while start < end:
            until_day = min(start + self.days_at_once(offers), end)
            self._read(start, until_day, moment, offers)
            start = until_day

    def days_at_once(self, offers: int) -> int:
        """How many days are read in one statement when there are so many offers: about ``AT_ONCE`` dates."""
        return max(2, min(MOST_DAYS, int(AT_ONCE / (self._a_day * (offers + 1)))))

    def _read(self, start: int, end: int, moment: datetime, offers: int) -> None:
        """Read the days from ``start`` to before ``end``; they are known once they were read: a statement can fail."""
        having, begins = statements.read_dates(
            _midnight(date.fromordinal(start)), _midnight(date.fromordinal(end)), moment
        )
        days, minutes = local_date(begins)
        order = np.argsort(days, kind="stable")
        having, days, minutes = having[order], days[order], minutes[order]
        bounds = np.searchsorted(days, np.arange(start, end + 1))
        for day, begin, stop in zip(range(start, end), bounds[:-1], bounds[1:], strict=True):
            self._known[day] = _Day.of(having[begin:stop], minutes[begin:stop])
        self._a_day = max(len(days) / ((end - start) * (offers + 1)), self._a_day / 8)  # a Sunday is no yardstick

    def knows(self, day: date) -> bool:
        """The day has been read; ``need`` keeps today up to date."""
        return day.toordinal() in self._known

    def on(self, day: date, parts: Iterable[int]) -> BitMap:
        """Offers with a session on this day, at one of these times of day (none: at any)."""
        known = self._known[day.toordinal()].parts
        return BitMap.union(*(known[part] for part in (tuple(parts) or tuple(DayPart))))

    def minutes(self, day: date, parts: Iterable[int], offers: Numbers) -> Numbers:
        """At which minute of the day each of these offers begins, at one of these times of day (none: at any)."""
        known = self._known[day.toordinal()]
        having, minutes = known.offers, known.minutes
        if wanted := tuple(parts):
            part = np.searchsorted((NOON, EVENING), minutes, side="right") + int(DayPart.MORNING)
            fits = np.isin(part, wanted)
            having, minutes = having[fits], minutes[fits]
        places = np.searchsorted(having, offers)
        there = places < len(having)
        there[there] = having[places[there]] == offers[there]
        found: Numbers = np.full(len(offers), 24 * 60)
        found[there] = minutes[places[there]]
        return found

    def refresh(self, offers: Sequence[int], moment: datetime) -> None:
        """Read the known days of these offers anew."""
        if not self._known:
            return
        changed = np.array(offers, dtype=np.uint32)
        start, end = date.fromordinal(min(self._known)), date.fromordinal(max(self._known) + 1)
        having, begins = statements.read_dates(_midnight(start), _midnight(end), moment, offers)
        days, minutes = local_date(begins)
        for day, known in self._known.items():
            others, their_minutes = known.without(changed)
            today = days == day
            if len(others) < len(known.offers) or today.any():
                both = np.concatenate((others, having[today])), np.concatenate((their_minutes, minutes[today]))
                self._known[day] = _Day.of(*both)


def days_between(first: date, last: date) -> Iterable[date]:
    """Every day from ``first`` to ``last``."""
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def local_date(seconds: Numbers) -> tuple[Numbers, Numbers]:
    """Days (ordinals) and minutes of the day of these moments (seconds since 1970) by the clock here.

    What the clock is ahead is looked up for each hour between the first and the last, not for each of a million dates:
    summer time begins and ends on full hours.
    """
    if not len(seconds):
        return np.empty(0, np.int32), np.empty(0, np.int32)
    first, last = int(seconds.min()) // HOUR, int(seconds.max()) // HOUR
    zone = get_default_timezone()
    ahead = np.array([_ahead(datetime.fromtimestamp(hour * HOUR, zone)) for hour in range(first, last + 1)])
    local = seconds + ahead[seconds // HOUR - first]
    return (local // DAY + EPOCH).astype(np.int32), (local % DAY // 60).astype(np.int32)


def _ahead(moment: datetime) -> int:
    offset = moment.utcoffset()
    return 0 if offset is None else int(offset.total_seconds())


def _midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))
