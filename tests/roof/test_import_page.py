"""``/intern/import/``: from the template to the register, by page and worker, once however often one presses."""

import io
import threading
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from familynet.registry import import_kinds, retention_rules
from kit import retention
from kit.imports import jobs
from kit.imports.engine import run_import
from kit.imports.files import read_table
from kit.jobs import record_heartbeat
from kit.models import AuditEvent, ImportJob, ImportLine, ImportState
from kit.workflow import StepRefused
from partners.imports import OrganizationImport
from partners.models import Organization
from tests.factories.partners import OrganizationFactory, person

pytestmark = pytest.mark.django_db
GOOD = "Kennung;Name;Art\n1;Haus;Einrichtung\n2;Kita;Einrichtung\n"
START = "/intern/import/"


@pytest.fixture
def admin(client):
    user = person(Role.ADMINISTRATION)
    client.force_login(user)
    return user


def upload(client, content=GOOD, name="liste.csv", kind="organizations", source="Liste"):
    data = content.encode() if isinstance(content, str) else content
    return client.post(START, {"kind": kind, "source": source, "file": SimpleUploadedFile(name, data)})


def checked(client, content=GOOD, **options):
    """Uploaded and checked by the worker."""
    assert upload(client, content, **options).status_code == 302
    import_kinds.work_off_imports()
    return ImportJob.objects.latest("pk")


def page(client, job):
    return client.get(reverse("import_job", args=[job.uuid]))


def press(client, job, **data):
    return client.post(reverse("import_job", args=[job.uuid]), data)


def test_a_link_may_choose_the_kind(client, admin):
    for asked, chosen in (
        ("?art=vereinbarungen", "agreements"),
        ("?art=unfug", "organizations"),
        ("", "organizations"),
    ):
        form = client.get(reverse("import_start") + asked).context_data["form"]
        assert form["kind"].value() == chosen


def test_upload_check_look_take_over(client, admin):
    response = upload(client)
    job = ImportJob.objects.get()
    assert response.url == reverse("import_job", args=[job.uuid])
    waiting = page(client, job).content.decode()
    assert "Wartet auf Prüfung" in waiting
    assert 'http-equiv="refresh"' in waiting
    assert import_kinds.work_off_imports() == 1
    assert not Organization.objects.filter(external_id="1").exists()
    seen = page(client, job).content.decode()
    assert "Jetzt übernehmen" in seen
    assert "Haus" in seen
    assert press(client, job).status_code == 302
    import_kinds.work_off_imports()
    job.refresh_from_db()
    assert (job.state, job.created) == (ImportState.APPLIED, 2)
    house = Organization.objects.get(external_source="Liste", external_id="1")
    assert house.created_by == admin
    assert reverse("admin:partners_organization_change", args=[house.pk]) in page(client, job).content.decode()
    assert (
        AuditEvent.objects.get(verb="import").detail
        == "organizations, Liste: 2 neu, 0 geändert, 0 unverändert, 0 abgelehnt"
    )


def test_pressing_again_and_again_takes_over_once(client, admin):
    job = checked(client)
    for _ in range(3):
        assert press(client, job).status_code == 302
    assert import_kinds.work_off_imports() == 1
    assert press(client, job).status_code == 302
    assert import_kinds.work_off_imports() == 0
    assert AuditEvent.objects.filter(verb="import").count() == 1


def test_refused_rows_come_first_and_must_be_skipped_on_purpose(client, admin):
    job = checked(client, GOOD + "3;Schief;Unfug\n")
    seen = page(client, job)
    assert seen.context["rows"][0]["line"].number == 4
    assert "gibt es hier nicht" in seen.content.decode()
    press(client, job)
    job.refresh_from_db()
    assert job.state == ImportState.CHECKED
    press(client, job, skip="1")
    import_kinds.work_off_imports()
    assert Organization.objects.filter(external_source="Liste").count() == 2


