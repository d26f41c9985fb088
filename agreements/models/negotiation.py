"""Negotiating with partners: who is invited, what they say to a clause, what they agree to."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agreements.enums import CommentState
from agreements.models.version import AgreementVersion
from partners.models import Organization


class AgreementInvitation(models.Model):
    """From now on this organisation sees the agreement: by its own logins, and by the link in the letter.

    Only the hash of the link is stored. ``email`` is a mailbox by function where possible; it is erased when the
    negotiation is over for long enough (class ``invitation``), the row stays because it is what lets the partner in.
    """

    retention_class = "agreement_invitation"

    uuid = models.UUIDField(_("Kennung"), default=uuid.uuid4, unique=True, editable=False)
    agreement = models.ForeignKey(
        "agreements.Agreement", verbose_name=_("Vereinbarung"), on_delete=models.CASCADE, related_name="invitations"
    )
    organization = models.ForeignKey(
        Organization, verbose_name=_("Organisation"), on_delete=models.PROTECT, related_name="agreement_invitations"
    )
    email = models.EmailField(_("E-Mail-Adresse"), blank=True)
    token_hash = models.CharField(_("Prüfsumme des Links"), max_length=64, blank=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("eingeladen von"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    invited_at = models.DateTimeField(_("eingeladen am"), auto_now_add=True)
    expires_at = models.DateTimeField(_("Link gilt bis"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("zurückgezogen am"), null=True, blank=True)
    last_opened_at = models.DateTimeField(_("zuletzt geöffnet"), null=True, blank=True)

    class Meta:
        verbose_name = _("Einladung zu einer Vereinbarung")
        verbose_name_plural = _("Einladungen zu Vereinbarungen")
        ordering = ["agreement", "organization", "pk"]
        indexes = [models.Index(fields=["organization"], name="agreement_invited")]
        constraints = [
            models.UniqueConstraint(
                fields=["token_hash"], condition=~Q(token_hash=""), name="agreementinvitation_token_once"
            ),
            models.CheckConstraint(
                condition=Q(token_hash="") | Q(expires_at__isnull=False), name="agreementinvitation_link_ends"
            ),
        ]

    def __str__(self) -> str:
        return str(self.organization)


class ClauseComment(models.Model):
    """Anmerkung to a clause, or to the whole text (``clause_key`` empty), with or without a proposed wording.

    ``organization`` says for whom; ``author`` is empty when it came by link (``invitation``). ``edition`` is the state
    of the clause that was read. Open comments stand in the way of the final text.
    """

    uuid = models.UUIDField(_("Kennung"), default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(
        AgreementVersion, verbose_name=_("Fassung"), on_delete=models.CASCADE, related_name="comments"
    )
    clause_key = models.UUIDField(_("Klausel"), null=True, blank=True)
    edition = models.PositiveIntegerField(_("Stand der Klausel"), default=1)
    organization = models.ForeignKey(
        Organization, verbose_name=_("Organisation"), on_delete=models.PROTECT, related_name="+"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("von"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    invitation = models.ForeignKey(
        AgreementInvitation,
        verbose_name=_("Einladung"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="comments",
    )
    text = models.TextField(_("Anmerkung"), blank=True)
    proposal = models.TextField(_("Vorschlag"), blank=True)
    state = models.CharField(_("Stand"), max_length=10, choices=CommentState, default=CommentState.OPEN)
    at = models.DateTimeField(_("am"), auto_now_add=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("erledigt von"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    resolved_at = models.DateTimeField(_("erledigt am"), null=True, blank=True)
    answer = models.TextField(_("Antwort"), blank=True)

    class Meta:
        verbose_name = _("Anmerkung")
        verbose_name_plural = _("Anmerkungen")
        ordering = ["version", "at", "pk"]
        indexes = [
            models.Index(fields=["version"], condition=Q(state="open"), name="comment_open"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(text="") | ~Q(proposal=""), name="comment_says_something"),
            models.CheckConstraint(
                condition=Q(state=CommentState.OPEN, resolved_at=None)
                | (~Q(state=CommentState.OPEN) & Q(resolved_at__gte=F("at"))),
                name="comment_resolved_later",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[CommentState.ACCEPTED, CommentState.REFUSED]) | ~Q(proposal=""),
                name="comment_only_proposals_are_accepted",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60] or self.proposal[:60]


class TextApproval(models.Model):
    """Zustimmung zum Text: a party agrees to one state of a clause, or to the whole version (``clause_key`` empty).

    It is no signature and is never called one (domain 5.4). ``edition`` is the mark of what was read
    (``agreements.negotiation.fingerprints``): of the clause with its structured part, or of the whole version.
    Agreement holds as long as the mark is the same; nothing is deleted when it changes.
    """

    version = models.ForeignKey(
        AgreementVersion, verbose_name=_("Fassung"), on_delete=models.CASCADE, related_name="approvals"
    )
    clause_key = models.UUIDField(_("Klausel"), null=True, blank=True)
    edition = models.PositiveIntegerField(_("Stand der Klausel"), default=0)
    organization = models.ForeignKey(
        Organization, verbose_name=_("Organisation"), on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("von"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    invitation = models.ForeignKey(
        AgreementInvitation,
        verbose_name=_("Einladung"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="approvals",
    )
    at = models.DateTimeField(_("am"), auto_now_add=True)
    withdrawn_at = models.DateTimeField(_("zurückgenommen am"), null=True, blank=True)

    class Meta:
        verbose_name = _("Zustimmung zum Text")
        verbose_name_plural = _("Zustimmungen zum Text")
        ordering = ["version", "at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "clause_key", "edition", "organization"],
                condition=Q(withdrawn_at=None),
                nulls_distinct=False,
                name="approval_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.organization)
