"""Cells the way people here write them."""

import contextlib
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.imports import ages, contacts, dates, numbers
from kit.imports.cells import (
    CellRefused,
    choice_parser,
    fold_header,
    read_line,
    read_yes_no,
    several_parser,
    whole_number_parser,
)

ANYTHING = st.one_of(
    st.text(max_size=60), st.integers(), st.floats(), st.booleans(), st.dates(), st.datetimes(), st.times(), st.none()
)
PARSERS = [
    dates.read_day,
    dates.read_clock,
    dates.read_clock_span,
    dates.read_dated_span,
    dates.read_weekday,
    ages.read_age_span,
    ages.read_lowest_age,
    ages.read_highest_age,
    numbers.read_money,
    numbers.read_coordinate(90, "Breite"),
    contacts.read_phone,
    contacts.read_web_address,
    contacts.read_mail_address,
    read_yes_no,
    whole_number_parser(0, 99),
    several_parser,
    read_line,
]
TEXT_ONLY = {dates.read_clock_span, dates.read_dated_span, dates.read_weekday}


@pytest.mark.parametrize(
    "cell",
    [
        "24.12.2026",
        "24.12.26",
        "2026-12-24",
        "Do 24.12.2026",
        "Donnerstag, 24. Dezember 2026",
        "24. Dez. 26",
        46380,
        46380.0,
        "46380",
        date(2026, 12, 24),
        datetime(2026, 12, 24),
        "24. 12. 2026",
        "2026-12-24 00:00:00",
    ],
)
def test_one_day_in_all_spellings(cell):
    assert dates.read_day(cell) == date(2026, 12, 24)


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("31.2.2026", "gibt es nicht"),
        ("12/24/2026", "kein Datum"),
        ("Mo 24.12.2026", "ist ein Donnerstag"),
        ("24.12.0026", "kann nicht stimmen"),
        ("bald", "kein"),
        (True, "gehört ein Datum"),
        ("24.12.", "kein Datum"),
    ],
)
def test_what_is_no_day_says_why(cell, why):
    with pytest.raises(CellRefused, match=why):
        dates.read_day(cell)


@pytest.mark.parametrize("cell", ["9:30", "9.30 Uhr", "09:30", "09:30:00", 0.3958333333, time(9, 29, 59), "9:30 h"])
def test_one_time_in_all_spellings(cell):
    assert dates.read_clock(cell) == time(9, 30)


def test_whole_hours_and_excel_durations():
    assert dates.read_clock("9 Uhr") == dates.read_clock(timedelta(hours=9)) == time(9)
    for nonsense in ("24:00", "9:60", "abends"):
        with pytest.raises(CellRefused):
            dates.read_clock(nonsense)


@pytest.mark.parametrize(
    "text",
    [
        "24.11.2026 09:30-11:00",
        "Di 24.11.26, 9.30 bis 11 Uhr",
        "2026-11-24 9:30-11",
        "24. November 2026 von 9.30–11 Uhr",
    ],
)
def test_a_date_with_beginning_and_end(text):
    assert dates.read_dated_span(text) == (date(2026, 11, 24), time(9, 30), time(11))


@given(st.dates(date(1970, 1, 1), date(2069, 12, 31)))
def test_every_day_survives_every_spelling(day):
    weekday = dates.SHOWN[day.weekday()]
    for text in (f"{day:%d.%m.%Y}", f"{day.day}.{day.month}.{day:%y}", day.isoformat(), f"{weekday}, {day:%d.%m.%Y}"):
        assert dates.read_day(text) == day
    assert dates.read_day((day - dates.DAY_ZERO).days) == day or (day - dates.DAY_ZERO).days < 10_000


@given(st.decimals(0, 999_999, places=2))
def test_every_amount_survives_both_spellings(amount):
    german = f"{amount:,.2f}".replace(",", "_").replace(".", ",").replace("_", ".")
    for text in (german, f"{german} €", f"{amount:.2f}".replace(".", ","), f"{amount:.2f} EUR"):
        assert numbers.read_money(text) == amount


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("1.234,50", "1234.50"),
        ("1234.5", "1234.50"),
        ("1.234", "1234"),
        ("12,-", "12"),
        ("kostenlos", "0"),
        (3.5, "3.50"),
    ],
)
def test_amounts(cell, amount):
    assert numbers.read_money(cell) == Decimal(amount)


