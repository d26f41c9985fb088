"""Input for a new agreement: who takes part as what, and what it is called."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agreements.actions.drafting import PartyChoice
from agreements.enums import PartyRole
from agreements.forms.days import DayField
from partners.models import Organization


class CreateForm(forms.Form):
    """What is left to say once template and partners are chosen; everything is filled in already."""

    title = forms.CharField(label=_("Titel"), max_length=200)
    effective_from = DayField(label=_("Gilt ab"), required=False, help_text=_("Leer lassen, wenn das noch offen ist."))
    purpose = forms.CharField(
        label=_("Zweck"), max_length=300, required=False, help_text=_("Ein Satz: Wozu arbeiten Sie zusammen?")
    )


class PartyChoiceForm(forms.Form):
    """One party: who concludes, as what, represented by whom."""

    conclude_as = forms.ChoiceField(label=_("Wer schließt ab?"), widget=forms.RadioSelect)
    role = forms.ChoiceField(label=_("Rolle"), choices=PartyRole.choices)
    function = forms.CharField(
        label=_("Vertreten durch"),
        max_length=160,
        required=False,
        help_text=_("Funktion, zum Beispiel „Vorstand“; kein Name."),
    )
    must_sign = forms.BooleanField(label=_("muss unterschreiben"), required=False)

    def __init__(self, *args: Any, organization: Organization, suggested: PartyChoice, **options: Any) -> None:
        options["initial"] = {
            "conclude_as": "body" if suggested.facility else "self",
            "role": suggested.role,
            "function": suggested.function,
            "must_sign": suggested.must_sign,
        }
        super().__init__(*args, **options)
        self.organization, self.suggested = organization, suggested
        ways = [("self", gettext("%s selbst") % organization)]
        if suggested.facility:
            ways.insert(
                0,
                (
                    "body",
                    gettext("%(body)s als Träger, für %(facility)s")
                    % {"body": suggested.organization, "facility": organization},
                ),
            )
        field: Any = self.fields["conclude_as"]
        field.choices = ways
        if len(ways) == 1:
            field.widget = forms.HiddenInput()

    def choice(self) -> PartyChoice:
        """The party as it was entered."""
        data = self.cleaned_data
        body = self.suggested.organization if data["conclude_as"] == "body" else self.organization
        facility = self.organization if data["conclude_as"] == "body" else None
        return PartyChoice(body, data["role"], data["must_sign"], data["function"], facility)
