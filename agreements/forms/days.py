"""Days people type: the browser's own field, and a year that can be meant."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

FIRST, LAST = 1950, 2150


def is_plausible_day(day: date) -> None:
    """Raises ``ValidationError`` for a year like 0026, which looks right as „01.12.26“ and is none."""
    if not FIRST <= day.year <= LAST:
        raise ValidationError(_("Bitte prüfen Sie das Jahr."))


class DayField(forms.DateField):
    """A day of a plausible year."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    default_validators = [is_plausible_day]


def check_years(form: forms.BaseForm) -> None:
    """The same for days that come from the columns of a model; called once, when the form is made."""
    for field in form.fields.values():
        if isinstance(field, forms.DateField) and not isinstance(field, DayField):
            field.validators.append(is_plausible_day)
