"""Uploads: allowed kinds by content, nothing active, within limits, and only ever downloads (T12, T13)."""

import hashlib
from io import BytesIO
from uuid import uuid4

import pytest
from csp.middleware import CSPMiddleware
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import Form
from pikepdf import Dictionary, Name, String
from PIL import Image

from kit import sealing, uploads
from kit.exports.pdf import render_pdf
from kit.middleware.headers import ResponseHeaders
from kit.uploads import (
    DRAFTS,
    SCANS,
    SIGNED,
    CheckedFile,
    CheckedFileField,
    Kind,
    UploadRefused,
    attachment_response,
    check_upload,
    safe_name,
)
from tests.kit import crafted_files as crafted
from tests.kit.test_pictures import bomb
from tests.pace import cpu_units

EVERYTHING = SCANS | DRAFTS
HTML = (
    '<!doctype html><html lang="de"><head><title>V</title></head><body><a href="https://a.example">x</a></body></html>'
)
PAYLOAD = b"<script>alert(1)</script>"


def checked(content: bytes, name: str = "Vereinbarung.pdf", allowed=EVERYTHING) -> CheckedFile:
    return check_upload(SimpleUploadedFile(name, content, "text/html"), allowed=allowed)


def reason(content: bytes, name: str = "Vereinbarung.pdf", allowed=EVERYTHING) -> str:
    with pytest.raises(UploadRefused) as refused:
        checked(content, name, allowed)
    assert refused.value.messages[0].endswith(".")
    return refused.value.code


def picture(kind: str, **options) -> bytes:
    target = BytesIO()
    Image.new("RGB", (60, 40), 3).save(target, kind, **options)
    return target.getvalue()


# --- PDF ------------------------------------------------------------------------------------------------------------


def test_a_pdf_is_kept_as_it_is():
    content = crafted.pdf(pages=3)
    file = checked(content, "../../Vereinbarung Süd.PDF")
    assert (file.kind, file.content, file.pages) == (Kind.PDF, content, 3)
    assert file.sha256 == hashlib.sha256(content).hexdigest()
    assert (file.content_type, file.file_name) == ("application/pdf", "Vereinbarung Süd.pdf")


def test_our_own_pdfs_pass_plain_and_sealed(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    plain = render_pdf(HTML)
    assert checked(plain, allowed=SIGNED).pages == 1
    sealed = sealing.seal_pdf(plain, owner=uuid4(), name="Lindenhof", reason="Fassung 3")
    assert checked(sealed, allowed=SIGNED).content == sealed


@pytest.mark.parametrize(
    "change",
    [
        crafted.opens_place,
        crafted.font_named_aa,
        crafted.link(Dictionary(S=Name.URI, URI=String("https://familien.example"))),
    ],
)
def test_harmless_things_pass(change):
    """Negative control for the next test: a link to click, a page to begin with, an unlucky name."""
    assert checked(crafted.pdf(change)).pages == 1


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda: crafted.pdf(crafted.opens_script), "active"),
        (lambda: crafted.pdf(crafted.opens_script_indirectly), "active"),
        (lambda: crafted.pdf(crafted.names_script), "active"),
        (lambda: crafted.pdf(crafted.page_acts), "active"),
        (lambda: crafted.pdf(crafted.opens_address), "active"),
        (lambda: crafted.pdf(crafted.link(Dictionary(S=Name.Launch, F=String("calc.exe")))), "active"),
        (lambda: crafted.pdf(crafted.link(Dictionary(S=Name.SubmitForm, F=String("https://b.example")))), "active"),
        (lambda: crafted.pdf(crafted.link(Dictionary(S=Name.GoToR, F=String("//b.example/x.pdf")))), "active"),
        (lambda: crafted.pdf(crafted.film), "active"),
        (lambda: crafted.pdf(crafted.xfa), "active"),
        (lambda: crafted.pdf(crafted.carries_file), "carries_files"),
        (crafted.spelled_otherwise, "active"),
        (crafted.in_object_stream, "active"),
        (lambda: crafted.encrypted("geheim"), "encrypted"),
        (lambda: crafted.encrypted(""), "encrypted"),
        (lambda: crafted.pdf()[:-200], "damaged"),
        (lambda: crafted.pdf()[:300], "damaged"),
        (lambda: crafted.pdf() + b"MZ\x90\0" * 50, "damaged"),
        (lambda: crafted.pdf() + crafted.docx(), "damaged"),
        (lambda: crafted.pdf() + crafted.docx() + b"%%EOF", "two_faces"),
        (lambda: crafted.pdf().replace(b"\n", b"\n%" + PAYLOAD + b"\n", 1), "two_faces"),
        (lambda: b"%PDF-1.7\n<html>" + PAYLOAD + b"%%EOF", "two_faces"),
        (lambda: PAYLOAD + crafted.pdf(), "other_type"),
        (lambda: b"\n" + crafted.pdf(), "other_type"),
        (lambda: b"GIF89a/*" + crafted.pdf(), "other_type"),
        (lambda: b"%PDF-", "damaged"),
        (lambda: b"%PDF-1.7\n%%EOF", "damaged"),
        (lambda: b"", "empty"),
        (lambda: b"%PDF-1.7\n" + b" " * 15_000_000, "too_large"),
        (lambda: picture("PNG"), "other_type"),
        (crafted.docx, "other_type"),
    ],
)
def test_pdfs_that_do_more_or_are_not_whole_are_refused(make, why):
    assert reason(make()) == why


