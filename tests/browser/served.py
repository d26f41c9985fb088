"""A whole portal to look at from outside: ``manage.py up`` on a free port, with a database and a folder of its own.

Nothing is faked: web server, worker, static files, middleware and the demo network are what ``make run`` starts. The
database lies on the server of the test run (embedded or ``DATABASE_URL``) and is a fresh copy of the migrated one.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import ProxyHandler, build_opener

from django.conf import settings
from psycopg import sql

from tests import template_database

UNSET = (
    "DATABASE_REPLICA_URL",
    "PUBLIC_BASE_URL",
    "ALLOWED_HOSTS",
    "EMAIL_URL",
    "FAMILYNET_MODE",
    "DEBUG",
    "SECRET_KEY",
)
START_SECONDS = 240


class Portal:
    """The running portal: where it is, and who may sign in."""

    def __init__(self, address: str, folder: Path, database: str) -> None:
        self.address = address
        self.folder = folder
        self.database = database

    def passwords(self) -> dict[str, tuple[str, str]]:
        """Role name of a demo account -> (e-mail, password), read from the file ``make run`` points to."""
        text = (self.folder / "demo-zugaenge.txt").read_text()
        lines = [line.split() for line in text.splitlines()]
        found = {}
        for words in lines:
            mail = next((word for word in words if re.fullmatch(r"[\w.+-]+@[\w.-]+\.example", word)), None)
            if mail and len(words) > 1:
                found[mail.split("@")[0]] = (mail, words[-1])
        return found

    def status(self, path: str) -> int:
        """Status of an anonymous GET, redirects followed."""
        try:
            with build_opener(ProxyHandler({})).open(self.address + path, timeout=10) as answer:
                return answer.status
        except HTTPError as error:
            return error.code


class Running:
    """Starts the portal and, at the end, stops it and removes its database and folder."""

    def __init__(self, folder: Path, database: str) -> None:
        self.folder = folder
        self.database = database
        self.log = folder / "up.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> Portal:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        with template_database.server() as outside:
            template_database.drop(outside, self.database)
            names = [
                sql.Identifier(name)
                for name in (self.database, template_database.PREFIX + template_database.fingerprint())
            ]
            outside.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))
        port = _free_port()
        environment = web_environment(self.folder, self.database) | {"PORT": str(port)}
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, str(settings.BASE_DIR / "manage.py"), "up"],
                cwd=settings.BASE_DIR,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        self._wait()
        return Portal(f"http://127.0.0.1:{port}", self.folder, self.database)

    def stop(self) -> None:
        """End it as Ctrl-C does."""
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(40)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        with template_database.server() as outside:
            template_database.drop(outside, self.database)

    def errors(self) -> list[str]:
        """Lines of the log that report a crash of a page or a process."""
        lines = self.log.read_text(errors="replace").splitlines()
        return [line for line in lines if "Traceback" in line or '"status": 500' in line or "status=500" in line]

    def _wait(self) -> None:
        end = time.monotonic() + START_SECONDS
        while "Familiennetz läuft:" not in self.log.read_text(errors="replace"):
            assert self.process is not None
            if self.process.poll() is not None or time.monotonic() > end:
                raise AssertionError("manage.py up kam nicht hoch:\n" + self.log.read_text(errors="replace")[-3000:])
            time.sleep(0.1)


def web_environment(folder: Path, database: str) -> dict[str, str]:
    """What a process needs to work on the data of a running portal; the port is still to be named."""
    environment = {name: value for name, value in os.environ.items() if name not in UNSET}
    return environment | {
        "DATABASE_URL": _database_url(database),
        "DJANGO_SETTINGS_MODULE": "familynet.settings",
        "FAMILYNET_DATA": str(folder),
        "HOST": "127.0.0.1",
    }


def _database_url(name: str) -> str:
    """Address of another database on the server of this test run."""
    given = settings.DATABASES["default"]
    query = urlencode({"host": given["HOST"], "port": given["PORT"] or 5432})
    return f"postgresql://{quote(given['USER'])}:{quote(given['PASSWORD'])}@/{name}?{query}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
