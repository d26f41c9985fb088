"""Reading from a replica: only anonymous public pages, and only while it answers (F7)."""

import contextlib
import time
from collections.abc import Iterator
from contextvars import ContextVar

import structlog
from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.db.models import Model

log = structlog.get_logger("familynet.replica")
REPLICA = "replica"
LONGEST_LAG = 10  # seconds; an older state is not shown
PAUSE = 10.0  # seconds without the replica after it failed
BEHIND = """
SELECT pg_is_in_recovery()
   AND pg_last_wal_receive_lsn() IS DISTINCT FROM pg_last_wal_replay_lsn()
   AND COALESCE(now() - pg_last_xact_replay_timestamp() > %s * interval '1 second', true)
"""

_active: ContextVar[bool] = ContextVar("replica_active", default=False)
_fresh_until = _paused_until = 0.0


@contextlib.contextmanager
def is_before_replica() -> Iterator[None]:
    """Inside the block nothing reads from the replica until ``may_be_used`` is called; it ends with the block."""
    token = _active.set(False)
    try:
        yield
    finally:
        _active.reset(token)


def may_be_used() -> None:
    """Send the reads of the current request to the replica, if there is one, it answers and it is not behind."""
    global _fresh_until, _paused_until  # noqa: PLW0603 - one memory per process is what is meant
    now = time.monotonic()
    if REPLICA not in connections.settings or now < _paused_until:
        return
    if now >= _fresh_until:
        if _behind():
            _paused_until = now + PAUSE
            log.warning("replica away or behind; the primary answers")
            return
        _fresh_until = now + 1
    _active.set(True)


def _behind() -> bool:
    try:
        with connections[REPLICA].cursor() as cursor:
            cursor.execute(BEHIND, [LONGEST_LAG])
            return bool(cursor.fetchone()[0])
    except Error:
        return True


class ReplicaRouter:
    """Django's router: reads of anonymous pages go to the replica, everything else to the primary."""

    def db_for_read(self, model: type[Model], **hints: object) -> str:
        return REPLICA if _active.get() else DEFAULT_DB_ALIAS

    def db_for_write(self, model: type[Model], **hints: object) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, first: Model, second: Model, **hints: object) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: object) -> bool:
        return db != REPLICA
