"""``make run`` from the inside: starts, says where, survives kills, stops everything, and refuses politely."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from contextlib import closing

import psutil
import psycopg
import pytest
from django.conf import settings
from django.db import connection

from familynet.host import supervisor
from familynet.host.processes import dying_with_parent
from tests import template_database
from tests.pace import WAIT, wait_until

pytestmark = pytest.mark.slow


def free_port():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def database(django_db_setup, django_db_blocker):
    """Address of a migrated, empty database in which the demo network counts as loaded."""
    before = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        name = template_database.make(f"up_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}")
        parameters = connection.get_connection_params()
        with psycopg.connect(
            **{key: parameters[key] for key in ("host", "port", "user", "password", "dbname") if parameters.get(key)}
        ) as direct:
            direct.execute(
                "INSERT INTO kit_jobrun (name, started_at, finished_at, ok, note)"
                " VALUES ('demo-netz', now(), now(), true, '')"
            )
        given = connection.settings_dict
        server = f"{given['USER']}:{given['PASSWORD']}@:{given['PORT'] or 5432}"
        yield f"postgresql://{server}/{name}?host={given['HOST']}"
        template_database.remove(name)
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = before


def plain_environment():
    """Ours, without what belongs to the test run."""
    return {k: v for k, v in os.environ.items() if not k.startswith(("FAMILYNET_", "PYTEST", "DJANGO_"))}


class Running:
    """One ``manage.py up`` with a data folder and a port of its own."""

    def __init__(self, folder, database, port):
        environment = plain_environment() | {
            "FAMILYNET_DATA": str(folder),
            "DATABASE_URL": database,
            "PORT": str(port),
            "WEB_WORKERS": "1",
        }
        self.port = port
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "up"],
            cwd=settings.BASE_DIR,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines = []

    def wait_for(self, text):
        for line in self.process.stdout:
            self.lines.append(line.rstrip())
            if text in line:
                return
        raise AssertionError("\n".join(self.lines))

    def rest(self):
        output, _ = self.process.communicate(timeout=WAIT)
        return output

    def ready(self):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=10) as answer:
                return answer.status == 200
        except OSError:
            return False

    def family(self):
        return psutil.Process(self.process.pid).children(recursive=True)


@pytest.fixture
def start(tmp_path, database):
    started = []

    def make(*, folder=tmp_path, port=None):
        running = Running(folder, database, port or free_port())
        started.append(running)
        return running

    yield make
    for running in started:
        if running.process.poll() is None:
            for process in [*running.family(), psutil.Process(running.process.pid)]:
                process.kill()
        running.process.stdout.close()
        running.process.wait(10)


def test_starts_survives_kills_and_stops_everything(start, tmp_path):
    portal = start()
    portal.wait_for("Beenden mit Strg+C.")
    assert f"Familiennetz läuft: http://127.0.0.1:{portal.port}" in portal.lines
    assert portal.ready()

    again = start(port=free_port())
    assert "läuft hier schon" in again.rest()
    assert again.process.returncode == 3

    other = start(folder=tmp_path / "andere", port=portal.port)
    assert f"PORT={portal.port + 1} make run" in other.rest()
    assert other.process.returncode == 2

    family = portal.family()
    assert len(family) >= 3  # web server, its worker process, background worker
    for process in family:
        process.kill()
    wait_until(portal.ready)

    family = portal.family()
    portal.process.send_signal(signal.SIGTERM)
    assert portal.rest().splitlines()[-1] == "Beendet. Alle Daten sind gesichert."
    assert portal.process.returncode == 0
    assert not any(process.is_running() for process in family)
    assert not portal.ready()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="nur der Linux-Kern beendet Kinder mit")
def test_children_of_a_killed_supervisor_end_and_the_next_start_works(start):
    portal = start()
    portal.wait_for("Beenden mit Strg+C.")
    family = portal.family()
    portal.process.kill()
    again = start(port=portal.port)
    again.wait_for("Beenden mit Strg+C.")
    assert not any(process.is_running() for process in family)
    assert again.ready()


def test_wrong_variables_are_named_without_a_traceback():
    for name, value in {"PORT": "80000", "WEB_WORKERS": "viele", "EMAIL_URL": "relay:25"}.items():
        done = subprocess.run(
            [sys.executable, "manage.py", "up"],
            cwd=settings.BASE_DIR,
            env=plain_environment() | {name: value},
            capture_output=True,
            text=True,
            timeout=WAIT,
        )
        assert done.returncode == 1
        assert name in done.stderr
        assert "Traceback" not in done.stderr


def test_a_taken_port_is_named():
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert "schon belegt" in supervisor.port_problem("127.0.0.1", port)
    assert supervisor.port_problem("127.0.0.1", port) is None
    assert "kann dieses Konto nicht lauschen" in supervisor.port_problem("203.0.113.9", port)


def test_a_child_that_keeps_ending_is_given_up():
    child = supervisor.Child("Probe", ["false"], {})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(supervisor.time, "sleep", lambda seconds: None)
        child.start()
        for _ in range(supervisor.MAX_RESTARTS):
            child.process.wait()
            assert child.revive()
        child.process.wait()
        with pytest.raises(supervisor.GivenUp, match="Probe"):
            child.revive()


def test_sessions_of_an_earlier_start_are_ended(tmp_path):
    left = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True)
    stranger = subprocess.Popen(["sleep", "60"], start_new_session=True)
    record = tmp_path / "sessions"
    record.write_text(f"{left.pid}\n{stranger.pid}")
    supervisor.end_sessions(record)
    assert left.wait(5) is not None
    assert stranger.poll() is None  # not one of ours, whatever the number says
    assert not record.exists()
    stranger.kill()
    stranger.wait()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="nur der Linux-Kern beendet Kinder mit")
def test_a_child_dies_with_its_parent():
    assert dying_with_parent(signal.SIGTERM) is not None
    code = (
        "import signal, subprocess, sys, time; from familynet.host.processes import dying_with_parent\n"
        "child = subprocess.Popen(['sleep', '60'], preexec_fn=dying_with_parent(signal.SIGTERM))\n"
        "print(child.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True)
    child = psutil.Process(int(parent.stdout.readline()))
    parent.kill()
    parent.communicate()
    wait_until(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)
