"""Migrating quickly leaves nothing out (``familynet.quick_migrations``)."""

from contextlib import nullcontext

import pgtrigger
import pytest
from django.apps import apps
from django.db import connection, models
from django.db.migrations.operations import AddConstraint, AddIndex
from django.db.migrations.state import ModelState, ProjectState
from pgtrigger.migrations import AddTrigger

from familynet.quick_migrations import quick_migrations

STEPS = {
    "constraints": AddConstraint("house", models.CheckConstraint(condition=models.Q(id__gt=0), name="house_counts")),
    "indexes": AddIndex("house", models.Index(fields=["id"], name="house_id")),
    "triggers": AddTrigger("house", pgtrigger.Protect(name="stays", operation=pgtrigger.Delete)),
}


def drawn() -> ProjectState:
    """Two models, the second pointing at the first, their classes made."""
    state = ProjectState()
    options = {"constraints": [], "indexes": []}
    state.add_model(ModelState("town", "House", [("id", models.AutoField(primary_key=True))], options))
    house = models.ForeignKey("town.House", models.CASCADE)
    state.add_model(ModelState("town", "Room", [("id", models.AutoField(primary_key=True)), ("house", house)], {}))
    assert state.apps
    return state


@pytest.mark.parametrize("option", STEPS)
@pytest.mark.parametrize("way", [quick_migrations, nullcontext])
def test_the_class_gets_it_and_its_neighbours_stay(option, way):
    state = drawn()
    room = state.apps.get_model("town", "room")
    with way():
        STEPS[option].state_forwards("town", state)
    house = state.apps.get_model("town", "house")
    assert len(getattr(house._meta, option)) == len(state.models["town", "house"].options[option]) == 1
    assert (state.apps.get_model("town", "room") is room) == (way is quick_migrations)
    assert state.apps.get_model("town", "room")._meta.get_field("house").related_model is house


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
    assert promised() - held() == set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname, tgrelid::regclass FROM pg_trigger WHERE tgname LIKE 'pgtrigger%' LIMIT 1")
        trigger, table = cursor.fetchone()
        cursor.execute(f'DROP TRIGGER "{trigger}" ON {table}')
        cursor.execute("DROP INDEX session_takes_place")
    assert promised() - held() == {"session_takes_place", trigger}
