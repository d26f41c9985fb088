"""Verbs of an uploaded file: take it in, check it, release it, take it over. The worker does the two long ones.

A job is claimed under ``SKIP LOCKED`` with a lease that is renewed while it runs; a worker that dies leaves nothing
behind, because everything is one transaction, and the next one begins anew. Releasing twice releases once.
"""

import time
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from pathlib import PurePath
from typing import Any

import structlog
from django.db import connection, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kit import audit
from kit.imports.engine import Importer, run_import
from kit.imports.files import read_table
from kit.imports.results import Outcome, Result, Row
from kit.imports.tables import FileRefused, Table
from kit.models import ImportJob, ImportLine, ImportNote, ImportState
from kit.workflow import StepRefused

log = structlog.get_logger("familynet.imports")
LEASE = timedelta(minutes=5)
MakeImporter = Callable[[str, Any], Importer]
BROKEN = gettext_lazy(
    "Da ist uns ein Fehler unterlaufen. Nichts wurde übernommen; bitte laden Sie die Datei noch einmal hoch."
)


class Stopped(Exception):
    """The worker was asked to end; the job waits for the next one."""


def take_in_file(*, kind: str, source: str, file_name: str, content: bytes, by: Any) -> ImportJob:
    """Keep an uploaded file to be checked by the worker."""
    return ImportJob.objects.create(
        kind=kind, source=source, file_name=_harmless(file_name), content=content, uploaded_by=by
    )


def _harmless(file_name: str) -> str:
    """The name alone, without folders and control characters (T15)."""
    name = unicodedata.normalize("NFC", PurePath(file_name.replace("\\", "/")).name)
    return "".join(c for c in name if unicodedata.category(c)[0] != "C")[:120] or "Datei"


def release_job(job: ImportJob, *, skip_errors: bool) -> bool:
    """The person has seen the check and wants it taken over; false when that was asked before.

    Raises ``StepRefused`` when the file was not checked, or holds refused rows that are not to be skipped.
    """
    if job.state in {ImportState.RELEASED, ImportState.APPLYING, ImportState.APPLIED}:
        return False
    if job.state != ImportState.CHECKED:
        raise StepRefused(_("Diese Datei kann nicht übernommen werden."))
    if not job.changes_something:
        raise StepRefused(_("In dieser Datei gibt es nichts zu übernehmen."))
    if job.refused and not skip_errors:
        raise StepRefused(
            _("Einige Zeilen wurden abgelehnt. Bitte verbessern Sie die Datei oder überspringen Sie sie.")
        )
    return bool(
        ImportJob.objects.filter(pk=job.pk, state=ImportState.CHECKED).update(
            state=ImportState.RELEASED, skip_errors=skip_errors, rows_done=0
        )
    )


def run_waiting_imports(importers: Mapping[str, MakeImporter], *, stop: Callable[[], bool] = lambda: False) -> int:
    """Check or take over what waits, oldest first; the number of files done. Called by the worker again and again."""
    done = 0
    while not stop() and (job := _claim()) is not None:
        try:
            _work(job, importers[job.kind], stop)
        except Stopped:
            _give_back(job)
            break
        done += 1
    return done


def _claim() -> ImportJob | None:
    waiting = Q(state__in=[ImportState.WAITING, ImportState.RELEASED])
    abandoned = Q(state__in=[ImportState.CHECKING, ImportState.APPLYING], lease_until__lt=Now())
    with transaction.atomic():
        job = ImportJob.objects.select_for_update(skip_locked=True).filter(waiting | abandoned).order_by("pk").first()
        if job is None:
            return None
        applying = job.state in {ImportState.RELEASED, ImportState.APPLYING}
        job.state = ImportState.APPLYING if applying else ImportState.CHECKING
        ImportJob.objects.filter(pk=job.pk).update(state=job.state, lease_until=Now() + LEASE)
    return job


def _give_back(job: ImportJob) -> None:
    before = ImportState.RELEASED if job.state == ImportState.APPLYING else ImportState.WAITING
    ImportJob.objects.filter(pk=job.pk, state=job.state).update(state=before, lease_until=None, rows_done=0)


