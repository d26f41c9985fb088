"""Verbs about one organisation: confirm its data, let it rest, close it."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from kit.workflow import StepRefused
from partners.enums import OrganizationStatus
from partners.models import Organization


@transaction.atomic
def confirm_organization(organization: Organization, *, by: User, on: date | None = None) -> Organization:
    """Record that everything shown is still right; confirming is not editing (architecture 6.9).

    Raises ``StepRefused`` for a closed organisation or a day in the future. Writes ``assured_on`` and ``assured_by``.
    """
    day = on or timezone.localdate()
    locked = Organization.objects.select_for_update(of=("self",), no_key=True).get(pk=organization.pk)
    if locked.status == OrganizationStatus.CLOSED:
        raise StepRefused(_("Eine geschlossene Organisation kann nicht bestätigt werden."))
    if day > timezone.localdate():
        raise StepRefused(_("Bestätigt werden kann nur, was heute gilt."))
    locked.assured_on, locked.assured_by, locked.updated_by = day, by, by
    locked.save(update_fields=["assured_on", "assured_by", "updated_by", "updated_at"])
    return locked


@transaction.atomic
def set_organization_status(organization: Organization, *, status: str, by: User) -> Organization:
    """Move between prospect, active and dormant; a closed organisation may be reopened this way.

    Raises ``StepRefused`` when asked to close: that is ``close_organization``, which needs a day.
    """
    locked = Organization.objects.select_for_update(of=("self",), no_key=True).get(pk=organization.pk)
    if status == OrganizationStatus.CLOSED:
        raise StepRefused(_("Zum Schließen gehört ein Tag."))
    locked.status, locked.closed_on, locked.updated_by = OrganizationStatus(status), None, by
    locked.save(update_fields=["status", "closed_on", "updated_by", "updated_at"])
    return locked


@transaction.atomic
def close_organization(organization: Organization, *, by: User, on: date | None = None) -> Organization:
    """Close instead of delete (I-25): it leaves the public pages, its history stays."""
    locked = Organization.objects.select_for_update(of=("self",), no_key=True).get(pk=organization.pk)
    if locked.status == OrganizationStatus.CLOSED:
        raise StepRefused(_("Die Organisation ist schon geschlossen."))
    locked.status, locked.closed_on, locked.updated_by = OrganizationStatus.CLOSED, on or timezone.localdate(), by
    locked.save(update_fields=["status", "closed_on", "updated_by", "updated_at"])
    return locked
