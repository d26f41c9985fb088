"""Recording signatures under a locked version. A click is never one: it happened on paper or in a file."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from agreements.actions.steps import lock_agreement, step_agreement, step_version
from agreements.calendar import review_due
from agreements.enums import AgreementState, FormRequired, SignatureMethod
from agreements.models import (
    Accession,
    Agreement,
    AgreementParty,
    AgreementVersion,
    Attachment,
    Signature,
    SignatureVoid,
)
from agreements.text.canonical import canonical_json
from kit import audit
from kit.sealing import sign_record
from kit.workflow import StepRefused
from partners.models import Organization

ALLOWED: Mapping[str, frozenset[str]] = {
    FormRequired.WRITTEN: frozenset({SignatureMethod.PAPER, SignatureMethod.QES}),
    FormRequired.AGREED_WRITTEN: frozenset({SignatureMethod.PAPER, SignatureMethod.QES, SignatureMethod.LETTERS}),
    FormRequired.QES: frozenset({SignatureMethod.QES}),
    FormRequired.TEXT: frozenset(SignatureMethod.values),
}
"""Which ways to sign keep the form the parties agreed on (BGB §§ 126, 126a, 126b, 127; domain 5.4)."""
SIGNABLE = (AgreementState.FINAL_TEXT, AgreementState.PARTIALLY_SIGNED)


@transaction.atomic
def record_signature(
    version: AgreementVersion,
    *,
    party: AgreementParty,
    method: str,
    signed_on: date,
    signatory_function: str,
    signatory_name: str = "",
    place: str = "",
    document: Attachment | None = None,
    check_report: str = "",
    by: User | None,
) -> Signature:
    """Keep that a party signed this locked version; the last required one makes the version signed.

    Raises ``StepRefused``: version not ready, method does not keep the agreed form, party signed already, date in the
    future or before the text was locked (then it was another text), evidence missing for paper and QES.
    """
    held = lock_agreement(version.agreement)
    version = AgreementVersion.objects.select_for_update(of=("self",), no_key=True).get(pk=version.pk)
    _refuse_signature(held, version, party, method, signed_on, document)
    signature = Signature(
        version=version,
        party=party,
        content_hash=version.content_hash,
        method=method,
        signed_on=signed_on,
        place=place,
        signatory_function=signatory_function,
        signatory_name=signatory_name,
        document=document,
        check_report=check_report,
        recorded_by=by,
        recorded_at=timezone.now(),
    )
    signature.seal = sign_record(sealed_bytes(signature), owner=held.center.uuid, name=held.center.name)
    signature.save(force_insert=True)
    if version.stage == AgreementState.FINAL_TEXT or not _all_signed(version):
        step_version(held, version, verb="sign", by=by, note=str(party))
    if _all_signed(version):
        step_version(held, version, verb="complete", by=None)
        take_effect(held, version)
    audit.record_event(verb="agreement-sign", by=by, about=held, detail=f"{signature.uuid} {version.content_hash}")
    return signature


def sealed_bytes(signature: Signature) -> bytes:
    """What the seal of a signature row covers: every column that says something, and the file's checksum."""
    document = signature.document
    return canonical_json(
        {
            "uuid": signature.uuid,
            "version": signature.version_id,
            "party": signature.party_id,
            "hash": signature.content_hash,
            "method": str(signature.method),
            "signed_on": signature.signed_on,
            "place": signature.place,
            "function": signature.signatory_function,
            "name": signature.signatory_name,
            "document": document.file.sha256 if document else None,
            "report": signature.check_report,
            "recorded_by": signature.recorded_by_id,
            "recorded_at": signature.recorded_at.astimezone(timezone.get_default_timezone()),
        }
    ).encode()


def take_effect(held: Agreement, version: AgreementVersion, day: date | None = None) -> None:
    """Move the agreement on when a signed version's first day has come (``day``: today). Nothing happens before."""
    day = day or timezone.localdate()
    if version.effective_from is None or version.effective_from > day:
        return
    if held.state == AgreementState.SIGNED:
        step_agreement(held, verb="begin", by=None, version=version)
        _supersede(held)
    if held.next_review_on is None and version.review_months:
        held.next_review_on = review_due(version.effective_from, version.review_months)
        held.save(update_fields=["next_review_on", "updated_at"])


