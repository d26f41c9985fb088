"""A further party joins, with the paper that says so, and leaves again."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from agreements.actions.files import attach_file
from agreements.actions.signing import record_accession
from agreements.enums import AttachmentKind
from agreements.models import Accession, Agreement
from kit import audit
from kit.uploads import CheckedFile
from kit.workflow import StepRefused
from partners.models import Organization


@transaction.atomic
def accede_with_evidence(
    agreement: Agreement,
    *,
    organization: Organization,
    signed_on: date,
    effective_on: date,
    signatory_function: str,
    signatory_name: str = "",
    checked: CheckedFile | None = None,
    by: User | None,
) -> Accession:
    """Keep the declaration and its file, both or neither. Raises as ``accede`` and ``attach``."""
    title = f"Beitritt: {organization}"
    document = (
        attach_file(agreement, checked=checked, kind=AttachmentKind.SCAN, title=title, by=by) if checked else None
    )
    return record_accession(
        agreement,
        organization=organization,
        signed_on=signed_on,
        effective_on=effective_on,
        signatory_function=signatory_function,
        signatory_name=signatory_name,
        document=document,
        by=by,
    )


@transaction.atomic
def leave_agreement(accession: Accession, *, left_on: date, by: User | None) -> Accession:
    """Enter that somebody who joined leaves; ``left_on`` is the last day. What was declared when joining stays.

    Raises ``StepRefused`` when it has left already or the day lies before the one it joined on. Parties that signed
    the text itself leave by an amendment or by notice, because the text names them.
    """
    held = Accession.objects.select_for_update(of=("self",)).select_related("agreement").get(pk=accession.pk)
    if held.left_on is not None:
        raise StepRefused(
            _("Der Austritt ist schon eingetragen, zum %(left_on)s.") % {"left_on": f"{held.left_on:%d.%m.%Y}"}
        )
    if left_on < held.effective_on:
        raise StepRefused(
            _("Der Beitritt gilt erst ab %(effective_on)s.") % {"effective_on": f"{held.effective_on:%d.%m.%Y}"}
        )
    held.left_on = left_on
    held.save(update_fields=["left_on"])
    audit.record_event(
        verb="agreement-leave", by=by, about=held.agreement, detail=f"{held.organization.uuid} {left_on}"
    )
    return held
