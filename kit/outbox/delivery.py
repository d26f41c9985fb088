"""Sending what waits in the outbox; called by the worker, one mail at a time.

A mail is claimed under ``SKIP LOCKED`` with a lease, in a transaction of its own; the network is spoken to outside any
transaction. A worker that dies in between leaves a lease that runs out; the mail then goes out again with the same
``Message-ID``. So an outage costs no duplicates, a killed worker at most one (F5).
"""

import smtplib
from collections.abc import Callable
from datetime import timedelta

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext

from kit.models import MailState, OutgoingMail

log = structlog.get_logger("familynet.outbox")
LEASE = timedelta(minutes=5)
GIVE_UP = timedelta(days=3)
SOON = timedelta(seconds=15)
LATEST = timedelta(minutes=10)


class Unreachable(Exception):
    """The mail server cannot be used at all right now; trying the next mail makes no sense."""


class MailSender:
    """Sends mails over one SMTP connection that stays open while there is something to send."""

    def __init__(self) -> None:
        self._backend: EmailBackend | None = None

    def deliver(self, mail: OutgoingMail) -> None:
        """Hand one mail to the mail server; raises what ``smtplib`` raises, ``Unreachable`` when there is no server.

        In the demo nothing leaves the machine: marking it as sent puts it on ``/demo/post/``.
        """
        if settings.DEMO_POST:
            return
        message = EmailMessage(
            subject=mail.subject,
            body=mail.body,
            to=[mail.to],
            reply_to=[mail.reply_to] if mail.reply_to else None,
            headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
            connection=self._connection(),
        )
        try:
            message.send()
        except (smtplib.SMTPServerDisconnected, OSError):
            self.close()
            raise

    def close(self) -> None:
        """Hang up."""
        if self._backend is not None:
            self._backend.close()
            self._backend = None

    def _connection(self) -> EmailBackend:
        if self._backend is None:
            backend = EmailBackend(**settings.OUTGOING_MAIL)
            try:
                backend.open()
            except (OSError, smtplib.SMTPException) as error:
                raise Unreachable(str(error)[:200]) from error
            self._backend = backend
        return self._backend


def send_waiting(postman: MailSender, *, limit: int = 100, stop: Callable[[], bool] = lambda: False) -> int:
    """Send up to ``limit`` mails that are due, oldest first; the number that left. Ends when nothing is due."""
    sent = 0
    for _ in range(limit):
        if stop():
            break
        mail = claim_mail()
        if mail is None:
            break
        try:
            postman.deliver(mail)
        except Unreachable as error:
            _later(mail, SOON, gettext("Mailserver nicht erreichbar: %(error)s") % {"error": error})
            log.warning("mail server unreachable")
            break
        except (smtplib.SMTPException, OSError) as error:
            _after(mail, error)
        except Exception as error:  # noqa: BLE001 - a letter that cannot be built must not stop the others
            _fail(mail, f"{type(error).__name__}")
            log.error("mail cannot be built", exc_info=True)
        else:
            _done(mail)
            sent += 1
    return sent


def claim_mail() -> OutgoingMail | None:
    """The next mail that is due, marked as being sent for the length of a lease; ``None`` when there is none."""
    due = Q(state=MailState.QUEUED, next_attempt_at__lte=Now()) | Q(state=MailState.SENDING, lease_until__lt=Now())
    with transaction.atomic():
        waiting = OutgoingMail.objects.select_for_update(skip_locked=True).filter(due)
        mail = waiting.order_by("next_attempt_at", "pk").first()
        if mail is None:
            return None
        OutgoingMail.objects.filter(pk=mail.pk).update(
            state=MailState.SENDING, lease_until=Now() + LEASE, attempts=F("attempts") + 1
        )
        mail.refresh_from_db()
    return mail


def is_permanent_failure(error: BaseException) -> bool:
    """This mail will never be accepted. Faults of our own set-up (login, sender) are not: they get repaired."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    if isinstance(error, (smtplib.SMTPAuthenticationError, smtplib.SMTPSenderRefused, smtplib.SMTPHeloError)):
        return False
    return isinstance(error, smtplib.SMTPResponseException) and error.smtp_code >= 500


def retry_delay(attempts: int) -> timedelta:
    """How long to wait after so many attempts: 15 s, doubled each time, at most ten minutes."""
    return min(SOON * 2 ** min(attempts - 1, 10), LATEST)


def _after(mail: OutgoingMail, error: BaseException) -> None:
    code = getattr(error, "smtp_code", "")
    reason = f"{type(error).__name__} {code}".strip()  # without the server's words: they quote the address
    if is_permanent_failure(error):
        _fail(mail, reason)
    else:
        _later(mail, retry_delay(mail.attempts), reason)


def _mine(mail: OutgoingMail):  # type: ignore[no-untyped-def]
    """The row, as long as nobody took it over after our lease ran out."""
    return OutgoingMail.objects.filter(pk=mail.pk, state=MailState.SENDING, lease_until=mail.lease_until)


def _done(mail: OutgoingMail) -> None:
    text = {} if settings.DEMO_POST else {"body": ""}
    _mine(mail).update(state=MailState.SENT, sent_at=Now(), lease_until=None, last_error="", **text)


def _fail(mail: OutgoingMail, reason: str) -> None:
    _mine(mail).update(state=MailState.FAILED, lease_until=None, last_error=reason[:300])
    log.warning("mail failed", mail=str(mail.uuid), purpose=mail.purpose, reason=reason)


def _later(mail: OutgoingMail, wait: timedelta, reason: str) -> None:
    again = (
        _mine(mail)
        .filter(created_at__gt=Now() - GIVE_UP)
        .update(state=MailState.QUEUED, lease_until=None, next_attempt_at=Now() + wait, last_error=reason[:300])
    )
    if not again:
        _fail(mail, reason)
