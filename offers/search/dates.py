"""On which days something takes place: for each day and time of day a set of offers, read when first asked for."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from django.utils.timezone import make_aware
from pyroaring import BitMap

from offers.enums import DayPart
from offers.search import sql

MOST_DAYS = 800
AT_ONCE = 1_000_000
"""So many dates are read in one statement, which may take three seconds. An offer has about one in four days."""
TODAY_LASTS = timedelta(minutes=1)


class Dates:
    """Sessions that are not cancelled, by the day and the time of day at which they begin here."""

    def __init__(self) -> None:
        self._known: dict[int, dict[int, BitMap]] = {}
        self._minutes: dict[tuple[int, int], dict[int, int]] = {}
        self._today_until: datetime | None = None

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
        at_once = days_at_once(offers)
        for start in range(missing[0], missing[-1] + 1, at_once):
            self._read(start, min(start + at_once, missing[-1] + 1), moment)

    def _read(self, start: int, end: int, moment: datetime) -> None:
        """Read the days from ``start`` to before ``end``; they are known once they were read: a statement can fail."""
        read = {day: _empty() for day in range(start, end)}
        for day, part, offers, minutes in sql.days(
            _midnight(date.fromordinal(start)), _midnight(date.fromordinal(end)), moment
        ):
            read[day][part] = BitMap(offers)
            self._minutes[day, part] = _earliest(offers, minutes)
        self._known |= read

    def knows(self, day: date) -> bool:
        """The day has been read; ``need`` keeps today up to date."""
        return day.toordinal() in self._known

    def on(self, day: date, parts: Iterable[int]) -> BitMap:
        """Offers with a session on this day, at one of these times of day (none: at any)."""
        known = self._known[day.toordinal()]
        return BitMap.union(*(known[part] for part in (tuple(parts) or tuple(DayPart))))

    def minutes(self, day: date, parts: Iterable[int], offers: Iterable[int]) -> list[int]:
        """At which minute of the day each of these offers begins, at one of these times of day (none: at any)."""
        known = [self._minutes.get((day.toordinal(), part), {}) for part in (tuple(parts) or tuple(DayPart))]
        return [min((found[offer] for found in known if offer in found), default=1440) for offer in offers]

    def refresh(self, offers: Sequence[int], moment: datetime) -> None:
        """Read the known days of these offers anew."""
        if not self._known:
            return
        gone = BitMap(offers)
        for parts in self._known.values():
            for members in parts.values():
                members -= gone
        start, end = date.fromordinal(min(self._known)), date.fromordinal(max(self._known) + 1)
        for day, part, having, minutes in sql.days(_midnight(start), _midnight(end), moment, offers):
            if day in self._known:
                self._known[day][part].update(having)
                self._minutes.setdefault((day, part), {}).update(_earliest(having, minutes))


def days_at_once(offers: int) -> int:
    """How many days are read in one statement when there are so many offers: about ``AT_ONCE`` dates."""
    return max(2, min(MOST_DAYS, AT_ONCE * 4 // (offers + 1)))


def days_between(first: date, last: date) -> Iterable[date]:
    """Every day from ``first`` to ``last``."""
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def _earliest(offers: list[int], minutes: list[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for offer, minute in zip(offers, minutes, strict=True):
        found[offer] = min(minute, found.get(offer, minute))
    return found


def _empty() -> dict[int, BitMap]:
    return {int(part): BitMap() for part in DayPart}


def _midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))
