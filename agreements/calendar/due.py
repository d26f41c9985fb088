"""When a responsibility falls due, when the next review does, and which reminder applies (domain 3.4, 5.3)."""

from collections.abc import Sequence
from datetime import date, timedelta

from agreements.calendar.months import day_in_month, last_of_month, plus_months
from agreements.calendar.planned import MONTHS
from agreements.enums import DueKind, Rhythm

REMINDERS = (180, 90, 30)


def next_due(
    kind: str,
    *,
    day: int | None = None,
    month: int | None = None,
    on: date | None = None,
    days: int | None = None,
    event: date | None = None,
    after: date,
) -> date | None:
    """The first due day later than ``after``; to include today, ask after yesterday.

    ``day`` and ``month`` are those of the rule; where a month is too short its last day counts (31, 29 February).
    ``on`` is the one day of ``ON_DATE``. Rules that hang on an offer or an event are ``days`` before or after
    ``event``, the day it begins, ends or happens; without it their day is not known. ``None``: nothing (more) falls
    due, or it is not known when.
    """
    due: date | None = None
    match kind:
        case DueKind.ON_DATE:
            due = on
        case DueKind.YEARLY if day and month:
            due = _yearly(day, month, after)
        case DueKind.MONTHLY if day:
            due = _monthly(day, after)
        case DueKind.BEFORE_START if event and days is not None:
            due = _moved(event, -days)
        case DueKind.AFTER_END | DueKind.AFTER_EVENT if event and days is not None:
            due = _moved(event, days)
    return due if due and due > after else None


def promised_until(rhythm: str, *, on: date, term_from: date, term_to: date | None) -> date | None:
    """The last day of the period in which ``on`` lies: until then what is promised per ``rhythm`` has to be provided.

    Periods are those of the calendar (week until Sunday, month, quarter, half-year, year), as offices report them, cut
    off at ``term_to``. Before the term begins it is the first period of the term. What is promised once has until the
    end of the term. ``None``: the term is over, or nothing says until when.
    """
    day = max(on, term_from)
    if term_to is not None and day > term_to:
        return None
    end: date | None = None
    if rhythm == Rhythm.WEEKLY:
        end = _moved(day, 7 - day.isoweekday())
    elif rhythm in MONTHS:
        length = MONTHS[rhythm]
        end = last_of_month(day.replace(month=-(-day.month // length) * length, day=1))
    elif rhythm == Rhythm.ONCE:
        return term_to
    return min(filter(None, (end, term_to)), default=None) if end else None


def review_due(last: date, months: int) -> date:
    """The day of the next review: so many months after the ``last`` one (or after the beginning), same number."""
    return plus_months(last, months)


def reminder_days(due: date, today: date, thresholds: Sequence[int] = REMINDERS) -> int | None:
    """Which reminder applies today: the smallest number of days that is still enough, on the day itself included.

    ``None`` while the day is further away than the largest one, and once it has passed. The caller compares with what
    was sent, so a day on which no job ran loses nothing.
    """
    left = (due - today).days
    return min((days for days in thresholds if 0 <= left <= days), default=None)


def _yearly(day: int, month: int, after: date) -> date | None:
    this = day_in_month(after.year, month, day)
    if this > after:
        return this
    return day_in_month(after.year + 1, month, day) if after.year < date.max.year else None


def _monthly(day: int, after: date) -> date:
    this = day_in_month(after.year, after.month, day)
    if this > after:
        return this
    following = plus_months(after.replace(day=1), 1)
    return day_in_month(following.year, following.month, day)


def _moved(day: date, days: int) -> date | None:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None
