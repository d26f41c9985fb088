"""Set-up of the whole test run: real PostgreSQL, no network, browser tests only where a Chromium is found."""

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import pytest_socket
from hypothesis import settings as hypothesis_settings

from familynet.host import embedded
from tests.demo_network import demo_network, demo_template  # noqa: F401 - fixtures for every test
from tests.seconds import Seconds

CHROMIUM_HINT = "kein Chromium gefunden; unter Debian und Ubuntu: apt-get install chromium"
hypothesis_settings.register_profile("portal", deadline=None)  # no test asks for seconds (tests/pace.py)
hypothesis_settings.load_profile("portal")
LOOPBACK = ["127.0.0.1", "::1", "localhost"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-seconds", action="store_true", help="write tests/seconds.toml anew (a whole run)")


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Seconds(config), "seconds by folder")


def needs_database(item: pytest.Item) -> bool:
    """Marked with ``django_db``, or by way of any fixture: the one that makes the test database stands behind all."""
    fixtures = getattr(item, "fixturenames", ())
    return item.get_closest_marker("django_db") is not None or "django_db_setup" in fixtures


def chromium() -> str | None:
    """Path of a Chromium on this machine: CHROMIUM, or one of the usual names."""
    named = os.environ.get("CHROMIUM")
    if named and Path(named).exists():
        return named
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


SLOW = frozenset(
    [
        "accounts/test_limits_across_processes",
        "agreements/life/test_in_force",
        "agreements/negotiation/test_agreement_access",
        "agreements/negotiation/test_guest",
        "agreements/reports/test_overview",
        "agreements/reports/test_overview_choice",
        "agreements/reports/test_overview_days",
        "agreements/workbench/test_workbench",
        "benchmarks/test_relevance_engine",
        "browser/test_raw_requests",
        "house/test_quick_start",
        "house/test_migrations",
        "kit/test_hyphenation",
        "kit/test_pdf",
        "kit/test_sealing",
        "kit/test_signed_pdf",
        "kit/test_uploads",
        "offers/test_ticked_filters",
        "partners/test_permissions",
        "roof/test_coverage_lines",
        "roof/test_demo_accounts",
        "roof/test_demo_agreements",
        "roof/test_demo_life",
        "roof/test_demo_rules",
        "roof/test_headers",
        "roof/test_page_rules",
        "roof/test_production",
    ]
)
"""Files that make quick leaves out besides those that mark themselves: PDFs, seals, whole worlds, the demo network."""
SLOW_FOLDERS = ("agreements/signing/",)


def is_slow(item: pytest.Item) -> bool:
    name = str(item.path.relative_to(Path(__file__).parent).with_suffix(""))
    return name in SLOW or name.startswith(SLOW_FOLDERS)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in filter(is_slow, items):
        item.add_marker(pytest.mark.slow)
    if chromium():
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=CHROMIUM_HINT))


def pytest_collection_finish(session: pytest.Session) -> None:
    """Start the embedded PostgreSQL of the tests if one of them needs it and DATABASE_URL names no server.

    The processes of a parallel run all come here; the first starts it, the others wait for it and share it.
    """
    if any(map(needs_database, session.items)) and not session.config.option.collectonly:
        embedded.ensure_database()
    keep_what_was_imported()


def keep_what_was_imported() -> None:
    """What was imported stays to the end, and looking through it again and again takes a tenth of the whole run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 25, 50)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Nothing leaves the machine: only loopback and unix sockets (database, browser, mail server of a test)."""
    pytest_socket.socket_allow_hosts(LOOPBACK, allow_unix_socket=True)


def pytest_runtest_teardown() -> None:
    pytest_socket._remove_restrictions()


@pytest.fixture(autouse=True)
def _search_starts_anew() -> None:
    """A test's transaction is taken back behind the back of the search."""
    from django.db import connection

    from offers.search.index import forget_index

    forget_index(connection.settings_dict["NAME"])


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, request) -> Iterator[None]:
    """Every worker gets a copy of one migrated database."""
    from tests import template_database

    with django_db_blocker.unblock():
        copy = template_database.make(getattr(request.config, "workerinput", {}).get("workerid", "main"))
    yield
    with django_db_blocker.unblock():
        template_database.remove(copy)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The browser of ``browser`` tests."""
    found = chromium()
    if found is None:
        pytest.skip(CHROMIUM_HINT)
    return found
