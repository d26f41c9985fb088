"""What allauth asks us: who may sign up (nobody), where links lead, how mail leaves, how secrets are kept."""

import base64
import hashlib
import time
from typing import Any
from urllib.parse import quote

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context as allauth_context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from kit.outbox import queue_mail, render_letter

SITE_NAME = "Familiennetz"


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by e-mail address for people who were invited."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("Dieses Konto ist gesperrt."),
        "email_password_mismatch": _("E-Mail-Adresse oder Passwort stimmen nicht."),
        "enter_current_password": _("Bitte geben Sie Ihr jetziges Passwort ein."),
        "incorrect_code": _("Der Code stimmt nicht."),
        "incorrect_password": _("Das Passwort stimmt nicht."),
        "invalid_password_reset": _("Dieser Link gilt nicht mehr."),
        "too_many_login_attempts": _(
            "Zu viele Versuche. Bitte warten Sie fünf Minuten und versuchen Sie es dann noch einmal."
        ),
        "rate_limited": _("Zu viele Versuche. Bitte warten Sie einen Moment."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts come from invitations only."""
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The mailed link stands on ``PUBLIC_BASE_URL``, whatever host the request named (T28)."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.PUBLIC_BASE_URL + path.replace("UID-KEY", quote(key))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account")

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever has just signed in need not prove it again within the time a confirmation counts."""
        records = get_authentication_records(allauth_context.request, allauth_context.request.user)
        if records and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def set_password(self, user: User, password: str) -> None:
        """Save the password; whoever had just tried the old one too often may sign in at once."""
        super().set_password(user, password)
        self._delete_login_attempts_cached_email(allauth_context.request, email=user.email)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put the letter into the outbox, in the transaction of what caused it; text only."""
        known = {**context, "email": email, "site_name": SITE_NAME}
        queue_mail(
            to=email,
            subject=render_letter(f"{template_prefix}_subject.txt", known),
            template=f"{template_prefix}_message.txt",
            context=known,
            purpose="konto",
        )


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors: their secrets are stored encrypted with a key derived from ``SECRET_KEY``."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _("Der zweite Faktor kann nicht entfernt werden."),
        "cannot_generate_recovery_codes": _("Notfallcodes gibt es erst mit einem zweiten Faktor."),
        "incorrect_code": _("Der Code stimmt nicht."),
    }

    def encrypt(self, text: str) -> str:
        return _secret_box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _secret_box().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: User, type: Any) -> str:  # noqa: A002 - allauth names it so
        count = user.authenticator_set.filter(type=type).count()  # type: ignore[attr-defined]  # allauth's reverse name
        return str(_("Mein Schlüssel")) if not count else str(_("Schlüssel %s")) % (count + 1)

    def _get_site_name(self) -> str:
        return SITE_NAME


def _secret_box() -> MultiFernet:
    """Encrypts with the present key, reads what earlier keys (``SECRET_KEY_FALLBACKS``) wrote."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet(
        [
            Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"second-factor:" + str(key).encode()).digest()))
            for key in keys
        ]
    )
