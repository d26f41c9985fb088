"""Agreements from outside: one by hand, many in a ZIP; the state follows from the dates."""

import csv
import zipfile
from datetime import date, timedelta
from io import BytesIO, StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from agreements.enums import AgreementState
from agreements.exports.agreement_pdf import make_pdf
from agreements.imports import AgreementImport
from agreements.imports import folder as limits
from agreements.imports.folder import ImportFolder
from agreements.integrity import verify_agreement
from agreements.models import Agreement, Annex, Signature, StoredFile
from agreements.text.canonical import document_of
from familynet.registry import import_kinds
from kit.exports.pdf import render_pdf
from kit.imports.engine import run_import
from kit.imports.results import Outcome
from kit.imports.tables import FileRefused
from kit.models import ImportJob, ImportState
from tests.factories.partners import OrganizationFactory, person
from tests.pace import cpu_units

pytestmark = pytest.mark.django_db
PAGE = "/intern/vereinbarungen/erfassen/"
COLUMNS = ["Aktenzeichen", "Titel", "Datei", "Zentrum", "Partner", "Unterschrieben am", "Gilt ab", "Gilt bis"]


@pytest.fixture(scope="module")
def paper():
    """A scanned agreement."""
    return render_pdf('<html lang="de"><head><title>Scan</title></head><body><p>Vereinbarung</p></body></html>')


@pytest.fixture
def center():
    return OrganizationFactory(name="Familienzentrum Elster", public=True)


@pytest.fixture
def partner():
    return OrganizationFactory(name="Beratungsstelle Weida", public=True)


@pytest.fixture
def coordinator(client, center):
    user = person(Role.COORDINATION, center)
    client.force_login(user)
    return user


def typed(paper, **values):
    return {
        "title": "Beratung im Haus",
        "kind": "bilateral",
        "center": "Familienzentrum Elster",
        "center_function": "Leitung",
        "center_signed_on": "2024-03-01",
        "partner_1": "weida",
        "partner_1_function": "Geschäftsführung",
        "term_kind": "open_ended",
        "notice_months": "3",
        "notice_to": "half_year",
        "document": SimpleUploadedFile("scan.pdf", paper, "application/pdf"),
    } | values


def test_one_press_records_it_and_it_is_in_force(client, coordinator, center, partner, paper):
    response = client.post(PAGE, typed(paper))
    assert response.status_code == 302, response.context_data["form"].errors
    agreement = Agreement.objects.get()
    assert agreement.was_recorded
    assert agreement.state == AgreementState.IN_FORCE
    assert Agreement.objects.in_force().get() == agreement
    assert not Agreement.objects.in_force(date(2024, 2, 29)).exists()
    version = agreement.versions.get()
    assert version.effective_from == date(2024, 3, 1)
    assert [party.organization for party in version.parties.all()] == [center, partner]
    assert Annex.objects.get().version == version
    assert {row.document.file for row in Signature.objects.all()} == {StoredFile.objects.get()}
    assert Signature.objects.filter(signed_on=date(2024, 3, 1), method="paper").count() == 2
    assert [one.problems for one in verify_agreement([agreement])] == [()]


def test_the_locked_content_is_the_core_data_and_the_scan(client, coordinator, partner, paper):
    client.post(PAGE, typed(paper))
    version = Agreement.objects.get().versions.get()
    assert StoredFile.objects.get().sha256 in version.content
    clauses = document_of(version).clauses
    assert [clause.heading for clause in clauses] == ["Vertragsparteien", "Laufzeit und Kündigung", "Wortlaut"]
    assert make_pdf(version).startswith(b"%PDF")


def test_the_state_follows_from_the_dates(client, coordinator, partner, paper):
    client.post(PAGE, typed(paper, term_kind="fixed", ends_on="2025-03-01"))
    assert Agreement.objects.get().state == AgreementState.EXPIRED
    soon = (timezone.localdate() + timedelta(days=30)).isoformat()
    client.post(PAGE, typed(paper, effective_from=soon, title="Ab nächstem Monat"))
    assert Agreement.objects.get(title="Ab nächstem Monat").state == AgreementState.SIGNED


