"""Migrating takes the better part of a minute, copying a database a moment: so it is migrated once and copied.

The template's name carries a checksum of everything that shapes it. It stays on the server for the next run; one that
no longer fits is dropped. Parallel runs wait for each other by an advisory lock.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
import psycopg
from django.apps import apps
from django.conf import settings
from django.db import connection
from psycopg import sql

PREFIX = "familynet_template_"


def fingerprint() -> str:
    """Checksum of all migrations with the texts they load, of the packages' versions and of Django's own version."""
    digest = hashlib.sha256(django.get_version().encode())
    for config in sorted(apps.get_app_configs(), key=lambda config: config.label):
        for path in sorted((Path(config.path) / "migrations").rglob("*")):
            if path.suffix in {".py", ".toml", ".md"}:
                digest.update(path.read_bytes())
    digest.update((settings.BASE_DIR / "requirements-dev.txt").read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def server() -> Iterator[psycopg.Connection]:
    """A connection to the server outside any test database, holding the lock."""
    given = connection.get_connection_params()
    parameters = {key: given[key] for key in ("host", "port", "user", "password") if given.get(key)}
    with psycopg.connect(**parameters, dbname="postgres", autocommit=True) as outside:
        outside.execute("SELECT pg_advisory_lock(hashtext('familynet tests'))")
        yield outside


def exists(outside: psycopg.Connection, name: str) -> bool:
    return bool(outside.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone())


def drop(outside: psycopg.Connection, name: str) -> None:
    """Close our own connections, then drop. ``WITH (FORCE)`` would refuse when autovacuum is at work in there: that
    runs as another role. A plain ``DROP`` sends autovacuum away by itself.
    """
    outside.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = %s AND pid <> pg_backend_pid() AND usename = current_user",
        [name],
    )
    outside.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))


def make(worker: str) -> str:
    """A fresh copy for this worker, made the database of Django's connection; its name."""
    template, copy = PREFIX + fingerprint(), f"familynet_test_{worker}"
    with server() as outside:
        if not exists(outside, template):
            names = outside.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [PREFIX + "%"]).fetchall()
            for (old,) in names:
                drop(outside, old)
            connection.settings_dict["TEST"]["NAME"] = template + "_half"
            connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
            connection.close()
            outside.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                    sql.Identifier(template + "_half"), sql.Identifier(template)
                )
            )
        drop(outside, copy)
        outside.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(copy), sql.Identifier(template))
        )
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = copy
    return copy


def remove(copy: str) -> None:
    """Drop the copy; the template stays."""
    connection.close()
    with server() as outside:
        drop(outside, copy)
