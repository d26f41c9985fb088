"""Migrations are named, reversible and complete."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunPython, RunSQL

APPS = ("kit", "accounts", "texts", "partners", "offers", "agreements")


@pytest.fixture(scope="module")
def graph():
    return MigrationLoader(None)


def ours(graph):
    return {key: m for key, m in graph.disk_migrations.items() if key[0] in APPS}


def test_every_app_has_one_leaf(graph):
    for app in APPS:
        assert len(graph.graph.leaf_nodes(app)) == 1, app


def test_names_say_what_they_do(graph):
    for _app, name in ours(graph):
        assert re.fullmatch(r"\d{4}_[a-z_]{4,}", name), name
        assert "auto" not in name


def test_everything_can_be_taken_back(graph):
    for key, migration in ours(graph).items():
        for operation in migration.operations:
            if isinstance(operation, RunPython | RunSQL):
                assert operation.reversible, (key, operation)


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_last_step_of_offers_goes_back_and_forth():
    """The triggers can be taken away and put back on a database in use."""
    call_command("migrate", "offers", "0001", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'document_%'")
        assert cursor.fetchone()[0] == 0
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'document_%'")
        assert cursor.fetchone()[0] == 52


def test_migration_files_are_where_we_look(graph):
    root = Path(settings.BASE_DIR)
    assert len(ours(graph)) == sum(
        1 for a in ("partners", "offers", "agreements") for _ in (root / a / "migrations").glob("0*.py")
    ) + sum(1 for a in ("kit", "accounts", "texts") for _ in (root / "familynet" / a / "migrations").glob("0*.py"))