def test_several_partners_with_days_of_their_own(client, coordinator, partner, paper):
    third = OrganizationFactory(name="Sportverein Auma", public=True)
    client.post(
        PAGE, typed(paper, partner_1_signed_on="2024-03-05", partner_2=third.name, partner_2_signed_on="2024-04-01")
    )
    version = Agreement.objects.get().versions.get()
    days = [row.signed_on for row in version.signatures.order_by("party__position")]
    assert days == [date(2024, 3, 1), date(2024, 3, 5), date(2024, 4, 1)]
    assert version.effective_from == date(2024, 4, 1)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"partner_1": "gibt es nicht"}, "partner_1"),
        ({"partner_1": ""}, "partner_1"),
        ({"partner_1": "Familienzentrum Elster"}, "partner_1"),
        ({"center_signed_on": "2999-01-01"}, "center_signed_on"),
        ({"ends_on": "2025-01-01"}, "ends_on"),
        ({"term_kind": "fixed"}, "ends_on"),
        ({"term_kind": "renewing", "ends_on": "2030-01-01"}, "renewal_months"),
        ({"document": ""}, "document"),
        ({"title": ""}, "title"),
    ],
)
def test_what_is_missing_is_said_beside_the_field(client, coordinator, partner, paper, change, field):
    response = client.post(PAGE, typed(paper, **change))
    assert response.status_code == 422
    assert set(response.context_data["form"].errors) == {field}
    assert not Agreement.objects.exists()
    assert not StoredFile.objects.exists()


def test_folded_rows_open_when_something_stands_in_them(client, coordinator, partner, paper):
    """The summary of errors leads to fields that can be seen, from top to bottom."""
    folded = '<details class="mb-3"><summary>Weitere Partner</summary>'
    assert folded in client.get(PAGE).content.decode()
    assert folded in client.post(PAGE, typed(paper, title="")).content.decode()
    for change in ({"partner_3": "gibt es nicht"}, {"partner_4_signed_on": "2999-01-01"}):
        response = client.post(PAGE, typed(paper, title="", document="", ends_on="unklar", **change))
        assert folded not in response.content.decode()
        fields = [bound.name for bound in response.context_data["form"] if bound.errors]
        assert fields == ["document", "title", *change, "ends_on"]


def test_a_name_that_fits_several_asks_for_more(client, coordinator, partner, paper):
    OrganizationFactory(name="Kita Weida", public=True)
    response = client.post(PAGE, typed(paper))
    html = response.content.decode()
    assert response.status_code == 422
    assert "Kita Weida" in html
    assert "Bitte schreiben Sie mehr vom Namen" in html
    assert client.post(PAGE, typed(paper, partner_1="Kita Weida")).status_code == 302


def test_only_for_centres_one_looks_after(client, coordinator, partner, paper):
    OrganizationFactory(name="Fremdes Zentrum", public=True)
    response = client.post(PAGE, typed(paper, center="Fremdes Zentrum"))
    assert response.status_code == 422
    assert "center" in response.context_data["form"].errors
    client.force_login(person(Role.PARTNER_MANAGER))
    assert client.get(PAGE).status_code == 403


def test_a_reference_is_taken_once(client, coordinator, partner, paper):
    assert client.post(PAGE, typed(paper, reference="KV-2019-004")).status_code == 302
    response = client.post(PAGE, typed(paper, reference="KV-2019-004"))
    assert response.status_code == 422
    assert "reference" in response.context_data["form"].errors


# --- many at once ---------------------------------------------------------------------------------------------------


def table(*rows, columns=COLUMNS):
    target = StringIO()
    writer = csv.writer(target, delimiter=";")
    writer.writerow(columns)
    writer.writerows(rows)
    return target.getvalue().encode()


