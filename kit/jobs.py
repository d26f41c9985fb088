"""Timed jobs: when one is due, and running it exactly once even when two workers look at the same moment."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog
from django.db import connection
from django.db.models.functions import Now

from kit.models import Heartbeat, JobRun

log = structlog.get_logger("familynet.jobs")


@dataclass(frozen=True, slots=True)
class Job:
    """Something the worker does every so often. ``run`` may be called twice in a row and returns a short report."""

    name: str
    every: timedelta
    run: Callable[[], str]


def begin_job(name: str) -> JobRun:
    """Note that a job has started."""
    return JobRun.objects.create(name=name)


def finish_job(run: JobRun, *, ok: bool, note: str = "") -> None:
    """Note how a job ended."""
    JobRun.objects.filter(pk=run.pk).update(finished_at=Now(), ok=ok, note=note[:2000])


def run_due(jobs: Sequence[Job], *, stop: Callable[[], bool] = lambda: False) -> int:
    """Run every job whose time has come, one after the other until ``stop()`` says so; the number that ran.

    A job that fails is logged and tried again at its next time; the others still run. An advisory lock per job keeps
    a second worker out; it ends with the connection, so a killed worker blocks nobody.
    """
    ran = 0
    for job in jobs:
        if stop():
            break
        if not _is_due(job):
            continue
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(hashtext('job'), hashtext(%s))", [job.name])
            if not cursor.fetchone()[0]:
                continue
            try:
                if _is_due(job):  # the other worker may just have done it
                    _run(job)
                    ran += 1
            finally:
                cursor.execute("SELECT pg_advisory_unlock(hashtext('job'), hashtext(%s))", [job.name])
    return ran


def record_heartbeat(process: str) -> None:
    """Leave a sign of life; ``/readyz`` shows how old it is."""
    Heartbeat.objects.update_or_create(process=process, defaults={"seen_at": Now()})


def _is_due(job: Job) -> bool:
    return not JobRun.objects.filter(name=job.name, started_at__gt=Now() - job.every).exists()


def _run(job: Job) -> None:
    run = begin_job(job.name)
    try:
        note = job.run()
    except Exception as error:  # noqa: BLE001 - one broken job must not stop the worker
        log.error("job failed", job=job.name, exc_info=True)
        finish_job(run, ok=False, note=type(error).__name__)
    else:
        finish_job(run, ok=True, note=note)
