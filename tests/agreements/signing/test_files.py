"""Files of an agreement: who may open which, only as downloads, within limits (T12, T13)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse

from accounts.enums import Role
from agreements.actions import files
from agreements.actions.files import add_annex, attach_file, remove_annex
from agreements.actions.locking import lock_version, reopen_version
from agreements.enums import AttachmentKind
from agreements.exports.agreement_pdf import make_pdf
from agreements.models import AgreementInvitation, Annex, Attachment, StoredFile
from kit.workflow import StepRefused
from tests.agreements.signing_world import locked, negotiated, scan, sign, upload
from tests.factories.partners import person

pytestmark = pytest.mark.django_db


def address(name, agreement, *more):
    return reverse(f"agreements:{name}", args=[agreement.uuid, *more])


@pytest.fixture
def agreement():
    return negotiated()


@pytest.fixture
def coordinator(client, agreement):
    user = person(Role.COORDINATION, agreement.center)
    client.force_login(user)
    return user


def partner_of(agreement):
    return agreement.versions.get().parties.all()[1].organization


def invited(client, agreement, role=Role.PARTNER_MANAGER):
    partner = partner_of(agreement)
    AgreementInvitation.objects.create(agreement=agreement, organization=partner)
    client.force_login(person(role, partner))


def test_an_annex_is_added_and_taken_out(client, coordinator, agreement):
    response = client.post(address("annexes", agreement), {"title": "Raumplan", "file": upload("Plan.png")})
    assert response.status_code == 302
    annex = Annex.objects.get()
    assert (annex.attachment.title, annex.attachment.file_name, annex.position) == ("Raumplan", "Plan.png", 1)
    html = client.get(address("files", agreement)).content.decode()
    assert "Raumplan" in html
    assert "Aus dem Text nehmen" in html
    assert client.post(address("annex_remove", agreement, annex.attachment.uuid)).status_code == 302
    assert not Annex.objects.exists()
    assert Attachment.objects.count() == 1


def test_numbers_close_up():
    version = negotiated().versions.get()
    rows = [add_annex(version, checked=scan(colour=n), title=f"Anlage {n}", by=None) for n in (1, 2, 3)]
    remove_annex(rows[0], by=None)
    assert list(version.annexes.values_list("attachment__title", "position")) == [("Anlage 2", 1), ("Anlage 3", 2)]


def test_the_same_file_twice_is_one_annex_and_stored_once(agreement):
    version = agreement.versions.get()
    for _ in range(2):
        add_annex(version, checked=scan(), title="Plan", by=None)
    attach_file(agreement, checked=scan(), kind=AttachmentKind.LETTER, title="Plan", by=None)
    assert Annex.objects.count() == 1
    assert StoredFile.objects.count() == 1


def test_a_locked_version_takes_no_annex(client):
    version = locked(annex=True)
    client.force_login(person(Role.COORDINATION, version.agreement.center))
    client.post(address("annexes", version.agreement), {"title": "Neu", "file": upload()})
    assert version.annexes.count() == 1
    annex = version.annexes.get()
    assert client.post(address("annex_remove", version.agreement, annex.attachment.uuid)).status_code == 404
    with pytest.raises(StepRefused), transaction.atomic():
        remove_annex(annex, by=None)
    with pytest.raises(StepRefused), transaction.atomic():
        add_annex(version, checked=scan(), title="Neu", by=None)


def test_a_new_version_keeps_the_annexes_and_may_drop_them():
    version = locked(annex=True)
    copy = reopen_version(version.agreement, note="Fehler", by=None)
    remove_annex(copy.annexes.get(), by=None)
    assert version.annexes.count() == 1
    assert copy.annexes.count() == 0


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("seite.html", b"<script>alert(1)</script>", "Bitte wählen Sie eine Datei der Art"),
        ("bild.svg", b"<svg onload='alert(1)'/>", "Bitte wählen Sie eine Datei der Art"),
        ("plan.pdf", b"<html><script>1</script>", "Inhalt der Datei passt nicht"),
        ("plan.pdf", b"", "leer"),
        ("plan.pdf", b"%PDF-1.7\n" + b"x" * 15_000_001, "zu groß"),
    ],
)
def test_other_kinds_are_refused_in_words(client, coordinator, agreement, name, content, words):
    data = {"title": "x", "kind": "letter", "file": SimpleUploadedFile(name, content, "application/pdf")}
    for page in ("annexes", "file_add"):
        data["file"].seek(0)
        response = client.post(address(page, agreement), data)
        assert response.status_code == 422
        assert words in response.content.decode()
    assert not StoredFile.objects.exists()


def test_all_files_of_one_agreement_have_a_limit(client, coordinator, agreement, monkeypatch):
    monkeypatch.setattr(files, "MOST_BYTES", 10)
    response = client.post(address("file_add", agreement), {"title": "x", "kind": "letter", "file": upload()})
    assert response.status_code == 422
    assert "zusammen größer" in response.content.decode()
    monkeypatch.setattr(files, "MOST_BYTES", 10_000)
    monkeypatch.setattr(files, "MOST_FILES", 0)
    response = client.post(address("annexes", agreement), {"title": "x", "file": upload()})
    assert response.status_code == 422
    assert "höchstens 0 Dateien" in response.content.decode()


def test_files_come_as_downloads_no_browser_runs(client, coordinator, agreement):
    attachment = attach_file(agreement, checked=scan("Pl<a>n.png"), kind=AttachmentKind.LETTER, title="x", by=None)
    response = client.get(address("file", agreement, attachment.uuid))
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]
    assert response.content == bytes(attachment.file.content)


def test_the_pdf_comes_the_same_way(client, coordinator, agreement):
    response = client.get(address("pdf", agreement, 1))
    assert response["Content-Disposition"].startswith("attachment")
    assert response.content.startswith(b"%PDF-")
    assert "Entwurf" in response["Content-Disposition"]
    assert client.get(address("pdf", agreement, 7)).status_code == 404
    assert client.get(address("pdf", agreement, 10**30)).status_code == 404


def test_partners_see_annexes_and_letters_but_nothing_internal(client, agreement):
    version = agreement.versions.get()
    annex = add_annex(version, checked=scan(colour=1), title="Plan", by=None).attachment
    letter = attach_file(agreement, checked=scan(colour=2), kind=AttachmentKind.LETTER, title="Brief", by=None)
    internal = attach_file(
        agreement, checked=scan(colour=4), kind=AttachmentKind.MINUTES, title="Vermerk", is_internal=True, by=None
    )
    dropped = add_annex(version, checked=scan(colour=5), title="Alt", by=None)
    remove_annex(dropped, by=None)
    invited(client, agreement)
    for attachment, status in ((annex, 200), (letter, 200), (internal, 404), (dropped.attachment, 404)):
        assert client.get(address("file", agreement, attachment.uuid)).status_code == status, attachment.title
    html = client.get(address("files", agreement)).content.decode()
    assert "Brief" in html
    assert "Vermerk" not in html
    assert "Hochladen" not in html
    assert client.post(address("file_add", agreement), {}).status_code == 403
    assert client.post(address("annexes", agreement), {}).status_code == 403


def test_a_file_of_another_agreement_is_not_found(client, coordinator, agreement):
    other = negotiated()
    foreign = attach_file(other, checked=scan(), kind=AttachmentKind.LETTER, title="x", by=None)
    assert client.get(address("file", agreement, foreign.uuid)).status_code == 404
    assert client.get(address("file", other, foreign.uuid)).status_code == 404


def test_before_the_invitation_a_partner_sees_no_file(client, agreement):
    letter = attach_file(agreement, checked=scan(), kind=AttachmentKind.LETTER, title="Brief", by=None)
    client.force_login(person(Role.PARTNER_MANAGER, partner_of(agreement)))
    assert client.get(address("file", agreement, letter.uuid)).status_code == 404
    assert client.get(address("files", agreement)).status_code == 404


@pytest.mark.parametrize(
    ("role", "scans"), [(Role.DATA_PROTECTION, 200), (Role.READ_ONLY, 404), (Role.AUDITOR, 404), (Role.PLANNER, 404)]
)
def test_signed_copies_are_for_those_who_may_see_names(client, role, scans):
    version = locked(annex=True)
    row = sign(version)
    client.force_login(person(role, version.agreement.center))
    assert client.get(address("file", version.agreement, row.document.uuid)).status_code == scans
    annex = version.annexes.get().attachment
    seen = 404 if role == Role.PLANNER else 200
    assert client.get(address("file", version.agreement, annex.uuid)).status_code == seen


def test_an_audit_gets_locked_versions_only(client):
    version = locked()
    make_pdf(version)
    copy = reopen_version(version.agreement, note="Fehler", by=None)
    lock_version(version.agreement, by=None)
    again = reopen_version(version.agreement, note="Fehler", by=None)
    lock_version(version.agreement, by=None)
    client.force_login(person(Role.AUDITOR, version.agreement.center))
    assert client.get(address("pdf", version.agreement, version.number)).status_code == 200
    assert (copy.number, again.number) == (2, 3)


def test_the_list_costs_the_same_for_one_and_three(client, coordinator, django_assert_max_num_queries):
    counts = []
    for number in (1, 3):
        agreement = negotiated(center=coordinator.memberships.get().organization)
        version = agreement.versions.get()
        for colour in range(number):
            add_annex(version, checked=scan(colour=colour), title=f"Plan {colour}", by=None)
        with django_assert_max_num_queries(60) as found:
            client.get(address("files", agreement))
        counts.append(len(found))
    assert counts[0] == counts[1]
