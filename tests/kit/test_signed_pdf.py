"""PDFs signed elsewhere: signers, integrity, claims of the certificate, same content (domain 5.4, T52)."""

import re
from datetime import UTC, datetime, timedelta
from io import BytesIO
from uuid import UUID

import pikepdf
import pytest
from asn1crypto import core
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.generic import pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.general import SigningError
from pyhanko_certvalidator.registry import SimpleCertificateStore

from kit import sealing, signed_pdf
from kit.exports.pdf import render_pdf
from kit.signed_pdf import Changes, Comparison, SignedPdfUnreadable, compare_content, read_signatures
from kit.uploads import SIGNED, check_upload

HTML = """<!doctype html><html lang="de"><head><title>Vereinbarung</title></head><body>
<nav><a href="#zwei">§ 2</a></nav><h1>§ 1 Zweck</h1><p>Die Partner arbeiten zusammen.</p>
<p style="break-before: page"><h2 id="zwei">§ 2 {}</h2><p>Der Raum kostet nichts.</p></body></html>"""
OWNER = UUID("6f1f1d0e-0000-4000-8000-000000000002")
QUALIFIED, DEVICE, TYPE, ESIGN = "0.4.0.1862.1.1", "0.4.0.1862.1.4", "0.4.0.1862.1.6", "0.4.0.1862.1.6.1"


class Statement(core.Sequence):
    _fields = [("oid", core.ObjectIdentifier), ("info", core.Any, {"optional": True})]


class Statements(core.SequenceOf):
    _child_spec = Statement


class Oids(core.SequenceOf):
    _child_spec = core.ObjectIdentifier


def statements(*oids: str) -> bytes:
    kind = Statement({"oid": TYPE, "info": core.Any(Oids([ESIGN]))})
    return Statements([kind if oid == TYPE else Statement({"oid": oid}) for oid in oids]).dump()


def person(name: str, *claims: str) -> signers.SimpleSigner:
    """A signer with a certificate of a test authority that makes these claims."""

    def named(text: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

    authority, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(named(name))
        .issuer_name(named("Vertrauensdienst Muster (Test)"))
        .public_key(key.public_key())
        .serial_number(0x2026)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=700))
        .add_extension(x509.KeyUsage(True, True, *[False] * 7), critical=True)
    )
    if claims:
        extension = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.3.6.1.5.5.7.1.3"), statements(*claims))
        builder = builder.add_extension(extension, critical=False)
    certificate = builder.sign(authority, hashes.SHA256())
    return signers.SimpleSigner(
        asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER)),
        asn1_keys.PrivateKeyInfo.load(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())),
        SimpleCertificateStore(),
    )


def signed(pdf: bytes, signer: signers.SimpleSigner, field: str = "Unterschrift", box=None) -> bytes:
    meta = signers.PdfSignatureMetadata(field_name=field, subfilter=fields.SigSeedSubFilter.PADES)
    spec = fields.SigFieldSpec(field, on_page=0, box=box)
    return signers.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), meta, signer, new_field_spec=spec).getvalue()


def with_revision(pdf: bytes, change) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    change(writer)
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def rewritten(pdf: bytes, change=lambda pdf: None, *, classic: bool = False) -> bytes:
    modes = pikepdf.ObjectStreamMode
    target = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        change(opened)
        opened.save(target, object_stream_mode=modes.disable if classic else modes.generate)
    return target.getvalue()


def add_note(writer: IncrementalPdfFileWriter) -> None:
    writer.root["/Nachtrag"] = writer.add_object(pdf_string("nachträglich"))
    writer.update_root()


def other_text(writer: IncrementalPdfFileWriter) -> None:
    """Page 1 gets a new content, after the signature."""
    from pyhanko.pdf_utils.generic import StreamObject, pdf_name

    page = writer.root["/Pages"]["/Kids"][0]
    page[pdf_name("/Contents")] = writer.add_object(StreamObject(stream_data=b"BT ET"))
    writer.mark_update(page.container_ref)


@pytest.fixture(scope="module")
def plain():
    return render_pdf(HTML.format("Räume"))


@pytest.fixture(scope="module")
def ours(plain, tmp_path_factory):
    """As it goes out to be signed: with the seal that lets signatures follow; its owner is ``OWNER``."""
    from django.test import override_settings

    with override_settings(DATA_DIR=tmp_path_factory.mktemp("daten")):
        yield sealing.seal_pdf(plain, owner=OWNER, name="Lindenhof", reason="Fassung 3", further_signatures=True)


