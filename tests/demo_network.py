"""The demo network as a database of its own, for tests that look at it.

Ask for it per module::

    pytestmark = [pytest.mark.usefixtures("demo_network"), pytest.mark.django_db]

Loading takes some seconds, so it is loaded once into a template (again when its code, the tables or the day change),
and every module gets a copy of it. Each test of the module starts from the same network: changes are rolled back.
Tests that commit (``transactional_db``) do not belong into such a module: their clean-up empties the tables.

The fixture's value is the ``Day`` the network is dated from. Its pictures lie in the media folder of the tests.
"""

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from psycopg import sql

from tests import template_database

PREFIX = "familynet_demo_template_"


def fingerprint(day: date) -> str:
    """Checksum of the tables, of the demo's code and sheets, and of the day."""
    digest = hashlib.sha256(f"{template_database.fingerprint()} {day}".encode())
    for path in sorted(Path(settings.BASE_DIR, "familynet", "demo").rglob("*")):
        if path.suffix in {".py", ".toml"}:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def point_at(name: str) -> None:
    """Make ``name`` the database of Django's connection."""
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name


def copy(outside: psycopg.Connection, source: str, name: str) -> None:
    """``name`` becomes a fresh copy of ``source``, which nobody may be using."""
    template_database.drop(outside, name)
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    outside.execute(statement.format(sql.Identifier(name), sql.Identifier(source)))


def build(outside: psycopg.Connection, name: str, day: date) -> None:
    """Load the network into a copy of the empty template; only a complete one gets its name."""
    from familynet.demo.loader import load_demo
    from familynet.demo.reference_date import Day

    old = outside.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [PREFIX + "%"]).fetchall()
    for (other,) in old:
        template_database.drop(outside, other)
    half, before = f"{name}_half", connection.settings_dict["NAME"]
    copy(outside, template_database.PREFIX + template_database.fingerprint(), half)
    point_at(half)
    try:
        load_demo(Day(day))
    finally:
        point_at(before)
    outside.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(half), sql.Identifier(name)))


@pytest.fixture(scope="session")
def demo_template(django_db_setup, django_db_blocker) -> tuple[str, date]:
    """Name of the database that holds the network and is only copied, and its day."""
    from django.utils import timezone

    day = timezone.localdate()
    name = PREFIX + fingerprint(day)
    with django_db_blocker.unblock(), template_database.server() as outside:
        if not template_database.exists(outside, name) or not Path(settings.MEDIA_ROOT, "bilder").exists():
            build(outside, name, day)
    return name, day


@pytest.fixture(scope="module")
def demo_network(demo_template, django_db_blocker) -> Iterator:
    """The module's tests see the demo network instead of empty tables."""
    from familynet.demo.reference_date import Day

    template, day = demo_template
    empty = connection.settings_dict["NAME"]
    name = f"{empty}_demo"
    with django_db_blocker.unblock():
        with template_database.server() as outside:
            copy(outside, template, name)
        point_at(name)
    yield Day(day)
    with django_db_blocker.unblock():
        point_at(empty)
        with template_database.server() as outside:
            template_database.drop(outside, name)
