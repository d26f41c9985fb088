"""Files people send: every encoding they have, and everything that is no table, in time and in German."""

import contextlib
import io
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.exports.tables import csv_lines
from kit.imports import xlsx_file
from kit.imports.files import read_table
from kit.imports.tables import MOST_BYTES, MOST_ROWS, FileRefused
from tests.pace import cpu_units

TEXT = "Kennung;Straße\n1;Größe „ä“ – €\n"
CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'spreadsheetml.sheet.main+xml"/></Types>'
)


def book(*rows, sheets=()):
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    for title in sheets:
        made.create_sheet(title).append(["x"])
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def changed(content, name, change):
    """The workbook with one part rewritten."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            data = old.read(entry)
            new.writestr(entry.filename, change(data) if entry.filename == name else data)
    return out.getvalue()


def archive(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings(encoding):
    table = read_table(TEXT.encode(encoding))
    assert table.header == ["Kennung", "Straße"]
    assert table.rows == [(2, ["1", "Größe „ä“ – €"])]


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_separators(separator):
    table = read_table(f'Kennung{separator}Name\n1{separator}"a;b,c\td"\n'.encode())
    assert table.rows == [(2, ["1", "a;b,c\td"])]


def test_line_numbers_are_those_of_the_file():
    table = read_table(b'sep=;\r\nKennung;Text\r\n\r\n1;"zwei\r\nZeilen"\r\n2;b\r\n')
    assert [number for number, _ in table.rows] == [4, 6]


def test_what_our_writer_wrote_comes_back():
    content = b"".join(csv_lines(["Kennung", "Text"], [["1", "=2+3"], ["2", "-a"]]))
    assert read_table(content).rows == [(2, ["1", "'=2+3"]), (3, ["2", "'-a"])]


def test_excel_values_types_and_stored_results():
    table = read_table(book(["Kennung", "Zahl"], [1, 2.5], [None, None], ["drei", "=1+1"], sheets=["Zweites"]))
    assert table.rows[0] == (2, [1, 2.5])
    assert table.rows[1] == (4, ["drei", "=1+1"])  # nobody has computed it, so the row will be refused
    assert "Blatt" in table.notices[0]


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"", "a.csv", "leer"),
        (b"  \n\n", "a.csv", "leer"),
        (b"Kennung;Name\n", "a.csv", "keine Zeile"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.xls", "alte Excel-Format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "Kennwort"),
        (b"%PDF-1.7", "a.csv", "PDF"),
        (b"\x89PNG\r\n", "a.csv", "Bild"),
        (b"<html><body>", "a.csv", "Internetseite"),
        (b"a;b\n1;\x00\x00", "a.csv", "keine Texttabelle"),
        (b"a;b\n1;2\n", "a.xlsx", "keine Excel-Datei"),
        (b'a;b\n1;"offen\n2;x\n', "a.csv", "Ab Zeile 2 ist ein Anf"),
        (b'a;b\n1;"x"y\n', "a.csv", "Zeile 2 stimmen die Anf"),
        (b"a;b\n1;" + b"x" * 200_000, "a.csv", "zu lang"),
        (b";".join([b"s"] * 1_000_000) + b"\n1\n", "a.csv", "Spalten"),
        (b";".join([b"s"] * 300) + b"\n1\n", "a.csv", "300 Spalten"),
        (b"\x81\x8d\x8f;\x90\n1;2", "a.csv", "Zeichensatz"),
        (b"PK\x03\x04" + bytes(50), "a.xlsx", "beschädigt"),
        (b"PK\x05\x06" + bytes(18), "a.xlsx", "beschädigt"),
        (archive(**{"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "a.ods", "LibreOffice"),
        (archive(**{"word/document.xml": "<a/>"}), "a.xlsx", "Word"),
        (archive(**{"a.txt": "x"}), "a.xlsx", "gepackter Ordner"),
        (archive(**{"xl/workbook.xml": "<a/>", "[Content_Types].xml": CONTENT_TYPES}), "a.xlsx", "leer|beschädigt"),
        (b"x" * (MOST_BYTES + 1), "a.csv", "zu groß"),
        (b"a\n" + b"1\n" * (MOST_ROWS + 1), "a.csv", "mehr als 20000 Zeilen"),
    ],
)
def test_what_is_no_table_says_why(content, name, why):
    with pytest.raises(FileRefused, match=why):
        read_table(content, name)


def bomb(size):
    return archive(
        **{"xl/workbook.xml": "<a/>", "[Content_Types].xml": CONTENT_TYPES, "xl/worksheets/sheet1.xml": b"0" * size}
    )


def test_zip_bombs_are_refused_in_time():
    for content in (bomb(xlsx_file.MOST_UNPACKED + 1), bomb(20 * 1024 * 1024)):

        def refuse(content: bytes = content) -> None:
            with pytest.raises(FileRefused, match="ausgepackt zu groß"):
                read_table(content, "a.xlsx")

        assert cpu_units(refuse) < 100


def test_archives_that_lie_about_their_size_are_refused():
    content = bytearray(bomb(5 * 1024 * 1024))
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = content.rfind(mark)
        content[at + offset : at + offset + 4] = (10).to_bytes(4, "little")
    with pytest.raises(FileRefused):
        read_table(bytes(content), "a.xlsx")


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"])
def test_entities_are_refused(part):
    entity = b'<!DOCTYPE a [<!ENTITY b "bbb"><!ENTITY c "&b;&b;">]>'
    content = changed(book(["Kennung"], [1]), part, lambda data: entity + data.split(b"?>", 1)[-1])
    with pytest.raises(FileRefused, match="nicht öffnen"):
        read_table(content, "a.xlsx")


def test_far_away_rows_and_columns_cost_nothing():
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:XFD1048576"/>'
        b'<sheetData><row r="1"><c r="A1" t="str"><v>Kennung</v></c></row>'
        b'<row r="1048570"><c r="A1048570" t="str"><v>1</v></c></row></sheetData></worksheet>'
    )
    table = read_table(changed(book(["x"]), "xl/worksheets/sheet1.xml", lambda data: sheet), "a.xlsx")
    assert table.rows == [(1048570, ["1"])]
    endless = sheet.replace(b'r="1048570"', b'r="99999999999"')
    with pytest.raises(FileRefused):
        read_table(changed(book(["x"]), "xl/worksheets/sheet1.xml", lambda data: endless), "a.xlsx")


@given(st.binary(max_size=400))
def test_random_bytes_are_a_table_or_refused(content):
    for name in ("a.csv", "a.xlsx"):
        with contextlib.suppress(FileRefused):
            read_table(content, name)


@given(st.integers(0, 4000), st.binary(min_size=1, max_size=30))
def test_damaged_workbooks_are_a_table_or_refused(at, junk):
    content = bytearray(WHOLE)
    content[at : at + len(junk)] = junk
    with contextlib.suppress(FileRefused):
        read_table(bytes(content), "a.xlsx")


WHOLE = book(["Kennung", "Name"], [1, "a"], [2, "b"])


@given(st.lists(st.lists(st.text(max_size=20), min_size=2, max_size=2), min_size=1, max_size=5))
def test_every_text_survives_csv(rows):
    content = b"".join(csv_lines(["Kennung", "Name"], [["1", "a"], *rows]))
    assert len(read_table(content).rows) <= len(rows) + 1
