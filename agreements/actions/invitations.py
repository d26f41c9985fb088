"""Letting parties in: from now on their logins see the agreement, and a link in a letter opens its text."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from agreements.actions.locking import begin_negotiation
from agreements.actions.steps import lock_agreement
from agreements.enums import AgreementState
from agreements.models import Agreement, AgreementInvitation
from agreements.negotiation import letters
from agreements.negotiation.guest_links import VALID_FOR, token_of
from kit import audit
from kit.secret_links import token_hash
from kit.workflow import StepRefused
from partners.models import Organization

SAME_PRESS = timedelta(minutes=1)


@transaction.atomic
def invite_party(
    agreement: Agreement, *, organization: Organization, email: str = "", by: User | None
) -> AgreementInvitation:
    """Let a party, or its facility, see the text and tell it by letter, once committed.

    An earlier invitation of the same organisation is withdrawn and its link dead; pressed twice is invited once. Raises
    ``StepRefused``: not in negotiation, no party, the centre itself.
    """
    held = lock_agreement(agreement)
    _refuse_uninvitable(held, organization)
    email, now = email.strip().lower(), timezone.now()
    before = held.invitations.filter(organization=organization, revoked_at=None)
    pressed = before.filter(email=email, invited_at__gt=now - SAME_PRESS).first()
    if pressed is not None:
        return pressed
    before.update(revoked_at=now)
    invitation = AgreementInvitation(agreement=held, organization=organization, email=email, invited_by=by)
    if email:
        invitation.token_hash, invitation.expires_at = token_hash(token_of(invitation)), now + VALID_FOR
    invitation.save(force_insert=True)
    letters.write_invitation(invitation)
    audit.record_event(verb="agreement-invite", by=by, about=held, detail=str(organization.uuid))
    return invitation


@transaction.atomic
def revoke_party_invitation(invitation: AgreementInvitation, *, by: User | None) -> AgreementInvitation:
    """The organisation sees the agreement no longer, its link is dead. What it said stays. Twice is once."""
    held = lock_agreement(invitation.agreement)
    row = held.invitations.select_related("organization").get(pk=invitation.pk)
    if row.revoked_at is None:
        row.revoked_at = timezone.now()
        row.save(update_fields=["revoked_at"])
        audit.record_event(verb="agreement-uninvite", by=by, about=held, detail=str(row.organization.uuid))
    return row


@transaction.atomic
def remind_party(invitation: AgreementInvitation, *, by: User | None) -> int:
    """Write to the invited organisation that its answer is awaited; how many letters.

    Raises ``StepRefused``: not in negotiation, withdrawn, reminded within the last twelve hours, nobody to write to.
    """
    held = lock_agreement(invitation.agreement)
    row = held.invitations.select_related("organization").get(pk=invitation.pk)
    if row.revoked_at is not None:
        raise StepRefused(_("Diese Einladung ist zurückgezogen."))
    _refuse_uninvitable(held, row.organization)
    if letters.was_reminded_recently(row):
        raise StepRefused(_("Es wurde gerade erst erinnert. Bitte warten Sie bis morgen."))
    number = letters.write_reminder(row)
    if not number:
        raise StepRefused(
            _("Für %(organization)s ist keine Adresse bekannt. Bitte rufen Sie an.")
            % {"organization": row.organization}
        )
    return number


@transaction.atomic
def open_negotiation(
    agreement: Agreement, *, reply_by: date | None, addresses: dict[Organization, str], by: User | None
) -> list[AgreementInvitation]:
    """Give a draft to the partners in one go: the step, the deadline, an invitation for each. Raises as its parts."""
    begin_negotiation(agreement, by=by)
    set_reply_by(agreement, reply_by=reply_by, by=by)
    return [invite_party(agreement, organization=one, email=email, by=by) for one, email in addresses.items()]


@transaction.atomic
def set_reply_by(agreement: Agreement, *, reply_by: date | None, by: User | None) -> Agreement:
    """Until when the partners are asked to answer. A day that is over is refused: ``StepRefused``."""
    if reply_by is not None and reply_by < timezone.localdate():
        raise StepRefused(_("Dieser Tag ist schon vorbei."))
    held = lock_agreement(agreement)
    held.reply_by, held.updated_by = reply_by, by
    held.save(update_fields=["reply_by", "updated_by", "updated_at"])
    return held


def _refuse_uninvitable(held: Agreement, organization: Organization) -> None:
    version = held.versions.open().first()
    if version is None or version.stage != AgreementState.IN_NEGOTIATION:
        raise StepRefused(_("Das geht, sobald der Text zur Abstimmung steht."))
    if organization.pk == held.center_id:
        raise StepRefused(_("Das Zentrum selbst braucht keine Einladung."))
    if not version.parties.filter(Q(organization=organization) | Q(facility=organization)).exists():
        raise StepRefused(_("%(organization)s ist keine Partei dieser Vereinbarung.") % {"organization": organization})
