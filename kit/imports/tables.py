"""A table as it comes out of a file: a header and numbered rows, within limits."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from kit.imports.cells import Cell, is_empty

MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 200


class FileRefused(Exception):
    """The file as a whole cannot be read; the text is German and says what to do."""


@dataclass(slots=True)
class Table:
    """``header`` is the first row with content; ``rows`` are the others with the line number people see."""

    header: list[str]
    rows: list[tuple[int, list[Cell]]]
    notices: list[str] = field(default_factory=list)


class Collector:
    """Gathers rows as a reader finds them: skips empty ones, takes the first as header, stops at the limits."""

    def __init__(self) -> None:
        self.header: list[str] | None = None
        self.rows: list[tuple[int, list[Cell]]] = []

    def add(self, line: int, cells: list[Cell]) -> None:
        """One row in file order. Raises ``FileRefused`` beyond the limits."""
        while cells and is_empty(cells[-1]):
            cells.pop()
        if not cells:
            return
        if len(cells) > MOST_COLUMNS:
            raise FileRefused(
                _("Zeile %(line)s hat %(count)s Spalten; erlaubt sind %(most_columns)s.")
                % {"line": line, "count": len(cells), "most_columns": MOST_COLUMNS}
            )
        if self.header is None:
            self.header = ["" if is_empty(cell) else str(cell) for cell in cells]
            return
        if len(self.rows) >= MOST_ROWS:
            raise FileRefused(
                _("Die Datei hat mehr als %(most_rows)s Zeilen. Bitte teilen Sie sie auf.") % {"most_rows": MOST_ROWS}
            )
        self.rows.append((line, cells))

    def table(self, *notices: str) -> Table:
        """What was gathered. Raises ``FileRefused`` when there is no row below the header."""
        if self.header is None:
            raise FileRefused(_("Die Datei ist leer."))
        if not self.rows:
            raise FileRefused(_("Unter den Überschriften steht keine Zeile."))
        return Table(self.header, self.rows, list(notices))
