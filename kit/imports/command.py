"""The command line of every import: a check by default, ``--apply`` to keep, exit code 1 when rows are refused."""

import sys
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kit.exports.tables import csv_lines
from kit.imports.engine import Importer, run_import
from kit.imports.files import read_table
from kit.imports.results import REPORT_HEADER, Outcome, Result, report_lines
from kit.imports.tables import MOST_BYTES, FileRefused

MOST_SHOWN = 20


class ImportCommand(BaseCommand):
    """Subclasses say which importer a source needs."""

    def importer(self, source: str) -> Importer:
        """The importer for rows from ``source``."""
        raise NotImplementedError

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="CSV- oder Excel-Datei (.csv, .xlsx)")
        parser.add_argument("--source", required=True, help="Name der Herkunft, zum Beispiel stadt-gera")
        parser.add_argument("--apply", action="store_true", help="übernehmen; ohne diese Angabe wird nur geprüft")
        parser.add_argument("--skip-errors", action="store_true", help="fehlerhafte Zeilen überspringen")
        parser.add_argument("--report", type=Path, help="Bericht über alle Zeilen als CSV-Datei")

    def handle(self, *args: object, **options: Any) -> None:
        """Read, check and with ``--apply`` keep. Raises ``CommandError`` when a row or the file is refused."""
        source = options["source"].strip()
        if not source or len(source) > 60:
            raise CommandError("Die Herkunft braucht einen Namen mit höchstens 60 Zeichen.")
        try:
            table = read_table(self._content(options["file"]), options["file"].name)
            result = run_import(
                self.importer(source),
                table,
                apply=options["apply"],
                skip_errors=options["skip_errors"],
                progress=self.progress(),
            )
        except FileRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["report"]:
            lines = (line for row in result.rows for line in report_lines(row))
            options["report"].write_bytes(b"".join(csv_lines(REPORT_HEADER, lines)))
        self.tell(result, applying=options["apply"])
        if result.has_refused:
            raise CommandError(f"{result.count(Outcome.REFUSED)} Zeilen wurden abgelehnt.")

    def _content(self, file: Path) -> bytes:
        try:
            with file.open("rb") as stream:
                return stream.read(MOST_BYTES + 1)
        except OSError as error:
            raise CommandError(f"Die Datei lässt sich nicht öffnen: {error.strerror}.") from error

    def progress(self) -> Any:
        """Prints how far it is, at most once a second."""
        started = last = time.monotonic()

        def show(done: int, total: int) -> None:
            nonlocal last
            now = time.monotonic()
            if done == total or now - last >= 1:
                last = now
                end = "\n" if done == total or not sys.stderr.isatty() else "\r"
                self.stderr.write(f"{done} von {total} Zeilen ({now - started:.0f} s)", ending=end)

        return show

    def tell(self, result: Result, *, applying: bool) -> None:
        """The notices, the first refusals and the sum."""
        for notice in result.notices:
            self.stdout.write(f"Hinweis: {notice}")
        refused = [row for row in result.rows if row.refused]
        for row in refused[:MOST_SHOWN]:
            for problem in row.problems:
                where = f", {problem.column}" if problem.column else ""
                self.stdout.write(f"Zeile {row.line}{where}: {problem.reason}")
        if len(refused) > MOST_SHOWN:
            self.stdout.write(f"… und {len(refused) - MOST_SHOWN} weitere; alle stehen mit --report im Bericht.")
        self.stdout.write(f"{result.summary()}.")
        if result.applied:
            self.stdout.write("Übernommen.")
        elif applying:
            self.stdout.write("Nichts übernommen. Mit --skip-errors werden fehlerhafte Zeilen übersprungen.")
        else:
            self.stdout.write("Nur geprüft. Mit --apply wird übernommen.")