def _work(job: ImportJob, make_importer: MakeImporter, stop: Callable[[], bool]) -> None:
    applying = job.state == ImportState.APPLYING
    with _Progress(job, stop) as progress:
        try:
            importer = make_importer(job.source, job.uploaded_by)
            read: Callable[[bytes, str], Table] = getattr(importer, "read_file", read_table)  # a ZIP with scans
            result = run_import(
                importer,
                read(bytes(job.content), job.file_name),
                apply=applying,
                skip_errors=job.skip_errors,
                progress=progress,
                before_commit=lambda result: _keep(job, result, ImportState.APPLIED),
                by=job.uploaded_by,
            )
        except FileRefused as refusal:
            _fail(job, str(refusal))
            return
        except Stopped:
            raise
        except Exception:  # noqa: BLE001 - one broken file must not stop the worker
            log.error("import failed", job=str(job.uuid), exc_info=True)
            _fail(job, str(BROKEN))
            return
    if not applying:
        with transaction.atomic():
            _keep(job, result, ImportState.CHECKED)
    elif not result.applied:
        with transaction.atomic():
            _keep(job, result, ImportState.FAILED)
            reason = _("Nichts wurde übernommen: Seit der Prüfung sind Zeilen dazugekommen, die nicht mehr passen.")
            ImportJob.objects.filter(pk=job.pk).update(message=reason)


def _fail(job: ImportJob, reason: str) -> None:
    ImportJob.objects.filter(pk=job.pk).update(
        state=ImportState.FAILED, lease_until=None, message=reason, finished_at=Now()
    )


def _keep(job: ImportJob, result: Result, state: ImportState) -> None:
    """Write down what became of every row, in the transaction of the data. Raises when another worker took the job."""
    kept = ImportJob.objects.filter(pk=job.pk, state=job.state).update(
        state=state,
        lease_until=None,
        rows_total=len(result.rows),
        rows_done=len(result.rows),
        notices="\n".join(result.notices),
        finished_at=Now(),
        **{str(outcome): result.count(outcome) for outcome in Outcome},
    )
    if not kept:
        raise RuntimeError("the job is no longer ours")
    ImportLine.objects.filter(job=job).delete()
    lines = ImportLine.objects.bulk_create(
        [
            ImportLine(job=job, number=row.line, outcome=row.outcome or "", key=row.key[:80], title=row.title[:200])
            for row in result.rows
        ],
        batch_size=2000,
    )
    notes = [note for line, row in zip(lines, result.rows, strict=True) for note in _notes(line, row)]
    ImportNote.objects.bulk_create(notes, batch_size=2000)
    if state == ImportState.APPLIED:
        audit.record_event(
            verb="import", by=job.uploaded_by, about=job, detail=f"{job.kind}, {job.source}: {result.summary()}"
        )


def _notes(line: ImportLine, row: Row) -> Sequence[ImportNote]:
    kinds = ImportNote.Kind
    notes = [ImportNote(line=line, kind=kinds.PROBLEM, column=p.column, text=p.reason) for p in row.problems]
    if not row.refused:
        notes += [
            ImportNote(line=line, kind=kinds.CHANGE, column=c.label[:160], before=c.before[:200], text=c.after)
            for c in row.changes
        ]
    return notes + [ImportNote(line=line, kind=kinds.HINT, text=hint) for hint in row.hints]


class _Progress:
    """Says how far a job is, over a connection of its own: the import's transaction is seen by nobody until its end."""

    def __init__(self, job: ImportJob, stop: Callable[[], bool]) -> None:
        self.job, self.stop = job, stop
        self.side = connection.copy()
        self.last = 0.0

    def __enter__(self) -> "_Progress":
        return self

    def __exit__(self, *failure: object) -> None:
        self.side.close()

    def __call__(self, done: int, total: int) -> None:
        """Note the numbers and renew the lease, at most once a second. Raises ``Stopped`` when asked to end."""
        if self.stop():
            raise Stopped
        if time.monotonic() - self.last < 1:
            return
        self.last = time.monotonic()
        with self.side.cursor() as cursor:
            cursor.execute(
                "UPDATE kit_importjob SET rows_done = %s, rows_total = %s, "
                "lease_until = now() + make_interval(secs => %s) WHERE id = %s AND state = %s",
                [done, total, LEASE.total_seconds(), self.job.pk, self.job.state],
            )
            cursor.execute("UPDATE kit_heartbeat SET seen_at = now() WHERE process = 'worker'")
