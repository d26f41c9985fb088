"""A run starts what its tests need and nothing else: no PostgreSQL for tests that only look at files."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests.conftest import needs_database
from tests.pace import WAIT

PURE = "tests/house/test_no_times.py"


def run(folder, *arguments):
    """A test run of its own, whose database would lie in ``folder``."""
    unset = {
        "DATABASE_URL",
        "FAMILYNET_DATA",
        "PYTEST_XDIST_WORKER",
        "PYTEST_XDIST_WORKER_COUNT",
        "PYTEST_CURRENT_TEST",
    }
    environment = {name: value for name, value in os.environ.items() if name not in unset}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments],
        cwd=settings.BASE_DIR,
        env=environment | {"FAMILYNET_TEST_DATA": str(folder)},
        timeout=WAIT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("arguments", [[], ["-n", "1"]], ids=["in one process", "with a worker"])
def test_pure_tests_start_no_server(tmp_path, arguments):
    done = run(tmp_path, PURE, *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    assert not (tmp_path / "database").exists()


def test_collecting_starts_no_server(tmp_path):
    done = run(tmp_path, "tests/partners", "--collect-only")
    assert done.returncode == 0, done.stdout + done.stderr
    assert not (tmp_path / "database").exists()


@pytest.mark.slow
def test_a_test_with_a_database_starts_it(tmp_path):
    """Negative control."""
    tmp_path.chmod(0o755)  # started as root the server gives its rights away
    done = run(tmp_path, "tests/house/test_network.py::test_database_is_postgresql_15_or_newer")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "database").is_dir()


def test_plain(request):
    assert not needs_database(request.node)


@pytest.mark.django_db
def test_marked(request):
    assert needs_database(request.node)


def test_by_a_fixture(request, db):
    assert needs_database(request.node)


def test_by_a_fixture_of_a_fixture(request, demo_template):
    assert needs_database(request.node)