@pytest.fixture(scope="module")
def elif_signed(plain):
    return signed(plain, person("Elif Beispiel", QUALIFIED, DEVICE, TYPE))


def test_a_pdf_without_signatures_has_none(plain):
    assert read_signatures(plain) == []


def test_signer_time_and_claims_are_read(elif_signed):
    (info,) = read_signatures(elif_signed)
    assert (info.signer, info.issuer, info.serial) == ("Elif Beispiel", "Vertrauensdienst Muster (Test)", "2026")
    assert info.claimed_at is not None
    assert abs(info.claimed_at - datetime.now(UTC)) < timedelta(minutes=5)
    assert (info.intact, info.covers_whole_document, info.changes_after) == (True, True, Changes.NONE)
    assert info.certificate_valid_then
    assert (info.qualified, info.qualified_device, info.purpose) == (True, True, "signature")
    assert info.claims_qualified_signature
    assert info.sound
    assert info.trust == "Vertrauenskette nicht geprüft"


@pytest.mark.parametrize("claims", [(), (QUALIFIED,), (DEVICE, TYPE)])
def test_a_certificate_that_does_not_claim_it_is_no_qualified_one(plain, claims):
    (info,) = read_signatures(signed(plain, person("Hannes Muster", *claims)))
    assert info.intact
    assert info.qualified is (QUALIFIED in claims)
    assert not info.claims_qualified_signature


def test_two_people_sign_one_after_the_other(elif_signed):
    first, second = read_signatures(signed(elif_signed, person("Hannes Muster"), "Zweite"))
    assert (first.signer, first.intact, first.covers_whole_document) == ("Elif Beispiel", True, False)
    assert first.changes_after is Changes.SIGNATURES
    assert first.sound
    assert (second.signer, second.covers_whole_document, second.changes_after) == ("Hannes Muster", True, Changes.NONE)


def test_names_are_cleaned(plain):
    (info,) = read_signatures(signed(plain, person("Elif\u202e\n<b>" + "x" * 40)))
    assert info.signer == "Elif <b>" + "x" * 40


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_flipped_byte_makes_the_signature_void(elif_signed, plain, share):
    """Inside a stream of the signed text; outside, the file may become unreadable, which is a refusal too."""
    start = elif_signed.index(b"stream\n") + 7
    place = start + int(2000 * share)
    assert place < len(plain)
    flipped = bytearray(elif_signed)
    flipped[place] ^= 4
    (info,) = read_signatures(bytes(flipped))
    assert not info.intact
    assert not info.sound


def test_a_change_after_the_signature_is_told(elif_signed):
    (info,) = read_signatures(with_revision(elif_signed, add_note))
    assert (info.intact, info.covers_whole_document, info.changes_after) == (True, False, Changes.OTHER)
    assert not info.sound


@pytest.mark.parametrize("bad", [b"", b"%PDF-1.7\n%%EOF", b"GIF89a" * 100, None])
def test_what_cannot_be_read_is_refused_in_german(bad, elif_signed):
    with pytest.raises(SignedPdfUnreadable, match="konnten nicht gelesen werden"):
        read_signatures(elif_signed[:-2000] if bad is None else bad)


def test_a_child_that_hangs_is_a_refusal(elif_signed, monkeypatch):
    monkeypatch.setattr(signed_pdf, "SECONDS", 0.05)
    with pytest.raises(SignedPdfUnreadable, match="zu lange"):
        read_signatures(elif_signed)


# --- same content ---------------------------------------------------------------------------------------------------


def test_the_original_with_a_signature_is_the_original(ours):
    once = signed(ours, person("Elif Beispiel"))
    assert compare_content(ours, ours) is Comparison.IDENTICAL
    assert compare_content(ours, once) is Comparison.ONLY_SIGNED
    assert signed_pdf.same_content(ours, once)
    assert compare_content(ours, signed(once, person("Hannes Muster"), "Zweite")) is Comparison.ONLY_SIGNED


def test_without_our_seal_the_pages_are_compared(plain, elif_signed):
    assert compare_content(plain, elif_signed) is Comparison.SAME_PAGES


