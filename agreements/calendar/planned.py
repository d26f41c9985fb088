"""How much of a commitment falls due in a period: the "planned" of "planned against delivered" (domain 5.3)."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from agreements.calendar.months import last_of_month
from agreements.enums import Rhythm

MONTHS = {
    Rhythm.MONTHLY.value: 1,
    Rhythm.QUARTERLY.value: 3,
    Rhythm.HALF_YEARLY.value: 6,
    Rhythm.YEARLY.value: 12,
}
CENT = Decimal("0.01")


def planned_days(
    quantity: Decimal, rhythm: str, term_from: date, term_to: date | None, period_from: date, period_to: date
) -> Decimal:
    """``quantity`` per ``rhythm`` for the days that term and period have in common, rounded to two places.

    Rule: all months weigh the same, whatever their length, and a day is its share of its month. So 100 hours a year
    are 50 in each half-year, 25 in each quarter and 8.33 in February. A week is seven days. What is promised once (or
    without a rhythm) falls due with the first day of the term. Periods that follow each other add up to the whole, but
    for rounding. A term without an end has ``None`` as ``term_to``; all days are included.
    """
    first = max(term_from, period_from)
    last = period_to if term_to is None else min(term_to, period_to)
    if first > last:
        return Decimal("0.00")
    if rhythm == Rhythm.WEEKLY:
        share = Fraction((last - first).days + 1, 7)
    elif rhythm in MONTHS:
        share = (_months_until_evening_of(last) - _months_until_morning_of(first)) / MONTHS[rhythm]
    else:
        share = Fraction(first == term_from)
    amount = Fraction(quantity) * share
    return (Decimal(amount.numerator) / amount.denominator).quantize(CENT, ROUND_HALF_UP)


def _months_until_morning_of(day: date) -> Fraction:
    return _months_until_evening_of(day) - Fraction(1, _length(day))


def _months_until_evening_of(day: date) -> Fraction:
    return day.year * 12 + day.month + Fraction(day.day, _length(day))


def _length(day: date) -> int:
    return last_of_month(day).day
