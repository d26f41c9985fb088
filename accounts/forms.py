"""Sign-in and password forms: allauth's, with our words (its German mixes "du" and "Sie")."""

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.utils.translation import gettext_lazy as _

PASSWORD_HINT = _(
    "Mindestens 12 Zeichen. Gut sind vier oder fünf Wörter, die nichts miteinander zu tun haben. "
    "Nicht Ihr Name, nicht Ihre E-Mail-Adresse."
)


def reword_fields(form: forms.BaseForm, words: dict[str, tuple[Any, Any]]) -> None:
    """Give fields of ``form`` a label and a hint, and take away placeholders, which vanish when one types."""
    for name, (label, hint) in words.items():
        field = form.fields[name]
        field.label, field.help_text = label, hint
        field.widget.attrs.pop("placeholder", None)


class SamePasswordTwice:
    """Form mixin: ``password1`` and ``password2`` are equal."""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = forms.Form.clean(self) or {}  # type: ignore[arg-type]  # mixed into forms only
        if data.get("password1") and data.get("password2") and data["password1"] != data["password2"]:
            self.add_error("password2", _("Die beiden Passwörter sind nicht gleich."))  # type: ignore[attr-defined]
        return data


class LoginForm(allauth_forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword_fields(self, {"login": (_("E-Mail-Adresse"), ""), "password": (_("Passwort"), "")})
        self.fields["login"].widget.attrs["autocomplete"] = "username webauthn"


class ReauthenticateForm(allauth_forms.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword_fields(self, {"password": (_("Ihr Passwort"), "")})


class ChangePasswordForm(SamePasswordTwice, allauth_forms.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword_fields(
            self,
            {
                "oldpassword": (_("Jetziges Passwort"), ""),
                "password1": (_("Neues Passwort"), PASSWORD_HINT),
                "password2": (_("Neues Passwort noch einmal"), ""),
            },
        )


class NewPasswordWords(SamePasswordTwice):
    """Form mixin: words for a new password typed twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword_fields(
            self,  # type: ignore[arg-type]  # mixed into forms only
            {"password1": (_("Neues Passwort"), PASSWORD_HINT), "password2": (_("Neues Passwort noch einmal"), "")},
        )


class SetPasswordForm(NewPasswordWords, allauth_forms.SetPasswordForm):
    pass


class ResetPasswordKeyForm(NewPasswordWords, allauth_forms.ResetPasswordKeyForm):
    pass


class ResetPasswordForm(allauth_forms.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword_fields(self, {"email": (_("E-Mail-Adresse"), _("Die Adresse, mit der Sie sich anmelden."))})
