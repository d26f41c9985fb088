"""Due days of responsibilities, reviews and reminders."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from agreements.calendar import due, next_due, promised_until, reminder_days, review_due
from agreements.enums import DueKind
from tests.agreements.plain_calendar import DAYS, NEXT

steady = settings(max_examples=200)


def falls_on(day: date, number: int, month: int | None) -> bool:
    """Asked of a single day: is it the one the rule means?"""
    if month and day.month != month:
        return False
    return day.day == number or (day.day < number and day.day == monthrange(day.year, day.month)[1])


def first_after(after: date, number: int, month: int | None) -> date:
    day = after + NEXT
    while not falls_on(day, number, month):
        day += NEXT
    return day


@given(after=DAYS, number=st.integers(1, 31))
@example(after=date(2025, 1, 31), number=31)
@steady
def test_monthly_is_the_first_found_day_by_day(after, number):
    assert next_due(DueKind.MONTHLY, day=number, after=after) == first_after(after, number, None)


@given(after=DAYS, number=st.integers(1, 31), month=st.integers(1, 12))
@example(after=date(2024, 2, 28), number=29, month=2)
@example(after=date(2024, 2, 29), number=29, month=2)
@steady
def test_yearly_is_the_first_found_day_by_day(after, number, month):
    assert next_due(DueKind.YEARLY, day=number, month=month, after=after) == first_after(after, number, month)


def test_a_day_that_is_counted_twice_is_found(monkeypatch):
    """Negative control: without the shortening of months, or with the day itself included, the comparison fails."""
    after = date(2025, 1, 31)
    monkeypatch.setattr(due, "day_in_month", lambda year, month, day: date(year, month, min(day, 28)))
    assert next_due(DueKind.MONTHLY, day=31, after=date(2025, 3, 1)) != first_after(date(2025, 3, 1), 31, None)
    monkeypatch.undo()
    assert next_due(DueKind.MONTHLY, day=31, after=after - NEXT) == after != first_after(after, 31, None)


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("2023-12-31", "2024-02-29"),
        ("2024-02-28", "2024-02-29"),
        ("2024-02-29", "2025-02-28"),
        ("2025-02-28", "2026-02-28"),
        ("2027-03-01", "2028-02-29"),
    ],
)
def test_every_29_february(after, expected):
    found = next_due("yearly", day=29, month=2, after=date.fromisoformat(after))
    assert found == date.fromisoformat(expected)


def test_a_single_day_is_due_once():
    day = date(2026, 3, 31)
    assert next_due(DueKind.ON_DATE, on=day, after=day - NEXT) == day
    assert next_due(DueKind.ON_DATE, on=day, after=day) is None


def test_rules_without_their_numbers_have_no_day():
    for kind in DueKind.values:
        assert next_due(kind, after=date(2026, 1, 1)) is None
    assert next_due(DueKind.YEARLY, day=5, after=date(2026, 1, 1)) is None
    assert next_due("", day=5, month=5, on=date(2027, 1, 1), days=3, after=date(2026, 1, 1)) is None


def test_rules_that_hang_on_an_offer_need_its_day():
    before = date(2026, 1, 1)
    for kind in (DueKind.BEFORE_START, DueKind.AFTER_END, DueKind.AFTER_EVENT):
        assert next_due(kind, days=14, on=date(2026, 5, 5), after=before) is None
    event = date(2026, 3, 1)
    assert next_due(DueKind.BEFORE_START, days=14, event=event, after=before) == date(2026, 2, 15)
    assert next_due(DueKind.AFTER_END, days=30, event=event, after=before) == date(2026, 3, 31)
    assert next_due(DueKind.AFTER_EVENT, days=0, event=event, after=before) == event
    assert next_due(DueKind.BEFORE_START, days=14, event=event, after=date(2026, 2, 15)) is None


def test_the_calendar_ends():
    assert next_due(DueKind.MONTHLY, day=31, after=date.max) is None
    assert next_due(DueKind.MONTHLY, day=1, after=date(9999, 12, 1)) is None
    assert next_due(DueKind.YEARLY, day=1, month=1, after=date.max) is None
    assert next_due(DueKind.AFTER_END, days=366, event=date.max, after=date.min) is None
    assert next_due(DueKind.BEFORE_START, days=366, event=date.min, after=date.min) is None


@pytest.mark.parametrize(
    ("left", "reminder"),
    [(181, None), (180, 180), (91, 180), (90, 90), (31, 90), (30, 30), (1, 30), (0, 30), (-1, None)],
)
def test_the_smallest_reminder_reached_applies(left, reminder):
    today = date(2026, 11, 22)
    assert reminder_days(today + timedelta(days=left), today) == reminder


@given(due=DAYS, thresholds=st.lists(st.integers(0, 400), unique=True, max_size=4))
@steady
def test_every_reminder_begins_on_its_day(due, thresholds):
    """From the evening before to the day itself the answer changes to exactly this threshold, whatever their order."""
    for days in thresholds:
        day = due - timedelta(days=days)
        assert reminder_days(due, day, thresholds) == days
        assert reminder_days(due, day - NEXT, thresholds) != days


@pytest.mark.parametrize(
    ("last", "months", "expected"),
    [
        ("2025-01-31", 1, "2025-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2025-11-22", 12, "2026-11-22"),
        ("2025-08-31", 6, "2026-02-28"),
        ("9999-08-31", 6, "9999-12-31"),
    ],
)
def test_review_due(last, months, expected):
    assert review_due(date.fromisoformat(last), months) == date.fromisoformat(expected)


# --- until when a commitment has to be provided ------------------------------------------------------------------
@pytest.mark.parametrize(
    ("rhythm", "on", "term_to", "expected"),
    [
        ("weekly", "2026-11-23", None, "2026-11-29"),
        ("weekly", "2026-11-29", None, "2026-11-29"),
        ("monthly", "2028-02-01", None, "2028-02-29"),
        ("quarterly", "2026-11-23", None, "2026-12-31"),
        ("quarterly", "2026-10-01", "2026-11-30", "2026-11-30"),
        ("half_yearly", "2026-06-30", None, "2026-06-30"),
        ("half_yearly", "2026-07-01", None, "2026-12-31"),
        ("yearly", "2026-01-01", None, "2026-12-31"),
        ("once", "2026-11-23", "2027-03-31", "2027-03-31"),
        ("once", "2026-11-23", None, None),
        ("", "2026-11-23", "2027-03-31", None),
        ("monthly", "2027-04-01", "2027-03-31", None),
        ("monthly", "2025-01-01", None, "2026-01-31"),
        ("weekly", "9999-12-31", None, None),
    ],
)
def test_a_commitment_is_due_at_the_end_of_its_period(rhythm, on, term_to, expected):
    until = promised_until(
        rhythm,
        on=date.fromisoformat(on),
        term_from=date(2026, 1, 1),
        term_to=date.fromisoformat(term_to) if term_to else None,
    )
    assert until == (date.fromisoformat(expected) if expected else None)


@given(
    st.dates(date(2026, 1, 1), date(2035, 12, 31)), st.sampled_from(["monthly", "quarterly", "half_yearly", "yearly"])
)
def test_every_day_of_a_period_has_the_same_last_day(on, rhythm):
    """The last day is the first one, from ``on`` on, whose next day belongs to another period."""
    months = {"monthly": 1, "quarterly": 3, "half_yearly": 6, "yearly": 12}[rhythm]

    def period(day):
        return (day.year, (day.month - 1) // months)

    last = on
    while period(last + timedelta(days=1)) == period(on):
        last += timedelta(days=1)
    assert promised_until(rhythm, on=on, term_from=date(2026, 1, 1), term_to=None) == last
