"""The demo network in a database of its own, for tests that look at the whole portal at once."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import connection
from django.test import Client
from psycopg import sql

from tests import demo_network, template_database
from tests.roof.fuzzing import Doors, explore

WEB_LIMITS = ("SET statement_timeout = 3000", "SET lock_timeout = 3000", "SET synchronous_commit = off")
PUBLIC_STARTS = [
    *("/", "/angebote/", "/angebote/?ansicht=woche", "/angebote/?ansicht=karte", "/angebote/?q=gibtesnicht"),
    *("/partner/", "/partner/?stichtag=01.01.2019", "/partner/?q=gibtesnicht", "/orte/", "/aktionen/", "/praxis/"),
    *("/konto/anmelden/", "/demo/post/", "/sitemap.xml", "/robots.txt", "/feed.atom", "/.well-known/security.txt"),
]


@pytest.fixture(scope="session")
def demo_database(demo_template: tuple[str, date], django_db_blocker: pytest.FixtureRequest) -> Iterator[str]:
    """Name of a copy of the demo network that all these tests share, with accounts; dropped at the end."""
    name = "familynet_whole_" + os.environ.get("PYTEST_XDIST_WORKER", "main")
    with django_db_blocker.unblock():
        with template_database.server() as outside:
            demo_network.copy(outside, demo_template[0], name)
            for limit in WEB_LIMITS:  # the web process has the same (familynet/host/env.py)
                outside.execute(sql.SQL("ALTER DATABASE {} " + limit).format(sql.Identifier(name)))
        yield name
        with template_database.server() as outside:
            template_database.drop(outside, name)


@pytest.fixture
def demo_site(demo_database: str, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Requests of this test see the demo network, and what they write is really committed there."""
    with django_db_blocker.unblock(), connected_to(demo_database):
        cache.clear()  # what an earlier test used up of the limits
        yield


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    """Django's connection leads to another database inside the block."""
    usual = connection.settings_dict["NAME"]
    demo_network.point_at(name)
    try:
        yield
    finally:
        demo_network.point_at(usual)


@pytest.fixture(scope="session")
def public_doors(demo_database: str, django_db_blocker: pytest.FixtureRequest) -> Doors:
    """What a stranger can reach by clicking: up to three of each kind of page."""
    with django_db_blocker.unblock(), connected_to(demo_database):
        return explore(Client(raise_request_exception=False), PUBLIC_STARTS, pages=120, each=3)


@pytest.fixture
def signed_in(demo_site: None) -> Client:
    """The browser of somebody who may do everything."""
    client = Client(raise_request_exception=False)
    user = get_user_model().objects.get(email="admin@familiennetz.example")
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    return client
