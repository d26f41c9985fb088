"""Signatures with their evidence, and agreements that were signed long before they came here."""

from datetime import date
from typing import Any

from django.db import transaction

from agreements.actions.files import attach
from agreements.actions.signing import record_signature
from agreements.enums import AttachmentKind
from agreements.models import AgreementParty, AgreementVersion, Attachment, Signature
from familynet.accounts.models import User
from familynet.kit.uploads import CheckedFile


@transaction.atomic
def record_with_evidence(
    version: AgreementVersion, *, party: AgreementParty, checked: CheckedFile | None, signed_on: date, by: User | None,
    **values: Any,
) -> Signature:  # fmt: skip
    """Keep a signature and the file that proves it, both or neither. Raises as ``record_signature`` and ``attach``."""
    document: Attachment | None = None
    if checked is not None:
        title = f"Fassung {version.number}, unterschrieben: {party}"
        document = attach(version.agreement, checked=checked, kind=AttachmentKind.SCAN, title=title, by=by)
    return record_signature(version, party=party, signed_on=signed_on, document=document, by=by, **values)
