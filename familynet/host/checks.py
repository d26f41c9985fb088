"""System checks that ask the live database: is it the kind of database our promises rest on? (reliability 3.2)

They run with ``manage.py migrate``, with ``manage.py check --database default``, and when the web server starts; in
production mode it refuses to start when one of them is an error.
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core import checks
from django.db import Error, connections

OLDEST = 150_000  # PostgreSQL 15
DURABLE = ("fsync", "full_page_writes", "synchronous_commit")
WEB_LIMITS = {"statement_timeout": "3s", "lock_timeout": "3s", "idle_in_transaction_session_timeout": "10s"}
GUARDED = {"kit_auditevent": 3}  # tables whose triggers keep a promise, and how many there are


@checks.register(checks.Tags.database)
def live_database(databases: Sequence[str] | None = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """Version, durability, limits of the web process, and the triggers of the access log."""
    if "default" not in (databases or []):
        return []
    connection = connections["default"]
    try:
        with connection.cursor() as cursor:

            def show(name: str) -> str:
                cursor.execute("SELECT current_setting(%s)", [name])
                return str(cursor.fetchone()[0])

            found = _version(connection.pg_version)  # type: ignore[attr-defined]
            found += [_off(name) for name in DURABLE if show(name) == "off"]
            if show("data_checksums") == "off":
                found.append(checks.Warning("Prüfsummen der Datenseiten sind aus (initdb -k).", id="familynet.W003"))
            if settings.PROCESS == "web":
                found += [_limit(name, value) for name, value in WEB_LIMITS.items() if show(name) != value]
            found += [_unguarded(table) for table, count in GUARDED.items() if _triggers(cursor, table) < count]
            return found
    except Error:
        return []  # away is not wrong: /readyz reports it


def _version(version: int) -> list[checks.CheckMessage]:
    if version >= OLDEST:
        return []
    return [checks.Error("PostgreSQL ist zu alt, nötig ist 15 oder neuer.", id="familynet.E001")]


def _off(name: str) -> checks.CheckMessage:
    return checks.Error(
        f"PostgreSQL läuft mit {name}=off: Bestätigtes kann bei einem Absturz verloren gehen.", id="familynet.E002"
    )


def _limit(name: str, value: str) -> checks.CheckMessage:
    return checks.Error(
        f"{name} ist in der Sitzung des Webservers nicht {value}.",
        hint="Ein Pooler dazwischen? Dann setzen: ALTER ROLE … SET …",
        id="familynet.E003",
    )


def _unguarded(table: str) -> checks.CheckMessage:
    return checks.Error(f"Auf {table} fehlen Trigger.", hint="manage.py pgtrigger install", id="familynet.E004")


def _triggers(cursor: Any, table: str) -> int:
    cursor.execute("SELECT to_regclass(%s)", [table])
    if cursor.fetchone()[0] is None:
        return GUARDED[table]  # not migrated yet
    cursor.execute(
        "SELECT count(*) FROM pg_trigger WHERE tgrelid = to_regclass(%s) AND NOT tgisinternal AND tgenabled <> 'D'",
        [table],
    )
    return int(cursor.fetchone()[0])
