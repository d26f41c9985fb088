"""Migrations are named, reversible and complete."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import AddField, RunPython, RunSQL
from django.db.models import NOT_PROVIDED

APPS = ("kit", "accounts", "texts", "partners", "offers", "agreements")
SHAPING = {"kit", "partners", "offers", "agreements"}
"""Apps with a step after the first that changes more than rows."""


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


def refuses_old_code(operation) -> bool:
    """A new column that has to be filled and that the database does not fill: code from before could not add rows."""
    if not isinstance(operation, AddField):
        return False
    field = operation.field
    is_column = not (field.many_to_many or getattr(field, "generated", False))
    return is_column and not field.null and field.db_default is NOT_PROVIDED


def test_code_from_before_can_still_add_rows(graph):
    """An update migrates first and restarts then (docs/betrieb.md); between the two the old code runs on new tables."""
    wrong = [
        f"{app}.{name}: {operation.model_name}.{operation.name}"
        for (app, name), migration in ours(graph).items()
        for operation in migration.operations
        if refuses_old_code(operation)
    ]
    assert wrong == []


def test_a_column_without_a_default_of_the_database_is_noticed():
    """Negative control."""
    assert refuses_old_code(AddField("location", "parking", models.CharField(blank=True, default="")))
    assert not refuses_old_code(AddField("location", "parking", models.CharField(default="", db_default="")))
    assert not refuses_old_code(AddField("location", "seen", models.DateField(null=True)))


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("app", APPS)
def test_every_step_but_the_first_goes_back_and_forth(graph, app):
    """On a database in use; triggers, functions and indexes are the same afterwards.

    Each step is taken by itself: by ``migrate`` everything built on it would go as well, and take minutes.
    """
    steps = [key for key in sorted(ours(graph)) if key[0] == app][1:]
    before = schema_facts()
    for key in reversed(steps):
        take(graph, key, back=True)
    assert app not in SHAPING or schema_facts() != before
    for key in steps:
        take(graph, key, back=False)
    assert schema_facts() == before


def take(graph, key, *, back):
    migration, state = graph.disk_migrations[key], graph.project_state(key, at_end=False)
    with connection.schema_editor(atomic=migration.atomic) as editor:
        (migration.unapply if back else migration.apply)(state, editor)


def schema_facts():
    """What of the schema Django does not hold itself, and what it does: as PostgreSQL spells it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 'trigger', pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"
            " UNION ALL SELECT 'function', pg_get_functiondef(p.oid) FROM pg_proc p"
            " WHERE pronamespace = 'public'::regnamespace AND prokind = 'f' AND NOT EXISTS"
            "  (SELECT 1 FROM pg_depend WHERE objid = p.oid AND deptype = 'e')"
            " UNION ALL SELECT 'index', pg_get_indexdef(indexrelid) FROM pg_index"
            "  WHERE indrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)"
            " UNION ALL SELECT 'constraint', conrelid::regclass::text || ' ' || pg_get_constraintdef(oid)"
            "  FROM pg_constraint WHERE connamespace = 'public'::regnamespace"
        )
        return sorted(cursor.fetchall())


def test_migration_files_are_where_we_look(graph):
    root = Path(settings.BASE_DIR)
    assert len(ours(graph)) == sum(1 for app in APPS for _ in (root / app / "migrations").glob("0*.py"))


def promised() -> set[str]:
    """Names of every constraint, index and trigger of a model with a table."""
    of_tables = [m for m in apps.get_models() if m._meta.managed and not m._meta.proxy]
    names = {thing.name for m in of_tables for thing in [*m._meta.constraints, *m._meta.indexes]}
    triggers = {t.get_pgid(m) for m in of_tables for t in getattr(m._meta, "triggers", [])}
    assert len(names) > 100
    assert len(triggers) > 20
    return names | triggers


def held() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint UNION SELECT relname FROM pg_class WHERE relkind = 'i'"
            " UNION SELECT tgname FROM pg_trigger"
        )
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.django_db
def test_what_the_models_promise_stands_in_the_database():
    """Tables and triggers are made in two steps of our own (``kit.migration_steps``): nothing is left out."""
    assert promised() - held() == set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname, tgrelid::regclass FROM pg_trigger WHERE tgname LIKE 'pgtrigger%' LIMIT 1")
        trigger, table = cursor.fetchone()
        cursor.execute(f'DROP TRIGGER "{trigger}" ON {table}')
        cursor.execute("DROP INDEX session_takes_place")
    assert promised() - held() == {"session_takes_place", trigger}
