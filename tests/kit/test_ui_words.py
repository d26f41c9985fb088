"""Dates, ages and amounts in words."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from kit import formatting

TODAY = date(2026, 11, 22)
NARROW = "\N{NO-BREAK SPACE}"


@dataclass
class Session:
    starts_at: datetime | None
    ends_at: datetime | None = None


def plain(text):
    return text.replace(NARROW, " ")


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (TODAY, "heute"),
        (TODAY + timedelta(days=1), "morgen"),
        (TODAY - timedelta(days=1), "gestern"),
        (date(2026, 11, 26), "Do, 26. November"),
        (date(2027, 1, 4), "Mo, 4. Januar 2027"),
        (datetime(2026, 11, 22, 23, 30, tzinfo=UTC), "morgen"),  # half past midnight in Berlin
        (None, ""),
    ],
)
def test_day_words(day, words):
    assert plain(formatting.day_words(day, today=TODAY)) == words


def test_time_range_is_local_and_says_uhr():
    start = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
    assert plain(formatting.time_range(Session(start, start + timedelta(minutes=90)))) == "10:00–11:30 Uhr"
    assert plain(formatting.time_range(Session(start))) == "ab 10:00 Uhr"
    assert formatting.time_range(Session(None)) == ""


def test_time_range_over_several_days_names_the_end_day():
    start = datetime(2030, 5, 3, 14, 0, tzinfo=UTC)
    words = plain(formatting.time_range(Session(start, start + timedelta(days=2))))
    assert words == "16:00 Uhr bis So, 5. Mai 2030, 16:00 Uhr"


def test_a_party_past_midnight_is_still_one_evening():
    start = datetime(2026, 11, 26, 19, 0, tzinfo=UTC)
    assert plain(formatting.time_range(Session(start, start + timedelta(hours=5)))) == "20:00–1:00 Uhr"


@pytest.mark.parametrize(
    ("months", "words"),
    [(0, "0 Monate"), (1, "1 Monat"), (9, "9 Monate"), (24, "2 Jahre"), (30, "2½ Jahre"), (48, "4 Jahre")],
)
def test_one_age(months, words):
    assert plain(formatting.age_words(months)) == words


@pytest.mark.parametrize(
    ("lowest", "highest", "words"),
    [
        (6, 12, "6 bis 12 Monate"),
        (36, None, "ab 3 Jahren"),
        (6, None, "ab 6 Monaten"),
        (None, None, "alle Altersgruppen"),
        (0, None, "alle Altersgruppen"),
        (None, 12, "bis 12 Monate"),
        (0, 36, "0 bis 3 Jahre"),
        (36, 72, "3 bis 6 Jahre"),
        (36, 83, "3 bis 6 Jahre"),
        (6, 36, "6 Monate bis 3 Jahre"),
        (72, 83, "6 Jahre"),
    ],
)
def test_age_ranges(lowest, highest, words):
    assert plain(formatting.age_words(lowest, highest)) == words


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (Decimal("32"), "32,00 €"),
        (Decimal("1250.5"), "1.250,50 €"),
        (0, "kostenlos"),
        ("3.5", "3,50 €"),
        (None, ""),
        ("", ""),
        ("viel", ""),
        (Decimal("NaN"), ""),
    ],
)
def test_euro(amount, words):
    assert plain(formatting.euro_words(amount)) == words


def test_freshness():
    assert formatting.freshness_words(date(2026, 10, 3)) == "bestätigt im Oktober 2026"
    assert formatting.freshness_words(None) == "noch nicht bestätigt"