def _supersede(successor: Agreement) -> None:
    """The agreement it replaces is over from now on."""
    if successor.replaces_id is None:
        return
    old = lock_agreement(Agreement(pk=successor.replaces_id))
    if old.state in (AgreementState.IN_FORCE, AgreementState.NOTICE_GIVEN):
        step_agreement(old, verb="supersede", by=None, note=f"durch {successor.reference}")


@transaction.atomic
def void_signature(signature: Signature, *, reason: str, by: User | None) -> SignatureVoid:
    """A signature recorded by mistake counts no more; the row stays. Only until all have signed.

    Raises ``StepRefused`` without a reason, or once the version is signed (then it is law between the parties).
    """
    held = lock_agreement(signature.version.agreement)
    version = AgreementVersion.objects.select_for_update(of=("self",), no_key=True).get(pk=signature.version_id)
    if not reason.strip():
        raise StepRefused(_("Bitte nennen Sie einen Grund."))
    if version.stage not in SIGNABLE:
        raise StepRefused(_("Alle haben unterschrieben; daran lässt sich nichts mehr ändern."))
    if SignatureVoid.objects.filter(signature=signature).exists():
        raise StepRefused(_("Diese Unterschrift zählt schon nicht mehr."))
    void = SignatureVoid.objects.create(signature=signature, reason=reason.strip(), by=by)
    audit.record_event(verb="agreement-void-signature", by=by, about=held, detail=str(signature.uuid))
    return void


@transaction.atomic
def record_accession(
    agreement: Agreement,
    *,
    organization: Organization,
    signed_on: date,
    effective_on: date,
    signatory_function: str,
    signatory_name: str = "",
    document: Attachment | None = None,
    by: User | None,
) -> Accession:
    """Beitritt: a further party joins an agreement that is open to it, without a new text.

    Raises ``StepRefused`` when the text in force does not allow it, or when the organisation takes part already.
    """
    held = lock_agreement(agreement)
    version = held.versions.governing_on(timezone.localdate()).first()
    if version is None or held.state != AgreementState.IN_FORCE:
        raise StepRefused(_("Beitreten kann man nur einer Vereinbarung, die in Kraft ist."))
    if not version.open_to_accession:
        raise StepRefused(_("Der Text sieht keinen Beitritt vor. Dafür braucht es einen Nachtrag."))
    if (
        version.parties.filter(organization=organization).exists()
        or held.accessions.filter(organization=organization, left_on=None).exists()
    ):
        raise StepRefused(_("Diese Organisation ist schon dabei."))
    if effective_on < signed_on or signed_on > timezone.localdate():
        raise StepRefused(_("Der Beitritt gilt nicht vor seiner Erklärung, und die liegt nicht in der Zukunft."))
    accession = Accession.objects.create(
        agreement=held,
        version=version,
        organization=organization,
        signed_on=signed_on,
        effective_on=effective_on,
        signatory_function=signatory_function,
        signatory_name=signatory_name,
        document=document,
        recorded_by=by,
    )
    audit.record_event(verb="agreement-accede", by=by, about=held, detail=str(organization.uuid))
    return accession


def _refuse_signature(
    held: Agreement, version: AgreementVersion, party: AgreementParty, method: str, signed_on: date, document: Any
) -> None:
    if version.stage not in SIGNABLE:
        raise StepRefused(_("Unterschreiben lässt sich nur eine gesperrte Fassung, der noch Unterschriften fehlen."))
    if party.version_id != version.pk:
        raise StepRefused(_("Diese Partei gehört nicht zu dieser Fassung."))
    if method not in ALLOWED[version.form_required]:
        raise StepRefused(
            _("Vereinbart ist: %(form_required)s. Diese Art genügt dafür nicht.")
            % {"form_required": version.get_form_required_display()}
        )
    if signed_on > timezone.localdate():
        raise StepRefused(_("Der Tag der Unterschrift liegt in der Zukunft."))
    if not held.was_recorded and version.locked_at and signed_on < timezone.localdate(version.locked_at):
        raise StepRefused(_("An diesem Tag gab es den gesperrten Text noch nicht."))
    if method in (SignatureMethod.PAPER, SignatureMethod.QES) and document is None:
        raise StepRefused(_("Bitte laden Sie die unterschriebene Fassung hoch."))
    if version.signatures.counting().filter(party=party).exists():
        raise StepRefused(_("Diese Partei hat schon unterschrieben."))


def _all_signed(version: AgreementVersion) -> bool:
    signed = set(version.signatures.counting().values_list("party", flat=True))
    return set(version.parties.filter(must_sign=True).values_list("pk", flat=True)) <= signed
