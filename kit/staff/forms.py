"""The form behind every record page: nobody overwrites what somebody else saved meanwhile (architecture 6.8)."""

import re
from typing import Any, ClassVar

from django import forms
from django.contrib.admin.widgets import AutocompleteMixin, RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms.formsets import DELETION_FIELD_NAME
from django.utils.translation import gettext_lazy as _

from kit.editing import Difference, EditConflict, EditionMark, edition_of, fingerprint, merge

VERSION = "version"
"""The hidden field with the ``EditionMark``; the word people know for what it guards is Bearbeitungsstand."""
MANY = (forms.MultipleChoiceField, forms.ModelMultipleChoiceField)


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
        self.conflict: EditConflict | None = None
        self.disputed: list[str] = []
        if self.instance.pk:
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

        if self.instance.pk and not self.is_bound:
            self.initial[VERSION] = self._mark()

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

    def full_clean(self) -> None:
        if self.is_bound and self.instance.pk and VERSION in self.fields:
            self._take_over_theirs()
        super().full_clean()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.refusal:
            self.add_error(None, self.refusal)
        if self.disputed:
            self._refuse_lost_update()
        return cleaned

    def _take_over_theirs(self) -> None:
        """Merge, before anything is checked, what somebody else saved after this page was opened.

        A field the person at the page left alone shows and keeps the other's new value; otherwise her page, sent once
        more, would silently put the old one back. A field both changed is ``disputed``. A page that told nothing of
        its fields cannot be merged: then everything that differs is disputed.
        """
        read = EditionMark.parse(self.data.get(self.add_prefix(VERSION), ""))
        if read.edition == edition_of(self.instance):
            return
        self.data = self.data.copy()  # what the browser sent cannot be written to
        names = [name for name in self._compared() if name in read.fields]
        if names:
            mine = {name: fingerprint(self._typed(name, self[name].data)) for name in names}
            merged = merge(read.fields, mine, self._marks(names))
            for name in merged.theirs:
                self._show_current(name)
            changed = [name for name in self.changed_data if name in merged.both or name not in read.fields]
            self.disputed = [name for name in changed if not isinstance(self.fields[name], forms.FileField)]
        else:
            self.disputed = self.changed_data
        # The next attempt knows the other text and may overwrite it.
        self.data[self.add_prefix(VERSION)] = self._mark()

    @property
    def read(self) -> EditionMark:
        """What the person knew when she sent this form, with what was merged into it."""
        return EditionMark.parse(self.data.get(self.add_prefix(VERSION), ""))

    def _mark(self) -> str:
        return str(EditionMark(edition_of(self.instance), self._marks(self._compared())))

    def _marks(self, names: list[str]) -> dict[str, str]:
        return {name: fingerprint(self._typed(name, self._current_data(name))) for name in names}

    def _compared(self) -> list[str]:
        """Fields that can be told apart by their contents; a chosen file is always a wish to exchange it."""
        return [
            name
            for name, field in self.fields.items()
            if name != VERSION and not field.disabled and not isinstance(field, forms.FileField)
        ]

    def _current_data(self, name: str) -> Any:
        """What a browser would send for the field as it stands in the database."""
        field = self.fields[name]
        value = field.prepare_value(self.get_initial_for_field(field, name))
        if isinstance(field, forms.BooleanField):
            return value
        if isinstance(field, MANY):
            return [str(getattr(one, "pk", one)) for one in value or ()]
        if isinstance(field, forms.ModelChoiceField | forms.ChoiceField):
            return "" if value is None else str(value)
        return field.widget.format_value(value) or ""

    def _typed(self, name: str, data: Any) -> Any:
        """Data as the field understands them, so that two spellings of a day are the same day."""
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField | forms.ChoiceField):
            return data  # keys; reading the records would cost a query each
        try:
            return field.to_python(data)
        except ValidationError:
            return data

    def _show_current(self, name: str) -> None:
        field, key, value = self.fields[name], self.add_prefix(name), self._current_data(name)
        if isinstance(field, MANY):
            self.data.setlist(key, value)
        elif isinstance(field, forms.NullBooleanField):
            self.data[key] = {True: "true", False: "false"}.get(value, "unknown")
        elif isinstance(field, forms.BooleanField) and not value:
            self.data.pop(key, None)  # an empty box is not sent
        else:
            self.data[key] = "on" if isinstance(field, forms.BooleanField) else value

    def _refuse_lost_update(self) -> None:
        self.conflict = EditConflict(self.instance, [self._difference(name) for name in self.disputed])
        self.add_error(
            None,
            _(
                "Jemand hat diesen Eintrag inzwischen geändert. "
                "Ihre Eingaben stehen noch da, sind aber noch nicht gespeichert."
            ),
        )

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
