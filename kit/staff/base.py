"""The admin classes apps derive from."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import quote, unquote
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.forms.models import _get_foreign_key
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from kit import history
from kit.staff import refusals
from kit.staff.choices import StaffSelect, StaffSelectMultiple
from kit.staff.exports import ExportMixin
from kit.staff.forms import VERSION, StaffForm, StaffFormSet
from kit.staff.paging import StaffPaginator
from kit.staff.permissions import RightsMixin
from kit.staff.rights import PERSONAL, Audience, Reach, Verb
from kit.staff.searching import search_rows
from kit.staff.transitions import VerbsMixin

CARE = ("created_at", "created_by", "updated_at", "updated_by", "uuid")
"""When and by whom a row was written; read-only, in the last section of every page."""


class StaffFields:
    """What record pages and their inlines share: form, choices, hidden fields."""

    form = StaffForm
    formfield_overrides = {
        models.DateField: {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")},
        models.TimeField: {"widget": forms.TimeInput(attrs={"type": "time"}, format="%H:%M")},
        models.DateTimeField: {
            "form_class": forms.DateTimeField,
            "widget": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        },
    }
    links_related = True
    """Keys into other tables carry a link to change the chosen record."""
    fixed: tuple[str, ...] = ()
    """Fields set once, on creation: a new value is a new dated row."""
    confidential: tuple[str, ...] = ()
    """Fields for those who may see internal assessments only."""
    admin_only: tuple[str, ...] = ()
    """Fields that others may read, but only administration (``Reach.ALL``) changes."""

    def _form_attributes(self, request: HttpRequest) -> dict[str, Any]:
        return {
            "fixed": self.fixed,
            "refusal": getattr(request, "staff_refusal", ""),
            "request": request,
            "site": self.admin_site,
            "in_table": isinstance(self, admin.TabularInline) and self.template.endswith("tabular.html"),
        }

    def _bound_form(self, request: HttpRequest) -> type[StaffForm]:
        return type(self.form.__name__, (self.form,), self._form_attributes(request))

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, ArrayField) and db_field.base_field.choices:
            return forms.TypedMultipleChoiceField(
                label=db_field.verbose_name.capitalize(),
                choices=db_field.base_field.choices,
                required=not db_field.blank,
                help_text=db_field.help_text,
                widget=forms.CheckboxSelectMultiple,
            )
        if isinstance(db_field, models.URLField):
            kwargs.setdefault("assume_scheme", "https")
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field and field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = False  # nobody deletes an organisation from a field that names it
            field.widget.can_change_related &= self.links_related
        return field

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if self._is_typed(db_field):
            kwargs.setdefault("widget", StaffSelect(db_field, self.admin_site, using=kwargs.get("using")))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if self._is_typed(db_field):
            kwargs.setdefault("widget", StaffSelectMultiple(db_field, self.admin_site, using=kwargs.get("using")))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def _is_typed(self, db_field: Any) -> bool:
        """Every key into a registered table is chosen by typing."""
        return self.admin_site.is_registered(db_field.remote_field.model)

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> Any:
        """Confidential fields do not exist for those who may not see them."""
        excluded = list(super().get_exclude(request, obj) or ())
        if self.confidential and not self.sees_confidential(request, obj):
            excluded += self.confidential
        return excluded or None

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Also: keys into tables this person may not look at, and what only administration sets."""
        locked = [
            field.name
            for field in (*self.opts.fields, *self.opts.many_to_many)
            if field.is_relation
            and field.editable
            and self.admin_site.is_registered(field.related_model)
            and not self.admin_site.get_model_admin(field.related_model).has_view_permission(request)
        ]
        if self.admin_only and not self.admin_site.rights_are_full(request.user, self.audience):
            locked += self.admin_only
        given = super().get_readonly_fields(request, obj)
        return [*given, *(name for name in locked if name not in given)]


