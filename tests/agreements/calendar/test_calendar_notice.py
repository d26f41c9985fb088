"""Notice: by hand-written tables, and against a calculation day by day that shares no code with the real one."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from agreements.calendar import Term, earliest_end, latest_notice_day, notice, notice_deadline, term_problems
from agreements.calendar.months import plus_months
from agreements.enums import NoticeTo, TermKind
from tests.agreements import plain_calendar
from tests.agreements.plain_calendar import DAYS, NEXT, terms

OPEN = Term(date(2020, 1, 1), "open_ended", None, None, 3, "half_year")
SCHOOL_YEAR = Term(date(2024, 8, 1), "renewing", date(2025, 7, 31), 12, 3, "term")
steady = settings(max_examples=150)


@pytest.mark.parametrize(
    ("received", "months", "to", "end"),
    [
        ("2025-01-31", 1, "any_day", "2025-02-28"),
        ("2024-01-31", 1, "any_day", "2024-02-29"),
        ("2025-02-28", 1, "any_day", "2025-03-28"),
        ("2024-02-29", 12, "any_day", "2025-02-28"),
        ("2025-05-15", 0, "any_day", "2025-05-15"),
        ("2025-08-31", 0, "month", "2025-08-31"),
        ("2024-11-30", 3, "month", "2025-02-28"),
        ("2024-12-01", 3, "month", "2025-03-31"),
        ("2023-11-30", 3, "month", "2024-02-29"),
        ("2025-03-31", 3, "quarter", "2025-06-30"),
        ("2025-04-01", 3, "quarter", "2025-09-30"),
        ("2024-12-31", 3, "quarter", "2025-03-31"),
        ("2025-12-31", 6, "half_year", "2026-06-30"),
        ("2026-01-01", 6, "half_year", "2026-12-31"),
        ("2025-07-01", 6, "half_year", "2026-06-30"),
        ("2025-09-30", 3, "year", "2025-12-31"),
        ("2025-10-01", 3, "year", "2026-12-31"),
        ("2024-12-31", 12, "year", "2025-12-31"),
        ("2025-02-28", 120, "year", "2035-12-31"),
    ],
)
def test_earliest_end_by_hand(received, months, to, end):
    term = replace(OPEN, notice_months=months, notice_to=to)
    assert earliest_end(term, date.fromisoformat(received)) == date.fromisoformat(end)


@pytest.mark.parametrize(
    ("end", "months", "day"),
    [
        ("2025-06-30", 3, "2025-03-31"),
        ("2025-03-31", 1, "2025-02-28"),
        ("2024-03-31", 1, "2024-02-29"),
        ("2025-02-28", 1, "2025-01-31"),
        ("2025-02-28", 3, "2024-11-30"),
        ("2025-12-31", 6, "2025-06-30"),
        ("2025-12-31", 0, "2025-12-31"),
        ("2002-04-30", 1, "2002-03-31"),
    ],
)
def test_latest_notice_day_by_hand(end, months, day):
    """The last row is Easter Sunday 2002, the case of BGH III ZR 172/04: no later working day takes its place."""
    term = replace(OPEN, effective_from=date(2001, 10, 15), notice_months=months, notice_to="month")
    assert latest_notice_day(term, date.fromisoformat(end)) == date.fromisoformat(day)
    assert earliest_end(term, date.fromisoformat(day)) == date.fromisoformat(end)
    assert earliest_end(term, date.fromisoformat(day) + NEXT) > date.fromisoformat(end)


def test_the_end_of_a_renewing_term_can_always_be_reached():
    """Also where other days are named: who gives notice in time keeps the term from renewing."""
    term = Term(date(2025, 6, 16), "renewing", date(2026, 6, 15), 12, 1, "quarter")
    assert earliest_end(term, date(2026, 5, 15)) == date(2026, 6, 15)
    assert earliest_end(term, date(2026, 5, 16)) == date(2026, 6, 30)
    assert latest_notice_day(term, date(2026, 6, 15)) == date(2026, 5, 15)


def test_renewing_term_ends_with_the_next_period_when_the_deadline_is_missed():
    assert earliest_end(SCHOOL_YEAR, date(2025, 4, 30)) == date(2025, 7, 31)
    assert earliest_end(SCHOOL_YEAR, date(2025, 5, 1)) == date(2026, 7, 31)


@pytest.mark.parametrize("kind", [TermKind.FIXED, TermKind.PROJECT])
def test_a_fixed_term_never_ends_later_than_agreed(kind):
    term = Term(date(2025, 1, 1), kind, date(2026, 3, 15), None, 3, "year")
    assert earliest_end(term, date(2025, 9, 30)) == date(2025, 12, 31)
    assert earliest_end(term, date(2025, 10, 1)) == date(2026, 3, 15)
    assert earliest_end(term, date(2027, 1, 1)) == date(2026, 3, 15)
    assert earliest_end(replace(term, notice_to="term"), date(2025, 1, 1)) == date(2026, 3, 15)
    assert latest_notice_day(term, date(2026, 3, 15)) is None
    assert latest_notice_day(term, date(2026, 3, 14)) == date(2025, 9, 30)


def test_notice_before_the_beginning_ends_no_earlier_than_it():
    term = replace(OPEN, effective_from=date(2025, 7, 10), notice_to="any_day")
    assert earliest_end(term, date(2025, 1, 1)) == date(2025, 7, 10)
    assert earliest_end(replace(term, notice_to="month"), date(2025, 1, 1)) == date(2025, 7, 31)
    assert latest_notice_day(term, date(2025, 7, 9)) is None
    assert latest_notice_day(replace(term, notice_to="month"), date(2025, 7, 30)) is None


@pytest.mark.parametrize(
    ("term", "on", "found"),
    [
        (OPEN, "2026-03-31", ("2026-03-31", "2026-06-30")),
        (OPEN, "2026-04-01", ("2026-09-30", "2026-12-31")),
        (replace(OPEN, notice_to="any_day"), "2026-04-01", None),
        (SCHOOL_YEAR, "2025-04-30", ("2025-04-30", "2025-07-31")),
        (SCHOOL_YEAR, "2025-05-01", ("2026-04-30", "2026-07-31")),
        (replace(SCHOOL_YEAR, notice_to="any_day"), "2025-05-01", ("2026-04-30", "2026-07-31")),
        (replace(SCHOOL_YEAR, notice_to="month"), "2025-05-01", ("2026-04-30", "2026-07-31")),
        (replace(SCHOOL_YEAR, kind="fixed", notice_to="term"), "2025-01-01", None),
        (replace(SCHOOL_YEAR, kind="fixed", notice_to="any_day"), "2025-01-01", None),
        (replace(SCHOOL_YEAR, kind="fixed", notice_to="half_year"), "2025-01-01", ("2025-03-31", "2025-06-30")),
        (replace(SCHOOL_YEAR, kind="fixed", notice_to="half_year"), "2025-04-01", None),
        (replace(SCHOOL_YEAR, kind="project", notice_to="half_year"), "2030-04-01", None),
        (
            replace(SCHOOL_YEAR, effective_from=date(2030, 1, 1), ends_on=date(2030, 12, 31)),
            "2026-01-01",
            ("2030-09-30", "2030-12-31"),
        ),
    ],
)
def test_notice_deadline_by_hand(term, on, found):
    expected = found and tuple(map(date.fromisoformat, found))
    assert notice_deadline(term, date.fromisoformat(on)) == expected


@given(term=terms(), received=DAYS)
@steady
def test_earliest_end_is_the_one_found_day_by_day(term, received):
    assert earliest_end(term, received) == plain_calendar.earliest_end(term, received)


@given(term=terms(kinds=["open_ended", "renewing"], longest_notice=120, longest_renewal=600), received=DAYS)
@settings(max_examples=15)
def test_earliest_end_with_the_longest_periods(term, received):
    assert earliest_end(term, received) == plain_calendar.earliest_end(term, received)


@given(term=terms(), end=DAYS)
@example(term=replace(OPEN, notice_months=1, notice_to="month"), end=date(2025, 3, 30))
@steady
def test_latest_notice_day_is_the_last_that_is_in_time(term, end):
    """In time by the other calculation; a day later is too late by it. Where there is none, no day is in time."""
    day = latest_notice_day(term, end)
    if day is not None:
        assert plain_calendar.earliest_end(term, day) <= end < plain_calendar.earliest_end(term, day + NEXT)
    elif term.kind in (TermKind.FIXED, TermKind.PROJECT) and end >= term.ends_on:
        assert plain_calendar.earliest_end(term, end + timedelta(days=4000)) <= end
    else:
        assert plain_calendar.earliest_end(term, date(2010, 1, 1)) > end


@given(term=terms(kinds=["open_ended", "renewing"]), received=DAYS)
@steady
def test_every_end_has_a_deadline_not_before_the_notice_that_leads_to_it(term, received):
    end = earliest_end(term, received)
    assert latest_notice_day(term, end) >= received


@given(term=terms(), on=DAYS)
@steady
def test_notice_deadline_is_the_day_after_which_the_end_moves(term, on):
    found = notice_deadline(term, on)
    fixed = term.kind in (TermKind.FIXED, TermKind.PROJECT)
    if term.kind == TermKind.RENEWING:
        term = replace(term, notice_to="term")
    if term.notice_to == NoticeTo.ANY_DAY or (fixed and plain_calendar.earliest_end(term, on) == term.ends_on):
        assert found is None
    else:
        assert found == plain_calendar.next_deadline(term, on)


EVERY_KIND = [
    replace(OPEN, notice_months=months, notice_to=to)
    for months in (0, 1, 3, 6)
    for to in ("any_day", "month", "quarter", "half_year", "year")
]
EVERY_KIND += [
    Term(date(2023, 3, 1), "renewing", end, 6, 1, to)
    for to in ("term", "quarter")
    for end in (date(2023, 8, 30), date(2023, 8, 31), date(2023, 8, 15))
]
TWO_YEARS = [date(2023, 1, 1) + timedelta(days=offset) for offset in range(0, 760)]
EXPECTED = {}


def wrong_ends() -> list[tuple[Term, date]]:
    """Every day of two years (one a leap year) with every kind of term: where the two calculations differ."""
    cases = [(term, day) for term in EVERY_KIND for day in TWO_YEARS]
    if not EXPECTED:
        EXPECTED.update({case: plain_calendar.earliest_end(*case) for case in cases})
    return [case for case in cases if earliest_end(*case) != EXPECTED[case]]


def wrong_deadlines() -> list[tuple[Term, date]]:
    differ = []
    for term in EVERY_KIND:
        for end in TWO_YEARS[365::7] + [date(2024, 2, 29), date(2024, 6, 30), date(2024, 12, 31)]:
            day = latest_notice_day(term, end)
            if not plain_calendar.earliest_end(term, day) <= end < plain_calendar.earliest_end(term, day + NEXT):
                differ.append((term, end))
    return differ


def test_every_day_of_two_years():
    assert wrong_ends() == []
    assert wrong_deadlines() == []


def spilling(day: date, months: int) -> date:
    """31 January plus a month is 3 March."""
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1) + timedelta(days=day.day - 1)


def sticking(day: date, months: int) -> date:
    """28 February plus a month is 31 March."""
    later = plus_months(day, months)
    return notice.last_of_month(later) if day == notice.last_of_month(day) else later


@pytest.mark.parametrize(
    "wrong",
    [
        lambda day, months: plus_months(day, months) + NEXT,
        lambda day, months: plus_months(day - NEXT, months),  # the day of receipt counts
        lambda day, months: day + timedelta(days=30 * months),
        spilling,
        sticking,
    ],
    ids=["a_day_later", "receipt_counts", "thirty_days", "spilling", "sticking"],
)
def test_wrong_months_are_found(monkeypatch, wrong):
    """Negative control: the comparison sees an error of a day."""
    monkeypatch.setattr(notice, "plus_months", wrong)
    assert wrong_ends() != []


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("end_of_span", lambda day, months: plus_months(day, months)),
        ("SPANS", notice.SPANS | {"half_year": 3}),
        ("SPANS", notice.SPANS | {"year": 6}),
        ("term_end_from", lambda term, day: None),
    ],
)
def test_wrong_ends_are_found(monkeypatch, name, wrong):
    """Negative control."""
    monkeypatch.setattr(notice, name, wrong)
    assert wrong_ends() != []


def test_wrong_deadlines_are_found(monkeypatch):
    """Negative control: 30 March instead of 31 March for the end of June."""
    monkeypatch.setattr(notice, "last_of_month", lambda day: day)
    assert wrong_deadlines() != []


@pytest.mark.parametrize(
    "unfinished",
    [
        replace(OPEN, notice_to="term"),
        replace(SCHOOL_YEAR, ends_on=None),
        replace(SCHOOL_YEAR, kind="fixed", ends_on=None),
    ],
)
def test_in_a_draft_without_its_end_only_the_period_counts(unfinished):
    assert term_problems(unfinished) != []
    assert earliest_end(unfinished, date(2025, 1, 31)) == date(2025, 4, 30)
    assert latest_notice_day(unfinished, date(2025, 4, 30)) == date(2025, 1, 31)
    assert notice_deadline(unfinished, date(2025, 1, 31)) is None


def test_a_draft_that_does_not_say_how_it_renews_has_one_end():
    unfinished = replace(SCHOOL_YEAR, renewal_months=None)
    assert earliest_end(unfinished, date(2025, 5, 1)) == date(2025, 7, 31)


def test_the_calendar_begins():
    term = Term(date.min, "open_ended", None, None, 3, "any_day")
    assert latest_notice_day(term, date(1, 3, 31)) is None
    assert latest_notice_day(term, date(1, 4, 2)) == date(1, 1, 2)


ANY_DAY_AT_ALL = st.dates()
ANY_TERM = st.builds(
    Term,
    ANY_DAY_AT_ALL,
    st.sampled_from(TermKind.values),
    st.none() | ANY_DAY_AT_ALL,
    st.none() | st.integers(0, 600),
    st.integers(0, 120),
    st.sampled_from(NoticeTo.values),
)


@given(term=ANY_TERM, day=ANY_DAY_AT_ALL | st.sampled_from([date.min, date.max, date.max - NEXT, date.min + NEXT]))
@settings(max_examples=400)
def test_no_term_and_no_day_break_it(term, day):
    """Unfinished drafts, ends before beginnings and the edges of the calendar give an answer, never an error."""
    term_problems(term)
    end = earliest_end(term, day)
    latest = latest_notice_day(term, end)
    assert latest is None or earliest_end(term, latest) <= end
    latest_notice_day(term, day)
    found = notice_deadline(term, day)
    assert found is None or found[0] >= day
