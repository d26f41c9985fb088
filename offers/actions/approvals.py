"""What an organisation that takes part in an offer says to it (domain 001-06)."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from kit.workflow import StepRefused
from offers.enums import Approval
from offers.models import OfferPartner


@transaction.atomic
def record_approval(partner: OfferPartner, *, approval: str, by: User, note: str = "") -> OfferPartner:
    """Keep the answer; who and when is in the history. Raises ``StepRefused`` for an objection without a reason."""
    if approval == Approval.OBJECTED and not note.strip():
        raise StepRefused(_("Zu Einwänden gehört ein Grund."))
    locked = OfferPartner.objects.select_for_update(of=("self",), no_key=True).get(pk=partner.pk)
    locked.approval, locked.updated_by = Approval(approval), by
    locked.approval_note = note.strip()[:240] or locked.approval_note
    locked.save(update_fields=["approval", "approval_note", "updated_by", "updated_at"])
    return locked
