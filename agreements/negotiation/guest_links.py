"""Links that open one text in negotiation without an account (T25).

The token is computed from the invitation's random identity and the server's secret key, and only its SHA-256 is
stored. So a letter weeks later can carry the link again, while the database alone opens nothing. A new link is a new
invitation, and the old one is withdrawn in the same moment. After the secret key was changed, links that were mailed
still work, and the next letter carries a new one.

When the text is locked, the link still shows it until the link runs out: whoever is to sign has to have it.

Looking changes nothing but ``last_opened_at``, which tells the centre that the page was called up.
"""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.enums import AgreementState
from agreements.models import Agreement, AgreementInvitation, AgreementParty, AgreementVersion
from kit.secret_links import computed_token, is_run_out, secret_link, token_hash
from kit.workflow import StepRefused

VALID_FOR = timedelta(days=60)
NOTED_EVERY = timedelta(minutes=10)
SALT = "agreements.guest_links"
WHY_GONE = {
    "unknown": _("Diesen Link gibt es nicht. Vielleicht ist er nicht vollständig."),
    "expired": _("Dieser Link ist abgelaufen. Links gelten 60 Tage."),
    "over": _("Die Abstimmung ist zu Ende."),
    "paused": _("Der Text wird gerade überarbeitet. Sie bekommen Post, sobald er wieder zur Abstimmung steht."),
}
"""A withdrawn link looks like one that never was."""


class LinkGone(StepRefused):
    """The link does not open (any more); ``state`` says why, see ``WHY_GONE``."""

    def __init__(self, state: str) -> None:
        super().__init__(WHY_GONE[state])
        self.state = state


def token_of(invitation: AgreementInvitation) -> str:
    """256 bits nobody can compute who lacks the secret key."""
    return computed_token(SALT, str(invitation.uuid))


def link_of(invitation: AgreementInvitation) -> str:
    """The link for a letter; makes the stored hash follow when the secret key was changed. Empty without a link."""
    if not invitation.token_hash:
        return ""
    token = token_of(invitation)
    if invitation.token_hash != token_hash(token):
        invitation.token_hash = token_hash(token)
        AgreementInvitation.objects.filter(pk=invitation.pk).update(token_hash=invitation.token_hash)
    return secret_link("agreements:guest", token)


def guest_by_token(token: str) -> tuple[AgreementInvitation, AgreementVersion]:
    """The invitation a link leads to, and the text it opens; changes nothing. Raises ``LinkGone``."""
    invitation = _invited(token)
    return invitation, is_usable(invitation)


def reader_by_token(token: str) -> tuple[AgreementInvitation, AgreementVersion]:
    """The invitation a link leads to, and the locked text it still shows. Raises ``LinkGone``."""
    invitation = _invited(token)
    return invitation, is_readable(invitation)


def is_usable(invitation: AgreementInvitation, now: datetime | None = None) -> AgreementVersion:
    """The text in negotiation this invitation opens. Raises ``LinkGone`` when it does not, or not now."""
    _refuse_ended(invitation, now)
    version = invitation.agreement.versions.open().select_related("agreement__center", "amends").first()
    if version is None or version.stage not in (AgreementState.DRAFT, AgreementState.IN_NEGOTIATION):
        raise LinkGone("over")
    if version.stage == AgreementState.DRAFT:
        raise LinkGone("paused")
    if not version.parties.filter(_party(invitation)).exists():
        raise LinkGone("unknown")
    return version


def is_readable(invitation: AgreementInvitation, now: datetime | None = None) -> AgreementVersion:
    """The locked text that came of what this invitation was about. Raises ``LinkGone`` when there is none (any more).

    Not while a text is open: then it is this one the link is about.
    """
    _refuse_ended(invitation, now)
    agreement = invitation.agreement
    if agreement.versions.open().exists():
        raise LinkGone("paused")
    parties = AgreementParty.objects.filter(_party(invitation), version=OuterRef("pk"))
    rows = agreement.versions.filter(Exists(parties), locked_at__gte=invitation.invited_at, closed_at=None)
    version = rows.exclude(stage=AgreementState.ABANDONED).select_related("amends").order_by("-number").first()
    if version is None:
        raise LinkGone("over")
    version.agreement = agreement
    return version


def note_opened(agreement: Agreement, organizations: frozenset[int]) -> None:
    """The page was called up for these organisations; noted at most every ten minutes, in one statement."""
    now = timezone.now()
    lately = Q(last_opened_at__gt=now - NOTED_EVERY)
    rows = agreement.invitations.filter(organization__in=organizations, revoked_at=None).exclude(lately)
    rows.update(last_opened_at=now)


def _invited(token: str) -> AgreementInvitation:
    rows = AgreementInvitation.objects.filter(token_hash=token_hash(token), revoked_at=None)
    invitation = rows.select_related("agreement__center", "organization").first()
    if invitation is None:
        raise LinkGone("unknown")
    return invitation


def _refuse_ended(invitation: AgreementInvitation, now: datetime | None) -> None:
    if invitation.revoked_at is not None or not invitation.token_hash:
        raise LinkGone("unknown")
    if is_run_out(invitation.expires_at, now):
        raise LinkGone("expired")


def _party(invitation: AgreementInvitation) -> Q:
    return Q(organization=invitation.organization_id) | Q(facility=invitation.organization_id)
