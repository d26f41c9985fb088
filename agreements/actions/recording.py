"""Signatures with their evidence, and agreements that were signed long before they came here."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from agreements.actions.drafting import next_reference, record_clause_edits
from agreements.actions.files import add_annex, attach_file
from agreements.actions.life.advance_states import advance_agreement
from agreements.actions.locking import begin_negotiation, lock_version
from agreements.actions.signing import record_signature
from agreements.enums import AgreementState, AttachmentKind, Block, PartyRole, SignatureMethod
from agreements.models import (
    Agreement,
    AgreementParty,
    AgreementStep,
    AgreementVersion,
    Attachment,
    Clause,
    Signature,
)
from kit.uploads import CheckedFile
from kit.workflow import StepRefused
from partners.models import Organization

RECORDED = "Bestand von außerhalb"
NO_PLACE = "siehe Scan"
CORE = (
    ("Vertragsparteien", "", Block.PARTIES),
    ("Laufzeit und Kündigung", "", Block.TERM),
    (
        "Wortlaut",
        "Diese Vereinbarung wurde außerhalb des Familiennetzes geschlossen. Ihr Wortlaut steht in der Anlage.",
        Block.ATTACHMENTS,
    ),
)
"""What is frozen of an agreement from outside: the core data, and the scan by its checksum."""


@transaction.atomic
def record_with_evidence(
    version: AgreementVersion,
    *,
    party: AgreementParty,
    checked: CheckedFile | None,
    signed_on: date,
    by: User | None,
    **values: Any,
) -> Signature:
    """Keep a signature and the file that proves it, both or neither. Raises as ``record_signature`` and ``attach``."""
    document: Attachment | None = None
    if checked is not None:
        title = f"Fassung {version.number}, unterschrieben: {party}"
        document = attach_file(version.agreement, checked=checked, kind=AttachmentKind.SCAN, title=title, by=by)
    return record_signature(version, party=party, signed_on=signed_on, document=document, by=by, **values)


@dataclass(frozen=True, slots=True)
class SignedParty:
    """Who signed an agreement that comes from outside, in which function, when."""

    organization: Organization
    function: str
    signed_on: date
    role: str = PartyRole.PARTNER


@transaction.atomic
def record_existing(
    *,
    center: Organization,
    title: str,
    kind: str,
    parties: Sequence[SignedParty],
    scan: CheckedFile,
    term: Mapping[str, Any],
    place: str = "",
    reference: str = "",
    next_review_on: date | None = None,
    by: User | None,
) -> Agreement:
    """Take in an agreement that was signed elsewhere: its core data and the scan as annex are what is locked.

    The signatures are recorded on paper with the same scan; the state follows from the dates. ``term`` are columns of
    the version. All or nothing: raises ``StepRefused`` (something is missing, or the reference is taken),
    ``ValidationError`` (a rule of the term is broken) and ``SealUnavailable``.
    """
    if reference and Agreement.objects.filter(reference=reference).exists():
        raise StepRefused(_("Das Aktenzeichen %(reference)s gibt es schon.") % {"reference": reference})
    agreement = Agreement.objects.create(
        reference=reference or next_reference(),
        title=title,
        kind=kind,
        center=center,
        was_recorded=True,
        next_review_on=next_review_on,
        responsible=by,
        created_by=by,
        updated_by=by,
    )
    begins = term.get("effective_from") or max(party.signed_on for party in parties)
    version = AgreementVersion(
        agreement=agreement, number=1, created_by=by, updated_by=by, **{**term, "effective_from": begins}
    )
    version.full_clean(exclude=["agreement", "created_by", "updated_by"])
    version.save()
    _write_core(version, parties, by)
    AgreementStep.objects.create(
        agreement=agreement, version=version, verb="create", before="", after=AgreementState.DRAFT, by=by, note=RECORDED
    )
    add_annex(version, checked=scan, title=_("Unterschriebene Vereinbarung (Scan)"), by=by)
    begin_negotiation(agreement, by=by, note=RECORDED)
    version = lock_version(agreement, by=by, note=RECORDED)
    document = attach_file(
        agreement, checked=scan, kind=AttachmentKind.SCAN, title=_("Unterschriebene Vereinbarung"), by=by
    )
    rows = version.parties.select_related("organization").order_by("position")
    for row, party in zip(rows, parties, strict=True):
        record_signature(
            version,
            party=row,
            method=SignatureMethod.PAPER,
            signed_on=party.signed_on,
            place=place or NO_PLACE,
            signatory_function=party.function,
            document=document,
            by=by,
        )
    advance_agreement(agreement)
    agreement.refresh_from_db()
    return agreement


def _write_core(version: AgreementVersion, parties: Sequence[SignedParty], by: User | None) -> None:
    AgreementParty.objects.bulk_create(
        AgreementParty(
            version=version,
            key=uuid.uuid4(),
            position=number,
            organization=party.organization,
            role=party.role,
            represented_by_function=party.function,
            updated_by=by,
        )
        for number, party in enumerate(parties, start=1)
    )
    record_clause_edits(
        Clause.objects.bulk_create(
            Clause(
                version=version,
                key=uuid.uuid4(),
                position=number,
                heading=heading,
                text=text,
                block=block,
                updated_by=by,
            )
            for number, (heading, text, block) in enumerate(CORE, start=1)
        ),
        by=by,
    )