def test_rows_that_stopped_fitting_meanwhile_stop_everything(client, admin):
    above = OrganizationFactory(name="Träger")
    job = checked(client, "Kennung;Name;Art;Träger\n1;Haus;Einrichtung;Träger\n")
    press(client, job)
    Organization.objects.filter(pk=above.pk).update(name="Anders")
    import_kinds.work_off_imports()
    job.refresh_from_db()
    assert job.state == ImportState.FAILED
    assert "Nichts wurde übernommen" in page(client, job).content.decode()
    assert not Organization.objects.filter(external_source="Liste").exists()


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"", "a.csv", "Die Datei ist leer."),
        (b"%PDF-1.7", "a.pdf", "PDF-Datei"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xls", "alte Excel-Format"),
        (b"x" * (10 * 1024 * 1024 + 1), "a.csv", "zu groß"),
    ],
)
def test_what_is_no_table_is_refused_at_the_field(client, admin, content, name, why):
    response = upload(client, content, name)
    assert response.status_code == 422
    assert why in response.content.decode()
    assert not ImportJob.objects.exists()


def test_a_folder_of_scans_may_be_larger_than_a_table(client, admin):
    scans = b"PK\3\4" + bytes(11 * 1024 * 1024)
    assert upload(client, scans, "scans.zip", kind="agreements").status_code == 302
    assert len(ImportJob.objects.get().content) == len(scans)
    assert upload(client, scans, "scans.zip", kind="organizations").status_code == 422
    too_much = upload(client, b"PK\3\4" + bytes(50 * 1024 * 1024), "scans.zip", kind="agreements")
    assert "erlaubt sind 50 MB" in too_much.content.decode()


def test_files_that_turn_out_bad_say_so_on_their_page(client, admin):
    job = checked(client, "Name;Art\nHaus;Einrichtung\n")
    assert job.state == ImportState.FAILED
    assert "fehlt: Kennung" in page(client, job).content.decode()
    assert press(client, job).status_code == 302
    with pytest.raises(StepRefused):
        jobs.release_job(job, skip_errors=False)


def test_an_importer_that_breaks_harms_nobody(client, admin, monkeypatch):
    def broken(source, by):
        raise ZeroDivisionError

    upload(client)
    jobs.run_waiting_imports({"organizations": broken})
    assert ImportJob.objects.get().message == jobs.BROKEN


def test_nothing_to_do_is_said(client, admin):
    job = checked(client)
    press(client, job)
    import_kinds.work_off_imports()
    again = checked(client)
    assert (again.unchanged, again.changes_something) == (2, False)
    assert "Es gibt nichts zu tun" in page(client, again).content.decode()


def test_the_worker_is_asked_to_stop_in_the_middle(client, admin):
    upload(client)
    calls = iter([False, True])
    assert import_kinds.work_off_imports(stop=lambda: next(calls, True)) == 0
    job = ImportJob.objects.get()
    assert (job.state, job.lease_until) == (ImportState.WAITING, None)
    assert import_kinds.work_off_imports() == 1


def test_what_a_dead_worker_left_is_taken_up(client, admin):
    job = checked(client)
    now = timezone.now()
    ImportJob.objects.update(state=ImportState.APPLYING, lease_until=now + timedelta(minutes=1))
    assert import_kinds.work_off_imports() == 0
    ImportJob.objects.update(lease_until=now - timedelta(seconds=1))
    assert import_kinds.work_off_imports() == 1
    job.refresh_from_db()
    assert job.state == ImportState.APPLIED


def test_templates_can_be_filled_in_and_sent_back(client, admin):
    for word in ("organisationen", "angebote"):
        for ending in ("csv", "xlsx"):
            response = client.get(f"{START}vorlage/{word}.{ending}")
            table = read_table(response.content, f"a.{ending}")
            assert table.header[0] == "Kennung"
            assert table.rows[0][1][0] == "BEISPIEL"
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    assert book.sheetnames == ["Angebote", "Spalten", "Zulässige Werte"]
    assert client.get(f"{START}vorlage/unfug.csv").status_code == 404
    kind = import_kinds.KINDS["organizations"]
    example = client.get(f"{START}vorlage/organisationen.csv").content
    job = checked(client, example.decode("utf-8-sig") + "1;Haus;;Einrichtung\n")
    assert (job.state, job.created, job.refused) == (ImportState.CHECKED, 1, 0)
    assert "Beispielzeile" in job.notices
    assert all(column.hint or column.name for column in kind.layout.columns)


def test_the_example_row_of_each_template_would_be_accepted_or_says_only_what_is_not_there(client, admin):
    example = client.get(f"{START}vorlage/organisationen.csv").content.decode("utf-8-sig")
    job = checked(client, example.replace("BEISPIEL", "7"))
    assert (job.created, job.refused) == (1, 0)


