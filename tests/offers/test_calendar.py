"""Recurrence against an independent, day-by-day calculation."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offers import calendar
from offers.calendar import CODES, Period, Rule, local_instant, rule_days, rule_spans

DAYS = st.dates(min_value=date(2024, 1, 1), max_value=date(2030, 12, 31))


def weekly(start: date, **fields) -> Rule:
    return Rule("weekly", start, time(9, 30), time(11), **fields)


def brute_weekly(rule: Rule) -> list[date]:
    """Every day from the start on, asking plainly: right weekday, right week?"""
    wanted = {CODES.index(code) for code in rule.byday or (CODES[rule.starts_on.weekday()],)}
    monday = rule.starts_on - timedelta(days=rule.starts_on.weekday())
    found = []
    for offset in range(3 * 366 + 1):
        day = rule.starts_on + timedelta(days=offset)
        if rule.until and day > rule.until:
            break
        weeks = (day - timedelta(days=day.weekday()) - monday).days // 7
        if day.weekday() in wanted and weeks % rule.interval == 0:
            found.append(day)
            if len(found) == rule.count:
                break
    return found


@given(
    start=DAYS,
    interval=st.integers(1, 5),
    byday=st.lists(st.sampled_from(CODES), unique=True, max_size=4),
    count=st.integers(1, 40),
)
def test_weekly_rules_equal_a_day_by_day_count(start, interval, byday, count):
    rule = weekly(start, interval=interval, byday=tuple(byday), count=count)
    assert rule_days(rule) == brute_weekly(rule)


@given(start=DAYS, length=st.integers(0, 400))
def test_until_is_included_and_nothing_comes_after(start, length):
    rule = weekly(start, until=start + timedelta(days=length))
    found = rule_days(rule)
    assert found == brute_weekly(rule)
    assert found[0] == start


@given(start=DAYS, code=st.sampled_from(CODES), nth=st.sampled_from([1, 2, 3, 4, -1]), count=st.integers(1, 12))
def test_monthly_rules_hit_the_nth_weekday(start, code, nth, count):
    rule = Rule("monthly", start, time(9), time(10), byday=(code,), nth=nth, count=count)
    found = rule_days(rule)
    assert len(found) == count
    for day in found:
        assert CODES[day.weekday()] == code
        if nth > 0:
            assert (day.day - 1) // 7 + 1 == nth
        else:
            assert (day + timedelta(days=7)).month != day.month
    assert all((b.year * 12 + b.month) - (a.year * 12 + a.month) == 1 for a, b in zip(found, found[1:], strict=False))


def test_skipped_days_do_not_use_up_the_count():
    rule = weekly(date(2026, 12, 3), count=4)
    christmas = Period(date(2026, 12, 22), date(2027, 1, 2))
    assert rule_days(rule, skip=[christmas]) == [
        date(2026, 12, 3),
        date(2026, 12, 10),
        date(2026, 12, 17),
        date(2027, 1, 7),
    ]


def test_public_holidays_of_thuringia_are_skipped():
    childrens_day = date(2026, 9, 20)  # Weltkindertag, a holiday in Thüringen only
    rule = Rule("once", childrens_day, time(10), time(12))
    assert rule_days(rule, skip_public_holidays=True, region="TH") == []
    assert rule_days(rule, skip_public_holidays=True, region="SN") == [childrens_day]
    assert rule_days(rule) == [childrens_day]


def test_a_rule_without_end_stops_after_three_years():
    assert rule_days(weekly(date(2026, 1, 5)))[-1] <= date(2026, 1, 5) + calendar.LONGEST


@given(start=DAYS, count=st.integers(1, 60))
def test_the_hour_on_the_wall_stays_the_same_across_the_clock_change(start, count):
    rule = Rule("weekly", start, time(16), time(17, 30), count=count)
    for begin, end in rule_spans(rule, rule_days(rule)):
        assert (begin.hour, begin.minute, end.hour, end.minute) == (16, 0, 17, 30)
        assert end.astimezone(UTC) - begin.astimezone(UTC) == timedelta(minutes=90)


def test_stepping_in_utc_would_drift():
    """Negative control: the way not to do it moves the course by an hour in October."""
    begin = local_instant(date(2026, 10, 20), time(16))
    drifted = (begin.astimezone(UTC) + timedelta(days=7)).astimezone(calendar.ZONE)
    assert drifted.hour == 15


def test_the_hour_skipped_in_march_is_refused():
    with pytest.raises(calendar.TimeDoesNotExist, match=r"28\.03\.2027"):
        local_instant(date(2027, 3, 28), time(2, 30))


def test_the_hour_that_exists_twice_means_the_first():
    moment = local_instant(date(2026, 10, 25), time(2, 30))
    assert moment.astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
