"""Running an import: one transaction, batches in savepoints, refused rows found one by one.

A dry run does everything an import does and rolls it back, so what it reports is what will happen.
"""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import pghistory
from django.db import connection, transaction
from django.utils.translation import gettext as _

from kit.imports.columns import Layout, read_rows
from kit.imports.constraints import REFUSALS, refusal_reason
from kit.imports.results import Outcome, Result, Row
from kit.imports.tables import Table

BATCH = 500
Progress = Callable[[int, int], None]


class Importer(Protocol):
    """What an app says about one kind of file. Every method gets many rows and asks the database in batches."""

    kind: str
    layout: Layout
    key: str
    title: str

    def prepare(self, rows: Sequence[Row]) -> None:
        """Look at the whole file once: resolve references, refuse rows, note which rows need others first."""

    def plan(self, rows: Sequence[Row]) -> None:
        """Compare a batch with the database: set outcome, changes and hints, or refuse."""

    def write(self, rows: Sequence[Row]) -> None:
        """Write a batch that was planned as created or updated. May raise one of ``REFUSALS``."""

    def undo(self, rows: Sequence[Row]) -> None:
        """The database forgot what ``write`` did for these rows; forget it in memory, too."""

    def finish(self) -> None:
        """After the last batch, before the transaction ends; not called in a dry run."""


class _Undo(Exception):
    """Ends the transaction without keeping anything."""


def run_import(
    importer: Importer,
    table: Table,
    *,
    apply: bool,
    skip_errors: bool = False,
    progress: Progress = lambda done, total: None,
    before_commit: Callable[[Result], None] = lambda result: None,
    by: Any = None,
) -> Result:
    """Check the rows of ``table`` and, with ``apply``, keep what they say.

    All or nothing, unless ``skip_errors`` lets refused rows fall out. ``before_commit`` runs inside the transaction
    once everything is written. Two imports of one kind wait for each other. Raises ``FileRefused`` for a header that
    cannot be used; other errors of the database pass and nothing is kept.
    """
    rows, notices = read_rows(table, importer.layout, key=importer.key, title=importer.title)
    result = Result(rows, notices)
    context = {"import": importer.kind} | ({"user": by.pk} if by else {})
    try:
        with transaction.atomic(), pghistory.context(**context):
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(hashtext('import'), hashtext(%s))", [importer.kind])
                # Names the row to blame at once; and the history triggers end a subtransaction per row, each of which
                # would walk the whole queue of deferred checks (measured: 20 minutes instead of one).
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            _carry_out(importer, rows, progress)
            if not apply or (result.has_refused and not skip_errors):
                raise _Undo
            importer.finish()
            result.applied = True
            before_commit(result)
    except _Undo:
        pass
    return result


def _carry_out(importer: Importer, rows: list[Row], progress: Progress) -> None:
    total = len(rows)
    progress(0, total)
    importer.prepare(rows)
    ordered = in_order([row for row in rows if not row.refused])
    done = total - len(ordered)
    for start in range(0, len(ordered), BATCH):
        batch = ordered[start : start + BATCH]
        _refuse_dependent(batch)
        importer.plan([row for row in batch if not row.refused])
        _write(importer, [row for row in batch if row.outcome in {Outcome.CREATED, Outcome.UPDATED}])
        done += len(batch)
        progress(done, total)


def _write(importer: Importer, rows: list[Row]) -> None:
    """Write rows together; when the database refuses, halve until the row that is to blame stands alone."""
    _refuse_dependent(rows)
    rows = [row for row in rows if not row.refused]
    if not rows:
        return
    try:
        with transaction.atomic():
            importer.write(rows)
    except REFUSALS as error:
        importer.undo(rows)
        if len(rows) == 1:
            rows[0].refuse("", refusal_reason(error))
            return
        middle = len(rows) // 2
        _write(importer, rows[:middle])
        _write(importer, rows[middle:])


def _refuse_dependent(rows: Sequence[Row]) -> None:
    for row in rows:
        blocking = next((other for other in row.needs if other.refused), None)
        if blocking and not row.refused:
            row.refuse("", _("Diese Zeile verweist auf Zeile %(line)s, die abgelehnt wurde.") % {"line": blocking.line})


def in_order(rows: list[Row]) -> list[Row]:
    """Rows so that those others need come first, else as in the file; rows in a circle are refused and left out."""
    ordered: list[Row] = []
    state: dict[int, bool] = {}  # by identity: False while its needs are being placed, True when placed
    for first in rows:
        stack = [(first, iter(first.needs))] if id(first) not in state else []
        if stack:
            state[id(first)] = False
        while stack:
            row, needs = stack[-1]
            following = next(needs, None)
            if following is None:
                stack.pop()
                state[id(row)] = True
                ordered.append(row)
            elif id(following) not in state:
                state[id(following)] = False
                stack.append((following, iter(following.needs)))
            elif not state[id(following)]:
                row.refuse(
                    "", _("Diese Zeile und Zeile %(line)s verweisen im Kreis aufeinander.") % {"line": following.line}
                )
    return [row for row in ordered if not row.refused]
