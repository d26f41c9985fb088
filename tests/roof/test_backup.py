"""A backup is whole, says so, and can be played back."""

import json
import subprocess

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from familynet.host import backup
from kit.models import JobRun
from tests import template_database

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    (settings.MEDIA_ROOT / "bilder").mkdir(parents=True)
    (settings.MEDIA_ROOT / "bilder" / "haus.jpg").write_bytes(b"Bild")


def test_backup_is_whole_private_and_complete(media, tmp_path):
    folder = backup.make_backup(tmp_path / "backups")
    assert sorted(path.name for path in folder.iterdir()) == ["datenbank.dump", "manifest.json", "medien.tar"]
    assert folder.stat().st_mode & 0o077 == 0
    assert list(backup.backup_problems(folder)) == []
    assert "kit.0002_tables" in json.loads((folder / "manifest.json").read_text())["migrations"]
    listed = subprocess.run(["tar", "tf", folder / "medien.tar"], capture_output=True, text=True, check=True).stdout
    assert "medien/bilder/haus.jpg" in listed


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_backup_can_be_played_back(media, tmp_path):
    JobRun.objects.create(name="vor der Sicherung")
    folder = backup.make_backup(tmp_path)
    with template_database.server() as outside:
        template_database.drop(outside, "familynet_restored")
        outside.execute("CREATE DATABASE familynet_restored")
        command = [
            backup.postgres_program("pg_restore"),
            "--no-owner",
            "--exit-on-error",
            "--dbname=familynet_restored",
        ]
        environment = backup.connection_environment()
        subprocess.run([*command, folder / "datenbank.dump"], env=environment, check=True, capture_output=True)
        parameters = connection.get_connection_params()
        wanted = {key: parameters[key] for key in ("host", "port", "user", "password") if parameters.get(key)}
        with psycopg.connect(**wanted, dbname="familynet_restored") as restored:
            assert restored.execute("SELECT name FROM kit_jobrun").fetchall() == [("vor der Sicherung",)]
        template_database.drop(outside, "familynet_restored")


@pytest.mark.parametrize("name", ["datenbank.dump", "medien.tar"])
def test_a_damaged_or_missing_file_is_named(media, tmp_path, name):
    folder = backup.make_backup(tmp_path / "backups")
    path = folder / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert list(backup.backup_problems(folder)) == [f"{name} ist beschädigt: Die Prüfsumme stimmt nicht."]
    path.unlink()
    assert list(backup.backup_problems(folder)) == [f"{name} fehlt."]
    with pytest.raises(CommandError, match=name):
        call_command("backup", check=folder)


def test_a_failed_backup_leaves_nothing_behind(media, tmp_path, monkeypatch):
    monkeypatch.setattr(backup, "postgres_program", lambda name: "/bin/false")
    with pytest.raises(CommandError, match="konnte nicht gesichert werden"):
        call_command("backup", to=tmp_path / "backups")
    assert list((tmp_path / "backups").iterdir()) == []
