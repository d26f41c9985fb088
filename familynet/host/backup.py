"""A backup in one folder: database, uploaded files, and a manifest with checksums (reliability 3.1, T50)."""

import hashlib
import json
import os
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from familynet.host import embedded, postgres

DUMP, MEDIA, MANIFEST = "datenbank.dump", "medien.tar", "manifest.json"


class BackupFailed(Exception):
    """No backup was made; the German text says why. Nothing half done is left behind."""


def make_backup(to: Path, *, now: datetime | None = None) -> Path:
    """Write a new folder below ``to`` and return it.

    The database comes first: files are written before the row that names them and removed long after it, so every
    row of the dump finds its file. A folder without manifest is no backup; it only gets its name when it is complete.
    """
    moment = timezone.localtime(now)
    folder = to / moment.strftime("%Y-%m-%d_%H-%M-%S")
    part = folder.with_suffix(".part")
    part.mkdir(parents=True, mode=0o700)
    try:
        _dump(part / DUMP)
        _pack(settings.MEDIA_ROOT, part / MEDIA)
        files = {
            name: {"sha256": file_checksum(part / name), "bytes": (part / name).stat().st_size}
            for name in (DUMP, MEDIA)
        }
        manifest = {
            "made_at": moment.isoformat(),
            "server": connection.pg_version,  # type: ignore[attr-defined]
            "files": files,
            "migrations": _state(),
        }
        (part / MANIFEST).write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")
        part.rename(folder)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return folder


def backup_problems(folder: Path) -> Iterator[str]:
    """German sentences about what is wrong with a backup; nothing when it is whole."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text())
    except (OSError, ValueError):
        yield f"{MANIFEST} fehlt oder ist nicht lesbar."
        return
    for name, expected in manifest["files"].items():
        path = folder / name
        if not path.exists():
            yield f"{name} fehlt."
        elif file_checksum(path) != expected["sha256"]:
            yield f"{name} ist beschädigt: Die Prüfsumme stimmt nicht."


def file_checksum(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def postgres_program(name: str) -> str:
    """``pg_dump`` or ``pg_restore``: for a database of your own the one on your path, else the one of the wheel."""
    own = shutil.which(name) if os.environ.get("DATABASE_URL") else None
    return own or str(postgres.postgres_programs() / name)


def connection_environment() -> dict[str, str]:
    """Where the database is, as variables: a password in the arguments could be read by every process."""
    given = connection.settings_dict
    named = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {variable: str(given[key]) for variable, key in named.items() if given[key]}


def _dump(target: Path) -> None:
    command = [postgres_program("pg_dump"), "--format=custom", "--no-owner", "--no-privileges", f"--file={target}"]
    done = subprocess.run(command, env=connection_environment(), capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        raise BackupFailed(f"Die Datenbank konnte nicht gesichert werden:\n{done.stderr.strip()}")


def _pack(source: Path, target: Path) -> None:
    with tarfile.open(target, "w") as archive:  # pictures and PDFs are compressed already
        if Path(source).exists():
            archive.add(source, arcname="medien")


def _state() -> list[str]:
    applied = MigrationRecorder.Migration.objects.using(connection.alias).order_by("app", "name")
    return [f"{app}.{name}" for app, name in applied.values_list("app", "name")]


def default_folder() -> Path:
    """Where ``make backup`` puts them."""
    return embedded.data_dir() / "backups"
