"""A database for each size, built once a day and kept on an embedded server of its own.

Its name carries a checksum of what shapes it (migrations, the maker of offers, the floor's table) and of the day, since
offers lie in the days after the one they are made on. One that no longer fits is dropped.
"""

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import psycopg
from psycopg import sql

from familynet.host import embedded

BASE = embedded.BASE_DIR
PREFIX = "bench_"
TABLE = BASE / "benchmarks" / "floor" / "table.sql"


def start() -> Path:
    """The measurement's own folder and server; returns the folder. Changes ``FAMILYNET_DATA`` of this process."""
    folder = embedded.data_dir() / "bench"
    os.environ["FAMILYNET_DATA"] = str(folder)
    os.environ.pop("DATABASE_URL", None)
    os.environ.pop("FAMILYNET_MODE", None)
    embedded.ensure_database()
    return folder


def fingerprint(day: date) -> str:
    """Checksum of all that decides what a built database holds."""
    digest = hashlib.sha256(day.isoformat().encode())
    shaping = [*BASE.glob("*/migrations/*.py"), *BASE.glob("familynet/*/migrations/*.py"), TABLE]
    shaping += (BASE / "familynet" / "demo" / "bulk").glob("*.py")
    shaping += (BASE / "familynet" / "demo" / "sheets").glob("*.toml")
    for path in sorted(shaping):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:10]


def address(name: str) -> str:
    """Address of a database on the measurement's server."""
    return embedded.database_url().replace("/familynet?", f"/{name}?")


def build(size: str, key: str, folder: Path) -> tuple[str, float]:
    """Name of the database with ``size`` offers, and the seconds it took (0 when it was there).

    ``key`` is the ``fingerprint`` of the run; databases with another one are dropped.
    """
    name, empty = f"{PREFIX}{size}_{key}", f"{PREFIX}empty_{key}"
    with _server() as server:
        names = {row[0] for row in server.execute("SELECT datname FROM pg_database").fetchall()}
        if name in names:
            return name, 0.0
        for old in names:
            if old.startswith(PREFIX) and not old.endswith(key):
                _drop(server, old)
    began = time.monotonic()
    if empty not in names:
        _make(empty, None, lambda half: _manage(half, folder, "migrate", "--verbosity=0"))
    _make(name, empty, lambda half: _fill(half, size, folder))
    return name, time.monotonic() - began


def add_floor(name: str) -> None:
    """Give a built database the floor's table, unless it has it; only the one the floor reads needs it."""
    with psycopg.connect(address(name)) as connection:
        if connection.execute("SELECT to_regclass('floor.document')").fetchone() == (None,):
            connection.execute("SET maintenance_work_mem = '256MB'")
            connection.execute(TABLE.read_text())


def _make(name: str, template: str | None, fill: Callable[[str], None]) -> None:
    """A database under a name of its own until it is complete, so that an interrupted build is not mistaken for one."""
    half = f"{name}_half"
    with _server() as server:
        _drop(server, half)
        server.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(half), sql.Identifier(template or "template1")
            )
        )
    fill(half)
    with _server() as server:
        server.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(half), sql.Identifier(name)))


def _fill(half: str, size: str, folder: Path) -> None:
    _manage(half, folder, "seed", "--size", size)
    with psycopg.connect(address(half), autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


def _manage(name: str, folder: Path, *arguments: str) -> None:
    environment = {**os.environ, "DATABASE_URL": address(name), "FAMILYNET_DATA": str(folder)}
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=BASE, env=environment, check=True)  # noqa: S603


def _server() -> psycopg.Connection:
    return psycopg.connect(address("postgres"), autocommit=True)


def _drop(server: psycopg.Connection, name: str) -> None:
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
