"""The columns a file may have: found by German names, read cell by cell, and the ones that are refused on purpose."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from kit.imports.cells import Cell, CellRefused, Parser, fold_header, is_cleared, is_empty, nearest_choice, read_line
from kit.imports.results import Row
from kit.imports.tables import FileRefused, Table


class _Cleared:
    """What a cell with ``(leer)`` means: empty the field."""

    def __repr__(self) -> str:
        return "CLEARED"

    def __bool__(self) -> bool:
        return False


CLEARED = _Cleared()
EXAMPLE_KEY = "BEISPIEL"
"""The id of the example row in our templates; people forget to delete it, so it is never read."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its German name, what it is called elsewhere, and how a cell is read.

    ``required`` means that the file needs the column and every row a value. ``choices`` lists the permitted values for
    the template file. ``clearable`` columns accept ``(leer)``.
    """

    key: str
    name: str
    parse: Parser
    aliases: tuple[str, ...] = ()
    required: bool = False
    clearable: bool = True
    hint: Any = ""  # a text, or one that is translated when it is shown
    example: str = ""
    choices: Callable[[], Iterable[str]] | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """All columns of one kind of file. ``people`` are columns that hold names of persons and are never read."""

    columns: tuple[Column, ...]
    people: tuple[str, ...] = ()
    _by_name: dict[str, Column] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        names = {fold_header(name): column for column in self.columns for name in (column.name, *column.aliases)}
        object.__setattr__(self, "_by_name", names)

    def name_of(self, key: str) -> str:
        """The German name of a column."""
        return next((column.name for column in self.columns if column.key == key), key)

    def find(self, header: Sequence[str]) -> tuple[dict[int, Column], list[str]]:
        """Which cell holds which column, and notices about columns that are not read.

        Raises ``FileRefused`` when a required column is missing or one is there twice.
        """
        found: dict[int, Column] = {}
        people = {fold_header(name) for name in self.people}
        unknown: list[str] = []
        personal: list[str] = []
        for index, label in enumerate(header):
            key = fold_header(label)
            column = self._by_name.get(key)
            if column is None:
                if key:
                    (personal if key in people else unknown).append(" ".join(label.split())[:60])
                continue
            if column in found.values():
                raise FileRefused(_("Die Spalte „%(name)s“ kommt mehrmals vor.") % {"name": column.name})
            found[index] = column
        missing = [column.name for column in self.columns if column.required and column not in found.values()]
        if missing:
            raise FileRefused(
                _("In der ersten Zeile fehlt: %(missing)s. Gefunden wurden: %(found)s.")
                % {
                    "missing": ", ".join(missing),
                    "found": ", ".join(label[:40] for label in header[:12] if label.strip()) or "keine Überschriften",
                }
            )
        return found, self._notices(unknown, personal)

    def _notices(self, unknown: list[str], personal: list[str]) -> list[str]:
        notices = []
        if personal:
            notices.append(
                _(
                    "Nicht übernommen: %(quoted)s. Namen von Personen kommen nicht in das Verzeichnis; bitte nennen "
                    "Sie die Funktion."
                )
                % {"quoted": _quoted(personal)}
            )
        if unknown:
            names = [column.name for column in self.columns]
            hints = "".join(dict.fromkeys(nearest_choice(label, names) for label in unknown))
            notices.append(
                _("Diese Spalten kennen wir nicht und lesen sie nicht: %(quoted)s.%(hints)s")
                % {"quoted": _quoted(unknown), "hints": hints}
            )
        return notices


def _quoted(labels: list[str]) -> str:
    shown = ", ".join(f"„{label}“" for label in labels[:10])
    return f"{shown} und {len(labels) - 10} weitere" if len(labels) > 10 else shown


def read_rows(table: Table, layout: Layout, *, key: str, title: str) -> tuple[list[Row], list[str]]:
    """Every row with the values it holds and the problems of its cells; then the notices about columns.

    ``key`` and ``title`` name the columns that identify a row and name it. A value is missing from ``Row.values`` when
    its cell is empty: then the record keeps what it has. Two rows with the same key refuse each other.
    """
    found, notices = layout.find(table.header)
    rows = []
    for number, cells in table.rows:
        row = Row(line=number)
        for index, column in found.items():
            _read_cell(row, column, cells[index] if index < len(cells) else None)
        row.key = str(row.values.get(key) or "")
        if row.key == EXAMPLE_KEY:
            notices.append(
                _("Zeile %(number)s ist die Beispielzeile der Vorlage und wird nicht gelesen.") % {"number": number}
            )
            continue
        row.title = str(row.values.get(title) or "")
        rows.append(row)
        if len(cells) > len(table.header) and any(not is_empty(cell) for cell in cells[len(table.header) :]):
            row.refuse("", _("Die Zeile hat mehr Zellen als die Kopfzeile. Fehlen Anführungszeichen?"))
    if not rows:
        raise FileRefused(_("Die Datei enthält nur die Beispielzeile der Vorlage."))
    _refuse_repeated_keys(rows, layout.name_of(key))
    return rows, [*table.notices, *notices]


def _read_cell(row: Row, column: Column, cell: Cell) -> None:
    if is_empty(cell):
        if column.required:
            row.refuse(column.name, _("Hier fehlt eine Angabe."))
        return
    if is_cleared(cell):
        if column.required or not column.clearable:
            row.refuse(column.name, _("Diese Angabe kann nicht geleert werden."))
        else:
            row.values[column.key] = CLEARED
        return
    try:
        if isinstance(cell, str) and cell.lstrip().startswith("="):
            read_line(cell)  # says that it is a formula, whatever the column expects
        value: Any = column.parse(cell)
    except CellRefused as refusal:
        row.refuse(column.name, str(refusal))
    else:
        row.values[column.key] = value


def _refuse_repeated_keys(rows: list[Row], name: str) -> None:
    first: dict[str, Row] = {}
    for row in rows:
        if not row.key:
            continue
        other = first.setdefault(row.key, row)
        if other is not row:
            row.refuse(
                name,
                _("Die Kennung „%(key)s“ steht schon in Zeile %(line)s.") % {"key": row.key[:40], "line": other.line},
            )
