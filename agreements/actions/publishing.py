"""What everybody may read about an agreement."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from agreements.actions.steps import lock_agreement
from agreements.models import Agreement
from kit import audit


@transaction.atomic
def set_publicity(agreement: Agreement, *, is_public: bool, purpose: str, public_summary: str, by: User) -> Agreement:
    """Publish or take back the summary; it shows while the agreement is in force, afterwards as one that was.

    The database refuses publication without a summary; the form says so first. That somebody published is logged.
    """
    held = lock_agreement(agreement)
    changed = held.is_public != is_public
    held.is_public, held.purpose, held.public_summary, held.updated_by = is_public, purpose, public_summary, by
    held.save(update_fields=["is_public", "purpose", "public_summary", "updated_by", "updated_at"])
    if changed:
        audit.record_event(verb=_("agreement-publish") if is_public else _("agreement-unpublish"), by=by, about=held)
    return held
