"""Recurrence in local time: which days a rule means, and which instants they are (domain 3.1, T44).

Plain dates and times go in, so this module needs no database and can be tested against an independent calculation.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays
from dateutil.rrule import MONTHLY, WEEKLY, rrule
from dateutil.rrule import weekdays as rrule_weekdays
from django.utils.translation import gettext as _

ZONE = ZoneInfo("Europe/Berlin")
CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LONGEST = timedelta(days=3 * 366)
"""No rule looks further ahead; a typing error in a year must not make ten thousand sessions."""


class TimeDoesNotExist(ValueError):
    """A local time falls into the hour that the change to summer time skips."""


@dataclass(frozen=True)
class Period:
    """Days from ``start`` to ``end``, both included."""

    start: date
    end: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.start <= day <= self.end


@dataclass(frozen=True)
class Rule:
    """What a person enters: terms of RFC 5545, dates and times as on a wall calendar.

    ``freq`` is ``once``, ``weekly`` or ``monthly``; ``byday`` holds two-letter codes; ``nth`` picks the n-th (or with
    -1 the last) of these weekdays in a month. ``count`` counts sessions that take place: skipped days do not use it up.
    """

    freq: str
    starts_on: date
    start_time: time
    end_time: time
    interval: int = 1
    byday: tuple[str, ...] = ()
    nth: int | None = None
    until: date | None = None
    count: int | None = None


@lru_cache(maxsize=32)
def public_holidays(region: str, year: int) -> frozenset[date]:
    """Public holidays of a German state, for example ``TH``."""
    return frozenset(holidays.country_holidays("DE", subdiv=region, years=year).keys())


def is_public_holiday(day: date, region: str = "TH") -> bool:
    return day in public_holidays(region, day.year)


def rule_days(
    rule: Rule, *, skip: Iterable[Period] = (), skip_public_holidays: bool = False, region: str = "TH"
) -> list[date]:
    """The days on which ``rule`` has a session, in order, without the skipped ones; at most three years ahead."""
    periods = tuple(skip)
    found: list[date] = []
    for day in _candidates(rule):
        if skip_public_holidays and is_public_holiday(day, region):
            continue
        if any(day in period for period in periods):
            continue
        found.append(day)
        if rule.count is not None and len(found) >= rule.count:
            break
    return found


def _candidates(rule: Rule) -> Iterator[date]:
    if rule.freq == "once":
        yield rule.starts_on
        return
    last = min(rule.until or rule.starts_on + LONGEST, rule.starts_on + LONGEST)
    codes = rule.byday or (CODES[rule.starts_on.weekday()],)
    weekdays = [rrule_weekdays[CODES.index(code)] for code in codes]
    if rule.freq == "monthly":
        nth = rule.nth or _nth_of(rule.starts_on)
        weekdays = [day(nth) for day in weekdays]
    stepped = rrule(
        MONTHLY if rule.freq == "monthly" else WEEKLY,
        dtstart=datetime.combine(rule.starts_on, time.min),  # noqa: DTZ001 - wall calendar, no zone on purpose
        until=datetime.combine(last, time.min),  # noqa: DTZ001
        interval=rule.interval,
        byweekday=weekdays,
    )
    for moment in stepped:
        yield moment.date()


def _nth_of(day: date) -> int:
    """Which weekday of its month ``day`` is; the fifth counts as the last."""
    nth = (day.day - 1) // 7 + 1
    return nth if nth < 5 else -1


def monday_of(day: date) -> date:
    """The Monday of the week ``day`` lies in."""
    return day - timedelta(days=day.weekday())


def week_ahead(day: date) -> date:
    """The Monday of the week worth planning: this week's, on a Sunday the next one's."""
    return monday_of(day + timedelta(days=1) if day.isoweekday() == 7 else day)


def local_instant(day: date, clock: time) -> datetime:
    """The aware moment of a local day and time.

    Raises ``TimeDoesNotExist`` for the hour skipped in March; the hour that exists twice in October means the first.
    """
    moment = datetime.combine(day, clock, tzinfo=ZONE)
    if moment.astimezone(ZoneInfo("UTC")).astimezone(ZONE).replace(tzinfo=None) != moment.replace(tzinfo=None):
        raise TimeDoesNotExist(
            _("Am %(day)s gibt es %(clock)s Uhr nicht (Beginn der Sommerzeit).")
            % {"day": f"{day:%d.%m.%Y}", "clock": f"{clock:%H:%M}"}
        )
    return moment


def rule_spans(rule: Rule, chosen: Iterable[date]) -> list[tuple[datetime, datetime]]:
    """Start and end of each session as aware moments."""
    return [(local_instant(day, rule.start_time), local_instant(day, rule.end_time)) for day in chosen]
