"""Inviting people, and what becomes of an invitation. Links are single-use, bound to an address, and expire (T25)."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Role
from accounts.models import User
from kit import audit
from kit.outbox import queue_mail
from kit.secret_links import random_token, secret_link, token_hash
from kit.workflow import StepRefused
from partners import permissions
from partners.models import Invitation, Membership, Organization
from partners.rights.held import forget_rights

VALID_FOR = timedelta(days=7)


class InvitationGone(StepRefused):
    """The link cannot be used (any more); ``state`` says why: ``unknown accepted revoked expired``."""

    def __init__(self, state: str, text: str) -> None:
        super().__init__(text)
        self.state = state


WHY_GONE = {
    "unknown": gettext_lazy("Diese Einladung gibt es nicht. Vielleicht ist der Link nicht vollständig."),
    "accepted": gettext_lazy("Diese Einladung wurde schon angenommen."),
    "revoked": gettext_lazy("Diese Einladung wurde zurückgezogen."),
    "expired": gettext_lazy("Diese Einladung ist abgelaufen. Einladungen gelten sieben Tage."),
}


@transaction.atomic
def invite(*, email: str, organization: Organization, role: str, by: User, valid_to: date | None = None) -> Invitation:
    """Invite the person behind ``email`` into ``organization`` in ``role`` and mail the link, once committed.

    An open invitation for the same address, organisation and role is withdrawn, so the newest link is the only one.
    Raises ``StepRefused`` when ``by`` may not grant this (T05), when the person holds the role already, or when an
    auditor's access would have no end.
    """
    email = email.strip().lower()
    if not permissions.can_invite(by, organization, role):
        raise StepRefused(_("Diese Rolle können Sie hier nicht vergeben."))
    if role == Role.AUDITOR and valid_to is None:
        raise StepRefused(_("Ein Zugang zur Begutachtung braucht ein Ende."))
    if valid_to and valid_to < timezone.localdate():
        raise StepRefused(_("Das Ende liegt in der Vergangenheit."))
    held = Membership.objects.valid_on().filter(user__email=email, organization=organization, role=role)
    if held.exists():
        raise StepRefused(_("Diese Person hat die Rolle in der Organisation schon."))
    now = timezone.now()
    Invitation.objects.open(now).filter(email=email, organization=organization, role=role).update(
        revoked_at=now, updated_by=by, updated_at=now
    )
    token = random_token()
    invitation = Invitation.objects.create(
        email=email,
        organization=organization,
        role=role,
        membership_valid_to=valid_to,
        token_hash=token_hash(token),
        expires_at=now + VALID_FOR,
        invited_by=by,
        created_by=by,
    )
    queue_mail(
        to=email,
        subject=f"Einladung ins Familiennetz: {organization}",
        template="mail/partners/invitation.txt",
        context={
            "invitation": invitation,
            "by": by,
            "link": secret_link("partners:invitation", token),
        },
        purpose="einladung",
    )
    audit.record_event(verb="invite", by=by, about=invitation, detail=f"{role}, {organization.uuid}")
    return invitation


@transaction.atomic
def revoke_invitation(invitation: Invitation, *, by: User) -> Invitation:
    """Withdraw an open invitation; the mailed link says so from now on. Raises ``InvitationGone`` if it is not."""
    locked = Invitation.objects.select_for_update(no_key=True).get(pk=invitation.pk)
    _refuse_unless_open(locked)
    locked.revoked_at, locked.updated_by = timezone.now(), by
    locked.save(update_fields=["revoked_at", "updated_by", "updated_at"])
    audit.record_event(verb="revoke-invitation", by=by, about=locked)
    return locked


def open_invitation(token: str) -> Invitation:
    """The invitation a link leads to; changes nothing. Raises ``InvitationGone`` when it cannot be used."""
    found = Invitation.objects.filter(token_hash=token_hash(token)).select_related("organization", "invited_by")
    return _usable(found.first())


@transaction.atomic
def accept_invitation(token: str, *, user: User) -> Membership:
    """``user`` takes the invitation and the role in it.

    The row lock makes two requests at the same moment one membership: the second finds the invitation accepted and
    raises ``InvitationGone``. Raises ``StepRefused`` when the invitation is for another address.
    """
    invitation = _locked(token)
    if user.email != invitation.email:
        raise StepRefused(_("Diese Einladung gilt für eine andere E-Mail-Adresse."))
    membership = Membership.objects.valid_on().filter(
        user=user, organization=invitation.organization, role=invitation.role
    ).first() or Membership.objects.create(
        user=user,
        organization=invitation.organization,
        role=invitation.role,
        valid_from=timezone.localdate(),
        valid_to=invitation.membership_valid_to,
        created_by=invitation.invited_by,
    )
    invitation.accepted_at, invitation.accepted_by = timezone.now(), user
    invitation.save(update_fields=["accepted_at", "accepted_by", "updated_at"])
    forget_rights(user)
    audit.record_event(verb="accept-invitation", by=user, about=membership, detail=f"{membership.role}")
    return membership


@transaction.atomic
def accept_as_new_person(token: str, *, display_name: str, password: str) -> Membership:
    """Make an account for the invited address and take the invitation with it; the membership holds the person.

    ``password`` is checked by the form. Raises ``StepRefused`` when an account with the address exists.
    """
    invitation = _locked(token)
    try:
        with transaction.atomic():
            user = User.objects.create_user(invitation.email, password, display_name=display_name)
    except IntegrityError as error:
        raise StepRefused(_("Zu dieser Adresse gibt es schon ein Konto. Bitte melden Sie sich an.")) from error
    return accept_invitation(token, user=user)


def _locked(token: str) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",), no_key=True).filter(token_hash=token_hash(token))
    return _usable(rows.select_related("organization", "invited_by").first())


def _usable(invitation: Invitation | None) -> Invitation:
    """An open invitation whose sender could still send it: who has left leaves no keys behind."""
    if invitation is None:
        raise InvitationGone("unknown", str(WHY_GONE["unknown"]))
    _refuse_unless_open(invitation)
    if not permissions.can_invite(invitation.invited_by, invitation.organization, invitation.role):
        raise InvitationGone("revoked", str(WHY_GONE["revoked"]))
    if invitation.membership_valid_to and invitation.membership_valid_to < timezone.localdate():
        raise InvitationGone("expired", str(WHY_GONE["expired"]))
    return invitation


def _refuse_unless_open(invitation: Invitation) -> None:
    if invitation.state != "open":
        raise InvitationGone(invitation.state, str(WHY_GONE[invitation.state]))
