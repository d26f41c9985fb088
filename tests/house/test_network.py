"""The test run itself keeps its promises: no network, a real PostgreSQL, the tables of the cache."""

import socket

import pytest
import pytest_socket
from django.core.management import call_command
from django.db import connection


def test_nothing_leaves_the_machine():
    refused = (pytest_socket.SocketConnectBlockedError, UserWarning)  # the warning comes first and is an error here
    with socket.socket() as outward, pytest.raises(refused, match="203.0.113.1"):
        outward.connect(("203.0.113.1", 80))


def test_loopback_is_open():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=1).close()


@pytest.mark.django_db
def test_database_is_postgresql_15_or_newer():
    assert connection.vendor == "postgresql"
    assert connection.pg_version >= 150_000


@pytest.mark.django_db
def test_cache_table_is_what_django_would_make(capsys):
    """The migration writes it by hand; ``createcachetable`` says what Django expects today."""
    columns = """
        SELECT column_name, data_type, character_maximum_length, is_nullable FROM information_schema.columns
        WHERE table_name = 'kit_cache' ORDER BY ordinal_position
    """
    indexes = "SELECT replace(indexdef, 'kit_cache', '') FROM pg_indexes WHERE tablename = 'kit_cache' ORDER BY 1"

    def shape(cursor):
        cursor.execute(columns)
        found = cursor.fetchall()
        cursor.execute(indexes)
        return found + cursor.fetchall()

    with connection.cursor() as cursor:
        ours = shape(cursor)
        cursor.execute("DROP TABLE kit_cache")
        call_command("createcachetable", verbosity=0)
        assert shape(cursor) == ours
