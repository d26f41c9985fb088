"""Programs a run starts, what processor time they used, and their end."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Self

import psutil

from benchmarks.load import Broken, Connection
from familynet.host import embedded
from familynet.host.processes import dying_with_parent

BASE = embedded.BASE_DIR
START_SECONDS = 300
LASTING = ("--keep-alive", "3600", "--max-requests", "0", "--max-requests-jitter", "0")


class NotStarted(Exception):
    """A server did not come up; the text holds the end of its log."""


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def production(folder: Path, address: str) -> dict[str, str]:
    """Environment of the portal as it runs in earnest, with the made-up names of the demo."""
    return {
        "FAMILYNET_MODE": "production",
        "SECRET_KEY": "nur-fuer-die-messung-" * 4,
        "ALLOWED_HOSTS": "netz.example",
        "PUBLIC_BASE_URL": "https://netz.example",
        "DATABASE_URL": address,
        "EMAIL_URL": "smtp://127.0.0.1:25",
        "MAIL_FROM": "netz@check.invalid",
        "FAMILYNET_DATA": str(folder),
        "FAMILYNET_PROCESS": "web",
        "DJANGO_SETTINGS_MODULE": "familynet.settings",
        "DATABASE_REPLICA_URL": "",
    }


class Web:
    """One gunicorn with two workers; ``application`` is the portal or the floor.

    Configured as shipped, but a quiet connection stays open and no worker is replaced after so many requests: all
    requests of a run meet the same worker on ``connection``.
    """

    def __init__(self, name: str, application: str, environment: Mapping[str, str], folder: Path, alive: str) -> None:
        self.name, self.application, self.alive = name, application, alive
        self.port = free_port()
        self.connection = Connection(self.port)
        self.log = folder / f"{name}.log"
        self.environment = {
            **os.environ,
            **environment,
            "PORT": str(self.port),
            "HOST": "127.0.0.1",
            "WEB_WORKERS": "2",
        }
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", *LASTING, self.application]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own programs
                command,
                cwd=BASE,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=dying_with_parent(signal.SIGTERM),  # noqa: PLW1509 - imports nothing, takes no lock
            )
        self._wait()
        return self

    def __exit__(self, *args: object) -> None:
        self.connection.close()
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def cpu(self) -> float:
        return family(self.process.pid) if self.process else 0.0

    def memory(self) -> int:
        """Bytes of the largest worker."""
        children = psutil.Process(self.process.pid).children() if self.process else []
        return max((child.memory_info().rss for child in children), default=0)

    def _wait(self) -> None:
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and self.process is not None and self.process.poll() is None:
            connection = Connection(self.port, timeout=5)
            try:
                if connection.get(self.alive).status == 200:
                    return
            except (OSError, Broken):
                pass
            finally:
                connection.close()
            time.sleep(0.1)
        tail = self.log.read_text(errors="replace")[-2000:]
        self.__exit__()
        raise NotStarted(f"{self.name} ist nicht gestartet:\n{tail}")


class Database:
    """The embedded PostgreSQL of the measurement."""

    def __init__(self) -> None:
        lock = embedded.database_folder() / "data" / "postmaster.pid"
        self.pid = int(lock.read_text().split("\n", 1)[0])

    def cpu(self) -> float:
        return family(self.pid)


def family(pid: int) -> float:
    """Seconds of user and system time of a process, its descendants and those of them that have ended."""
    total = 0.0
    try:
        first = psutil.Process(pid)
        processes = [first, *first.children(recursive=True)]
    except psutil.NoSuchProcess:
        return total
    for process in processes:
        try:
            times = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system + times.children_user + times.children_system
    return total
