"""The page of signatures: what happened elsewhere is recorded with its proof, and nothing else counts (domain 5.4)."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from agreements.actions.signing import ALLOWED, sealed_bytes, void_signature
from agreements.enums import AgreementState, FormRequired, SignatureMethod
from agreements.exports.agreement_pdf import make_pdf
from agreements.forms.signing import SignatureForm
from agreements.models import Agreement, AgreementInvitation, Signature, SignatureVoid
from agreements.views.signing import waiting_days
from kit.exports.pdf import render_pdf
from kit.sealing import is_record_intact
from tests.agreements.signing_world import locked, negotiated, sign, signed, upload
from tests.factories.partners import person
from tests.kit.test_signed_pdf import DEVICE, QUALIFIED, TYPE, other_text, rewritten, with_revision
from tests.kit.test_signed_pdf import person as signer
from tests.kit.test_signed_pdf import signed as signed_by

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def page(name, version, *more):
    return reverse(f"agreements:{name}", args=[version.agreement.uuid, *more])


@pytest.fixture
def version():
    return locked()


@pytest.fixture
def coordinator(client, version):
    user = person(Role.COORDINATION, version.agreement.center)
    client.force_login(user)
    return user


def party(version, number=0):
    return version.parties.filter(must_sign=True)[number]


def on_paper(**values):
    return {
        "method": "paper",
        "signed_on": TODAY().isoformat(),
        "place": "Gera",
        "signatory_function": "Vorstand",
        "document": upload(),
    } | values


def test_the_page_says_who_must_sign_and_since_when(client, coordinator, version):
    response = client.get(page("signing", version))
    html = response.content.decode()
    assert response.status_code == 200
    assert html.count("fehlt noch") == 2
    assert html.count("nicht nötig") == 1
    assert party(version).organization.name in html
    assert version.short_hash in html
    assert "Ein Knopfdruck ist keine Unterschrift." in html


def test_waiting_days_are_counted(version, monkeypatch):
    assert waiting_days(version) == 0
    later = timezone.now() + timedelta(days=9)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert waiting_days(version) == 9
    version.stage = AgreementState.SIGNED
    assert waiting_days(version) == 0


def test_before_the_text_is_locked_there_is_nothing_to_sign(client):
    agreement = negotiated()
    client.force_login(person(Role.COORDINATION, agreement.center))
    html = client.get(reverse("agreements:signing", args=[agreement.uuid])).content.decode()
    assert "Noch gibt es nichts zu unterschreiben" in html
    assert "Eintragen<" not in html


def test_a_signature_on_paper_with_its_scan(client, coordinator, version):
    response = client.post(page("sign", version, party(version).key), on_paper(signatory_name="Kim Muster"))
    assert response.status_code == 302
    row = Signature.objects.get()
    assert (row.signatory_function, row.place, row.recorded_by) == ("Vorstand", "Gera", coordinator)
    assert row.document.file.content_type == "image/png"
    assert not row.document.is_internal
    assert is_record_intact(sealed_bytes(row), row.seal, owner=version.agreement.center.uuid)
    version.refresh_from_db()
    assert version.stage == AgreementState.PARTIALLY_SIGNED
    html = client.get(page("signing", version)).content.decode()
    assert "Kim Muster" in html
    assert "Unterschriebene Fassung" in html


def test_the_last_signature_puts_it_into_force(client, coordinator, version):
    sign(version)
    client.post(page("sign", version, party(version, 1).key), on_paper())
    agreement = Agreement.objects.get()
    assert agreement.state == AgreementState.IN_FORCE
    assert Agreement.objects.in_force().get() == agreement
    html = client.get(page("signing", version)).content.decode()
    assert "Alle haben unterschrieben" in html
    assert "Falsch eingetragen" not in html


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"place": ""}, "place"),
        ({"document": ""}, "document"),
        ({"signed_on": "2999-01-01"}, "signed_on"),
        ({"signatory_function": ""}, "signatory_function"),
        ({"method": "text_form"}, "method"),
        ({"method": "click"}, "method"),
    ],
)
def test_what_is_missing_is_said_beside_the_field(client, coordinator, version, change, field):
    response = client.post(page("sign", version, party(version).key), on_paper(**change))
    assert response.status_code == 422
    assert response.context_data["form"].errors.keys() == {field}
    assert not Signature.objects.exists()


def test_a_day_before_the_text_was_locked_is_refused(client, coordinator, version):
    yesterday = (TODAY() - timedelta(days=1)).isoformat()
    response = client.post(page("sign", version, party(version).key), on_paper(signed_on=yesterday))
    assert response.status_code == 422
    assert "gab es den gesperrten Text noch nicht" in response.content.decode()


def test_a_program_is_no_scan(client, coordinator, version):
    file = SimpleUploadedFile("scan.pdf", b"MZ\x90\x00 program", "application/pdf")
    response = client.post(page("sign", version, party(version).key), on_paper(document=file))
    assert response.status_code == 422
    assert "Inhalt der Datei passt nicht" in response.content.decode()


@pytest.mark.parametrize("form", FormRequired.values)
def test_only_the_ways_that_keep_the_form_can_be_chosen(form):
    """Against the law as domain 5.4 has it, not against the code."""
    expected = {
        "written": {"paper", "qes"},
        "agreed_written": {"paper", "qes", "letters"},
        "qes": {"qes"},
        "text": {"paper", "qes", "letters", "text_form"},
    }
    version = negotiated(form_required=form).versions.get()
    choices = dict(SignatureForm(version=version, party=version.parties.first()).fields["method"].choices)
    assert set(choices) == expected[form] == set(ALLOWED[form])


def test_a_declaration_in_text_form_needs_proof_or_where_it_is(client):
    version = locked(form_required=FormRequired.TEXT)
    client.force_login(person(Role.COORDINATION, version.agreement.center))
    address = page("sign", version, party(version).key)
    values = on_paper(method="text_form", document="", place="")
    assert client.post(address, values).status_code == 422
    response = client.post(address, values | {"note": "E-Mail vom 3. Mai, Postfach des Zentrums"})
    assert response.status_code == 302
    assert Signature.objects.get().check_report.startswith("E-Mail vom")


def test_exchange_of_letters_keeps_agreed_written_form(client, coordinator, version):
    response = client.post(page("sign", version, party(version).key), on_paper(method="letters"))
    assert response.status_code == 302
    assert Signature.objects.get().method == SignatureMethod.LETTERS


def test_before_the_last_signature_it_is_said_that_nothing_can_be_taken_back(client, coordinator, version):
    last = "Mit diesem Eintrag haben alle unterschrieben."
    assert last not in client.get(page("sign", version, party(version).key)).content.decode()
    sign(version)
    assert last in client.get(page("sign", version, party(version, 1).key)).content.decode()
    need_not = version.parties.get(must_sign=False)
    assert last not in client.get(page("sign", version, need_not.key)).content.decode(), "one is still missing then"


def test_pressing_twice_records_once(client, coordinator, version):
    address = page("sign", version, party(version).key)
    client.post(address, on_paper())
    assert client.post(address, on_paper()).status_code == 302
    assert Signature.objects.count() == 1


def test_a_mistake_is_voided_with_a_reason_and_stays_visible(client, coordinator, version):
    row = sign(version)
    address = page("signature_void", version, row.uuid)
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "falsche Partei"}).status_code == 302
    assert SignatureVoid.objects.get().by == coordinator
    assert "falsche Partei" in client.get(page("signing", version)).content.decode()
    assert client.post(address, {"reason": "noch einmal"}).status_code == 404
    assert client.post(page("sign", version, party(version).key), on_paper()).status_code == 302


def test_once_all_have_signed_nothing_is_voided(client):
    version = signed()
    client.force_login(person(Role.COORDINATION, version.agreement.center))
    row = version.signatures.first()
    response = client.post(page("signature_void", version, row.uuid), {"reason": "doch nicht"})
    assert response.status_code == 422
    assert "Alle haben unterschrieben" in response.content.decode()
    assert not SignatureVoid.objects.exists()


def test_partners_see_the_state_but_record_nothing(client, version):
    sign(version, signatory_name="Kim Muster")
    client.force_login(person(Role.PARTNER_MANAGER, party(version, 1).organization))
    html = client.get(page("signing", version)).content.decode()
    assert "Kim Muster" in html
    assert "Eintragen<" not in html
    assert client.get(page("sign", version, party(version, 1).key)).status_code == 403
    assert client.get(page("signature_void", version, Signature.objects.get().uuid)).status_code == 403


@pytest.mark.parametrize(
    ("role", "sees"), [(Role.DATA_PROTECTION, True), (Role.READ_ONLY, False), (Role.AUDITOR, False)]
)
def test_names_are_for_the_parties_and_administration(client, version, role, sees):
    row = sign(version, signatory_name="Kim Muster")
    client.force_login(person(role, version.agreement.center))
    html = client.get(page("signing", version)).content.decode()
    assert ("Kim Muster" in html) is sees
    file = page("file", version, row.document.uuid)
    assert client.get(file).status_code == (200 if sees else 404)


def test_strangers_find_nothing(client, version):
    client.force_login(person(Role.COORDINATION))
    for name, more in (("signing", ()), ("sign", (party(version).key,))):
        assert client.get(page(name, version, *more)).status_code == 404


def test_the_number_of_queries_does_not_grow(client, django_assert_max_num_queries):
    counts = []
    for number in (1, 3):
        version = locked()
        for _ in range(number - 1):
            row = sign(version)
            void_signature(row, reason="Probe", by=None)
        sign(version)
        client.force_login(person(Role.COORDINATION, version.agreement.center))
        with django_assert_max_num_queries(60) as found:
            client.get(page("signing", version))
        counts.append(len(found))
    assert counts[0] == counts[1]


# --- signed electronically ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def qualified():
    return signer("Kim Muster", QUALIFIED, DEVICE, TYPE)


def send(client, version, content, number=0):
    file = SimpleUploadedFile("signiert.pdf", content, "application/pdf")
    values = on_paper(method="qes", place="", document=file)
    return client.post(page("sign", version, party(version, number).key), values)


def test_a_qualified_signature_under_our_pdf(client, coordinator, version, qualified):
    content = signed_by(make_pdf(version), qualified)
    response = send(client, version, content)
    assert response.status_code == 302, response.context_data["form"].errors
    row = Signature.objects.get()
    assert "Kim Muster" in row.check_report
    assert "unversehrt" in row.check_report
    assert "Vertrauenskette nicht geprüft" in row.check_report
    assert "Unsere Datei, ergänzt nur um Signaturen." in row.check_report
    assert "Prüfbericht" in client.get(page("signing", version)).content.decode()


def test_one_signature_does_not_prove_two_parties(client, coordinator, version, qualified):
    content = signed_by(make_pdf(version), qualified)
    send(client, version, content)
    response = send(client, version, content, number=1)
    assert response.status_code == 422
    assert "belegen schon" in response.content.decode()
    both = signed_by(content, signer("Alex Beispiel", QUALIFIED, DEVICE, TYPE), field="Zweite")
    assert send(client, version, both, number=1).status_code == 302


def refused(client, version, content, words):
    response = send(client, version, content)
    assert response.status_code == 422
    assert words in str(response.context_data["form"].errors["document"])
    assert not Signature.objects.exists()


def test_another_text_is_refused(client, coordinator, version, qualified):
    other = render_pdf('<html lang="de"><head><title>x</title></head><body><p>Ein anderer Text.</p></body></html>')
    refused(client, version, signed_by(other, qualified), "Das ist nicht unser Text")


def test_the_pdf_of_another_version_is_refused(client, coordinator, version, qualified):
    refused(client, version, signed_by(make_pdf(locked()), qualified), "Das ist nicht unser Text")


def test_our_pdf_without_a_signature_is_refused(client, coordinator, version):
    refused(client, version, make_pdf(version), "keine elektronische Signatur")


def test_a_signature_that_does_not_call_itself_qualified_is_refused(client, coordinator, version):
    refused(client, version, signed_by(make_pdf(version), signer("Kim Muster")), "nennt sich qualifiziert")


def test_a_change_after_signing_is_refused(client, coordinator, version, qualified):
    content = with_revision(signed_by(make_pdf(version), qualified), other_text)
    response = send(client, version, content)
    assert response.status_code == 422
    assert not Signature.objects.exists()


def test_a_broken_signature_is_refused(client, coordinator, version, qualified):
    content = rewritten(signed_by(make_pdf(version), qualified))
    response = send(client, version, content)
    assert response.status_code == 422
    assert not Signature.objects.exists()


def test_a_scan_is_no_electronic_signature(client, coordinator, version):
    response = client.post(page("sign", version, party(version).key), on_paper(method="qes", document=upload()))
    assert response.status_code == 422
    assert "steckt in einem PDF" in response.content.decode()


def test_an_invited_partner_reads_the_draft_pdf_once_it_is_theirs(client):
    agreement = negotiated()
    partner = agreement.versions.get().parties.all()[1].organization
    client.force_login(person(Role.PARTNER_EDITOR, partner))
    address = reverse("agreements:pdf", args=[agreement.uuid, 1])
    assert client.get(address).status_code == 404
    AgreementInvitation.objects.create(agreement=agreement, organization=partner)
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    agreement.versions.update(stage=AgreementState.DRAFT)
    assert client.get(address).status_code == 404
