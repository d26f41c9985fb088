"""Keeps web server and worker running beside each other; the heart of ``manage.py up``. Knows nothing of Django."""

import contextlib
import errno
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from familynet.host.processes import dying_with_parent

STOP_TIMEOUT = 15  # seconds a child gets to finish what it is doing
MAX_RESTARTS = 5  # restarts within a minute: give up, something is wrong that a restart does not cure


class GivenUp(Exception):
    """A child keeps ending; the German text names it."""


class Child:
    """One program that is started, watched, started again and stopped."""

    def __init__(self, name: str, command: list[str], environment: dict[str, str]) -> None:
        self.name = name
        self.command = command
        self.environment = environment
        self.process: subprocess.Popen[bytes] | None = None
        self.deaths: list[float] = []

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches only the supervisor."""
        self.process = subprocess.Popen(  # noqa: S603 - our own programs
            self.command,
            env=os.environ | self.environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=dying_with_parent(signal.SIGTERM),  # noqa: PLW1509 - imports nothing, takes no lock
        )

    def revive(self) -> bool:
        """Start it again if it ended; true when that was necessary. Raises ``GivenUp``."""
        if self.process is not None and self.process.poll() is None:
            return False
        now = time.monotonic()
        self.deaths = [moment for moment in self.deaths if now - moment < 60] + [now]
        if len(self.deaths) > MAX_RESTARTS:
            raise GivenUp(f"{self.name} beendet sich immer wieder. Die Meldungen darüber sagen, warum.")
        time.sleep(min(len(self.deaths) - 1, 5))
        self.start()
        return True


class Supervisor:
    """The children of one ``make run``; ``record`` is the file that names them for the next start."""

    def __init__(self, children: list[Child], record: Path) -> None:
        self.children = children
        self.record = record

    def start(self) -> None:
        """Start all children and write down their sessions."""
        for child in self.children:
            child.start()
        self._write()

    def watch(self, *, and_also: Callable[[], None]) -> None:
        """Run until a signal raises ``KeyboardInterrupt``; ``and_also`` is called twice a second."""
        while True:
            time.sleep(0.5)
            and_also()
            if any([child.revive() for child in self.children]):
                self._write()

    def stop(self) -> None:
        """Ask all to finish, wait for ``STOP_TIMEOUT`` seconds, then end them."""
        for child in self.children:
            if child.process is not None:
                child.process.terminate()
        end = time.monotonic() + STOP_TIMEOUT
        for child in self.children:
            if child.process is not None:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    child.process.wait(max(0.1, end - time.monotonic()))
        end_sessions(self.record, patience=0)

    def _write(self) -> None:
        started = [str(child.process.pid) for child in self.children if child.process is not None]
        self.record.write_text("\n".join(started))


def end_sessions(record: Path, *, patience: float = STOP_TIMEOUT) -> None:
    """End what an earlier start left running: processes of this Python in the sessions ``record`` names.

    Normally there are none, since the kernel ends the children of a killed supervisor. They may still be busy with
    their last request though, or the system has no such kernel.
    """
    if not record.exists():
        return
    sessions = {int(line) for line in record.read_text().split() if line.isdigit()}

    def members() -> list[psutil.Process]:
        found = []
        for process in psutil.process_iter(["cmdline"]):
            with contextlib.suppress(OSError):
                if os.getsid(process.pid) in sessions and (process.info["cmdline"] or [""])[0] == sys.executable:
                    found.append(process)
        return found

    for sig, seconds in ((signal.SIGTERM, patience), (signal.SIGKILL, 5)):
        processes = members() if seconds else []
        for process in processes:
            with contextlib.suppress(psutil.Error):
                process.send_signal(sig)
        psutil.wait_procs(processes, timeout=seconds)
    record.unlink(missing_ok=True)


def port_problem(host: str, port: int) -> str | None:
    """Why nobody can listen on this address, in German; ``None`` when it is free."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return (
                f"Der Anschluss {port} auf {host} ist schon belegt, vielleicht von einem anderen Programm. "
                f"Nehmen Sie einen anderen, zum Beispiel:  PORT={port + 1 if port < 65535 else 8001} make run"
            )
        return f"Auf {host}, Anschluss {port}, kann dieses Konto nicht lauschen: {error.strerror}."
    return None
