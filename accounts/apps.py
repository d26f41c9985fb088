"""App configuration."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    label = "accounts"
    verbose_name = _("Personen")

    def ready(self) -> None:
        """A changed second factor signs out everywhere else (T23); the sign-in library tells of it by signal only."""
        from allauth.mfa import signals  # noqa: PLC0415 - needs the app registry
        from django.contrib.auth.signals import user_logged_in  # noqa: PLC0415

        from accounts.session_limits import note_sign_in  # noqa: PLC0415

        user_logged_in.connect(note_sign_in, dispatch_uid="familynet-note-sign-in")
        for signal in (signals.authenticator_added, signals.authenticator_removed, signals.authenticator_reset):
            signal.connect(sign_out_elsewhere, dispatch_uid="familynet-sign-out-elsewhere")


def sign_out_elsewhere(*, request: Any, user: Any, **rest: Any) -> None:
    """End all sessions of ``user`` but the one of this request."""
    from accounts.actions import end_sessions  # noqa: PLC0415 - needs the app registry

    end_sessions(user, keep=request.session.session_key if user == request.user else None)
