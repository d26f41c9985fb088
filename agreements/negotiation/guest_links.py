"""Links that open one text in negotiation without an account (reliability T25).

The token is computed from the invitation's random identity and the server's secret key, and only its SHA-256 is
stored. So a letter weeks later can carry the link again, while the database alone opens nothing. A new link is a new
invitation, and the old one is withdrawn in the same moment. After the secret key was changed, links that were mailed
still work, and the next letter carries a new one.

Looking changes nothing but ``last_opened_at``, which tells the centre that the page was called up.
"""

import hashlib
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from agreements.enums import AgreementState
from agreements.models import Agreement, AgreementInvitation, AgreementVersion
from familynet.kit.workflow import StepRefused

VALID_FOR = timedelta(days=60)
NOTED_EVERY = timedelta(minutes=10)
SALT = "agreements.guest_links"
WHY_GONE = {
    "unknown": "Diesen Link gibt es nicht. Vielleicht ist er nicht vollständig.",
    "expired": "Dieser Link ist abgelaufen. Links gelten 60 Tage.",
    "over": "Die Abstimmung ist zu Ende. Der Text kann hier nicht mehr gelesen werden.",
    "paused": "Der Text wird gerade überarbeitet. Sie bekommen Post, sobald er wieder zur Abstimmung steht.",
}
"""A withdrawn link looks like one that never was."""


class LinkGone(StepRefused):
    """The link does not open (any more); ``state`` says why, see ``WHY_GONE``."""

    def __init__(self, state: str) -> None:
        super().__init__(WHY_GONE[state])
        self.state = state


def token_of(invitation: AgreementInvitation) -> str:
    """256 bits nobody can compute who lacks the secret key."""
    return salted_hmac(SALT, str(invitation.uuid), algorithm="sha256").hexdigest()


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def link_of(invitation: AgreementInvitation) -> str:
    """The link for a letter; makes the stored hash follow when the secret key was changed. Empty without a link."""
    if not invitation.token_hash:
        return ""
    token = token_of(invitation)
    if invitation.token_hash != hash_of(token):
        invitation.token_hash = hash_of(token)
        AgreementInvitation.objects.filter(pk=invitation.pk).update(token_hash=invitation.token_hash)
    return settings.PUBLIC_BASE_URL + reverse("agreements:guest", args=[token])


def guest(token: str) -> tuple[AgreementInvitation, AgreementVersion]:
    """The invitation a link leads to, and the text it opens; changes nothing. Raises ``LinkGone``."""
    rows = AgreementInvitation.objects.filter(token_hash=hash_of(token), revoked_at=None)
    invitation = rows.select_related("agreement__center", "organization").first()
    if invitation is None:
        raise LinkGone("unknown")
    return invitation, usable(invitation)


def usable(invitation: AgreementInvitation, now: datetime | None = None) -> AgreementVersion:
    """The text in negotiation this invitation opens. Raises ``LinkGone`` when it does not, or not now."""
    if invitation.revoked_at is not None or not invitation.token_hash:
        raise LinkGone("unknown")
    if invitation.expires_at is not None and invitation.expires_at <= (now or timezone.now()):
        raise LinkGone("expired")
    version = invitation.agreement.versions.open().select_related("agreement__center", "amends").first()
    if version is None or version.stage not in (AgreementState.DRAFT, AgreementState.IN_NEGOTIATION):
        raise LinkGone("over")
    if version.stage == AgreementState.DRAFT:
        raise LinkGone("paused")
    party = Q(organization=invitation.organization_id) | Q(facility=invitation.organization_id)
    if not version.parties.filter(party).exists():
        raise LinkGone("unknown")
    return version


def note_opened(agreement: Agreement, organizations: frozenset[int]) -> None:
    """The page was called up for these organisations; noted at most every ten minutes, in one statement."""
    now = timezone.now()
    lately = Q(last_opened_at__gt=now - NOTED_EVERY)
    rows = agreement.invitations.filter(organization__in=organizations, revoked_at=None).exclude(lately)
    rows.update(last_opened_at=now)
