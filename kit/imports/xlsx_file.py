"""Excel files (.xlsx): looked at as a zip archive first, then read cell by cell; formulas are never computed."""

import io
import re
import time
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import openpyxl
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kit.imports.cells import Cell
from kit.imports.tables import Collector, FileRefused, Table

MOST_ENTRIES = 500
MOST_UNPACKED = 80 * 1024 * 1024
MOST_RATIO = 300  # a sheet of 20 000 equal rows packs about 1 : 100
MOST_CELLS = 2_500_000
LAST_LINE = 1_048_576
LONGEST_SECONDS = 60
CHUNK = 1 << 20
FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
CELL = re.compile(rb"<(?:\w+:)?c[ >/]")
DAMAGED = gettext_lazy(
    "Die Excel-Datei ist beschädigt. Bitte öffnen Sie sie in Excel oder LibreOffice und speichern Sie sie neu."
)
BOMB = gettext_lazy("Die Excel-Datei ist ausgepackt zu groß. Bitte kopieren Sie nur die Tabelle in eine neue Datei.")
FORBIDDEN = gettext_lazy(
    "Die Datei enthält Teile, die wir nicht öffnen. Bitte kopieren Sie nur die Tabelle in eine neue Datei."
)
ERRORS = ("#N/A", "#NV", "#REF!", "#BEZUG!", "#VALUE!", "#WERT!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#ZAHL!")


def read_xlsx(content: bytes) -> Table:
    """The first sheet with content. Raises ``FileRefused`` for whatever is wrong with the file."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            has_formulas = inspect_workbook(archive)
        return _read(content, has_formulas)
    except FileRefused:
        raise
    except RuntimeError as error:
        if "password" in str(error) or "encrypted" in str(error):
            reason = _("Die Datei ist mit einem Kennwort geschützt. Bitte speichern Sie sie ohne Kennwort.")
            raise FileRefused(reason) from error
        raise FileRefused(DAMAGED) from error
    except MemoryError as error:
        raise FileRefused(BOMB) from error
    except Exception as error:  # noqa: BLE001 - a parser of foreign files may fail in any way; none of it is ours
        raise FileRefused(DAMAGED) from error


def inspect_workbook(archive: zipfile.ZipFile) -> bool:
    """Count and measure what is inside, actually unpacking within the limit; whether a sheet holds formulas.

    Raises ``FileRefused`` for bombs, document types (the door for entities), and archives that are no Excel file.
    """
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    if len(entries) > MOST_ENTRIES or len(names) != len(entries):
        raise FileRefused(FORBIDDEN)
    if "xl/workbook.xml" not in names or "[Content_Types].xml" not in names:
        raise FileRefused(_other_kind(archive, names))
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise FileRefused(BOMB)
    measured = _Measured()
    for entry in entries:
        if entry.flag_bits & 0x1:
            raise RuntimeError("encrypted")
        _unpack(archive, entry, measured)
    return measured.has_formulas


@dataclass(slots=True)
class _Measured:
    """What was found in the parts unpacked so far."""

    unpacked: int = 0
    cells: int = 0
    has_formulas: bool = False


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, measured: _Measured) -> None:
    """Unpack one part piece by piece and count; the sizes the archive states about itself need not be true."""
    size, tail = 0, b""
    with archive.open(entry) as part:
        while chunk := part.read(CHUNK):
            size += len(chunk)
            measured.unpacked += len(chunk)
            if measured.unpacked > MOST_UNPACKED or _is_too_steep(size, entry):
                raise FileRefused(BOMB)
            if entry.filename.endswith((".xml", ".rels", ".vml")):
                seen = tail + chunk
                _look_into(chunk, seen, measured, is_sheet=entry.filename.startswith("xl/worksheets/"))
                tail = seen[-16:]  # what is looked for may lie across two pieces
    if measured.cells > MOST_CELLS:
        raise FileRefused(BOMB)


def _is_too_steep(size: int, entry: zipfile.ZipInfo) -> bool:
    return size > CHUNK and size > MOST_RATIO * max(entry.compress_size, 1)


def _look_into(chunk: bytes, seen: bytes, measured: _Measured, *, is_sheet: bool) -> None:
    # A file in UTF-16 would hide the words looked for; Excel writes UTF-8.
    if b"<!DOCTYPE" in seen or b"<!ENTITY" in seen or seen.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FileRefused(FORBIDDEN)
    if is_sheet:
        measured.cells += len(CELL.findall(chunk))
        measured.has_formulas = measured.has_formulas or bool(FORMULA.search(seen))


def _other_kind(archive: zipfile.ZipFile, names: set[str]) -> str:
    if "mimetype" in names:
        with archive.open("mimetype") as part:
            if b"opendocument.spreadsheet" in part.read(200):
                return _("Das ist eine LibreOffice-Tabelle (.ods). Bitte speichern Sie sie als .xlsx oder .csv.")
    if "xl/workbook.bin" in names:
        return _("Das ist das Excel-Binärformat (.xlsb). Bitte speichern Sie die Datei als .xlsx.")
    if "word/document.xml" in names:
        return _("Das ist ein Word-Dokument. Bitte senden Sie die Tabelle als .xlsx oder .csv.")
    return _("Das ist ein gepackter Ordner und keine Excel-Datei. Bitte packen Sie ihn zuerst aus.")


def _read(content: bytes, has_formulas: bool) -> Table:
    collector = Collector()
    deadline = time.monotonic() + LONGEST_SECONDS
    values = _workbook(content, data_only=True)
    formulas = _workbook(content, data_only=False) if has_formulas else None
    try:
        for name in values.sheetnames:
            sheet = values[name]
            if not hasattr(sheet, "iter_rows") or sheet.sheet_state != "visible":
                continue
            shadow = _rows(formulas[name]) if formulas else None
            for number, row in enumerate(_rows(sheet), start=1):
                if number > LAST_LINE or (number % 500 == 0 and time.monotonic() > deadline):
                    raise FileRefused(BOMB)
                formula_row = next(shadow, ()) if shadow else None
                if row:
                    collector.add(number, _computed(row, formula_row))
            if collector.header is not None:
                break
    finally:
        values.close()
        if formulas:
            formulas.close()
    notices = [_("Gelesen wurde das Blatt „%(value)s“.") % {"value": name[:40]}] if len(values.sheetnames) > 1 else []
    return collector.table(*notices)


def _workbook(content: bytes, *, data_only: bool) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells about styles and extensions it leaves out
        return openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=data_only, keep_links=False, keep_vba=False, rich_text=False
        )


def _rows(sheet: Any) -> Iterator[tuple[Cell, ...]]:
    sheet.reset_dimensions()  # what the file says about its size need not be true
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield from sheet.iter_rows(values_only=True)  # without a width, lines left out come as empty tuples


def _computed(row: tuple[Cell, ...], formulas: tuple[Cell, ...] | None) -> list[Cell]:
    """The values; a formula without a stored result stays visible as formula, so that the row says so."""
    cells = list(row)
    if formulas is not None:
        for index, formula in enumerate(formulas[: len(cells)]):
            if cells[index] is None and isinstance(formula, str) and formula.startswith("="):
                cells[index] = formula
            elif not isinstance(formula, (str, int, float, bool, type(None))) and cells[index] is None:
                cells[index] = "=" if type(formula).__module__.startswith("openpyxl") else cells[index]
    return [f"={cell}" if isinstance(cell, str) and cell in ERRORS else cell for cell in cells]