@pytest.mark.parametrize("cell", ["-1", "1,999", "viel", "1e9", float("nan"), float("inf"), "1.23.4", "99999999"])
def test_what_is_no_amount(cell):
    with pytest.raises(CellRefused):
        numbers.read_money(cell)


@pytest.mark.parametrize(
    ("cell", "months"),
    [
        ("6-12 Monate", (6, 12)),
        ("ab 3 Jahre", (36, None)),
        ("0 bis 3 Jahre", (0, 47)),
        ("9 M", (9, 9)),
        ("unter 3 Jahren", (None, 35)),
        ("18 Monate bis 3 Jahre", (18, 47)),
        ("3+", (36, None)),
        ("alle", (None, None)),
        (4, (48, 59)),
        ("4", (48, 59)),
        ("bis 12 Monate", (None, 12)),
        ("von 3 bis 6 Jahren", (36, 83)),
    ],
)
def test_ages(cell, months):
    assert ages.read_age_span(cell) == months


@given(st.integers(0, 120), st.integers(0, 120))
def test_every_span_of_years_is_read_or_refused_in_order(low, high):
    text = f"{low}-{high} Jahre"
    if low <= high:
        assert ages.read_age_span(text) == (low * 12, high * 12 + 11)
    else:
        with pytest.raises(CellRefused, match="unter dem Alter"):
            ages.read_age_span(text)


@pytest.mark.parametrize("parser", PARSERS)
@given(cell=ANYTHING)
def test_no_cell_makes_a_parser_fail_in_another_way(parser, cell):
    if parser in TEXT_ONLY:
        cell = str(cell)
    with contextlib.suppress(CellRefused):
        parser(cell)


def test_phone_numbers_become_international_and_keep_their_look():
    for text in ("030 23125-001", "+49 (0)30 23125001", "0049 30 23125 001", "Tel.: 030/23125001"):
        assert contacts.read_phone(text).number == "+493023125001"
    assert contacts.read_phone("030 23125-001").display == "030 23125-001"
    assert contacts.read_phone("116 111").number == "+49116111"
    for nonsense in ("23125", "030 1; 030 2", "ruf an", "0"):
        with pytest.raises(CellRefused):
            contacts.read_phone(nonsense)


def test_web_addresses():
    assert contacts.read_web_address("www.haus.example/a") == "https://www.haus.example/a"
    for nonsense in (
        "javascript:alert(1)",
        "ftp://haus.example",
        "https://a:b@haus.example",
        "haus",
        "data://x.example",
    ):
        with pytest.raises(CellRefused):
            contacts.read_web_address(nonsense)


def test_formulas_and_control_characters_are_no_text():
    for nonsense in ('=HYPERLINK("http://x")', "a\x00b", "a\x07"):
        with pytest.raises(CellRefused):
            read_line(nonsense)
    assert read_line(" a\u00a0 \u200bb ") == "a b"
    assert read_line("'-unser Titel") == "-unser Titel"  # as our own tables write it


def test_choices_forgive_spelling_and_name_what_is_possible():
    parse = choice_parser([("ev", "e. V."), ("ggmbh", "gGmbH")])
    assert parse("e.V.") == parse("E V") == "ev"
    with pytest.raises(CellRefused, match="Möglich: e. V., gGmbH"):
        parse("AG")
    assert fold_header("Straße") == fold_header("STRASSE")
    assert fold_header("Träger") == fold_header("Traeger")


def test_lists_in_a_cell():
    assert several_parser("Gera; Weimar;Gera") == ["Gera", "Weimar"]
    assert several_parser("a, b") == ["a", "b"]
    assert several_parser("Haus, Hof | Garten") == ["Haus, Hof", "Garten"]
