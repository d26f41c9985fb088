"""Seals: every changed byte, every appended revision and every other key is found (T52)."""

import asyncio
import stat
import subprocess
import sys
from datetime import timedelta
from io import BytesIO
from uuid import UUID, uuid4

import pikepdf
import pytest
import time_machine
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.utils import timezone
from pyhanko.pdf_utils.generic import pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from kit import sealing
from kit.exports.pdf import render_pdf
from kit.sealing import keys
from kit.sealing.keys import SealUnavailable, certificate_of, seal_folder, seal_of
from tests.pace import WAIT

OWNER = UUID("6f1f1d0e-0000-4000-8000-000000000001")
NAME = "Familienzentrum Lindenhof"
HTML = (
    '<!doctype html><html lang="de"><head><title>Vereinbarung A-02</title></head><body><h1>§ 1 Zweck</h1></body></html>'
)


@pytest.fixture(autouse=True)
def seals(tmp_path, settings):
    settings.DATA_DIR = tmp_path
    return tmp_path / "siegel"


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """One plain PDF, the same sealed, and the folder of its key: made once, because each takes a second."""
    from django.test import override_settings

    where = tmp_path_factory.mktemp("daten")
    with override_settings(DATA_DIR=where):
        plain = render_pdf(HTML)
        sealed = sealing.seal_pdf(plain, owner=OWNER, name=NAME, reason="Vereinbarung A-02, Fassung 3")
    return where, plain, sealed


@pytest.fixture
def sealed(shared, settings):
    settings.DATA_DIR = shared[0]
    return shared[2]


def other_opinion(pdf: bytes, owner: UUID = OWNER):
    """What pyHanko itself says about the only signature, with our certificate as the only trusted one."""
    trusted = asn1_x509.Certificate.load(certificate_of(owner).public_bytes(Encoding.DER))
    context = ValidationContext(trust_roots=[trusted], allow_fetching=False)
    (signature,) = PdfFileReader(BytesIO(pdf)).embedded_signatures
    return validate_pdf_signature(signature, context)


