"""System checks against the live database: each fault is found, and the database of the tests has none."""

import pytest
from django.core import checks
from django.db import OperationalError, connection, connections

from familynet.host.checks import live_database

pytestmark = pytest.mark.django_db


def found():
    return {message.id for message in live_database(databases=["default"])}


def test_the_database_of_the_tests_has_no_fault():
    assert found() == set()


def test_it_is_registered_for_the_database_checks():
    assert live_database in checks.registry.registry.get_checks()


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("SET LOCAL synchronous_commit = off", "familynet.E002"),
        ("ALTER TABLE kit_auditevent DISABLE TRIGGER USER", "familynet.E004"),
    ],
)
def test_a_fault_is_found(statement, fault):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement)
    assert found() == {fault}


def test_an_old_server_is_refused(monkeypatch):
    monkeypatch.setattr("familynet.host.checks.OLDEST", 990_000)
    assert found() == {"familynet.E001"}


def test_the_web_process_must_have_its_limits(settings):
    settings.PROCESS = "web"
    assert found() == {"familynet.E003"}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '3s'; SET LOCAL lock_timeout = '3s'")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = '10s'")
    assert found() == set()


def test_a_database_that_is_away_is_not_a_fault(monkeypatch):
    def refuse(*args, **kwargs):
        raise OperationalError("weg")

    monkeypatch.setattr(connections["default"], "cursor", refuse)
    assert found() == set()
