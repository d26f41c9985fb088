"""Tables as CSV and XLSX, the only place that writes them: no cell ever becomes a formula (T16).

CSV is what Excel in Germany opens by double click: UTF-8 with BOM, semicolons, decimal comma. XLSX has typed cells.
"""

import csv
import io
import math
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, BinaryIO, NamedTuple, TypeVar

from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

Cell = str | int | float | bool | Decimal | date | datetime | time | None
CELL_TYPES = (str, int, float, bool, Decimal, date, datetime, time)
Row = Sequence[Cell]
R = TypeVar("R", bound=StreamingHttpResponse)

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""Characters neither format can hold; tab and line ends stay."""
FORMULA = re.compile(r"\s*[=+\-@\t\r＝＋－＠]|[\t\r]")
"""How a text begins that a spreadsheet program may run; the full-width signs count in some language versions."""
GUARDED = re.compile(rf"'+(?:{FORMULA.pattern})")
LONGEST_XLSX_TEXT = 32_767
LARGEST_XLSX_NUMBER = 10**15
"""Beyond 15 digits a spreadsheet rounds; such numbers are written as text."""
XLSX_ROWS = 1_048_575


class TooManyRows(ValueError):
    """More rows than a sheet holds."""


def formula_safe(text: str) -> str:
    """``text`` without control characters, and with ``'`` in front where a program would read a formula.

    One more ``'`` is added to texts that begin with ``'`` and would look guarded, so ``unguarded`` always finds back.
    """
    text = CONTROL.sub("", text)
    return f"'{text}" if FORMULA.match(text) or GUARDED.match(text) else text


def without_formula_guard(text: str) -> str:
    """What stood in the cell before ``guarded``; for reading our own tables again."""
    return text[1:] if GUARDED.match(text) else text


def cell_words(value: Cell) -> str:
    """A value as people here write it: ``03.10.2026``, ``12,50``, ``ja``. Texts come back unchanged."""
    match value:
        case None:
            return ""
        case bool():
            return "ja" if value else "nein"
        case float() | Decimal():
            return str(value).replace(".", ",") if _is_finite(value) else ""
        case datetime():
            return f"{_local(value):%d.%m.%Y %H:%M}"
        case date():
            return f"{value:%d.%m.%Y}"
        case time():
            return f"{value:%H:%M}"
        case _:
            return str(value)


def _is_finite(number: float | Decimal) -> bool:
    return number.is_finite() if isinstance(number, Decimal) else math.isfinite(number)


def _local(moment: datetime) -> datetime:
    return timezone.make_naive(moment) if timezone.is_aware(moment) else moment


class _Lines:
    """A file for ``csv.writer`` that hands each line straight back."""

    def write(self, line: str) -> str:
        return line


def csv_lines(header: Sequence[object], rows: Iterable[Row]) -> Iterator[bytes]:
    """The file line by line, so that a long table never stands in memory as a whole."""
    writer = csv.writer(_Lines(), delimiter=";", lineterminator="\r\n")
    yield b"\xef\xbb\xbf" + writer.writerow([formula_safe(str(label)) for label in header]).encode()
    for row in rows:
        yield writer.writerow([formula_safe(v) if isinstance(v, str) else cell_words(v) for v in row]).encode()


class Sheet(NamedTuple):
    """One sheet of a workbook: its tab, the first line, and the lines below."""

    title: str
    header: Sequence[object]
    rows: Iterable[Row]


def xlsx_file(header: Sequence[object], rows: Iterable[Row], title: str = "Tabelle") -> BinaryIO:
    """An open temporary file with one sheet, read position at the start; the caller closes it.

    Raises ``TooManyRows`` beyond what a sheet holds.
    """
    return xlsx_book([Sheet(title, header, rows)])


def xlsx_book(sheets: Iterable[Sheet]) -> BinaryIO:
    """Like ``xlsx_file`` with several sheets in this order."""
    from openpyxl import Workbook  # noqa: PLC0415 - slow to import, needed by few requests

    book = Workbook(write_only=True)
    try:
        for sheet in sheets:
            _fill(book, sheet)
    except BaseException:
        book.save(io.BytesIO())  # removes the temporary files of the sheets
        raise
    file = tempfile.SpooledTemporaryFile(max_size=4 * 1024 * 1024)  # noqa: SIM115 - the caller closes it
    book.save(file)
    file.seek(0)
    return file  # type: ignore[return-value]


def _fill(book: Any, content: Sheet) -> None:
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.styles import Font  # noqa: PLC0415 - slow to import, needed by few requests

    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", content.title)[:31] or "Tabelle")
    sheet.freeze_panes = "A2"
    for number, label in enumerate(map(str, content.header)):
        sheet.column_dimensions[_letters(number)].width = min(60, max(12, len(label) + 2))

    first = [_filled(WriteOnlyCell(sheet), str(label)) for label in content.header]
    for made in first:
        made.font = Font(bold=True)
    sheet.append(first)
    for number, row in enumerate(content.rows, start=1):
        if number > XLSX_ROWS:
            raise TooManyRows
        sheet.append([_filled(WriteOnlyCell(sheet), value) for value in row])


def _filled(made: Any, value: Cell) -> Any:
    """``made`` with a value that sorts and counts as what it is; what a sheet cannot hold as such becomes text."""
    if value is None:
        return made
    if _stays_text(value):
        return _text(made, cell_words(value))
    match value:
        case datetime():
            made.value, made.number_format = _local(value).replace(microsecond=0), "dd.mm.yyyy hh:mm"
        case date():
            made.value, made.number_format = value, "dd.mm.yyyy"
        case time():
            made.value, made.number_format = value.replace(tzinfo=None), "hh:mm"
        case _:
            made.value = value
    return made


def _stays_text(value: Any) -> bool:
    match value:
        case bool() | str():
            return True
        case int() | float() | Decimal():
            return not _is_finite(value) or abs(float(value)) >= LARGEST_XLSX_NUMBER
        case datetime() | date():
            return value.year < 1900  # spreadsheets begin to count days in 1900
    return False


def _text(made, text: str):  # type: ignore[no-untyped-def]
    """Fill a cell with text that stays text, whatever it begins with."""
    if text := formula_safe(text)[:LONGEST_XLSX_TEXT]:
        made.value, made.data_type = text, "s"
    return made


def _letters(number: int) -> str:
    """Column name of a spreadsheet: 0 is ``A``, 26 is ``AA``."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def csv_response(name: str, header: Sequence[object], rows: Iterable[Row]) -> StreamingHttpResponse:
    """A download ``<name>.csv``, sent while it is written."""
    response = StreamingHttpResponse(csv_lines(header, rows), content_type="text/csv; charset=utf-8")
    return _download(response, f"{name}.csv")


def xlsx_response(name: str, header: Sequence[object], rows: Iterable[Row], title: str = "Tabelle") -> FileResponse:
    """A download ``<name>.xlsx``, written completely before the first byte is sent."""
    response = FileResponse(
        xlsx_file(header, rows, title),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    return _download(response, f"{name}.xlsx")


def _download(response: R, filename: str) -> R:
    response["Content-Disposition"] = content_disposition_header(True, filename)
    response["Cache-Control"] = "private, no-store"
    return response
