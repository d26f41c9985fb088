"""``/livez`` and ``/readyz``: for the start, for the proxy, for whoever watches. JSON, no sign-in, nothing personal."""

import shutil
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Min
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kit import jobs
from kit.models import Heartbeat, MailState, OutgoingMail

OLDEST_MAIL = timedelta(minutes=15)
SILENT_WORKER = timedelta(minutes=2)
LEAST_FREE = 0.05  # of the disk that holds media and, in the demo, the database

_migrations_seen = False


@login_not_required
@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    """This process answers; says nothing about the database."""
    return JsonResponse({"ok": True})


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when this server can do its work, else 503. ``needs`` decide; ``notes`` warn and leave it in service."""
    answer = {"database": _answer_of_check(_writable), "disk": _answer_of_check(_disk_space)}
    needs = ["database", "disk", "migrations"]
    for name, check in {"migrations": _migrated, "outbox": _outbox, "worker": _worker}.items():
        answer[name] = _answer_of_check(check) if answer["database"]["ok"] else {"ok": False, "error": "database"}
    ok = all(answer[name]["ok"] for name in needs)
    return JsonResponse({"ok": ok, **answer}, status=200 if ok else 503, headers={} if ok else {"Retry-After": "5"})


def _answer_of_check(check: Callable[[], dict[str, object]]) -> dict[str, object]:
    try:
        return check()
    except (Error, OSError) as error:
        return {"ok": False, "error": type(error).__name__}


def _writable() -> dict[str, object]:
    jobs.record_heartbeat("readyz")  # a real write: neither a standby nor a full disk lets it pass
    return {"ok": True}


def _migrated() -> dict[str, object]:
    global _migrations_seen  # noqa: PLW0603 - once applied they stay applied for this process
    if not _migrations_seen:
        executor = MigrationExecutor(connection)
        _migrations_seen = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return {"ok": _migrations_seen}


def _disk_space() -> dict[str, object]:
    usage = shutil.disk_usage(settings.DATA_DIR)
    free = usage.free / usage.total
    return {"ok": free > LEAST_FREE, "free_percent": round(free * 100)}


def _outbox() -> dict[str, object]:
    waiting = OutgoingMail.objects.filter(state__in=[MailState.QUEUED, MailState.SENDING])
    oldest = waiting.aggregate(oldest=Min("created_at"))["oldest"]
    age = timezone.now() - oldest if oldest else timedelta(0)
    return {"ok": age < OLDEST_MAIL, "oldest_seconds": round(age.total_seconds())}


def _worker() -> dict[str, object]:
    seen = Heartbeat.objects.filter(process="worker").values_list("seen_at", flat=True).first()
    if seen is None:
        return {"ok": False, "seen_seconds": None}
    age = timezone.now() - seen
    return {"ok": age < SILENT_WORKER, "seen_seconds": round(age.total_seconds())}
