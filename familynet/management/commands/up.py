"""``manage.py up``: everything ``make run`` does after the Python packages are there."""

import os
import signal
import sys
import time
import urllib.error
import urllib.request
from types import FrameType
from typing import NoReturn

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from familynet.host import embedded, supervisor
from familynet.host.processes import try_lock
from kit import jobs
from kit.models import JobRun

STEP_DEMO = "demo-netz"  # the job run that says: the demo network has been loaded once


class Command(BaseCommand):
    help = "Startet Datenbank, Webserver und Hintergrunddienst und hält sie am Laufen, bis Sie Strg+C drücken."
    requires_system_checks: list[str] = []

    def handle(self, *args: object, **options: object) -> None:
        for sig in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(sig, _interrupt)
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        lock = try_lock(settings.DATA_DIR / "up.lock")
        if lock is None:
            self.end_with_message(f"Familiennetz läuft hier schon, meist unter {self.site_address}", code=3)
        record = settings.DATA_DIR / "up.sessions"
        team = supervisor.Supervisor(self.child_processes(), record)
        try:
            supervisor.end_sessions(record)
            problem = supervisor.port_problem(settings.HOST, settings.PORT)
            if problem:
                self.end_with_message(problem, code=2)
            self.prepare_database()
            team.start()
            self.wait_until_ready(team)
            self.announce_start()
            team.watch(and_also=embedded.keep_up)
        except KeyboardInterrupt:
            self.write_line("Wird beendet …")
        except supervisor.GivenUp as reason:
            self.end_with_message(str(reason), code=1)
        finally:
            team.stop()
            connections.close_all()
            embedded.release_database()
        self.write_line("Beendet. Alle Daten sind gesichert.")

    @property
    def site_address(self) -> str:
        host = f"[{settings.HOST}]" if ":" in settings.HOST else settings.HOST
        return f"http://{host}:{settings.PORT}"

    def write_line(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()

    def end_with_message(self, text: str, *, code: int) -> NoReturn:
        self.stderr.write(text)
        sys.exit(code)

    def child_processes(self) -> list[supervisor.Child]:
        """Web server and worker; the embedded database has its own runner."""
        config = str(settings.BASE_DIR / "deploy" / "gunicorn.conf.py")
        python, manage = sys.executable, str(settings.BASE_DIR / "manage.py")
        web = [python, "-m", "gunicorn", "--config", config, "--chdir", str(settings.BASE_DIR), "familynet.wsgi"]
        return [
            supervisor.Child("Der Webserver", web, {"FAMILYNET_PROCESS": "web"}),
            supervisor.Child("Der Hintergrunddienst", [python, manage, "worker"], {"FAMILYNET_PROCESS": "worker"}),
        ]

    def prepare_database(self) -> None:
        """Database up and up to date, static files in place, demo network loaded once."""
        self.write_line("Datenbank wird gestartet …")
        embedded.ensure_database()
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.write_line("Tabellen werden angelegt …")
            call_command("migrate", interactive=False, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        if not settings.PRODUCTION and not JobRun.objects.filter(name=STEP_DEMO, ok=True).exists():
            self.load_demo()
        connections.close_all()

    def load_demo(self) -> None:
        """Load the demo network; when it was interrupted, the next start does it again (the seed is idempotent)."""
        self.write_line("Demonetz wird geladen, das dauert bis zu einer Minute …")
        run = jobs.begin_job(STEP_DEMO)
        call_command("seed", size="demo", verbosity=0)
        jobs.finish_job(run, ok=True)

    def wait_until_ready(self, team: supervisor.Supervisor) -> None:
        """Return when the web server answers; raises ``GivenUp`` after two minutes."""
        probe = urllib.request.Request(  # noqa: S310 - our own address
            self.site_address.replace("0.0.0.0", "127.0.0.1").replace("[::]", "[::1]") + "/readyz",  # noqa: S104
            headers={"Host": settings.PUBLIC_BASE_URL.split("//")[-1].split("/")[0]},
        )
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        end = time.monotonic() + 120
        while time.monotonic() < end:
            try:
                opener.open(probe, timeout=5).close()
                return
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
            for child in team.children:
                child.revive()
        raise supervisor.GivenUp("Der Webserver antwortet nicht. Die Meldungen darüber sagen, warum.")

    def announce_start(self) -> None:
        self.write_line(f"Familiennetz läuft: {self.site_address}")
        passwords = settings.DATA_DIR / "demo-zugaenge.txt"
        if passwords.exists():
            self.write_line(f"Demo-Zugänge und Passwörter: {os.path.relpath(passwords)}")
        self.write_line("Beenden mit Strg+C.")


def _interrupt(signum: int, frame: FrameType | None) -> None:
    for sig in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sig, signal.SIG_IGN)  # stopping takes a moment; a second Ctrl-C must not leave something behind
    raise KeyboardInterrupt