def row(number, partner="Beratungsstelle Weida", center="Familienzentrum Elster", ends=""):
    return (
        f"KV-2019-{number:03}",
        f"Vereinbarung {number}",
        f"scan-{number}.pdf",
        center,
        partner,
        "01.03.2019",
        "",
        ends,
    )


def folder(paper, *rows, scans=None, name="angaben.csv"):
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"Ordner/{name}", table(*rows))
        for one in scans if scans is not None else [row[2] for row in rows]:
            archive.writestr(f"Ordner/{one}", paper)
    return target.getvalue()


def taken(content, by=None, *, apply=True, skip_errors=False):
    importer = AgreementImport("Ordner", by)
    return run_import(importer, importer.read_file(content, "alt.zip"), apply=apply, skip_errors=skip_errors, by=by)


def test_a_dry_run_says_what_would_happen_and_keeps_nothing(center, partner, paper):
    result = taken(folder(paper, row(1), row(2)), apply=False)
    assert result.summary() == "2 neu, 0 geändert, 0 unverändert, 0 abgelehnt"
    assert not Agreement.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_folder_comes_in_and_coming_again_changes_nothing(center, partner, paper):
    content = folder(paper, row(1), row(2, ends="31.12.2020"))
    assert taken(content).count(Outcome.CREATED) == 2
    states = dict(Agreement.objects.values_list("reference", "state"))
    assert states == {"KV-2019-001": "in_force", "KV-2019-002": "expired"}
    again = taken(content)
    assert again.summary() == "0 neu, 0 geändert, 2 unverändert, 0 abgelehnt"
    assert Agreement.objects.count() == 2
    assert StoredFile.objects.count() == 1


def test_each_row_says_what_is_wrong_with_it(center, partner, paper):
    bad = folder(
        paper,
        row(1),
        row(2, partner="Wer ist das"),
        row(3),
        row(4, ends="01.01.2010"),
        scans=["scan-1.pdf", "scan-4.pdf", "uebrig.pdf"],
    )
    result = taken(bad, skip_errors=True)
    reasons = {one.key: [problem.reason for problem in one.problems] for one in result.rows}
    assert reasons["KV-2019-001"] == []
    assert "gibt es nicht" in reasons["KV-2019-002"][0]
    assert reasons["KV-2019-003"] == ["Diese Datei ist nicht im ZIP."]
    assert reasons["KV-2019-004"] == ["Das Ende liegt vor dem Beginn."]
    assert any("uebrig.pdf" in hint for one in result.rows for hint in one.hints)
    assert Agreement.objects.get().reference == "KV-2019-001"


def test_all_or_nothing_without_skipping(center, partner, paper):
    result = taken(folder(paper, row(1), row(2, partner="Wer ist das")))
    assert not result.applied
    assert not Agreement.objects.exists()


def test_a_scan_that_is_no_scan_is_refused(center, partner):
    result = taken(folder(b"MZ program", row(1)), skip_errors=True)
    assert "Inhalt der Datei passt nicht" in result.rows[0].problems[0].reason


def test_coordination_takes_in_its_own_only(center, partner, paper):
    OrganizationFactory(name="Fremdes Zentrum")
    user = person(Role.COORDINATION, center)
    result = taken(folder(paper, row(1), row(2, center="Fremdes Zentrum")), user, skip_errors=True)
    assert [one.outcome for one in result.rows] == [Outcome.CREATED, Outcome.REFUSED]
    other = person(Role.COORDINATION)
    assert taken(folder(paper, row(1)), other, skip_errors=True).rows[0].outcome == Outcome.REFUSED


def test_a_reference_of_a_negotiated_agreement_is_not_touched(center, partner, paper):
    Agreement.objects.create(reference="KV-2019-001", title="x", kind="bilateral", center=center)
    result = taken(folder(paper, row(1)), skip_errors=True)
    assert result.rows[0].problems[0].reason == "Dieses Aktenzeichen gibt es schon."


