"""Choosing a record by typing part of its name; never a list with thousands of lines."""

from typing import Any

from django import forms
from django.contrib.admin import FieldListFilter
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.http import urlencode

LONGEST_KEY = 18  # digits that fit into a bigint


class StaffAutocomplete(AutocompleteJsonView):
    """Django's lookup, narrowed to what the person may choose in this field of this table."""

    def get_queryset(self) -> QuerySet:
        narrowed = self.admin_site.choices(self.request, self.source_field)
        rows = self.model_admin.get_queryset(self.request) if narrowed is None else narrowed
        found, _ = self.model_admin.get_search_results(self.request, rows, self.term)
        return found.order_by(*self.model_admin.get_ordering(self.request) or ["pk"])


def could_be_key(value: Any) -> bool:
    """Something the database may be asked for; it refuses words and numbers no key can have."""
    text = "" if value is None else str(value)
    return text == "" or (text.isdecimal() and len(text) <= LONGEST_KEY)


class _OnlyKeys:
    """Shows nothing as chosen that is no key: Django would ask the database for it and fail."""

    def optgroups(self, name: str, value: list[str], attr: Any = None) -> list[Any]:
        return super().optgroups(name, [v for v in value if could_be_key(v)], attr)  # type: ignore[misc]


class _KnownLabels:
    """Takes the chosen record's label from ``known`` when the form put it there, instead of asking the database."""

    known: dict[str, str] = {}

    def optgroups(self, name: str, value: list[str], attr: Any = None) -> list[Any]:
        chosen = [str(v) for v in value if v not in (None, "")]
        if not all(v in self.known for v in chosen):
            return super().optgroups(name, value, attr)  # type: ignore[misc]
        options = [] if self.is_required else [self.create_option(name, "", "", False, 0)]  # type: ignore[attr-defined]
        options += [
            self.create_option(name, v, self.known[v], True, number)  # type: ignore[attr-defined]
            for number, v in enumerate(chosen, start=len(options))
        ]
        return [(None, options, 0)]


class StaffSelect(_OnlyKeys, _KnownLabels, AutocompleteSelect):
    """One record."""


class StaffSelectMultiple(_OnlyKeys, AutocompleteSelectMultiple):
    """Several records."""


class ByRecord(FieldListFilter):
    """List filter for a foreign key: type, choose, filter. Loads no choices and counts nothing."""

    template = "admin/filter_by_record.html"

    def __init__(
        self, field: Any, request: HttpRequest, params: Any, model: type[Model], model_admin: Any, field_path: str
    ) -> None:
        self.parameter = f"{field_path}__{field.target_field.name}__exact"
        super().__init__(field, request, params, model, model_admin, field_path)
        self.title = getattr(field, "verbose_name", self.title)
        self.site = model_admin.admin_site
        self.rows = self.site.choices(request, field)

    def has_output(self) -> bool:
        return True

    def expected_parameters(self) -> list[str]:
        return [self.parameter]

    def choices(self, changelist: ChangeList) -> Any:
        """One entry: the form, and every other parameter of the address as hidden fields."""
        chosen = self.used_parameters.get(self.parameter) or [None]
        field = forms.ModelChoiceField(
            queryset=self.field.remote_field.model._default_manager.all() if self.rows is None else self.rows,
            required=False,
            widget=StaffSelect(self.field, self.site, attrs={"id": f"filter-{self.parameter}"}),
        )
        # An id that is no number cannot be looked up; the list itself refuses it with a message.
        value = (chosen[-1] or "") if could_be_key(chosen[-1]) else ""
        kept = {name: values for name, values in changelist.filter_params.items() if name != self.parameter}
        yield {
            "selected": value == "",
            "widget": field.widget.render(self.parameter, value),
            "label_for": f"filter-{self.parameter}",
            "kept": [(name, value) for name, values in kept.items() for value in values],
            "query_string": f"?{urlencode(kept, doseq=True)}",
        }
