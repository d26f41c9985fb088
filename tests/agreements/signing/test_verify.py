"""Whoever owns the database changes one thing: ``verify_agreement`` finds it (T52)."""

import hashlib
import json
import uuid
from contextlib import contextmanager
from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from pyhanko.pdf_utils.generic import pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from agreements.actions.locking import reopen_version
from agreements.actions.signing import void_signature
from agreements.exports.agreement_pdf import make_pdf
from agreements.integrity import log_problem, verify_agreement
from agreements.models import AgreementVersion, Signature, SignatureVoid, StoredFile
from agreements.text.canonical import content_checksum
from familynet.registry import jobs
from tests.agreements.signing_world import locked, sign, signed

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """A signed version with annex, scans and PDF, and one with a voided signature; built once, then taken back."""
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer._from_testcase = True
        with outer:
            version = signed(annex=True)
            make_pdf(version)
            other = locked()
            void_signature(sign(other), reason="falsche Partei", by=None)
            sign(other)
            yield version, other
            transaction.set_rollback(True)


@pytest.fixture
def version(world, db):
    return AgreementVersion.objects.select_related("agreement__center").get(pk=world[0].pk)


@pytest.fixture
def voided(world, db):
    return AgreementVersion.objects.select_related("agreement__center").get(pk=world[1].pk)