def test_through_the_page_and_the_worker(client, center, partner, paper):
    client.force_login(person(Role.ADMINISTRATION))
    file = SimpleUploadedFile("alt.zip", folder(paper, row(1), row(2)))
    response = client.post("/intern/import/", {"kind": "agreements", "source": "Ordner", "file": file})
    assert response.status_code == 302
    import_kinds.work_off_imports()
    job = ImportJob.objects.get()
    assert job.state == ImportState.CHECKED
    assert job.created == 2
    assert not Agreement.objects.exists()
    address = reverse("import_job", args=[job.uuid])
    assert client.get(address).status_code == 200
    client.post(address)
    import_kinds.work_off_imports()
    assert Agreement.objects.count() == 2
    html = client.get(address).content.decode()
    assert reverse("agreements:agreement", args=[Agreement.objects.first().uuid]) in html
    for ending in ("csv", "xlsx"):
        assert client.get(reverse("import_template", args=["vereinbarungen", ending])).status_code == 200


# --- what a ZIP may be ----------------------------------------------------------------------------------------------


def refused(content):
    with pytest.raises(FileRefused) as refusal:
        unpacked(content)
    return str(refusal.value)


def unpacked(content):
    opened = ImportFolder(content, "alt.zip")
    return [opened.scan(name) for name in opened.names()]


def archive(*entries):
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in entries:
            made.writestr(name, content)
    return target.getvalue()


def test_a_bomb_is_not_unpacked():
    bomb = archive(("a.csv", table(row(1))), ("scan-1.pdf", b"\0" * 300_000_000))
    assert len(bomb) < 1_000_000
    assert "zu groß" in refused(bomb)
    assert cpu_units(lambda: refused(bomb)) < 60  # unpacked, it would be 300 MB


def test_many_small_bombs_are_stopped_together(monkeypatch):
    monkeypatch.setattr(limits, "MOST_UNPACKED", 1_000_000)
    assert "Ausgepackt" in refused(
        archive(("a.csv", table(row(1))), *((f"{n}.pdf", b"\0" * 400_000) for n in range(5)))
    )


def test_a_table_is_no_bomb_either():
    assert "zu groß" in refused(archive(("a.csv", b"Aktenzeichen;Titel\n" + b"x" * 40_000_000)))


def test_too_many_entries():
    assert "mehr als" in refused(archive(("a.csv", table(row(1))), *((f"{n}.pdf", b"x") for n in range(401))))


def test_exactly_one_table():
    assert "genau eine Tabelle" in refused(archive(("a.csv", table(row(1))), ("b.csv", table(row(2)))))
    assert "genau eine Tabelle" in refused(archive(("a.pdf", b"%PDF")))


def test_two_files_of_one_name():
    assert "zwei Dateien" in refused(archive(("a.csv", table(row(1))), ("x/s.pdf", b"1"), ("y/S.pdf", b"2")))


def test_a_link_is_not_followed():
    link = zipfile.ZipInfo("scan-1.pdf")
    link.external_attr = 0o120777 << 16
    assert "beschädigt" in refused(archive(("a.csv", table(row(1))), (link, "/etc/passwd")))


def test_a_broken_archive():
    whole = archive(("a.csv", table(row(1))), ("scan-1.pdf", b"x" * 5000))
    assert "beschädigt" in refused(whole[: len(whole) // 2])


def test_names_lead_nowhere(paper):
    opened = ImportFolder(archive(("a.csv", table(row(1))), ("../../scan-1.pdf", paper)), "alt.zip")
    assert opened.scan("../scan-1.pdf") == paper
    assert opened.scan("/etc/passwd") is None


def test_a_table_alone_is_read_and_its_scans_are_missed(center, partner):
    result = taken(table(row(1)), skip_errors=True)
    assert result.rows[0].problems[0].reason == "Diese Datei ist nicht im ZIP."
