"""Counting in months as the civil code does, and the ends of months, quarters, half-years and years.

Nothing here leaves the calendar: what would lie before the year 1 or after the year 9999 is its first or last day.
"""

from calendar import monthrange
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

DAY = timedelta(days=1)


def plus_months(day: date, months: int) -> date:
    """The day so many months later (or, below zero, earlier) that has the same number.

    Where that month has no such day it is its last one (§ 188 (2), (3) BGB): 31 January plus a month is 28 or 29
    February. Counted from an event, whose own day does not count (§ 187 (1) BGB), this is the last day of the period.
    """
    try:
        return day + relativedelta(months=months)
    except (ValueError, OverflowError):
        return date.max if months > 0 else date.min


def last_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def day_in_month(year: int, month: int, day: int) -> date:
    """The day with this number, or the last one of the month where it has fewer."""
    return date(year, month, min(day, monthrange(year, month)[1]))


def end_of_span(day: date, months: int) -> date:
    """Last day of the calendar month (1), quarter (3), half-year (6) or year (12) that ``day`` lies in."""
    return last_of_month(date(day.year, -(-day.month // months) * months, 1))


def last_span_end(day: date, months: int) -> date | None:
    """The latest end of such a span that is not after ``day``; ``None`` before the first one of the calendar."""
    if end_of_span(day, months) == day:
        return day
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return None if first == date.min else first - DAY
