"""What people type about what rests on an agreement."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.forms.days import DayField
from agreements.models import Commitment


class PeriodForm(forms.Form):
    """Which days the balance is about; this calendar year unless told."""

    von = DayField(label=_("von"), required=False)
    bis = DayField(label=_("bis"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("von") and data.get("bis") and data["von"] > data["bis"]:
            self.add_error("bis", _("Das Ende liegt vor dem Anfang."))
        return data

    def period(self) -> tuple[date, date]:
        """The days asked for; what is wrong or missing falls back to this year."""
        year = timezone.localdate().year
        values = self.cleaned_data if self.is_valid() else {}
        return values.get("von") or date(year, 1, 1), values.get("bis") or date(year, 12, 31)


class CoverageForm(forms.Form):
    """Which commitment it fulfils, from when to when it rests on the agreement, and why."""

    prefix = "dazu"  # the page has a second form with a commitment and a remark
    commitment = forms.TypedChoiceField(label=_("Erfüllt die Leistung"), required=False, coerce=UUID, empty_value=None)
    valid_from = DayField(label=_("ab"), required=False)
    valid_to = DayField(label=_("bis"), required=False)
    note = forms.CharField(
        label=_("Bemerkung"), max_length=200, required=False, help_text=_("Keine Namen von Familien.")
    )

    def __init__(self, *args: Any, commitments: list[Commitment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(str(one.key), one.description) for one in commitments]
        self.fields["commitment"].choices = [("", _("keine bestimmte")), *known]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("valid_from") and data.get("valid_to") and data["valid_from"] > data["valid_to"]:
            self.add_error("valid_to", _("Das Ende liegt vor dem Anfang."))
        return data


class DeliveryForm(forms.Form):
    """One thing that was delivered."""

    commitment = forms.ChoiceField(label=_("Leistung"))
    delivered_on = DayField(label=_("am"), initial=timezone.localdate)
    quantity = forms.DecimalField(label=_("Menge"), min_value=0.01, max_digits=9, decimal_places=2)
    note = forms.CharField(
        label=_("Bemerkung"), max_length=200, required=False, help_text=_("Keine Namen von Familien.")
    )

    def __init__(self, *args: Any, commitments: list[Commitment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_key = {str(one.key): one for one in commitments}
        self.fields["commitment"].choices = [  # type: ignore[attr-defined]
            (key, f"{one.description} ({one.get_unit_display()})") for key, one in self.by_key.items()
        ]

    def clean_delivered_on(self) -> date:
        day: date = self.cleaned_data["delivered_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Dieser Tag kommt erst noch."))
        return day
