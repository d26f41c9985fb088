"""From the draft to the frozen text, and back to a new version when nobody has signed yet."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from agreements.actions.drafting import copy_version
from agreements.actions.steps import latest_version, lock_agreement, open_version, step_version
from agreements.enums import AgreementState
from agreements.models import Agreement, AgreementVersion
from agreements.text.canonical import canonical_content, content_checksum, lock_bytes
from agreements.text.readiness import blocking_gaps
from kit import audit
from kit.sealing import sign_record
from kit.workflow import StepRefused


def _open_or_refuse(agreement: Agreement) -> AgreementVersion:
    version = open_version(agreement)
    if version is None:
        raise StepRefused(_("An dieser Vereinbarung wird gerade keine Fassung bearbeitet."))
    return (
        AgreementVersion.objects.select_for_update(of=("self",))
        .select_related("agreement", "amends")
        .get(pk=version.pk)
    )


def refuse_gaps(version: AgreementVersion, verb: str) -> None:
    """Raises ``StepRefused`` with everything that hinders the step."""
    found = blocking_gaps(version, verb)
    if found:
        raise StepRefused(" ".join(gap.text for gap in found))


@transaction.atomic
def begin_negotiation(agreement: Agreement, *, by: User | None, note: str = "") -> AgreementVersion:
    """Give the draft to the partners. Raises ``StepRefused`` with fewer than two parties."""
    held = lock_agreement(agreement)
    version = _open_or_refuse(held)
    refuse_gaps(version, "negotiate")
    step_version(held, version, verb="negotiate", by=by, note=note)
    return version


@transaction.atomic
def return_to_draft(agreement: Agreement, *, by: User | None, note: str = "") -> AgreementVersion:
    """Take the text back: a new version number begins as a draft, the old one is put aside with its comments."""
    held = lock_agreement(agreement)
    version = _open_or_refuse(held)
    step_version(held, version, verb="redraft", by=by, note=note, closed_at=timezone.now())
    return copy_version(
        version,
        into=held,
        number=held.versions.latest("number").number + 1,
        by=by,
        amends=version.amends,
        change_note=version.change_note,
    )


@transaction.atomic
def lock_version(agreement: Agreement, *, by: User | None, note: str = "") -> AgreementVersion:
    """Freeze the agreed text: canonical content, hash, the centre's seal over the hash (I-15).

    The version row is held exclusively, so every edit is either before it and inside, or refused. Raises
    ``StepRefused`` with everything that is missing, and ``SealUnavailable`` when the key of the centre cannot be used.
    """
    held = lock_agreement(agreement)
    version = _open_or_refuse(held)
    refuse_gaps(version, "lock")
    content = canonical_content(version)
    version.content_hash, version.locked_at, version.locked_by = content_checksum(content), timezone.now(), by
    step_version(
        held,
        version,
        verb="lock",
        by=by,
        note=note,
        content=content,
        content_hash=version.content_hash,
        locked_at=version.locked_at,
        locked_by=by,
        seal=sign_record(lock_bytes(version), owner=held.center.uuid, name=held.center.name),
    )
    version.refresh_from_db()
    audit.record_event(verb="agreement-lock", by=by, about=held, detail=version.content_hash)
    return version


@transaction.atomic
def reopen_version(agreement: Agreement, *, note: str, by: User | None) -> AgreementVersion:
    """A text that not all have signed is opened again as a new version; the locked one stays as it is, given up.

    Signatures already recorded stay with the old version and count for nothing. Needs a reason.
    """
    held = lock_agreement(agreement)
    if open_version(held):
        raise StepRefused(_("An dieser Vereinbarung wird schon eine Fassung bearbeitet."))
    version = latest_version(held)
    step_version(held, version, verb="reopen", by=by, note=note, left_as=AgreementState.ABANDONED)
    copy = copy_version(
        version, into=held, number=version.number + 1, by=by, amends=version.amends, change_note=version.change_note
    )
    AgreementVersion.objects.filter(pk=copy.pk).update(stage=AgreementState.IN_NEGOTIATION)
    copy.stage = AgreementState.IN_NEGOTIATION
    return copy


@transaction.atomic
def abandon_agreement(agreement: Agreement, *, note: str, by: User | None) -> AgreementVersion:
    """Give up a text that is not signed by all. Of an amendment only the amendment is given up. Needs a reason."""
    held = lock_agreement(agreement)
    version = open_version(held) or latest_version(held)
    closing: dict[str, Any] = {} if version.is_locked else {"closed_at": timezone.now()}
    step_version(held, version, verb="abandon", by=by, note=note, **closing)
    return version
