"""Periods, renewals and whether a day lies in the term."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from agreements.calendar import Term, is_within, period_on, renewal_days, term_end, term_problems
from agreements.calendar import term as term_module
from agreements.calendar.months import day_in_month, end_of_span, last_span_end, plus_months
from tests.agreements import plain_calendar
from tests.agreements.plain_calendar import DAYS, NEXT, TRICKY, terms
from tests.pace import cpu_units

RENEWING = Term(date(2023, 3, 1), "renewing", date(2023, 8, 31), 6, 3, "term")
FIXED = replace(RENEWING, kind="fixed", renewal_months=None)
OPEN = replace(FIXED, kind="open_ended", ends_on=None, notice_to="half_year")
steady = settings(max_examples=150)


def ends(first: date, months: int, number: int) -> list[str]:
    term = replace(RENEWING, effective_from=first - timedelta(days=100), ends_on=first, renewal_months=months)
    return [new.isoformat() for _, new in renewal_days(term, date(2050, 1, 1))][:number]


@pytest.mark.parametrize(
    ("first", "months", "following"),
    [
        ("2023-08-31", 6, ["2024-02-29", "2024-08-31", "2025-02-28", "2025-08-31"]),
        ("2023-08-30", 6, ["2024-02-29", "2024-08-30", "2025-02-28", "2025-08-30"]),
        ("2024-02-29", 12, ["2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]),
        ("2023-02-28", 12, ["2024-02-29", "2025-02-28"]),
        ("2023-06-30", 3, ["2023-09-30", "2023-12-31", "2024-03-31"]),
        ("2024-01-30", 1, ["2024-02-29", "2024-03-30", "2024-04-30"]),
        ("2024-12-31", 24, ["2026-12-31", "2028-12-31"]),
        ("2024-03-15", 12, ["2025-03-15"]),
    ],
)
def test_renewals_by_hand(first, months, following):
    assert ends(date.fromisoformat(first), months, len(following)) == following


def test_a_renewal_counts_from_its_first_day():
    assert renewal_days(RENEWING, date(2023, 8, 31)) == []
    assert renewal_days(RENEWING, date(2023, 9, 1)) == [(date(2023, 8, 31), date(2024, 2, 29))]


def test_renewals_since_a_day_are_those_begun_from_it_on():
    until = date(2026, 1, 1)
    every = renewal_days(RENEWING, until)
    for since in (date(2023, 8, 31), date(2023, 9, 1), date(2024, 2, 29), date(2024, 3, 1), date(2024, 3, 2), until):
        assert renewal_days(RENEWING, until, since=since) == [pair for pair in every if pair[0] + NEXT >= since]
    assert renewal_days(RENEWING, date(2024, 1, 1), since=date(2025, 1, 1)) == []


def test_terms_that_do_not_renew():
    assert renewal_days(FIXED, date(2050, 1, 1)) == []
    assert renewal_days(OPEN, date(2050, 1, 1)) == []
    assert period_on(FIXED, date(2050, 1, 1)) == (date(2023, 3, 1), date(2023, 8, 31))
    assert period_on(OPEN, date(2050, 1, 1)) == (date(2023, 3, 1), None)


@given(term=terms(), day=DAYS)
@example(term=RENEWING, day=date(2024, 2, 29))
@example(term=RENEWING, day=date(2024, 3, 1))
@steady
def test_period_is_the_one_found_day_by_day(term, day):
    assert period_on(term, day) == plain_calendar.period_on(term, day)


@given(term=terms(kinds=["renewing"]), until=DAYS)
@steady
def test_periods_follow_each_other_without_gap(term, until):
    found = renewal_days(term, until)
    assert [old for old, _ in found] == [term.ends_on, *[new for _, new in found]][: len(found)]
    for old, new in found:
        assert period_on(term, old)[1] == old
        assert period_on(term, old + NEXT) == (old + NEXT, new)
    assert period_on(term, until)[1] == ([term.ends_on] + [new for _, new in found])[-1]


EXPECTED = {}


def wrong_periods() -> list[tuple[Term, date]]:
    """Days of three years after every tricky end: where the two calculations differ."""
    begun = replace(RENEWING, effective_from=date(2022, 7, 1))
    cases = [
        (replace(begun, ends_on=end), end + timedelta(days=offset)) for end in TRICKY for offset in range(0, 1100, 5)
    ]
    if not EXPECTED:
        EXPECTED.update({case: plain_calendar.period_on(*case) for case in cases})
    return [case for case in cases if period_on(*case) != EXPECTED[case]]


def test_periods_of_three_years_after_every_tricky_end():
    assert wrong_periods() == []


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("last_of_month", lambda day: day),
        ("plus_months", lambda day, months: plus_months(day, months) + NEXT),
        ("plus_months", lambda day, months: plus_months(day, months - 1)),
        ("plus_months", lambda day, months: day + timedelta(days=30 * months)),
    ],
)
def test_wrong_periods_are_found(monkeypatch, name, wrong):
    """Negative control."""
    monkeypatch.setattr(term_module, name, wrong)
    assert wrong_periods() != []


def test_the_end_as_agreed():
    assert term_end(FIXED) == date(2023, 8, 31)
    assert term_end(replace(FIXED, kind="project")) == date(2023, 8, 31)
    assert term_end(OPEN) is None
    assert term_end(RENEWING) is None


@pytest.mark.parametrize(
    ("term", "day", "ended_on", "within"),
    [
        (FIXED, "2023-02-28", None, False),
        (FIXED, "2023-03-01", None, True),
        (FIXED, "2023-08-31", None, True),
        (FIXED, "2023-09-01", None, False),
        (FIXED, "2023-06-30", "2023-06-30", True),
        (FIXED, "2023-07-01", "2023-06-30", False),
        (FIXED, "2023-09-01", "2023-12-31", False),
        (RENEWING, "2023-09-01", None, True),
        (RENEWING, "2024-03-01", "2024-02-29", False),
        (OPEN, "9999-12-31", None, True),
        (OPEN, "2025-07-01", "2025-06-30", False),
        (OPEN, "2023-02-28", None, False),
    ],
)
def test_is_within(term, day, ended_on, within):
    ended = date.fromisoformat(ended_on) if ended_on else None
    assert is_within(term, date.fromisoformat(day), ended) is within


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({}, []),
        ({"ends_on": None}, ["ends_on"]),
        ({"ends_on": date(2023, 2, 28)}, ["ends_on"]),
        ({"ends_on": date(2023, 3, 1)}, []),
        ({"renewal_months": None}, ["renewal_months"]),
        ({"renewal_months": 0}, ["renewal_months"]),
        ({"renewal_months": 601}, ["renewal_months"]),
        ({"renewal_months": 600}, []),
        ({"notice_months": -1}, ["notice_months"]),
        ({"notice_months": 121}, ["notice_months"]),
        ({"notice_months": 120}, []),
        ({"notice_months": 0}, []),
        ({"kind": "fixed", "renewal_months": None}, []),
        ({"kind": "project", "ends_on": None}, ["ends_on"]),
        ({"kind": "open_ended"}, ["ends_on", "notice_to"]),
        ({"kind": "open_ended", "ends_on": None}, ["notice_to"]),
        ({"kind": "open_ended", "ends_on": None, "notice_to": "any_day"}, []),
        ({"ends_on": None, "renewal_months": None}, ["ends_on", "renewal_months"]),
    ],
)
def test_problems_name_the_field(changed, fields):
    assert [field for field, _ in term_problems(replace(RENEWING, **changed))] == fields


def test_far_days_cost_nothing():
    """Eight thousand years of monthly renewals are reckoned, not walked through."""
    term = Term(date(1, 1, 1), "renewing", date(1, 1, 31), 1, 3, "term")

    def far() -> None:
        for _ in range(500):
            assert period_on(term, date(9999, 12, 15)) == (date(9999, 12, 1), date.max)
            assert renewal_days(term, date.max, since=date(9999, 12, 1)) == [(date(9999, 11, 30), date.max)]

    def near() -> None:
        for _ in range(500):
            assert period_on(term, date(1, 3, 15)) == (date(1, 3, 1), date(1, 3, 31))
            assert renewal_days(term, date(1, 4, 15), since=date(1, 3, 1))[-1] == (date(1, 3, 31), date(1, 4, 30))

    assert cpu_units(far) < 50 * max(cpu_units(near), 0.01)  # walked through, it would be 96 000 times as much


def test_the_calendar_ends_with_its_last_day():
    term = Term(date(9990, 1, 1), "renewing", date(9999, 6, 15), 12, 3, "term")
    assert period_on(term, date.max) == (date(9999, 6, 16), date.max)
    assert renewal_days(term, date.max) == [(date(9999, 6, 15), date.max)]
    assert plus_months(date.max, 1) == date.max
    assert plus_months(date.min, -1) == date.min
    assert last_span_end(date.min, 1) is None


@given(day=st.dates(date(1, 1, 1), date(9999, 12, 30)), months=st.sampled_from([1, 3, 6, 12]))
@steady
def test_span_ends_are_closing_months(day, months):
    end = end_of_span(day, months)
    assert 0 <= (end - day).days < 31 * months
    assert end.month % months == 0
    assert end == date.max or plain_calendar.month_closes(end)
    before = last_span_end(day, months)
    assert before == day or end_of_span(day if before is None else before + NEXT, months) == end


def test_a_short_month_has_its_last_day():
    assert day_in_month(2023, 2, 31) == date(2023, 2, 28)
    assert day_in_month(2024, 2, 30) == date(2024, 2, 29)
    assert day_in_month(2024, 4, 30) == date(2024, 4, 30)
