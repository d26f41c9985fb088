"""Dates as the index keeps them: by the clock here, whatever the time of the year, in lots of any size."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from offers.enums import DayPart
from offers.search import dates
from tests.offers.rows import next_weekday, published

MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2032, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
BERLIN = ZoneInfo("Europe/Berlin")


@settings(max_examples=30)
@given(st.lists(MOMENTS, min_size=1, max_size=8))
@example([datetime(2027, 3, 28, 0, 59, tzinfo=UTC), datetime(2027, 3, 28, 1, 0, tzinfo=UTC)])
@example([datetime(2027, 10, 31, 0, 59, tzinfo=UTC), datetime(2027, 10, 31, 1, 0, tzinfo=UTC)])
def test_day_and_minute_are_those_of_the_clock_here(moments):
    days, minutes = dates.local_date(np.array([int(one.timestamp()) for one in moments]))
    local = [one.astimezone(BERLIN) for one in moments]
    assert days.tolist() == [one.toordinal() for one in local]
    assert minutes.tolist() == [one.hour * 60 + one.minute for one in local]


@pytest.mark.django_db
@pytest.mark.parametrize("at_once", [dates.AT_ONCE, 1])
def test_lots_of_any_size_hold_the_same(at_once, monkeypatch):
    monkeypatch.setattr(dates, "AT_ONCE", at_once)
    starts = [next_weekday(2, time(hour)) + timedelta(weeks=week) for week in range(6) for hour in (9, 14, 19)]
    offers = [published("Treff", starts=[start]) for start in starts]
    moment, first = min(starts) - timedelta(days=1), min(starts).astimezone(BERLIN).date()
    known = dates.SessionDates()
    known.need(first, first + timedelta(days=41), moment, offers=len(offers))
    for offer, start in zip(offers, starts, strict=True):
        day, part = start.astimezone(BERLIN).date(), DayPart.MORNING + (start.hour > 11) + (start.hour > 16)
        assert offer.pk in known.on(day, [part])
        assert len(known.on(day, [part])) == 1
        assert known.minutes(day, [part], np.array([offer.pk, 0])).tolist() == [start.hour * 60 + start.minute, 1440]
        assert known.minutes(day, [], np.array([offer.pk])).tolist() == [start.hour * 60 + start.minute]
    assert not known.on(first + timedelta(days=1), [])
    assert not known.knows(date(2020, 1, 1))
