"""The form behind every record page: nobody overwrites what somebody else saved meanwhile (architecture 6.8)."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.contrib.admin.widgets import AutocompleteMixin, RelatedFieldWidgetWrapper
from django.db.models import Model
from django.forms.formsets import DELETION_FIELD_NAME
from django.utils.translation import gettext_lazy as _

VERSION = "version"


@dataclass(frozen=True, slots=True)
class Difference:
    """One field on which two people do not agree, in words."""

    label: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody saved the record after this form was opened."""

    by: str
    at: datetime
    differences: list[Difference]


class StaffForm(forms.ModelForm):
    """Adds to Django's form: the version guard, fixed fields, and what the database refused.

    ``fixed`` names fields that are set once, on creation (a new value is a new dated row). ``refusal`` is a German
    reason from a first attempt to save (see ``StaffAdmin.changeform_view``). ``request`` and ``site`` come from the
    admin class that builds the form.
    """

    fixed: ClassVar[tuple[str, ...]] = ()
    refusal: ClassVar[str] = ""
    request: ClassVar[Any] = None
    site: ClassVar[Any] = None
    in_table: ClassVar[bool] = False
    """The fields stand in a table row; each says its column's name to those who do not see it."""

    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflict: Conflict | None = None
        if self.instance.pk:
            self.initial[VERSION] = version_of(self.instance)
            for name in self.fixed:
                if name in self.fields:
                    self.fields[name].disabled = True
        if self.in_table:
            for field in self.fields.values():
                field.widget.attrs.setdefault("aria-label", str(field.label))
        if self.site is not None:
            for name, field in self.fields.items():
                if isinstance(field, forms.ModelChoiceField):
                    self._narrow(name, field)

    def _narrow(self, name: str, field: forms.ModelChoiceField) -> None:
        """Offer only what this person may choose here, and what already stands there (T03)."""
        source = self._meta.model._meta.get_field(name)
        allowed = self.site.choices(self.request, source)
        if allowed is not None:
            current = self._current(source)
            field.queryset = allowed | source.remote_field.model._default_manager.filter(pk__in=current)
        if not source.many_to_many:
            remember_label(field.widget, self.instance, source)

    def _current(self, source: Any) -> list[Any]:
        if not self.instance.pk:
            return []
        if source.many_to_many:
            return [row.pk for row in getattr(self.instance, source.name).all()]
        value = getattr(self.instance, source.attname)
        return [] if value is None else [value]

    @property
    def changed_data(self) -> list[str]:  # type: ignore[override]
        """Without the version: it is no content."""
        return [name for name in super().changed_data if name != VERSION]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.refusal:
            self.add_error(None, self.refusal)
        if self.instance.pk and VERSION in self.fields and self.changed_data:
            self._refuse_lost_update(cleaned.get(VERSION, ""))
        return cleaned

    def _refuse_lost_update(self, seen: str) -> None:
        now = version_of(self.instance)
        if not now or seen == now:
            return
        self.conflict = Conflict(
            by=str(getattr(self.instance, "updated_by", None) or _("das System")),
            at=self.instance.updated_at,
            differences=[self._difference(name) for name in self.changed_data],
        )
        self.add_error(
            None,
            _(
                "Jemand hat diesen Eintrag inzwischen geändert. "
                "Ihre Eingaben stehen noch da, sind aber noch nicht gespeichert."
            ),
        )
        self.data = self.data.copy()  # the next attempt knows the other text and may overwrite it
        self.data[self.add_prefix(VERSION)] = now

    def _difference(self, name: str) -> Difference:
        field = self.fields[name]
        return Difference(
            label=str(field.label),
            mine=difference_words(field, self[name].data),
            theirs=difference_words(field, field.prepare_value(self.get_initial_for_field(field, name))),
        )


class StaffFormSet(forms.BaseInlineFormSet):
    """Rows of one record; each row knows the record, so that its name costs no query."""

    def total_form_count(self) -> int:
        """No more rows than were really sent: a made-up count would have us check two thousand empty ones."""
        total = super().total_form_count()
        if not self.is_bound:
            return total
        row = re.compile(rf"{re.escape(str(self.prefix))}-(\d{{1,4}})-")
        sent = (found for name in (*self.data, *self.files) if (found := row.match(name)))
        return min(total, max((int(found[1]) + 1 for found in sent), default=0))

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if form.in_table and DELETION_FIELD_NAME in form.fields:
            form.fields[DELETION_FIELD_NAME].widget.attrs["aria-label"] = _("Zeile löschen")

    def _construct_form(self, i: int, **kwargs: Any) -> forms.ModelForm:
        form = super()._construct_form(i, **kwargs)
        if form.instance.pk and self.instance.pk:
            setattr(form.instance, self.fk.name, self.instance)
        return form


def version_of(instance: Model) -> str:
    """What must be unchanged for a save to go through: the moment of the last one."""
    moment = getattr(instance, "updated_at", None)
    return moment.isoformat() if moment else ""


def difference_words(field: forms.Field, value: Any) -> str:
    """A field's raw value as a person sees it: the label of a choice, the name of a record, ja or nein."""
    values = value if isinstance(value, list | tuple) else [value]
    values = [str(getattr(v, "pk", v)) for v in values if v not in (None, "")]
    if isinstance(field, forms.ModelChoiceField):
        pks = [v for v in values if v.isdecimal()]
        return ", ".join(str(row) for row in field.queryset.filter(pk__in=pks)) if pks else ""
    if isinstance(field, forms.BooleanField):
        return "ja" if value and value not in ("False", "false") else "nein"
    if isinstance(field, forms.ChoiceField):
        labels = {str(key): str(label) for key, label in field.choices}
        return ", ".join(labels.get(v, v) for v in values)
    return " ".join(values)


def remember_label(widget: forms.Widget, instance: Model, source: Any) -> None:
    """Spare the query for the chosen record's name when the instance has it loaded already."""
    if isinstance(widget, RelatedFieldWidgetWrapper):
        widget = widget.widget
    if isinstance(widget, AutocompleteMixin) and source.is_cached(instance):
        related = getattr(instance, source.name)
        if related is not None:
            widget.known = {str(related.pk): str(related)}  # type: ignore[attr-defined]
