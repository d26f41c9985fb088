"""Tables out: what a spreadsheet program reads is what we meant, and never a formula (T16)."""

import csv
import io
from datetime import UTC, date, datetime, time
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.exports import tables

HEADER = ["Name", "Zahl", "Tag"]
DANGEROUS = ["=1+1", "+49", "-x", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "'=1", "''-1", "\x00=1"]


def read_csv(header, rows):
    raw = b"".join(tables.csv_lines(header, rows))
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";"))


def read_xlsx(header, rows):
    with tables.xlsx_file(header, rows) as file:
        return list(openpyxl.load_workbook(file).active.iter_rows())


def is_formula(text):
    return text.lstrip()[:1] in tuple("=+-@＝＋－＠") or text[:1] in ("\t", "\r")


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_dangerous_text_is_text_in_both_formats_and_reads_back(text):
    guarded = read_csv(HEADER, [[text, None, None]])[1][0]
    assert not is_formula(guarded)
    cell = read_xlsx(HEADER, [[text, None, None]])[1][0]
    assert cell.data_type == "s"
    assert not is_formula(cell.value)
    assert tables.without_formula_guard(guarded) == tables.CONTROL.sub("", text)


def test_the_check_would_notice_a_formula():
    """Negative control: written without our writer, the same text is a formula for a spreadsheet program."""
    book = openpyxl.Workbook()
    book.active["A1"] = "=1+1"
    assert book.active["A1"].data_type == "f"
    assert is_formula("=1+1")


def test_headers_are_guarded_as_well():
    assert read_csv(["=cmd"], [])[0] == ["'=cmd"]
    assert read_xlsx(["=cmd"], [])[0][0].data_type == "s"


@settings(max_examples=200)
@given(st.lists(st.lists(st.text(max_size=20), min_size=3, max_size=3), max_size=4))
def test_any_text_survives_csv_and_is_never_a_formula(rows):
    for read, row in zip(read_csv(HEADER, rows)[1:], rows, strict=True):
        assert not any(map(is_formula, read))
        assert [tables.without_formula_guard(text) for text in read] == [tables.CONTROL.sub("", text) for text in row]


@settings(max_examples=60)
@given(st.lists(st.one_of(st.text(max_size=20), st.sampled_from(DANGEROUS)), min_size=1, max_size=5))
def test_any_text_in_xlsx_is_a_text_cell(texts):
    rows = read_xlsx(["Text"] * len(texts), [texts])[1:]
    for cell in (cell for row in rows for cell in row):
        assert cell.data_type in "sn"  # "n" is an empty cell
        assert cell.value is None or not is_formula(cell.value)


@settings(max_examples=60)
@given(
    st.one_of(
        st.integers(-(10**20), 10**20),
        st.floats(),
        st.decimals(),
        st.dates(),
        st.datetimes(),
        st.times(),
        st.booleans(),
    )
)
def test_any_other_value_can_be_written(value):
    assert len(read_csv(HEADER, [[value, None, None]])[1]) == 3
    assert read_xlsx(HEADER, [["x", value, None]])[1][1].data_type != "f"


def test_values_are_written_as_people_here_write_them():
    moment = datetime(2026, 10, 3, 8, 30, tzinfo=UTC)
    row = [Decimal("-12.50"), 3, date(2026, 10, 3), moment, time(9, 5), True, False, None]
    assert read_csv(["x"] * 8, [row])[1] == [
        "-12,50",
        "3",
        "03.10.2026",
        "03.10.2026 10:30",
        "09:05",
        "ja",
        "nein",
        "",
    ]


def test_xlsx_cells_are_typed():
    moment = datetime(2026, 10, 3, 8, 30, tzinfo=UTC)
    row = [Decimal("12.50"), -3, date(2026, 10, 3), moment, time(9, 5), True, date(1850, 1, 1), 10**17]
    read = read_xlsx(["x"] * 8, [row])[1]
    assert [cell.data_type for cell in read] == ["n", "n", "d", "d", "d", "s", "s", "s"]
    assert read[0].value == 12.5
    assert read[3].value == datetime(2026, 10, 3, 10, 30)
    assert read[6].value == "01.01.1850"


def test_semicolons_quotes_and_lines_stay_in_their_cell():
    text = 'Eltern; "Kind"\nzweite Zeile'
    assert read_csv(HEADER, [[text, 1, None]])[1][0] == text


def test_a_very_long_text_is_cut_for_xlsx_only():
    assert len(read_xlsx(["x"], [["a" * 40_000]])[1][0].value) == tables.LONGEST_XLSX_TEXT
    assert len(read_csv(["x"], [["a" * 40_000]])[1][0]) == 40_000


def test_column_letters():
    assert [tables._letters(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_too_many_rows_for_a_sheet(monkeypatch):
    monkeypatch.setattr(tables, "XLSX_ROWS", 2)
    with pytest.raises(tables.TooManyRows):
        tables.xlsx_file(["x"], [[1], [2], [3]])


@pytest.mark.django_db  # closing a response looks after the connection
def test_downloads_have_a_name_and_are_not_kept_by_caches():
    for response in (tables.csv_response("träger", ["x"], []), tables.xlsx_response("träger", ["x"], [])):
        assert "filename*=utf-8''tr%C3%A4ger" in response["Content-Disposition"]
        assert response["Cache-Control"] == "private, no-store"
        response.close()


def test_csv_is_written_while_it_is_sent():
    asked = []

    def rows():
        for number in range(3):
            asked.append(number)
            yield [number]

    lines = tables.csv_lines(["x"], rows())
    next(lines)
    next(lines)
    assert asked == [0]
