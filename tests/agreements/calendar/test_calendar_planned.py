"""Planned amounts of commitments, against a sum over single days."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agreements.calendar import planned_days
from agreements.enums import Rhythm
from tests.agreements.plain_calendar import DAYS, NEXT, rounded, share_of_months

PER_YEAR = {"monthly": 12, "quarterly": 4, "half_yearly": 2, "yearly": 1}
BEGIN, END = date(2024, 1, 1), date(2030, 12, 31)
QUANTITIES = st.decimals(0, 9999999, places=2)
steady = settings(max_examples=100)


def by_days(quantity, rhythm, term_from, term_to, period_from, period_to) -> Decimal:
    first = max(term_from, period_from)
    last = min(term_to or period_to, period_to)
    if first > last:
        return Decimal(0)
    match rhythm:
        case "weekly":
            share = Fraction((last - first).days + 1, 7)
        case "once":
            share = Fraction(1 if period_from <= term_from <= period_to else 0)
        case _:
            share = share_of_months(first, last) * PER_YEAR[rhythm] / 12
    return rounded(Fraction(quantity) * share)


@pytest.mark.parametrize(
    ("quantity", "rhythm", "first", "last", "expected"),
    [
        (100, "yearly", "2025-01-01", "2025-12-31", "100"),
        (100, "yearly", "2025-01-01", "2025-06-30", "50"),
        (100, "yearly", "2024-07-01", "2024-12-31", "50"),
        (100, "yearly", "2025-04-01", "2025-06-30", "25"),
        (100, "yearly", "2025-02-01", "2025-02-28", "8.33"),
        (100, "yearly", "2024-02-01", "2024-02-29", "8.33"),
        (100, "yearly", "2025-07-01", "2026-06-30", "100"),
        (4, "half_yearly", "2025-01-01", "2025-12-31", "8"),
        (4, "half_yearly", "2025-01-01", "2025-03-31", "2"),
        (3, "quarterly", "2025-01-01", "2025-12-31", "12"),
        (1, "monthly", "2025-01-01", "2025-12-31", "12"),
        (1, "monthly", "2025-02-01", "2025-02-14", "0.5"),
        (1, "monthly", "2025-01-16", "2025-02-14", "1.02"),
        (2, "weekly", "2025-11-03", "2025-11-16", "4"),
        (2, "weekly", "2025-11-05", "2025-11-11", "2"),
        (7, "weekly", "2025-11-05", "2025-11-05", "1"),
        ("0.05", "monthly", "2025-02-01", "2025-02-14", "0.03"),
        (40, "once", "2024-01-01", "2024-12-31", "40"),
        (40, "once", "2025-01-01", "2025-12-31", "0"),
        (40, "", "2024-01-01", "2024-01-01", "40"),
        (100, "yearly", "2023-01-01", "2023-12-31", "0"),
        (100, "yearly", "2023-07-01", "2024-06-30", "50"),
        (100, "yearly", "2030-07-01", "2031-06-30", "50"),
        (100, "yearly", "2025-12-31", "2025-01-01", "0"),
    ],
)
def test_planned_by_hand(quantity, rhythm, first, last, expected):
    """The term runs from 2024 to 2030."""
    period = date.fromisoformat(first), date.fromisoformat(last)
    assert planned_days(Decimal(quantity), rhythm, BEGIN, END, *period) == Decimal(expected)


def test_without_an_end_the_period_ends_it():
    assert planned_days(Decimal(12), "yearly", BEGIN, None, date(2040, 1, 1), date(2040, 12, 31)) == Decimal(12)
    assert planned_days(Decimal(12), "yearly", BEGIN, None, BEGIN, date.max) == Decimal(12) * (9999 - 2024 + 1)


@given(QUANTITIES, st.sampled_from(Rhythm.values), DAYS, st.none() | DAYS, DAYS, DAYS)
@steady
def test_planned_is_the_sum_over_the_days(quantity, rhythm, term_from, term_to, period_from, period_to):
    arguments = quantity, rhythm, term_from, term_to, period_from, period_to
    assert planned_days(*arguments) == by_days(*arguments)


@given(QUANTITIES, st.sampled_from(Rhythm.values), DAYS, st.none() | DAYS, st.lists(DAYS, min_size=3, max_size=3))
@steady
def test_periods_that_follow_each_other_add_up(quantity, rhythm, term_from, term_to, days):
    """Each amount is at most half a cent off."""
    first, middle, last = sorted(days)
    whole = planned_days(quantity, rhythm, term_from, term_to, first, last)
    parts = planned_days(quantity, rhythm, term_from, term_to, first, middle)
    if middle < last:
        parts += planned_days(quantity, rhythm, term_from, term_to, middle + NEXT, last)
    assert abs(whole - parts) <= Decimal("0.01")


@pytest.mark.parametrize("rhythm", PER_YEAR)
@pytest.mark.parametrize("year", [2024, 2025])
def test_a_year_is_exactly_its_rhythms(rhythm, year):
    amount = planned_days(Decimal("3.33"), rhythm, BEGIN, None, date(year, 1, 1), date(year, 12, 31))
    assert amount == Decimal("3.33") * PER_YEAR[rhythm]


def test_a_day_too_many_is_found():
    """Negative control: the sum over the days tells a period apart from one that is a day longer."""
    for rhythm in ("weekly", *PER_YEAR):
        arguments = Decimal(1000), rhythm, BEGIN, END, date(2025, 2, 10)
        assert planned_days(*arguments, date(2025, 3, 31)) == by_days(*arguments, date(2025, 3, 31))
        assert planned_days(*arguments, date(2025, 4, 1)) != by_days(*arguments, date(2025, 3, 31))