def test_too_many_pages_are_refused_at_once():
    assert checked(crafted.pdf(pages=300)).pages == 300
    assert reason(crafted.pdf(pages=301)) == "too_many_pages"
    content, said = crafted.many_pages(10_000), []
    assert cpu_units(lambda: said.append(reason(content))) < 8 * cpu_units(lambda: reason(crafted.pdf(pages=301)))
    assert said == ["too_many_pages"]


def test_a_packed_bomb_ends_within_the_limits():
    assert checked(crafted.object_bomb(10_000_000)).pages == 1  # the same, but not too much
    content = crafted.object_bomb(1_100_000_000)  # more than the memory the child may take
    assert len(content) < 10_000_000
    said = []
    assert cpu_units(lambda: said.append(reason(content))) < 150
    assert said[0] in ("too_much", "damaged")


def test_a_child_that_hangs_is_a_refusal_in_german(monkeypatch):
    monkeypatch.setattr(uploads, "SECONDS", 0.01)
    with pytest.raises(UploadRefused, match="zu lange gedauert"):
        checked(crafted.pdf())


def test_a_child_that_dies_is_a_refusal(monkeypatch):
    from kit.limited_process import ChildFailed

    def dies(*_arguments, **_options):
        raise ChildFailed("-9")

    monkeypatch.setattr(uploads, "run_limited", dies)
    assert reason(crafted.pdf()) == "too_much"


# --- pictures -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "name"), [("JPEG", "scan.jpg"), ("JPEG", "scan.JPEG"), ("PNG", "scan.png")])
def test_a_scan_is_painted_anew(kind, name):
    content = picture(kind, **({"comment": PAYLOAD} if kind == "JPEG" else {})) + PAYLOAD
    file = checked(content, name)
    assert file.kind.name == kind
    assert PAYLOAD not in file.content
    assert file.sha256 == hashlib.sha256(file.content).hexdigest() != hashlib.sha256(content).hexdigest()
    assert Image.open(BytesIO(file.content)).size == (60, 40)


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (bomb(), "scan.png", "damaged"),
        (picture("PNG"), "scan.jpg", "other_type"),
        (picture("JPEG"), "scan.png", "other_type"),
        (picture("JPEG")[:200], "scan.jpg", "damaged"),
        (picture("GIF"), "scan.png", "other_type"),
        (b"GIF89a=1;" + PAYLOAD, "scan.jpg", "other_type"),
        (b"\xff\xd8\xff" + PAYLOAD, "scan.jpg", "damaged"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "scan.png", "other_type"),
        (b"", "scan.png", "empty"),
        (b"\xff\xd8\xff" + b"x" * 10_000_000, "scan.jpg", "too_large"),
    ],
)
def test_what_is_no_scan_is_refused(content, name, why):
    assert reason(content, name) == why


# --- drafts ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (crafted.odt(), "entwurf.odt", Kind.ODT),
        (crafted.docx(), "entwurf.docx", Kind.DOCX),
        (crafted.docx(relations=crafted.relation("hyperlink")), "entwurf.docx", Kind.DOCX),
        (crafted.docx({"word/theme/theme1.xml": "x" * 900_000}), "entwurf.docx", Kind.DOCX),
    ],
)
def test_a_draft_passes(content, name, kind):
    file = checked(content, name, DRAFTS)
    assert (file.kind, file.content) == (kind, content)


