"""A further party joins, with the paper that says so."""

from datetime import date

from django.db import transaction

from agreements.actions.files import attach
from agreements.actions.signing import accede
from agreements.enums import AttachmentKind
from agreements.models import Accession, Agreement
from familynet.accounts.models import User
from familynet.kit.uploads import CheckedFile
from partners.models import Organization


@transaction.atomic
def accede_with_evidence(
    agreement: Agreement, *, organization: Organization, signed_on: date, effective_on: date, signatory_function: str,
    signatory_name: str = "", checked: CheckedFile | None = None, by: User | None,
) -> Accession:  # fmt: skip
    """Keep the declaration and its file, both or neither. Raises as ``accede`` and ``attach``."""
    title = f"Beitritt: {organization}"
    document = attach(agreement, checked=checked, kind=AttachmentKind.SCAN, title=title, by=by) if checked else None
    return accede(
        agreement, organization=organization, signed_on=signed_on, effective_on=effective_on,
        signatory_function=signatory_function, signatory_name=signatory_name, document=document, by=by,
    )  # fmt: skip
