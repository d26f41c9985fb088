"""Who joins an agreement that is open to it, and who leaves it again."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from agreements.forms.life import day_field, past_day
from agreements.models import Agreement
from kit.uploads import SCANS, CheckedFileField
from partners.models import Organization


class AccessionForm(forms.Form):
    """Who joins, and what was declared."""

    organization = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organization.objects.none(), empty_label=_("Bitte wählen")
    )
    signed_on = day_field(_("Erklärt am"))
    effective_on = day_field(_("Gilt ab"))
    signatory_function = forms.CharField(
        label=_("Funktion"), max_length=160, help_text=_("Wer hat den Beitritt erklärt? Zum Beispiel „Vorstand“.")
    )
    signatory_name = forms.CharField(
        label=_("Name"),
        max_length=160,
        required=False,
        help_text=_("Freiwillig. Nur die Parteien, die Verwaltung und der Datenschutz sehen ihn."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    checked = CheckedFileField(label=_("Beleg"), allowed=SCANS, required=False, help_text=_("Höchstens 15 MB."))

    def __init__(self, *args: Any, agreement: Agreement, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        gone = agreement.accessions.filter(left_on__lt=timezone.localdate()).values_list("organization", flat=True)
        rows = Organization.objects.visible_to(user).exclude(pk__in=agreement.taking_part() - set(gone)).by_name()
        self.fields["organization"].queryset = rows  # type: ignore[attr-defined]

    def clean_signed_on(self) -> date:
        return past_day(self.cleaned_data["signed_on"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("signed_on") and data.get("effective_on") and data["effective_on"] < data["signed_on"]:
            self.add_error("effective_on", gettext("Der Beitritt gilt nicht vor seiner Erklärung."))
        return data


class LeaveForm(forms.Form):
    """The last day somebody takes part."""

    left_on = day_field(_("Letzter Tag"))