def test_the_report_has_every_row(client, admin):
    job = checked(client, GOOD + "3;Schief;=1+1\n")
    response = client.get(reverse("import_report", args=[job.uuid]))
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Zeile;Kennung;Name;Ergebnis")
    assert [line.split(";")[3] for line in lines[1:]] == ["neu", "neu", "abgelehnt"]
    assert "Formel" in lines[3]


def test_everybody_sees_his_own_files_only(client, admin):
    job = checked(client)
    colleague = person(Role.COORDINATION)
    client.force_login(colleague)
    assert page(client, job).status_code == 404
    assert client.get(reverse("import_report", args=[job.uuid])).status_code == 404
    assert upload(client).status_code == 302
    client.force_login(admin)
    assert page(client, ImportJob.objects.get(uploaded_by=colleague)).status_code == 200


def test_rights_count_when_the_worker_works(client):
    center = OrganizationFactory(external_source="Liste", external_id="1", name="Haus")
    user = person(Role.COORDINATION, center)
    client.force_login(user)
    job = checked(client, "Kennung;Name;Kurzname\n1;Haus;H\n")
    assert job.updated == 1
    press(client, job)
    user.memberships.all().delete()
    import_kinds.work_off_imports()
    job.refresh_from_db()
    assert job.state == ImportState.FAILED
    center.refresh_from_db()
    assert center.short_name == ""


def test_nobody_fills_the_queue_alone(client, admin):
    for _ in range(5):
        assert upload(client).status_code == 302
    response = upload(client)
    assert response.status_code == 422
    assert "Es warten schon mehrere" in response.content.decode()


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "C:\\daten\\liste.csv", "li\u202este\r\n.csv", "x" * 250 + ".csv"]
)
def test_file_names_are_names_only(client, admin, name):
    upload(client, name=name)
    kept = ImportJob.objects.get().file_name
    assert not set(kept) & set("/\\\r\n\u202e")
    assert len(kept) <= 120


def test_files_go_after_a_week(client, admin):
    job = checked(client)
    rule = [rule for rule in retention_rules.RULES if rule.model is ImportJob]
    retention.run_retention(rule)
    assert ImportJob.objects.exists()
    ImportJob.objects.update(uploaded_at=timezone.now() - timedelta(days=9))
    retention.run_retention(rule)
    assert not ImportJob.objects.filter(pk=job.pk).exists()
    assert not ImportLine.objects.exists()


def test_three_rows_and_thirty_cost_the_same_queries(client, admin):
    def queries(number):
        rows = "".join(f"{n};Haus {n};Unfug\n" for n in range(number))
        job = checked(client, "Kennung;Name;Art\n" + rows)
        address = reverse("import_job", args=[job.uuid])
        client.get(address)
        with CaptureQueriesContext(connection) as context:
            client.get(address)
        return len(context)

    assert queries(30) == queries(3)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_progress_is_seen_while_it_goes_on(client):
    client.force_login(person(Role.ADMINISTRATION))
    upload(client)
    job = jobs._claim()
    progress = jobs._Progress(job, lambda: False)
    progress(1, 2)
    progress.side.close()
    job.refresh_from_db()
    assert (job.rows_done, job.rows_total) == (1, 2)
    assert "meldet sich nicht" in page(client, job).content.decode()
    record_heartbeat("worker")
    seen = page(client, job).content.decode()
    assert "1 von 2 Zeilen" in seen
    assert "meldet sich nicht" not in seen


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_imports_at_once_wait_for_each_other():
    """Both create the same rows: one creates them, the other finds them unchanged."""
    content = "Kennung;Name;Art\n" + "".join(f"{n};Haus {n};Einrichtung\n" for n in range(40))
    summaries = []

    def take_over():
        result = run_import(OrganizationImport("liste"), read_table(content.encode()), apply=True)
        summaries.append(result.summary())
        connection.close()

    threads = [threading.Thread(target=take_over) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    nothing_new = "0 neu, 0 geändert, 40 unverändert, 0 abgelehnt"
    assert sorted(summaries) == [nothing_new, nothing_new, "40 neu, 0 geändert, 0 unverändert, 0 abgelehnt"]
