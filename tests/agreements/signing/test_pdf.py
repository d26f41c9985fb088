"""The paper: sealed once, a code on every page, no typed text makes it reach out or run on (F6, T18)."""

import shutil
import socket
import subprocess
import threading
import time
from io import BytesIO

import pikepdf
import pytest
from django.db import close_old_connections, connection
from django.urls import reverse

from accounts.enums import Role
from agreements.actions.locking import lock_version
from agreements.actions.pdf import sealed_pdf
from agreements.exports import agreement_pdf
from agreements.exports.agreement_pdf import agreement_html, make_pdf
from agreements.models import StoredFile, VersionPdf
from agreements.text.canonical import document_of
from kit import sealing
from kit.exports import pdf
from kit.exports.pdf import PdfFailed, render_pdf
from tests.agreements.signing_world import locked, negotiated
from tests.factories.partners import person
from tests.pace import wait_until

LONG = " ".join(["Die Partner stimmen ihre Angebote ab und melden sich, wenn etwas nicht klappt."] * 22)


def text_of(pdf: bytes) -> str:
    command = ["pdftotext", "-layout", "-", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()


def needs_pdftotext():
    return pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext fehlt")


@pytest.mark.django_db
def test_a_locked_version_gets_one_sealed_pdf():
    version = locked(annex=True)
    pdf = make_pdf(version)
    owner = version.agreement.center.uuid
    assert sealing.check_pdf(pdf, owner=owner).valid
    assert make_pdf(version) == pdf
    kept = VersionPdf.objects.get(version=version)
    assert kept.fingerprint == sealing.key_fingerprint(owner)
    assert kept.file.content_type == "application/pdf"
    assert version.content_hash.encode() in pdf


@pytest.mark.django_db
def test_it_is_a_tagged_archive_document_without_files_in_it():
    with pikepdf.open(BytesIO(make_pdf(locked()))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.Lang == "de"
        assert "Gemeinsam für Familien" in str(pdf.docinfo.Title)
        assert b"pdfaid:part" in pdf.Root.Metadata.read_bytes()
        assert not pdf.attachments


@needs_pdftotext()
@pytest.mark.django_db
def test_every_page_says_which_version_it_is():
    version = locked(clauses=14)
    version.refresh_from_db()
    pages = text_of(make_pdf(version)).split("\f")[:-1]
    assert len(pages) >= 2
    for number, page in enumerate(pages, start=1):
        assert version.agreement.reference in page
        assert version.short_hash in page
        assert f"Seite {number} von {len(pages)}" in page
    assert "Entwurf" not in "".join(pages)
    assert "Ort, Datum" in pages[-1]
    assert "Unterschrift (Leitung)" in pages[-1]


@needs_pdftotext()
@pytest.mark.django_db
def test_a_draft_says_so_on_every_page_and_is_not_kept():
    version = negotiated(clauses=14).versions.get()
    pages = text_of(make_pdf(version)).split("\f")[:-1]
    assert all("Entwurf" in page for page in pages)
    assert "Bitte nicht unterschreiben" in " ".join(pages[0].split())
    assert not VersionPdf.objects.exists()
    assert "pruefung" not in agreement_html(version)


@pytest.mark.django_db
def test_it_shows_what_the_screen_shows():
    """Both are drawn from one document by one template."""
    version = locked()
    html = agreement_html(version)
    for clause in document_of(version).clauses:
        assert clause.heading in html


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_get_the_same_file(monkeypatch):
    version = locked()
    made, drawn = [], []
    together = threading.Barrier(2)

    def slowly(html):
        drawn.append(1)
        time.sleep(0.5)
        return render_pdf(html)

    monkeypatch.setattr(agreement_pdf, "render_pdf", slowly)

    def ask():
        together.wait()
        try:
            made.append(make_pdf(type(version).objects.select_related("agreement__center").get(pk=version.pk)))
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    close_old_connections()
    assert len(drawn) == 1
    assert made[0] == made[1]
    assert StoredFile.objects.count() == 1


@pytest.mark.django_db
def test_twenty_pages_are_made_within_the_limits():
    agreement = negotiated(clauses=24)
    agreement.versions.get().clauses.update(text="\n\n".join([LONG] * 2))
    version = lock_version(agreement, by=None)  # makes the key of the centre, once for all its documents
    pdf = make_pdf(version)
    with pikepdf.open(BytesIO(pdf)) as opened:
        pages = len(opened.pages)
    assert pages >= 20


HOSTILE = """
<script>fetch('http://127.0.0.1:{port}/a')</script>
<img src="http://127.0.0.1:{port}/b"><iframe src="http://127.0.0.1:{port}/c"></iframe>
![x](http://127.0.0.1:{port}/d) ![y](file:///etc/passwd)
<link rel="attachment" href="file:///etc/passwd"><object data="file:///etc/passwd"></object>
<style>@import url(http://127.0.0.1:{port}/e); body {{ background: url(http://127.0.0.1:{port}/f) }}</style>
<svg><image href="http://127.0.0.1:{port}/g"/></svg> [x](data:text/html,<script>1</script>)
[y](javascript:alert(1)) </style></head><img src=http://127.0.0.1:{port}/h>
"""


@pytest.fixture
def listener():
    """A server that notes whoever comes."""
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(0.2)
    came, stop = [], threading.Event()

    def listen():
        while not stop.is_set():
            try:
                server.accept()[0].close()
                came.append(1)
            except TimeoutError:
                continue

    thread = threading.Thread(target=listen)
    thread.start()
    yield server.getsockname()[1], came
    stop.set()
    thread.join()
    server.close()


@pytest.mark.django_db
def test_hostile_text_asks_nobody_and_reads_nothing(listener):
    port, came = listener
    text = HOSTILE.format(port=port)
    agreement = negotiated()
    version = agreement.versions.get()
    version.clauses.update(text=text, heading=text[:150])
    version.commitments.update(description=text[:230])
    type(agreement).objects.filter(pk=agreement.pk).update(title=text[:190], reference="</style><script>x</script>")
    version.refresh_from_db()
    html = agreement_html(version)
    assert "<script" not in html
    assert "<iframe" not in html
    assert "<img" not in html
    pdf = make_pdf(version)
    time.sleep(0.5)
    assert came == []
    assert b"root:" not in pdf
    assert b"/EmbeddedFile" not in pdf


@pytest.mark.django_db
def test_a_picture_in_the_page_would_not_be_fetched_either(listener):
    """The negative control: even what the templates would never let through reaches nobody."""
    port, came = listener
    render_pdf(f'<html lang="de"><title>x</title><img src="http://127.0.0.1:{port}/x">')
    time.sleep(0.3)
    assert came == []
    socket.create_connection(("127.0.0.1", port)).close()
    wait_until(lambda: came == [1])


@pytest.mark.django_db
def test_a_table_without_end_ends_within_its_limits(client, monkeypatch):
    """80,000 cells: the page says in German that it does not work, and the next request is served. Half a minute is
    allowed in earnest; six seconds show the same.
    """
    monkeypatch.setattr(pdf, "WALL_SECONDS", 6)
    agreement = negotiated()
    version = agreement.versions.get()
    cells = "".join(f"<tr>{'<td>x</td>' * 40}</tr>" for _ in range(2000))
    monkeypatch.setattr(
        agreement_pdf, "agreement_html", lambda version: f'<html lang="de"><title>x</title><table>{cells}</table>'
    )
    client.force_login(person(Role.COORDINATION, agreement.center))
    response = client.get(reverse("agreements:pdf", args=[agreement.uuid, 1]))
    assert response.status_code == 503
    assert "PDF" in response.content.decode()
    assert "<table>" not in response.content.decode()
    assert client.get(reverse("agreements:files", args=[agreement.uuid])).status_code == 200
    assert version.pk


@pytest.mark.django_db
def test_a_text_beyond_the_limit_is_refused_at_once():
    version = negotiated().versions.get()
    version.clauses.update(text="x " * 3_000_000)
    with pytest.raises(PdfFailed, match="zu groß"):
        make_pdf(version)


@pytest.mark.django_db
def test_a_draft_is_never_sealed():
    version = negotiated().versions.get()
    with pytest.raises(Exception, match="gesperrt"):
        sealed_pdf(version, make=lambda: b"")
