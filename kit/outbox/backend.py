"""Django's mail functions write into the outbox, so that sign-in mails go the same way as all others."""

from collections.abc import Sequence
from email.utils import parseaddr

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from kit.outbox.queue import queue_mail


class OutboxBackend(BaseEmailBackend):
    """One row per recipient. Only the plain text is taken; a header ``X-Purpose`` names the occasion."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            message.message()  # lets Django refuse line breaks in headers
            for recipient in message.recipients():
                queue_mail(
                    to=parseaddr(recipient)[1],
                    subject=str(message.subject),
                    body=str(message.body),
                    purpose=message.extra_headers.get("X-Purpose", "konto"),
                    reply_to=parseaddr(message.reply_to[0])[1] if message.reply_to else "",
                )
        return len(email_messages)
