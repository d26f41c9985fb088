"""Forms for the second factor: allauth's, with our words, and firm against credentials no browser would send."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from cryptography.exceptions import InvalidSignature
from django.utils.translation import gettext_lazy as _

from accounts.forms import reword_fields

CODE_ATTRIBUTES = {"inputmode": "numeric", "autocomplete": "one-time-code", "autocapitalize": "off"}

BROKEN = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    InvalidSignature,
    LookupError,
    TypeError,
    ValueError,
    struct.error,
)


@contextmanager
def credential_of_a_stranger() -> Iterator[None]:
    """Reading what claims to be a credential: whatever is wrong with it is an ordinary refusal, never a crash."""
    try:
        yield
    except BROKEN as error:
        raise get_adapter().validation_error("incorrect_code") from error


class CredentialForm:
    """Form mixin: reads the credential as that of a stranger."""

    def clean_credential(self) -> Authenticator:
        with credential_of_a_stranger():
            return super().clean_credential()  # type: ignore[misc]


class LoginWebAuthnForm(CredentialForm, webauthn_forms.LoginWebAuthnForm):
    pass


class AuthenticateWebAuthnForm(CredentialForm, webauthn_forms.AuthenticateWebAuthnForm):
    pass


class ReauthenticateWebAuthnForm(CredentialForm, webauthn_forms.ReauthenticateWebAuthnForm):
    pass


class AuthenticateForm(base_forms.AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword_fields(self, {"code": (_("Code"), _("6 Ziffern aus Ihrer App oder ein Notfallcode."))})
        self.fields["code"].widget.attrs |= CODE_ATTRIBUTES


class ReauthenticateForm(base_forms.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword_fields(self, {"code": (_("Code"), _("6 Ziffern aus Ihrer App oder ein Notfallcode."))})
        self.fields["code"].widget.attrs |= CODE_ATTRIBUTES


class ActivateTOTPForm(totp_forms.ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword_fields(self, {"code": (_("Code aus der App"), _("6 Ziffern, die Ihre App gerade zeigt."))})
        self.fields["code"].widget.attrs |= CODE_ATTRIBUTES


class AddWebAuthnForm(webauthn_forms.AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword_fields(
            self,
            {
                "name": (_("Name des Schlüssels"), _("Zum Beispiel „Diensthandy“. Den Namen sehen nur Sie.")),
                "passwordless": (
                    _("Auch ohne Passwort anmelden (Passkey)"),
                    _("Dann genügt dieser Schlüssel mit Fingerabdruck, Gesicht oder PIN."),
                ),
            },
        )
        self.fields["name"].widget.attrs["autocomplete"] = "off"

    def clean(self) -> dict[str, Any]:
        with credential_of_a_stranger():
            return dict(super().clean())


class EditWebAuthnForm(webauthn_forms.EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword_fields(self, {"name": (_("Name des Schlüssels"), _("Den Namen sehen nur Sie."))})
        self.fields["name"].widget.attrs["autocomplete"] = "off"