@pytest.mark.parametrize(
    ("make", "name", "why"),
    [
        (lambda: crafted.docx({"word/vbaProject.bin": b"x"}), "a.docx", "active"),
        (lambda: crafted.docx({"word/embeddings/oleObject1.bin": b"x"}), "a.docx", "active"),
        (lambda: crafted.docx({"word/activeX/activeX1.xml": b"x"}), "a.docx", "active"),
        (lambda: crafted.docx(types=crafted.MAIN + "macroEnabled"), "a.docx", "active"),
        (lambda: crafted.docx(relations=crafted.relation("attachedTemplate")), "a.docx", "active"),
        (lambda: crafted.docx(relations=crafted.relation("image", "file:///etc/passwd")), "a.docx", "active"),
        (lambda: crafted.docx(relations="<kaputt"), "a.docx", "damaged"),
        (lambda: crafted.docx(types=""), "a.docx", "other_type"),
        (lambda: crafted.packed({"x.txt": "x"}), "a.docx", "other_type"),
        (lambda: crafted.docx({"word/x.xml": b" " * 60_000_000}), "a.docx", "too_much"),
        (lambda: crafted.docx({f"word/{n}.xml": b" " * 999_999 for n in range(101)}), "a.docx", "too_much"),
        (lambda: crafted.docx({f"word/{n}.xml": b"x" for n in range(2000)}), "a.docx", "too_much"),
        (lambda: crafted.docx({"../../x": b"x"}), "a.docx", "damaged"),
        (lambda: crafted.zip_with("/etc/x"), "a.docx", "damaged"),
        (lambda: crafted.zip_with("word/x", symlink=True), "a.docx", "damaged"),
        (lambda: crafted.docx()[:-30], "a.docx", "damaged"),
        (lambda: crafted.docx() + PAYLOAD, "a.docx", "two_faces"),
        (lambda: b"PK\3\4" + crafted.docx(), "a.docx", "two_faces"),
        (crafted.docx, "a.odt", "other_type"),
        (crafted.odt, "a.docx", "other_type"),
        (lambda: crafted.odt({"Basic/Standard/x.xml": "x"}), "a.odt", "active"),
        (lambda: crafted.odt({"Scripts/python/x.py": "x"}), "a.odt", "active"),
        (lambda: crafted.odt({"content.xml": "<script:event-listener/>"}), "a.odt", "active"),
        (lambda: crafted.odt(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "a.odt", "other_type"),
        (crafted.zip_that_lies, "a.odt", "damaged"),
        (lambda: b"PK\3\4", "a.docx", "damaged"),
    ],
)
def test_drafts_that_do_more_or_are_not_whole_are_refused(make, name, why):
    assert reason(make(), name, DRAFTS) == why


# --- which kinds, names, the field ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["x.svg", "x.html", "x.pdf.exe", "pdf", "", "x.docm", "x.png"])
def test_other_endings_are_refused_before_anything_is_read(name):
    class Unread:
        size = 5

        def read(self, *_bytes):
            raise AssertionError

    unread = Unread()
    unread.name = name
    with pytest.raises(UploadRefused, match=r"Bitte wählen Sie eine Datei der Art PDF, ODT oder DOCX\."):
        check_upload(unread, allowed=DRAFTS)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Vereinbarung Süd (2).pdf", "Vereinbarung Süd (2).pdf"),
        ("C:\\Users\\elif\\v.pdf", "v.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie- x=1.pdf"),
        ("rechnung\u202efdp.exe.pdf", "rechnungfdp.exe.pdf"),
        ('"><script>.pdf', "script.pdf"),
        (".htaccess.pdf", "htaccess.pdf"),
        (".pdf", "pdf.pdf"),
        ("...pdf", "pdf.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("Su\u0308d.pdf", "Süd.pdf"),
    ],
)
def test_names_become_harmless(name, safe):
    assert safe_name(name, Kind.PDF) == safe
    assert len(safe) <= 120


def test_the_field_gives_the_checked_file_or_a_german_error():
    class Upload(Form):
        scan = CheckedFileField(allowed=SCANS, label="Scan")

    good = Upload(files={"scan": SimpleUploadedFile("scan.png", picture("PNG"))})
    assert good.is_valid()
    assert good.cleaned_data["scan"].kind is Kind.PNG
    assert 'accept=".pdf,.jpg,.jpeg,.png"' in str(good["scan"])
    bad = Upload(files={"scan": SimpleUploadedFile("scan.png", PAYLOAD)})
    assert bad.errors["scan"] == ["Der Inhalt der Datei passt nicht zu ihrer Endung. Erwartet war PNG."]
    assert Upload(files={}).errors


def test_a_download_is_nothing_a_browser_runs(rf):
    response = attachment_response(PAYLOAD, "application/pdf", "../Süd\r\nX: y.pdf")
    for middleware in (CSPMiddleware, ResponseHeaders):
        response = middleware(lambda _request, kept=response: kept)(rf.get("/"))
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''S%C3%BCdX-%20y.pdf"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["Cache-Control"] == "no-store, private"
    assert (response["Content-Type"], response["Content-Length"]) == ("application/pdf", "25")