def appended(pdf: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    writer.root["/Nachtrag"] = writer.add_object(pdf_string("nachträglich"))
    writer.update_root()
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def test_a_sealed_pdf_is_valid_for_us_and_for_the_library(sealed):
    report = sealing.check_pdf(sealed, owner=OWNER)
    assert (report.valid, report.text) == (True, "Das Siegel ist unversehrt.")
    assert report.fingerprint == sealing.key_fingerprint(OWNER)
    status = other_opinion(sealed)
    assert (status.bottom_line, status.docmdp_ok) == (True, True)
    assert status.modification_level is ModificationLevel.NONE


def test_it_is_certified_against_any_change_unless_signatures_shall_follow(shared, sealed, settings):
    def rights(pdf: bytes):
        (signature,) = PdfFileReader(BytesIO(pdf)).embedded_signatures
        return signature.docmdp_level

    assert rights(sealed) is MDPPerm.NO_CHANGES
    settings.DATA_DIR = shared[0]
    open_to_sign = sealing.seal_pdf(shared[1], owner=OWNER, name=NAME, reason="Fassung 3", further_signatures=True)
    assert rights(open_to_sign) is MDPPerm.FILL_FORMS
    assert sealing.check_pdf(open_to_sign, owner=OWNER).valid
    assert not sealing.check_pdf(appended(open_to_sign), owner=OWNER).valid


def test_the_sealed_pdf_is_still_the_tagged_archive_pdf(shared, sealed):
    assert sealed.startswith(shared[1])
    with pikepdf.open(BytesIO(sealed), attempt_recovery=False) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert pdf.pdf_version == "1.7"
        assert "/Version" not in pdf.Root
        with pdf.open_metadata() as meta:
            assert meta.pdfa_status == "3A"
            assert meta["dc:title"] == "Vereinbarung A-02"
        assert pdf.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in pdf.Root
        assert [list(map(float, a.Rect)) for a in pdf.pages[0].Annots] == [[0, 0, 0, 0]]  # needs no appearance


def test_every_changed_byte_is_found(sealed):
    """Also in the seal itself, where a signature alone would let some pass."""
    start = sealed.index(b"/Contents <") + 11
    used = len(sealed[start : sealed.index(b">", start)].rstrip(b"0"))
    places = [*range(0, len(sealed), 11), *range(start - 12, start + used + 4), len(sealed) - 1]
    for place in places:
        flipped = bytearray(sealed)
        flipped[place] ^= 1 << (place % 8)
        assert not sealing.check_pdf(bytes(flipped), owner=OWNER).valid, place
    for bit in range(8):  # every bit around the beginning and end of the seal
        for place in (start - 1, start, start + 7, start + used - 1, start + used + 40):
            flipped = bytearray(sealed)
            flipped[place] ^= 1 << bit
            assert not sealing.check_pdf(bytes(flipped), owner=OWNER).valid, (place, bit)


def test_the_library_alone_lets_a_changed_byte_in_the_filling_pass(sealed):
    """Negative control: why the seal is compared with its own spelling."""
    start = sealed.index(b"/Contents <") + 11
    end = sealed.index(b">", start)
    flipped = bytearray(sealed)
    flipped[end - 2] ^= 1
    assert other_opinion(bytes(flipped)).bottom_line
    assert not sealing.check_pdf(bytes(flipped), owner=OWNER).valid


def test_an_appended_revision_is_found(sealed):
    report = sealing.check_pdf(appended(sealed), owner=OWNER)
    assert (report.valid, report.intact, report.covers_whole_file) == (False, True, False)
    assert report.text == "An das PDF wurde nach dem Siegeln etwas angehängt."
    status = other_opinion(appended(sealed))
    assert status.modification_level is ModificationLevel.OTHER
    assert not status.bottom_line


@pytest.mark.parametrize("cut", [1, 7, 500, 5000])
def test_a_shortened_file_is_found(sealed, cut):
    assert not sealing.check_pdf(sealed[:-cut], owner=OWNER).valid


@pytest.mark.parametrize("more", [b"\n", b"\0", b"%%EOF\n"])
def test_a_byte_more_is_found(sealed, more):
    assert sealing.check_pdf(sealed + more, owner=OWNER).text == "An das PDF wurde nach dem Siegeln etwas angehängt."
    assert not sealing.check_pdf(more + sealed, owner=OWNER).valid


@pytest.mark.parametrize(
    "bad", [b"", b"%PDF-1.7\n", b"/ByteRange [0 5 9 3]" * 500, b"/ByteRange [0 30 40 3] <zz>" + b"x" * 40]
)
def test_what_carries_no_seal_is_not_valid_and_breaks_nothing(bad, sealed):
    report = sealing.check_pdf(bad, owner=OWNER)
    assert not report.valid
    assert not report.intact


def test_the_plain_pdf_carries_no_seal(shared, sealed):
    assert sealing.check_pdf(shared[1], owner=OWNER).text == "Das PDF trägt kein Siegel."


def test_the_seal_of_another_organisation_is_not_ours(shared, sealed):
    other = uuid4()
    foreign = sealing.seal_pdf(shared[1], owner=other, name="Familienzentrum Wiesengrund", reason="Probe")
    report = sealing.check_pdf(foreign, owner=OWNER)
    assert (report.valid, report.intact, report.same_key) == (False, True, False)
    assert report.text == "Das Siegel stammt nicht vom Schlüssel dieser Organisation."
    assert sealing.check_pdf(foreign, owner=other).valid


def test_a_new_key_is_noticed_by_its_fingerprint(shared, sealed, seals, settings):
    settings.DATA_DIR = seals.parent  # a machine without the keys: nothing is made by looking
    assert sealing.key_fingerprint(OWNER) is None
    assert not sealing.check_pdf(sealed, owner=OWNER).same_key
    assert not seals.exists()
    new = seal_of(OWNER, name=NAME).fingerprint
    report = sealing.check_pdf(sealed, owner=OWNER)
    assert (report.intact, report.same_key, report.valid) == (True, False, False)
    assert report.fingerprint != new == sealing.key_fingerprint(OWNER)


def test_sealing_works_inside_a_running_event_loop(shared, sealed):
    async def seal() -> bytes:
        return sealing.seal_pdf(shared[1], owner=OWNER, name=NAME, reason="Probe")

    assert sealing.check_pdf(asyncio.run(seal()), owner=OWNER).valid


def test_something_that_is_no_pdf_cannot_be_sealed(sealed):
    with pytest.raises(SealUnavailable, match="nicht gesiegelt"):
        sealing.seal_pdf(b"kein PDF", owner=OWNER, name=NAME, reason="Probe")


# --- keys -----------------------------------------------------------------------------------------------------------


def test_key_files_are_ours_alone_and_name_the_organisation(seals):
    name = "  Zentrum für Familien,\n Nachbarschaft und Begegnung an der Alten Gärtnerei im Quartier Süd e. V. "
    certificate = seal_of(OWNER, name=name).certificate
    assert {p.name for p in seals.iterdir()} == {f"{OWNER}.key", f"{OWNER}.crt"}
    assert {stat.S_IMODE(p.stat().st_mode) for p in seals.iterdir()} == {0o600}
    assert stat.S_IMODE(seals.stat().st_mode) == 0o700
    subject = certificate.subject.rfc4514_string()
    assert "CN=Zentrum für Familien\\, Nachbarschaft und Begegnung an der" in subject
    assert "Siegel" in subject
    years = (certificate.not_valid_after_utc - certificate.not_valid_before_utc) / timedelta(days=365.25)
    assert 9.9 < years < 10.1
    assert certificate.public_key().key_size == 3072


def test_an_organisation_keeps_its_key(seals):
    assert seal_of(OWNER, name=NAME).fingerprint == seal_of(OWNER, name="Neuer Name").fingerprint
    assert seal_of(uuid4(), name=NAME).fingerprint != seal_of(OWNER, name=NAME).fingerprint


def test_processes_that_come_at_once_get_the_same_key(seals):
    code = (
        "import sys; from django.conf import settings; settings.configure(DATA_DIR=sys.argv[1])\n"
        "from uuid import UUID; from kit.sealing.keys import seal_of\n"
        f"seal = seal_of(UUID('{OWNER}'), name='x'); print(seal.fingerprint, seal.key.public_key().public_numbers().n)"
    )
    command = [sys.executable, "-c", code, str(seals.parent)]
    racing = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    said = {process.communicate(timeout=WAIT)[0] for process in racing}
    assert {process.returncode for process in racing} == {0}
    assert len(said) == 1
    assert len(list(seals.iterdir())) == 2


def test_a_second_writer_changes_nothing(seals):
    """The race in slow motion: the file of the first one stays."""
    first = seal_of(OWNER, name=NAME).fingerprint
    keys._write_once(seal_folder() / f"{OWNER}.crt", b"anderes")
    assert sealing.key_fingerprint(OWNER) == first


def test_a_lost_key_is_said_and_not_replaced(seals):
    seal_of(OWNER, name=NAME)
    (seals / f"{OWNER}.key").unlink()
    with pytest.raises(SealUnavailable, match="Schlüssel des Siegels fehlt"):
        seal_of(OWNER, name=NAME)


def test_a_foreign_key_beside_the_certificate_is_refused(seals):
    other = uuid4()
    seal_of(OWNER, name=NAME)
    seal_of(other, name=NAME)
    (seals / f"{other}.key").replace(seals / f"{OWNER}.key")
    with pytest.raises(SealUnavailable, match="gehören nicht zusammen"):
        seal_of(OWNER, name=NAME)


def test_a_broken_file_is_said(seals):
    seal_of(OWNER, name=NAME)
    (seals / f"{OWNER}.crt").write_text("Unsinn")
    with pytest.raises(SealUnavailable, match="nicht lesbar"):
        sealing.check_pdf(b"", owner=OWNER)


def test_after_ten_years_nothing_is_sealed_any_more_but_old_seals_stay_valid(sealed):
    with time_machine.travel(timezone.now() + timedelta(days=3700)):
        with pytest.raises(SealUnavailable, match="abgelaufen"):
            seal_of(OWNER, name=NAME)
        assert sealing.check_pdf(sealed, owner=OWNER).valid


# --- rows -----------------------------------------------------------------------------------------------------------


def test_a_row_keeps_its_seal_until_a_bit_changes(sealed):
    row = b"A-02;Fassung 3;Stadt Musterstadt;Papier;2026-03-01"
    mark = sealing.sign_record(row, owner=OWNER)
    assert sealing.is_record_intact(row, mark, owner=OWNER)
    assert len(mark) == 529
    for place in range(len(row)):
        flipped = bytearray(row)
        flipped[place] ^= 1 << (place % 8)
        assert not sealing.is_record_intact(bytes(flipped), mark, owner=OWNER)
    for place in range(len(mark)):
        for bit in range(7):
            changed = mark[:place] + chr(ord(mark[place]) ^ (1 << bit)) + mark[place + 1 :]
            assert not sealing.is_record_intact(row, changed, owner=OWNER), (place, bit)


@pytest.mark.parametrize("mark", ["", ":", "x", "{}:", "{}:!!!", "{}:äöü", "{}:AAAA"])
def test_what_is_no_seal_of_a_row_is_refused(sealed, mark):
    assert not sealing.is_record_intact(b"x", mark.format(sealing.key_fingerprint(OWNER)[:16]), owner=OWNER)


def test_a_row_sealed_by_another_key_is_told_apart_from_a_changed_row(sealed):
    mark = sealing.sign_record(b"x", owner=uuid4(), name="Andere")
    assert sealing.record_state(b"x", mark, owner=OWNER) is sealing.RecordState.OTHER_KEY
    ours = sealing.sign_record(b"x", owner=OWNER)
    assert sealing.record_state(b"y", ours, owner=OWNER) is sealing.RecordState.CHANGED
    assert sealing.record_state(b"x", ours, owner=uuid4()) is sealing.RecordState.OTHER_KEY
