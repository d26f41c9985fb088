"""Ending roles. They begin by an accepted invitation."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import end_sessions, erase_account
from accounts.enums import Role
from accounts.models import User
from kit import audit
from kit.workflow import StepRefused
from partners.models import Membership
from partners.rights.held import forget_rights


@transaction.atomic
def end_membership(membership: Membership, *, by: User | None) -> None:
    """Take the role away, from this moment; whoever has no role left is signed out everywhere (T04).

    A role ends yesterday, because its last day still counts; one that began today disappears, history keeps both.
    Raises ``StepRefused`` for the last administration, which nobody could give back.
    """
    if membership.role == Role.ADMINISTRATION:  # all of them, so that two cannot remove each other at the same moment
        list(Membership.objects.select_for_update().filter(role=Role.ADMINISTRATION).order_by("pk").values_list("pk"))
    locked = Membership.objects.select_for_update(of=("self",)).select_related("user").get(pk=membership.pk)
    today = timezone.localdate()
    if locked.valid_to and locked.valid_to < today:
        raise StepRefused(_("Diese Rolle ist schon beendet."))
    if locked.role == Role.ADMINISTRATION and locked.user.is_active and not _other_administration(locked.user):
        raise StepRefused(
            _("Das ist die letzte Administration. Geben Sie die Aufgabe zuerst an jemand anderen weiter.")
        )
    audit.record_event(verb="end-membership", by=by, about=locked, detail=f"{locked.role}, {locked.user.uuid}")
    if locked.valid_from and locked.valid_from >= today:
        locked.delete()
    else:
        locked.valid_to, locked.updated_by = today - timedelta(days=1), by
        locked.save(update_fields=["valid_to", "updated_by", "updated_at"])
    forget_rights(locked.user)
    if not Membership.objects.current().filter(user=locked.user).exists() and not locked.user.is_superuser:
        end_sessions(locked.user)


@transaction.atomic
def end_all_memberships(user: User, *, by: User | None) -> int:
    """End every role of a person who left or whose account is erased; how many. The last administration goes, too."""
    rows = Membership.objects.current().filter(user=user)
    today = timezone.localdate()
    ended = rows.filter(valid_from__gte=today).delete()[0]
    ended += rows.update(valid_to=today - timedelta(days=1), updated_by=by, updated_at=timezone.now())
    if ended:
        audit.record_event(verb="end-membership", by=by, about=user, detail=f"alle, {ended}")
    return ended


@transaction.atomic
def retire_account(user: User) -> User:
    """Erase an account whose period is over, together with its roles (domain 7.3)."""
    end_all_memberships(user, by=None)
    return erase_account(user)


def _other_administration(user: User) -> bool:
    others = Membership.objects.valid_on().filter(role=Role.ADMINISTRATION, user__is_active=True).exclude(user=user)
    return others.exists() or User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk).exists()
