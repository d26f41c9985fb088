"""The embedded PostgreSQL: shared, stopped with its last user, and back with everything committed after any kill."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from familynet.host import embedded, postgres
from familynet.host.processes import try_lock
from tests.pace import WAIT, wait_until

pytestmark = pytest.mark.slow

BASE = Path(__file__).resolve().parents[2]
WORK = """
import sys
import psycopg
from familynet.host import embedded
embedded.ensure_database()
with psycopg.connect(embedded.database_url(), autocommit=True) as connection:
    connection.execute("CREATE TABLE IF NOT EXISTS probe (n int)")
    connection.execute("INSERT INTO probe VALUES (1)")
    print(connection.execute("SELECT count(*) FROM probe").fetchone()[0], flush=True)
    if "hold" in sys.argv:
        sys.stdin.readline()
        embedded.keep_up()
if "hold" in sys.argv:
    with psycopg.connect(embedded.database_url(), autocommit=True) as connection:
        print(connection.execute("SELECT count(*) FROM probe").fetchone()[0], flush=True)
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """A data folder of its own; its database is made by the first test."""
    folder = tmp_path_factory.mktemp("daten")
    folder.chmod(0o755)
    yield folder
    kill(processes(folder))


@pytest.fixture
def user(data):
    """Starts a process that uses the database; ``hold=True`` keeps it until it is told to go on."""
    started = []

    def start(*, hold=False, folder=data):
        environment = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "FAMILYNET_TEST_DATA"}}
        process = subprocess.Popen(
            [sys.executable, "-c", WORK, *(["hold"] if hold else [])],
            env=environment | {"FAMILYNET_DATA": str(folder), "PYTHONPATH": str(BASE)},
            cwd="/",
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def rows(process):
    line = process.stdout.readline()
    assert line, process.stderr.read()
    return int(line)


def finish(process):
    output, errors = process.communicate(input="\n", timeout=WAIT)
    assert process.returncode == 0, errors
    return output


def processes(folder):
    """Keeper and PostgreSQL of this folder."""
    found = postgres.leftover_processes(folder / "database" / "data")
    for process in psutil.process_iter(["cmdline"]):
        if (
            "familynet.host.postgres" in (process.info["cmdline"] or [])
            and str(folder / "database") in process.info["cmdline"]
        ):
            found.append(process)
    return found


def kill(found, sig=signal.SIGKILL):
    for process in found:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(sig)
    psutil.wait_procs(found, timeout=WAIT)


def test_starts_keeps_data_and_stops_with_its_last_user(data, user):
    assert finish(user()) == "1\n"
    wait_until(lambda: not processes(data))
    assert finish(user()) == "2\n"
    wait_until(lambda: not processes(data))


def test_a_second_user_shares_the_server_and_leaves_it_running(data, user):
    first = user(hold=True)
    before = rows(first)
    servers = {process.pid for process in processes(data)}
    assert finish(user()) == f"{before + 1}\n"
    time.sleep(0.5)
    assert servers & {process.pid for process in processes(data)}
    assert finish(first) == f"{before + 1}\n"
    wait_until(lambda: not processes(data))


def test_many_at_once_start_one_server(data, user):
    several = [user() for _ in range(5)]
    numbers = [int(finish(process)) for process in several]
    assert len(set(numbers)) >= 1
    wait_until(lambda: not processes(data))


@pytest.mark.parametrize("attempt", [1, 2])
def test_kill_of_everything_loses_nothing_committed(data, user, attempt):
    first = user(hold=True)
    before = rows(first)
    kill(processes(data))  # before its user, or the server would have time to stop in good order
    first.kill()
    assert not processes(data)
    assert (data / "database" / "data" / "postmaster.pid").exists()
    assert finish(user()) == f"{before + 1}\n"


def test_a_lock_file_that_names_a_stranger_does_not_stop_the_start(data, user):
    """After a restart of the machine the number in the lock file can belong to any program."""
    first = user(hold=True)
    before = rows(first)
    kill(processes(data))  # before its user, or the server would have time to stop in good order
    first.kill()
    lock = data / "database" / "data" / "postmaster.pid"
    lines = lock.read_text().splitlines()
    lock.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    assert finish(user()) == f"{before + 1}\n"


def test_orphans_of_a_killed_server_are_cleared_away(data, user):
    first = user(hold=True)
    before = rows(first)
    found = processes(data)
    children = [process for process in found if "postgres: " in process.cmdline()[0]]
    for process in children:
        process.suspend()  # so that they cannot notice that their parent is gone
    kill([process for process in found if process not in children])
    first.kill()
    assert any(process.is_running() for process in children)
    assert finish(user()) == f"{before + 1}\n"
    assert not any(process.is_running() and process.status() != psutil.STATUS_ZOMBIE for process in children)


def test_a_killed_server_is_started_again_for_those_who_still_use_it(data, user):
    first = user(hold=True)
    before = rows(first)
    server = next(process for process in processes(data) if "-D" in process.cmdline())
    kill([server])
    wait_until(lambda: any("-D" in process.cmdline() for process in processes(data)))
    assert finish(user()) == f"{before + 1}\n"
    assert finish(first) == f"{before + 1}\n"


def test_a_killed_runner_is_replaced(data, user):
    first = user(hold=True)
    before = rows(first)
    kill([process for process in processes(data) if "familynet.host.postgres" in process.cmdline()])
    assert finish(first) == f"{before}\n"
    wait_until(lambda: not processes(data))


def test_a_long_path_gets_a_short_socket(tmp_path, user):
    folder = tmp_path / ("sehr-langer-ordnername-" * 5)
    folder.mkdir()
    for parent in (folder, *folder.parents):
        if parent.stat().st_uid == os.geteuid() and str(parent).startswith("/tmp/pytest"):
            parent.chmod(0o755)
    assert finish(user(folder=folder)) == "1\n"
    wait_until(lambda: not processes(folder))
    socket = embedded.socket_dir(folder / "database")
    assert len(str(socket)) < 60
    info = socket.lstat()
    assert info.st_mode & 0o077 == 0
    socket.rmdir()


def test_listens_on_no_network_and_keeps_what_it_confirms(data, user):
    first = user(hold=True)
    rows(first)
    asked = "SELECT current_setting(n) FROM unnest(ARRAY['listen_addresses', 'fsync', 'synchronous_commit']) n"
    address = embedded.database_url().replace(str(embedded.database_folder()), str(data / "database"))
    import psycopg

    with psycopg.connect(
        address.replace(str(embedded.socket_dir(embedded.database_folder())), str(data / "database/socket"))
    ) as c:
        assert [value for (value,) in c.execute(asked)] == ["", "on", "on"]
        assert c.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone() == (False,)
    mode = (data / "database" / "socket").stat().st_mode
    assert mode & 0o077 == 0
    finish(first)


def test_a_folder_nobody_may_write_is_named_in_german(monkeypatch):
    monkeypatch.setattr(embedded, "_held", [])
    monkeypatch.setenv("FAMILYNET_DATA", "/proc/familynet")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with pytest.raises(SystemExit, match="nicht beschreibbar"):
        embedded.ensure_database()


@pytest.mark.parametrize("variables", [{"DATABASE_URL": "postgresql://x"}, {"FAMILYNET_MODE": "production"}])
def test_nothing_is_started_when_a_database_is_given_or_demanded(monkeypatch, tmp_path, variables):
    monkeypatch.setattr(embedded, "_held", [])
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("FAMILYNET_DATA", str(tmp_path))
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    embedded.ensure_database()
    assert list(tmp_path.iterdir()) == []


def test_locks_belong_to_one(tmp_path):
    first = try_lock(tmp_path / "schloss")
    assert try_lock(tmp_path / "schloss") is None
    os.close(first)
    second = try_lock(tmp_path / "schloss")
    assert second is not None
    os.close(second)


def test_a_socket_folder_of_somebody_else_is_refused(tmp_path, monkeypatch):
    server = postgres.Server(tmp_path)
    server.socket.mkdir(mode=0o755)
    server.socket.chmod(0o755)
    with pytest.raises(postgres.Problem, match="anderen Konto"):
        server._make_socket_dir()


def test_data_of_another_version_is_refused(tmp_path):
    server = postgres.Server(tmp_path)
    server.data.mkdir()
    (server.data / "PG_VERSION").write_text("9\n")
    with pytest.raises(postgres.Problem, match="PostgreSQL 9"):
        server._check_version()
