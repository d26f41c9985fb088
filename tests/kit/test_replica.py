"""Only anonymous reads go to the replica, and only while it answers and is not behind."""

import os
import subprocess
import sys

import pytest
from django.db import OperationalError, connections

from kit import replica
from kit.models import JobRun

ROUTER = replica.ReplicaRouter()


@pytest.fixture
def second_alias(monkeypatch):
    """A second connection to the same database under the alias of the replica."""
    monkeypatch.setitem(connections.settings, "replica", connections["default"].settings_dict)
    monkeypatch.setattr(replica, "_fresh_until", 0.0)
    monkeypatch.setattr(replica, "_paused_until", 0.0)
    yield connections["replica"]
    connections["replica"].close()
    del connections["replica"]


def read_from():
    return ROUTER.db_for_read(JobRun)


def test_reads_go_to_the_replica_only_after_permission_and_only_inside(second_alias, monkeypatch):
    monkeypatch.setattr(replica, "_behind", lambda: False)
    with replica.is_before_replica():
        assert read_from() == "default"
        replica.may_be_used()
        assert read_from() == "replica"
        assert ROUTER.db_for_write(JobRun) == "default"
    assert read_from() == "default"


def test_without_a_replica_nothing_changes():
    with replica.is_before_replica():
        replica.may_be_used()
        assert read_from() == "default"


def test_a_replica_that_is_away_is_left_alone_for_a_while(second_alias, monkeypatch):
    asked = []

    def refuse(*args, **kwargs):
        asked.append(1)
        raise OperationalError("weg")

    monkeypatch.setattr(second_alias, "cursor", refuse)
    for _ in range(3):
        with replica.is_before_replica():
            replica.may_be_used()
            assert read_from() == "default"
    assert len(asked) == 1


def test_a_replica_that_is_behind_is_not_used(second_alias, monkeypatch):
    monkeypatch.setattr(replica, "_behind", lambda: True)
    with replica.is_before_replica():
        replica.may_be_used()
        assert read_from() == "default"


PROBE = """
import django; django.setup()
from django.db import connections
from django.conf import settings
from django.test import Client
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
for connection in connections.all():
    connection.force_debug_cursor = True
def ask(method, **more):
    [connection.queries_log.clear() for connection in connections.all()]
    response = getattr(Client(**more), method)("/impressum/")
    print(method, response.status_code, *(len(connections[alias].queries_log) for alias in ("default", "replica")))
ask("get")
ask("post")
ask("get", headers={"Cookie": "session=abc"})
"""


@pytest.mark.django_db
def test_with_a_second_database_anonymous_pages_read_there_and_nothing_else_does(settings):
    """In a process of its own, because aliases are fixed when Django starts; both aliases are this test's database."""
    given = connections["default"].settings_dict
    server = f"{given['USER']}:{given['PASSWORD']}@:{given['PORT'] or 5432}"
    url = f"postgresql://{server}/{given['NAME']}?host={given['HOST']}"
    environment = os.environ | {"DATABASE_URL": url, "DATABASE_REPLICA_URL": url, "ALLOWED_HOSTS": "testserver"}
    environment["DJANGO_SETTINGS_MODULE"] = "familynet.settings"
    command = [sys.executable, "-c", PROBE]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, cwd=settings.BASE_DIR, check=True)
    anonymous, posted, signed_in = (line.split() for line in done.stdout.splitlines())
    assert anonymous[:3] == ["get", "200", "0"]
    assert int(anonymous[3]) >= 2  # how far it is behind, and the page
    assert posted[3] == "0"
    assert signed_in[3] == "0"


@pytest.mark.django_db
def test_the_real_question_is_understood_by_postgresql():
    connections["default"].cursor().execute(replica.BEHIND, [10])


def test_nothing_is_migrated_there():
    assert ROUTER.allow_migrate("default", "kit")
    assert not ROUTER.allow_migrate("replica", "kit")
