"""Writing mails into the outbox."""

import uuid
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.template import Context, loader
from django.utils.translation import gettext as _

from kit.models import OutgoingMail


def render_letter(template: str, context: dict[str, object]) -> str:
    """The text of a letter from ``templates/<template>``; plain text, so nothing is escaped for HTML.

    ``public_base_url`` is in every context: links in mails never come from the address a request named.
    """
    loaded = loader.get_template(template).template  # type: ignore[attr-defined]
    text = loaded.render(Context({"public_base_url": settings.PUBLIC_BASE_URL} | context, autoescape=False))
    return str(text).strip() + "\n"


def queue_mail(
    *,
    to: str,
    subject: str,
    purpose: str,
    body: str = "",
    template: str = "",
    context: dict[str, object] | None = None,
    reply_to: str = "",
) -> OutgoingMail:
    """Put one plain-text mail to one person into the outbox, inside the caller's transaction.

    Give ``body``, or ``template`` with ``context``. Rolled back with the transaction; sent by the worker after the
    commit. A subject of several lines becomes one line; an address with line breaks or several recipients raises
    ``ValidationError``. Never put names of children or parents into ``subject``: it is kept longer than the text.
    """
    for address in (to, reply_to) if reply_to else (to,):
        validate_email(address)
        if any(character.isspace() or character in ",;" for character in address):
            raise ValidationError(_("Bitte genau eine E-Mail-Adresse angeben."))
    key = uuid.uuid4()
    domain = urlsplit(settings.PUBLIC_BASE_URL).hostname or "familiennetz.example"
    return OutgoingMail.objects.create(
        uuid=key,
        message_id=f"<{key}@{domain}>",
        to=to,
        reply_to=reply_to,
        subject=" ".join(subject.split())[:200],
        body=(render_letter(template, context or {}) if template else body).replace("\x00", ""),
        purpose=purpose,
    )
