"""The outbox: every mail is a row first, written in the transaction that causes it (F4, F5)."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class MailState(models.TextChoices):
    """Where a mail is on its way."""

    QUEUED = "queued", _("wartet")
    SENDING = "sending", _("wird gesendet")
    SENT = "sent", _("gesendet")
    FAILED = "failed", _("nicht zustellbar")


class OutgoingMail(models.Model):
    """One plain-text mail to one person.

    Personal data: the address and what the letter says. In production the text is emptied as soon as the mail is
    sent, because it may carry a link that opens something; the row goes after the period of class ``mail``.
    """

    retention_class = "mail"

    uuid = models.UUIDField(_("Kennung"), default=uuid.uuid4, unique=True, editable=False)
    message_id = models.CharField(_("Message-ID"), max_length=200, unique=True, editable=False)
    to = models.EmailField(_("an"))
    reply_to = models.EmailField(_("Antwort an"), blank=True)
    subject = models.CharField(_("Betreff"), max_length=200)
    body = models.TextField(_("Text"), blank=True)
    purpose = models.CharField(_("Anlass"), max_length=40)
    created_at = models.DateTimeField(_("angelegt am"), db_default=models.functions.Now())
    state = models.CharField(_("Stand"), max_length=10, choices=MailState, default=MailState.QUEUED)
    attempts = models.PositiveIntegerField(_("Versuche"), default=0)
    next_attempt_at = models.DateTimeField(_("nächster Versuch"), db_default=models.functions.Now())
    lease_until = models.DateTimeField(_("in Arbeit bis"), null=True, blank=True)
    sent_at = models.DateTimeField(_("gesendet am"), null=True, blank=True)
    last_error = models.CharField(_("letzter Fehler"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("ausgehende E-Mail")
        verbose_name_plural = _("ausgehende E-Mails")
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["next_attempt_at", "id"],
                condition=Q(state__in=["queued", "sending"]),
                name="kit_mail_waiting",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="kit_mail_sent_with_time",
            ),
            models.CheckConstraint(
                condition=Q(state="sending", lease_until__isnull=False)
                | (~Q(state="sending") & Q(lease_until__isnull=True)),
                name="kit_mail_lease_while_sending",
            ),
            models.CheckConstraint(condition=~Q(subject__regex="[\r\n]"), name="kit_mail_subject_one_line"),
            models.CheckConstraint(condition=~Q(to__regex=r"[\s,;]"), name="kit_mail_one_recipient"),
        ]

    def __str__(self) -> str:
        return self.subject