def test_our_sealed_pdf_comes_back_signed(ours):
    back = signed(ours, person("Elif Beispiel", QUALIFIED, DEVICE, TYPE))
    seal, signature = read_signatures(back)
    assert (seal.certifies, seal.signer, seal.intact) == (True, "Lindenhof Siegel", True)
    assert seal.changes_after is Changes.SIGNATURES
    assert (signature.certifies, signature.sound) == (False, True)
    report = sealing.check_pdf(back, owner=OWNER)
    assert (report.intact, report.covers_whole_file, report.valid) == (True, False, False)
    assert check_upload(upload(back), allowed=SIGNED).content == back


def test_a_seal_that_forbids_everything_forbids_signing_too(plain, settings, tmp_path):
    """Negative control: why ``further_signatures`` exists."""
    settings.DATA_DIR = tmp_path
    closed = sealing.seal_pdf(plain, owner=OWNER, name="Lindenhof", reason="Fassung 3")
    with pytest.raises(SigningError, match="forbids all changes"):
        signed(closed, person("Elif"))


def test_something_else_behind_the_original_is_not_only_signed(ours):
    assert compare_content(ours, with_revision(ours, add_note)) is Comparison.SAME_PAGES
    assert compare_content(ours, signed(with_revision(ours, add_note), person("Elif"))) is Comparison.SAME_PAGES


def upload(content: bytes):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("unterschrieben.pdf", content)


def test_a_file_written_anew_with_the_same_pages_is_the_same(plain, elif_signed):
    assert compare_content(plain, rewritten(plain)) is Comparison.SAME_PAGES
    assert compare_content(plain, signed(rewritten(plain), person("Elif"))) is Comparison.SAME_PAGES
    assert compare_content(elif_signed, rewritten(elif_signed)) is Comparison.SAME_PAGES


def test_a_new_text_on_a_page_is_different_even_after_the_same_bytes(plain):
    changed = with_revision(plain, other_text)
    assert changed.startswith(plain)
    assert compare_content(plain, changed) is Comparison.DIFFERENT
    assert compare_content(plain, signed(changed, person("Elif"))) is Comparison.DIFFERENT


def test_one_word_makes_a_difference(plain):
    other = render_pdf(HTML.format("Raume"))
    assert compare_content(plain, signed(other, person("Elif"))) is Comparison.DIFFERENT


def drop_page(pdf):
    del pdf.pages[1]


def turn_page(pdf):
    pdf.pages[0].rotate(90, relative=False)


def other_font(pdf):
    """The same text, drawn with letters that look different."""
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary) and "/FontFile2" in thing:
            thing.FontFile2 = pdf.make_stream(b"andere Buchstaben")
        if isinstance(thing, pikepdf.Dictionary) and "/FontFile3" in thing:
            thing.FontFile3 = pdf.make_stream(b"andere Buchstaben")


def cover(pdf):
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText, Rect=[0, 0, 300, 300])
    pdf.pages[0].obj.Annots = pdf.make_indirect(pikepdf.Array([note]))


@pytest.mark.parametrize("change", [drop_page, turn_page, other_font, cover])
def test_pages_that_show_something_else_are_different(plain, change):
    assert compare_content(plain, rewritten(plain, change)) is Comparison.DIFFERENT


def test_a_signature_box_may_stand_on_the_page_but_not_hide_it(ours):
    small = signed(ours, person("Elif"), box=(50, 50, 250, 120))
    assert compare_content(ours, small) is Comparison.ONLY_SIGNED
    large = signed(ours, person("Elif"), box=(0, 0, 595, 400))
    assert compare_content(ours, large) is Comparison.DIFFERENT


def test_a_second_document_behind_the_same_bytes_does_not_build_on_them(ours, plain):
    alone = ours + moved(plain, len(ours))
    with pikepdf.open(BytesIO(alone), attempt_recovery=False) as readable:
        assert len(readable.pages) == 2
    assert compare_content(ours, alone) is Comparison.SAME_PAGES


def moved(pdf: bytes, offset: int) -> bytes:
    """The PDF with a classic table, readable when it stands behind ``offset`` other bytes."""
    body = rewritten(pdf, classic=True)
    table = body.rindex(b"xref\n", 0, body.rindex(b"startxref"))
    head, rest = body[:table], body[table:]
    rest = re.sub(rb"(\d{10})( 00000 n)", lambda m: b"%010d" % (int(m[1]) + offset) + m[2], rest)
    return head + re.sub(rb"startxref\n(\d+)", lambda m: b"startxref\n%d" % (int(m[1]) + offset), rest)
