"""A year nobody can mean is refused where it was typed: „0026“ instead of „2026“ is the slip of everybody's thumb."""

import importlib
import pkgutil
from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError

import agreements.forms
from agreements.forms.days import FIRST, LAST, DayField, check_years, is_plausible_day
from agreements.forms.negotiation import DeadlineForm
from agreements.models import Basis

WORDS = "Bitte prüfen Sie das Jahr."


def form_classes() -> set[type[forms.BaseForm]]:
    for module in pkgutil.iter_modules(agreements.forms.__path__):
        importlib.import_module(f"agreements.forms.{module.name}")
    found, rest = set(), list(forms.BaseForm.__subclasses__())
    while rest:
        one = rest.pop()
        rest += one.__subclasses__()
        if one.__module__.startswith("agreements.forms."):
            found.add(one)
    return found


@pytest.mark.parametrize("day", [date(26, 12, 1), date(FIRST - 1, 12, 31), date(LAST + 1, 1, 1), date(9999, 1, 1)])
def test_no_such_year(day):
    with pytest.raises(ValidationError, match=WORDS):
        is_plausible_day(day)


@pytest.mark.parametrize("day", [date(FIRST, 1, 1), date(2026, 2, 28), date(LAST, 12, 31)])
def test_a_year_somebody_means(day):
    is_plausible_day(day)


def test_no_form_of_the_agreements_takes_a_day_without_looking_at_its_year():
    plain = {
        f"{one.__name__}.{name}"
        for one in form_classes()
        if not issubclass(one, forms.ModelForm)
        for name, field in one.base_fields.items()
        if isinstance(field, forms.DateField) and not isinstance(field, DayField)
    }
    assert plain == set()
    assert any(isinstance(field, DayField) for one in form_classes() for field in one.base_fields.values())


def test_days_from_the_columns_of_a_model_are_checked_too():
    made = forms.modelform_factory(Basis, fields=["dated"])
    careless = made({"dated": "0026-12-01"})
    assert "dated" not in careless.errors  # what happens without the check
    careful = made({"dated": "0026-12-01"})
    check_years(careful)
    assert careful.errors["dated"] == [WORDS]


def test_what_was_typed_stays_in_the_field():
    form = DeadlineForm({"reply_by": "0026-12-01"})
    assert form.errors["reply_by"] == [WORDS]
    assert 'value="0026-12-01"' in str(form["reply_by"])
