"""Writing and checking the access log."""

from django.db import connection
from django.db.models import Model
from django.utils import timezone

from kit.models import AuditEvent

CHECK = """
SELECT position FROM (
    SELECT position, hash, previous,
           lag(hash) OVER w AS hash_before, lag(position) OVER w AS position_before,
           kit_audit_hash(position, at, actor_id, verb, about, about_uuid, detail, previous) AS recomputed
    FROM kit_auditevent WINDOW w AS (ORDER BY position)
) AS chain
WHERE hash <> recomputed
   OR (position_before IS NOT NULL AND (previous <> hash_before OR position <> position_before + 1))
ORDER BY position LIMIT 1
"""


def record_event(*, verb: str, by: Model | None = None, about: Model | str = "", detail: str = "") -> AuditEvent:
    """Add one entry: who (``by``; ``None`` for the system) did what (``verb``) to what (``about``).

    Of a record its kind and ``uuid`` are kept, not its name, which may be a person's. Call it late in a transaction:
    entries are written one after the other, so each waits for the transaction of the one before.
    """
    if isinstance(about, Model):
        label, key = about._meta.verbose_name, getattr(about, "uuid", None)
    else:
        label, key = about, None
    event = AuditEvent.objects.create(
        verb=verb,
        actor_id=by.pk if by else None,
        about=str(label),
        about_uuid=key,
        detail=detail,
        position=0,  # this and the next are filled in by the trigger
        at=timezone.now(),
    )
    event.refresh_from_db()
    return event


def first_broken_event() -> int | None:
    """Number of the first entry that was changed, or whose predecessor was removed, changed or moved; else ``None``."""
    with connection.cursor() as cursor:
        cursor.execute(CHECK)
        found = cursor.fetchone()
    return found[0] if found else None


def log_head() -> tuple[int, str]:
    """Number and checksum of the last entry; logged daily, so that later rewriting shows."""
    last = AuditEvent.objects.order_by("-position").values_list("position", "hash").first()
    return last or (0, "")