@contextmanager
def triggers_off():
    """What only the owner of the tables can do."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        tables = [
            name
            for name in connection.introspection.table_names(cursor)
            if name.startswith(("agreements_", "kit_audit"))
        ]
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield cursor
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def as_owner(statement, *values):
    """One row changed as the owner of the database, with every trigger of ours off."""
    with triggers_off() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount == 1, statement


def problems(version):
    return [problem for one in verify_agreement([version.agreement]) for problem in one.problems]


def flipped(content: bytes, at: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


def overwrite(file, content):
    """The bytes of a stored file, its own checksum and size left as they were."""
    as_owner("UPDATE agreements_storedfile SET content = %s WHERE id = %s", content, file.pk)


def another_letter(column, at):
    """Changes one letter for certain, whatever it was."""
    return (
        f"{column} = overlay({column} placing CASE substr({column}, {at}, 1) WHEN 'a' THEN 'b' ELSE 'a' END from {at})"
    )


def with_revision(pdf: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    writer.root["/Nachtrag"] = writer.add_object(pdf_string("nachträglich"))
    writer.update_root()
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def test_untouched_versions_are_fine(version, voided):
    assert problems(version) == problems(voided) == []
    assert log_problem() == ""


COLUMNS = {
    "content": ("agreementversion", "content = replace(content, 'Sprechstunde', 'Sprechstundf')"),
    "hash": ("agreementversion", another_letter("content_hash", 1)),
    "seal": ("agreementversion", another_letter("seal", 40)),
    "locked_at": ("agreementversion", "locked_at = locked_at - interval '1 day'"),
    "term": ("agreementversion", "notice_months = notice_months + 1"),
    "form": ("agreementversion", "form_required = 'text'"),
    "change note": ("agreementversion", "change_note = 'anders'"),
    "number": ("agreementversion", "number = 7"),
    "stage": ("agreementversion", "stage = 'abandoned'"),
}


@pytest.mark.parametrize("name", COLUMNS)
def test_a_changed_column_of_the_version_is_found(version, name):
    table, change = COLUMNS[name]
    as_owner(f"UPDATE agreements_{table} SET {change} WHERE id = %s", version.pk)
    version.refresh_from_db()
    assert problems(version)


ROWS = {
    "clause": ("clause", "text = text || '.'"),
    "heading": ("clause", "heading = 'Anders'"),
    "party": ("agreementparty", "must_sign = NOT must_sign"),
    "function": ("agreementparty", "represented_by_function = 'Vorstand'"),
    "commitment": ("commitment", "quantity = quantity + 1"),
    "responsibility": ("responsibility", "due_kind = 'yearly', due_day = 1, due_month = 1"),
    "contact": ("agreementcontact", "topic = 'data_protection'"),
    "basis": ("basis", "dated = dated + 1"),
    "annex number": ("annex", "position = 9"),
}


@pytest.mark.parametrize("name", ROWS)
def test_a_changed_row_of_the_text_is_found(version, name):
    table, change = ROWS[name]
    where = f"id = (SELECT min(id) FROM agreements_{table} WHERE version_id = %s)"
    as_owner(f"UPDATE agreements_{table} SET {change} WHERE {where}", version.pk)
    assert problems(version)


@pytest.mark.parametrize("table", ["clause", "commitment", "annex"])
def test_a_row_taken_away_is_found(version, table):
    where = f"id = (SELECT max(id) FROM agreements_{table} WHERE version_id = %s)"
    if table == "clause":
        as_owner(f"UPDATE agreements_{table} SET is_removed = true WHERE {where}", version.pk)
    else:
        as_owner(f"DELETE FROM agreements_{table} WHERE {where}", version.pk)
    assert problems(version)


def test_content_and_hash_rewritten_together_are_found(version):
    """Everything the database holds fits together again; the key of the seal is not in it."""
    content = version.content.replace("Sprechstunde", "Beratung")
    as_owner("UPDATE agreements_commitment SET description = 'Beratung' WHERE version_id = %s", version.pk)
    as_owner(
        "UPDATE agreements_agreementversion SET content = %s, content_hash = %s WHERE id = %s",
        content,
        content_checksum(content),
        version.pk,
    )
    version.refresh_from_db()
    assert any("Siegel der Prüfsumme" in problem for problem in problems(version))


def test_one_bit_of_an_annex_is_found(version):
    file = version.annexes.get().attachment.file
    overwrite(file, flipped(bytes(file.content), 60))
    assert any(problem.startswith("Anlage 1") for problem in problems(version))


def test_an_annex_exchanged_with_its_checksum_is_found(version):
    file = version.annexes.get().attachment.file
    other = bytes(file.content) + b"\0"
    as_owner(
        "UPDATE agreements_storedfile SET content = %s, sha256 = %s, size = %s WHERE id = %s",
        other,
        hashlib.sha256(other).hexdigest(),
        len(other),
        file.pk,
    )
    assert any(problem.startswith("Anlagen") for problem in problems(version))


def test_the_name_of_an_annex_is_covered(version):
    as_owner(
        "UPDATE agreements_attachment SET file_name = 'anders.png' WHERE id = %s", version.annexes.get().attachment_id
    )
    assert problems(version)


@pytest.mark.parametrize("part", [0.02, 0.5, 0.98])
def test_one_bit_of_the_pdf_is_found(version, part):
    content = bytes(version.pdf.file.content)
    overwrite(version.pdf.file, flipped(content, int(len(content) * part)))
    assert any("PDF" in problem for problem in problems(version))


def test_a_revision_appended_to_the_pdf_is_found(version):
    """Also with the checksum of the file made to fit."""
    changed = with_revision(bytes(version.pdf.file.content))
    as_owner(
        "UPDATE agreements_storedfile SET content = %s, sha256 = %s, size = %s WHERE id = %s",
        changed,
        hashlib.sha256(changed).hexdigest(),
        len(changed),
        version.pdf.file_id,
    )
    assert any("angehängt" in problem for problem in problems(version))


def test_another_sealed_pdf_in_its_place_is_found(version):
    other = locked(center=version.agreement.center)
    make_pdf(other)
    as_owner("UPDATE agreements_versionpdf SET file_id = %s WHERE version_id = %s", other.pdf.file_id, version.pk)
    assert "PDF: Es gehört nicht zu dieser Fassung." in problems(version)


def test_a_pdf_taken_away_is_found(version):
    as_owner("DELETE FROM agreements_versionpdf WHERE version_id = %s", version.pk)
    assert problems(version) == ["Das gesiegelte PDF fehlt."]


SIGNATURE = {
    "date": "signed_on = signed_on - 1",
    "name": "signatory_name = 'Andere'",
    "function": "signatory_function = 'Hausmeisterei'",
    "method": "method = 'letters'",
    "place": "place = 'Jena'",
    "party": "party_id = (SELECT max(party_id) FROM agreements_signature s WHERE s.version_id = version_id)",
    "report": "check_report = 'geprüft'",
    "recorded": "recorded_at = recorded_at - interval '1 second'",
    "hash": "content_hash = repeat('0', 64)",
    "seal": another_letter("seal", 40),
    "document": "document_id = NULL",
}


@pytest.mark.parametrize("name", SIGNATURE)
def test_a_changed_signature_is_found(version, name):
    row = version.signatures.order_by("pk").first()
    as_owner(f"UPDATE agreements_signature SET {SIGNATURE[name]} WHERE id = %s", row.pk)
    assert any("Unterschrift" in problem for problem in problems(version))


def test_one_bit_of_a_scan_is_found(version):
    file = version.signatures.order_by("pk").first().document.file
    overwrite(file, flipped(bytes(file.content), 50))
    assert any("Prüfsumme" in problem for problem in problems(version))


def test_a_signature_taken_away_is_found(version):
    as_owner("DELETE FROM agreements_signature WHERE id = %s", version.signatures.order_by("pk").first().pk)
    assert any("fehlt" in problem for problem in problems(version))


def test_a_signature_made_up_is_found(voided):
    """Written as the owner, without the key of the centre."""
    row = Signature.objects.counting().get(version=voided)
    party = voided.parties.filter(must_sign=True).exclude(pk=row.party_id).get()
    as_owner(
        "INSERT INTO agreements_signature (uuid, version_id, party_id, content_hash, method, signed_on, place, "
        "signatory_function, signatory_name, document_id, check_report, recorded_by_id, recorded_at, seal) "
        "SELECT %s, version_id, %s, content_hash, method, signed_on, place, signatory_function, signatory_name, "
        "document_id, check_report, recorded_by_id, recorded_at, seal FROM agreements_signature WHERE id = %s",
        uuid.uuid4(),
        party.pk,
        row.pk,
    )
    assert any("Siegel der Zeile" in problem for problem in problems(voided))


def test_a_void_row_taken_away_is_found(voided):
    void = SignatureVoid.objects.get(signature__version=voided)
    as_owner("DELETE FROM agreements_signaturevoid WHERE id = %s", void.pk)
    assert any("für ungültig erklärt, aber das ist gelöscht" in problem for problem in problems(voided))


def test_a_void_row_made_up_is_found(version):
    row = version.signatures.order_by("pk").first()
    as_owner(
        "INSERT INTO agreements_signaturevoid (signature_id, reason, by_id, at) VALUES (%s, 'x', NULL, now())", row.pk
    )
    assert any("im Zugriffsprotokoll steht das nicht" in problem for problem in problems(version))


def test_a_version_taken_away_is_found(voided):
    agreement, content_hash = voided.agreement, voided.content_hash
    with triggers_off():
        voided.delete()
    found = [problem for one in verify_agreement([agreement]) for problem in one.problems]
    assert any(content_hash[:12] in problem for problem in found)


def test_the_log_itself_is_checked(version):
    as_owner("UPDATE kit_auditevent SET detail = 'x' WHERE position = (SELECT min(position) FROM kit_auditevent)")
    assert "verändert" in log_problem()


def test_a_reopened_version_is_fine(voided):
    reopen_version(voided.agreement, note="Fehler im Text", by=None)
    assert problems(voided) == []


def test_the_command_says_it_and_ends_with_one(version):
    out = StringIO()
    call_command("verify_agreement", version.agreement.reference, stdout=out)
    assert "unverändert" in out.getvalue()
    assert "1 geprüft, 0 mit Abweichungen" in out.getvalue()
    as_owner("UPDATE agreements_agreementversion SET notice_months = 1 WHERE id = %s", version.pk)
    out = StringIO()
    with pytest.raises(CommandError) as failure:
        call_command("verify_agreement", "--all", "--json", stdout=out)
    assert failure.value.returncode == 1
    answer = json.loads(out.getvalue())
    assert not answer["ok"]
    assert sum(bool(one["problems"]) for one in answer["versions"]) == 1


def test_the_command_wants_to_know_what(version):
    with pytest.raises(CommandError):
        call_command("verify_agreement")
    with pytest.raises(CommandError):
        call_command("verify_agreement", "GIBT-ES-NICHT")


def test_the_daily_job_counts(version, voided):
    assert jobs.verify_agreements() == "2 0"
    as_owner("UPDATE agreements_agreementversion SET notice_months = 1 WHERE id = %s", version.pk)
    assert jobs.verify_agreements() == "2 1"


def test_stored_files_refuse_change(version):
    """The negative control: without the owner's switch the database says no."""
    with pytest.raises(Exception, match="nicht geändert"), transaction.atomic():
        StoredFile.objects.filter(pk=version.pdf.file_id).update(size=1)
