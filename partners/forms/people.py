"""Input about people: whom to invite, whom to look for, who somebody is."""

from typing import Any

from allauth.account.fields import SetPasswordField
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import ROLE_DUTIES, Role
from accounts.forms import PASSWORD_HINT, reword_fields
from accounts.models import User
from partners.models import Invitation


class InvitationForm(forms.Form):
    """Whom to invite into one organisation, in one of the roles the inviter may grant there."""

    email = forms.EmailField(
        label=_("E-Mail-Adresse"),
        help_text=_("Die Einladung gilt nur für diese Adresse."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("Rolle"), widget=forms.RadioSelect)
    valid_to = forms.DateField(
        label=_("Rolle gilt bis"),
        required=False,
        help_text=_("Letzter Tag. Leer lassen, wenn es kein Ende gibt; eine Begutachtung braucht eines."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, roles: frozenset[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (role.value, f"{role.label}: {ROLE_DUTIES[role]}") for role in Role if role in roles
        ]

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("role") == Role.AUDITOR and not data.get("valid_to") and "valid_to" not in self.errors:
            self.add_error("valid_to", _("Ein Zugang zur Begutachtung braucht ein Ende."))
        if data.get("valid_to") and data["valid_to"] < timezone.localdate():
            self.add_error("valid_to", _("Dieser Tag ist schon vorbei."))
        return data


class NewPersonForm(forms.Form):
    """What a person without an account adds when taking an invitation."""

    display_name = forms.CharField(
        label=_("Ihr Name"),
        max_length=120,
        help_text=_("So sehen Sie Kolleginnen und Kollegen. Eine Funktion geht auch, zum Beispiel „Leitung Kita“."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = SetPasswordField()

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword_fields(self, {"password": (_("Passwort"), PASSWORD_HINT)})
        typed = self.data.get("display_name", "") if self.is_bound else ""
        self.fields["password"].user = User(  # type: ignore[attr-defined]
            email=invitation.email, display_name=typed
        )


class PeopleFilter(forms.Form):
    """Search in the list of people; everything in the address, nothing stored."""

    q = forms.CharField(label=_("Name, E-Mail-Adresse oder Organisation"), required=False, max_length=100)
    rolle = forms.ChoiceField(label=_("Rolle"), required=False, choices=[("", _("alle Rollen")), *Role.choices])

    def chosen(self) -> dict[str, str]:
        """The valid values that are not empty; anything else counts as not given."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}
