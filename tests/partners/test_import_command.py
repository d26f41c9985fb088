"""``manage.py import_organizations``: checks by default, takes over with ``--apply``, fails loudly."""

import io

import pytest
from django.core.management import CommandError, call_command

from partners.models import Organization

pytestmark = pytest.mark.django_db
GOOD = "Kennung,Name,Art\n1,Größenhaus,Einrichtung\n"


def run(file, *options):
    out = io.StringIO()
    call_command("import_organizations", str(file), "--source", "liste", *options, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def test_check_then_apply(tmp_path):
    file = tmp_path / "liste.csv"
    file.write_bytes(GOOD.encode("cp1252"))
    assert "Nur geprüft" in run(file)
    assert not Organization.objects.exists()
    assert "1 neu" in run(file, "--apply")
    assert Organization.objects.get().name == "Größenhaus"
    assert "1 unverändert" in run(file, "--apply")


def test_refused_rows_end_with_an_error_and_a_report(tmp_path):
    file, report = tmp_path / "liste.csv", tmp_path / "bericht.csv"
    file.write_text(GOOD + "2,Schief,Unfug\n")
    with pytest.raises(CommandError, match="1 Zeilen wurden abgelehnt"):
        run(file, "--apply", "--report", str(report))
    assert not Organization.objects.exists()
    assert "„Unfug“ gibt es hier nicht" in report.read_text("utf-8-sig")
    with pytest.raises(CommandError):
        run(file, "--apply", "--skip-errors")
    assert Organization.objects.count() == 1


def test_files_that_cannot_be_read(tmp_path):
    with pytest.raises(CommandError, match="lässt sich nicht öffnen"):
        run(tmp_path / "fehlt.csv")
    (tmp_path / "leer.csv").touch()
    with pytest.raises(CommandError, match="Die Datei ist leer"):
        run(tmp_path / "leer.csv")