class StaffInline(StaffFields, admin.TabularInline):
    """Rows that belong to a record. Rights follow the record, unless ``audience`` names a stricter table."""

    formset = StaffFormSet
    extra = 0
    show_change_link = True
    links_related = False
    audience: Audience | None = None
    read_only = False
    related: tuple[str, ...] = ()
    """Paths read along, so that a row's name costs no query."""

    def _may(self, request: HttpRequest, verb: Verb, parent: Any) -> bool:
        if self.read_only and verb != Verb.VIEW:
            return False
        if self.audience and not self.admin_site.rights.reach(request.user, self.audience, verb):
            return False
        owner = self.admin_site.get_model_admin(self.parent_model)
        if verb == Verb.VIEW:
            return owner.has_view_permission(request, parent)
        return owner.has_change_permission(request, parent) if parent else owner.has_add_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, Verb.VIEW, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, Verb.ADD, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, Verb.CHANGE, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, Verb.DELETE, obj)

    def sees_confidential(self, request: HttpRequest, record: Any) -> bool:
        return self.admin_site.get_model_admin(self.parent_model).sees_confidential(request, record)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        parent = _get_foreign_key(self.parent_model, self.model, fk_name=self.fk_name)
        keys = [f.name for f in self.opts.fields if f.is_relation and f != parent]
        rows = self.model._default_manager.all()
        if not self.read_only and self.admin_site.is_registered(self.model):
            owner = self.admin_site.get_model_admin(self.model)  # rows of others stay on their own page
            if owner.reach(request, Verb.CHANGE) == Reach.OWN:
                rows = owner.rows(request, Verb.CHANGE)
        return rows.select_related(*keys, *self.related)

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        kwargs.setdefault("form", self._bound_form(request))
        return super().get_formset(request, obj, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        named = [name for name in super().get_fields(request, obj) if name != VERSION]
        excluded = self.get_exclude(request, obj) or ()
        named = [name for name in named if name not in excluded]
        return [*named, VERSION] if self.has_change_permission(request, obj) else named


class StaffStack(StaffInline):
    """The same with the fields of a row below each other, for rows with many of them."""

    template = "admin/edit_inline/stacked.html"


class LinkedInline(StaffInline):
    """Rows one looks at here and edits on their own page."""

    read_only = True
    can_delete = False
    max_num = 0
    classes = ("linked",)


class StaffAdmin(StaffFields, RightsMixin, VerbsMixin, ExportMixin, admin.ModelAdmin):
    """A list that stays quick at 100 000 rows, and a record page that loses nothing.

    ``group`` is the heading on the start page. ``state_fields`` are shown, never edited: they change by ``verbs``.
    ``history_parts`` name tracked tables that belong to a record, each with its key.
    """

    group = ""
    paginator = StaffPaginator
    list_per_page = 50
    list_max_show_all = 200
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    save_on_top = False
    empty_value_display = "–"
    state_fields: tuple[str, ...] = ()
    history_parts: tuple[tuple[type[models.Model], str], ...] = ()
    list_prefetch_related: tuple[str, ...] = ()
    belonging: tuple[tuple[str, str, str], ...] = ()
    """Lists that belong to a record: label, URL name (``offers_offersession``), parameter (``run__id__exact``)."""
    change_form_template = "admin/staff_form.html"
    change_list_template = "admin/staff_list.html"
    object_history_template = "admin/staff_history.html"
    delete_confirmation_template = "admin/staff_delete.html"

    # --- lists -----------------------------------------------------------------------------------------------------
    def get_changelist_instance(self, request: HttpRequest) -> Any:
        request.staff_list = True  # type: ignore[attr-defined]
        changelist = super().get_changelist_instance(request)
        if not changelist.is_popup:
            changelist.title = str(self.opts.verbose_name_plural)[:1].upper() + str(self.opts.verbose_name_plural)[1:]
        return changelist

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        rows = super().get_queryset(request)
        if not getattr(request, "staff_list", False):
            return rows
        return self.list_rows(rows).prefetch_related(*self.list_prefetch_related)

    def list_rows(self, rows: models.QuerySet) -> models.QuerySet:
        """Hook: annotations the list shows. Never a count per row."""
        return rows

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet, search_term: str
    ) -> tuple[models.QuerySet, bool]:
        return search_rows(queryset, self.get_search_fields(request), search_term), False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        tools = {"export_href": self.export_address(request) if self.may_export(request) else ""}
        return super().changelist_view(request, tools | (extra_context or {}))

    @property
    def media(self) -> forms.Media:
        select = StaffSelect(None, self.admin_site)  # the list filters need its scripts, too
        return super().media + select.media + forms.Media(js=["js/staff.js"])

    # --- record pages ----------------------------------------------------------------------------------------------
    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> models.Model | None:
        """The record; locked while it is being saved, so that of two people one sees the other's text."""
        found = super().get_object(request, object_id, from_field)
        if found is not None and request.method == "POST" and transaction.get_connection().in_atomic_block:
            locking = self.model._base_manager.select_for_update(of=("self",), no_key=True)
            found = locking.filter(pk=found.pk).first()
        return found

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> HttpResponse:
        raise Http404  # unseen is 404 (architecture 6.4)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        kwargs.setdefault("form", self._bound_form(request))
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Without what this person may not see; with the version, which the form needs to notice other people."""
        care = self._care_fields()
        excluded = {*(self.get_exclude(request, obj) or ()), *care, VERSION}
        sets = []
        for name, options in super().get_fieldsets(request, obj):
            fields = [_without(line, excluded) for line in options["fields"]]
            fields = [line for line in fields if line]
            if fields:
                sets.append((name, {**options, "fields": fields}))
        if obj is not None and self.has_change_permission(request, obj):
            name, options = sets[0]
            sets[0] = (name, {**options, "fields": [*options["fields"], VERSION]})
        if obj is not None and care:
            sets.append((_("Angelegt und geändert"), {"classes": ["collapse"], "fields": care}))
        return sets

    def _care_fields(self) -> list[str]:
        names = {field.name for field in self.opts.fields}
        return [name for name in CARE if name in names]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [*super().get_readonly_fields(request, obj), *self.state_fields, *self._care_fields()]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """What a constraint or trigger refuses at the last moment becomes an error of the form that keeps the input."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except (IntegrityError, ValidationError) as error:  # rolled back; show the same form with the reason
            request.staff_refusal = refusals.refusal_words(error)  # type: ignore[attr-defined]
            messages.get_messages(request)._queued_messages.clear()  # „gespeichert“ would not be true
            return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        context |= {
            "next_steps": self.next_steps(request, obj) if obj else [],
            "title": str(obj) if obj else _("%(kind)s: neu") % {"kind": self.opts.verbose_name},
            "subtitle": str(self.opts.verbose_name) if obj else None,
            "hints": self.hints(request, obj) if obj else [],
            "belongs": self.related_lists(request, obj) if obj else [],
            "conflict": getattr(context["adminform"].form, "conflict", None),
        }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def hints(self, request: HttpRequest, record: Any) -> list[str]:
        """Hook: German sentences beside the buttons, for example what is missing before the next step."""
        return []

    def related_lists(self, request: HttpRequest, record: Any) -> list[dict[str, str]]:
        """What upper apps say about this record, and links to lists that show only what belongs to it."""
        lists = [*self.belonging, *self.admin_site.upward_lists(record)]
        return self.admin_site.upward_notes(request, record) + [
            {"label": label, "href": f"{reverse(f'admin:{name}_changelist')}?{parameter}={quote(record.pk)}"}
            for label, name, parameter in lists
            if self.admin_site.may_list(request, name)
        ]

    # --- saving ----------------------------------------------------------------------------------------------------
    save_action: Callable[..., Any] | None = None
    """The action that writes an edited record, where self-service pages write it, too: one set of rules for both.

    ``save_action(record, values=by_field_name, read=EditionMark, by=user)``; give it as ``staticmethod``.
    """

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        is_signed_in(obj, request)
        if not change or self.save_action is None:
            super().save_model(request, obj, form, change)
            return
        # The form has merged and checked under the row lock already, so nothing newer can have come between.
        values = {name: form.cleaned_data[name] for name in form.changed_data if name in form.cleaned_data}
        saved = self.save_action(obj, values=values, read=form.read, by=request.user)
        vars(obj).update({field.attname: getattr(saved, field.attname) for field in self.opts.concrete_fields})

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        for row in formset.save(commit=False):
            is_signed_in(row, request)
            row.save()
        for row in formset.deleted_objects:
            row.delete()
        formset.save_m2m()

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return super().log_addition(request, self._nameless(obj), message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return super().log_change(request, self._nameless(obj), message)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        return super().log_deletions(request, [self._nameless(obj) for obj in queryset])

    def _nameless(self, record: Any) -> Any:
        """For Django's own log: no person's name, because the log outlives the record (domain 7.3)."""
        return _Nameless(record) if self.audience in PERSONAL else record

    # --- deleting --------------------------------------------------------------------------------------------------
    def why_kept(self, record: Any) -> str:
        """Hook: a German reason why this record may not be deleted any more, or nothing."""
        return _("Dieser Eintrag hat schon Schritte hinter sich.") if _has_steps(record) else ""

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        record = super().get_object(request, unquote(object_id))
        if record is None:
            raise Http404
        if not self.has_delete_permission(request, record):
            raise PermissionDenied
        reason = self.why_kept(record)
        if not reason:
            try:
                return super().delete_view(request, object_id, extra_context)
            except IntegrityError as error:  # something was attached while the page was open
                reason = refusals.refusal_words(error)
        messages.error(request, _("Das lässt sich nicht löschen: ") + reason)
        return HttpResponseRedirect(self._record_address(record))

    # --- history and website ---------------------------------------------------------------------------------------
    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """„Verlauf“: who changed what when, from triggers and step rows; Django's log only where nothing is tracked."""
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": record,
            "title": _("Verlauf"),
            "subtitle": str(record),
            "entries": history.entries_of(record, self.history_parts),
            "tracked": history.is_tracked(self.model),
            **(extra_context or {}),
        }
        return TemplateResponse(request, self.object_history_template, context)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Only for new records: a short address that people know must not follow the title."""
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """The public page of a record that has one now."""
        if obj is None or not hasattr(obj, "get_absolute_url") or not self.is_public(obj):
            return None
        try:
            return obj.get_absolute_url()
        except NoReverseMatch:
            return None

    def is_public(self, record: Any) -> bool:
        """Hook: visitors can see this record today."""
        return True


class _Nameless:
    """A record that calls itself by its kind and number."""

    def __init__(self, record: models.Model) -> None:
        self._record = record

    def __getattr__(self, name: str) -> Any:
        return getattr(self._record, name)

    def __str__(self) -> str:
        return f"{self._record._meta.verbose_name} {self._record.pk}"


def is_signed_in(record: Any, request: HttpRequest) -> None:
    """Who wrote the row; tables without these columns stay as they are."""
    if hasattr(record, "updated_by_id"):
        record.updated_by = request.user
        if record._state.adding:
            record.created_by = request.user


def _has_steps(record: Any) -> bool:
    steps = getattr(record, "steps", None)
    return steps is not None and steps.exists()


def _without(line: Any, excluded: set[str]) -> Any:
    if isinstance(line, str):
        return None if line in excluded else line
    kept = tuple(name for name in line if name not in excluded)
    return kept or None
