"""„Herunterladen“: exactly the rows the list shows, as CSV or XLSX, recorded in the access log (T16, T33)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db.models import FileField, ForeignKey, GeneratedField, Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kit.exports import tables
from kit.staff.rights import PERSONAL, Audience

MOST_XLSX = 20_000
"""Beyond this a workbook takes minutes to write; CSV has no such end."""
MOST_PERSONAL = 2_000
BATCH = 500
NOT_EXPORTED = frozenset({"id", "is_demo", "created_by", "updated_by"})


@dataclass(frozen=True, slots=True)
class Column:
    """A head and how to get its value from a row."""

    label: str
    value: Callable[[Any], tables.Cell]


class ExportForm(forms.Form):
    """Which format; for personal data also what for."""

    format = forms.ChoiceField(
        label=gettext_lazy("Format"),
        choices=[
            ("xlsx", gettext_lazy("Excel (XLSX), höchstens 20.000 Zeilen")),
            ("csv", gettext_lazy("CSV mit Semikolon, beliebig viele Zeilen")),
        ],
        initial="xlsx",
        widget=forms.RadioSelect,
    )
    purpose = forms.CharField(
        label=gettext_lazy("Wozu brauchen Sie diese Daten?"),
        max_length=200,
        help_text=gettext_lazy("Steht im Protokoll, zusammen mit Ihrem Namen und der Zahl der Zeilen."),
    )

    def __init__(self, *args: Any, personal: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not personal:
            del self.fields["purpose"]


class ExportMixin:
    """For admin classes: the page „Herunterladen“ of a list, and the same for chosen rows."""

    export_related: tuple[str, ...] = ()
    """Paths the names of related records need (``room__location``), so that a row costs no query."""

    def may_export(self, request: HttpRequest) -> bool:
        return self.audience != Audience.TECHNICAL and self.has_view_permission(request)

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_export"
        return [path("herunterladen/", self.admin_site.admin_view(self.export_view), name=name), *super().get_urls()]

    def export_address(self, request: HttpRequest) -> str:
        address = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_export")
        return f"{address}?{request.GET.urlencode()}" if request.GET else address

    def export_columns(self, request: HttpRequest) -> list[Column]:
        """Every field people fill in, in the order of the model; what is confidential only where one may see it."""
        hidden = NOT_EXPORTED | frozenset(self.never_exported)
        columns = []
        for field in (*self.opts.fields, *self.opts.many_to_many):
            if field.name in hidden or isinstance(field, GeneratedField):
                continue
            value = _reader(field)
            if field.name in self.confidential:
                value = _confidential(self, request, value)
            columns.append(Column(str(field.verbose_name), value))
        return columns

    never_exported: tuple[str, ...] = ()

    def export_rows(self, request: HttpRequest, rows: QuerySet) -> tuple[list[str], Iterator[list[tables.Cell]]]:
        """Heads and rows; a constant number of queries per ``BATCH`` rows."""
        columns = self.export_columns(request)
        names = [f.name for f in self.opts.fields if isinstance(f, ForeignKey) and f.name not in NOT_EXPORTED]
        rows = rows.select_related(*names, *self.export_related)
        rows = rows.prefetch_related(*(f.name for f in self.opts.many_to_many))
        found = rows.iterator(chunk_size=BATCH)
        return [c.label for c in columns], ([c.value(row) for c in columns] for row in found)

    def export_view(self, request: HttpRequest) -> HttpResponse:
        """GET asks for the format (and the purpose), POST sends the file."""
        if not self.may_export(request):
            raise PermissionDenied
        back = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        try:
            changelist = self.get_changelist_instance(request)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(back)
        rows = changelist.get_queryset(request)
        personal = self.audience in PERSONAL
        if personal:
            self.admin_site.rights.confirm_identity(request)
        form = ExportForm(request.POST or None, personal=personal, initial={"format": "xlsx"})
        if request.method == "POST" and form.is_valid():
            response = self.export_response(
                request, rows, form.cleaned_data["format"], form.cleaned_data.get("purpose")
            )
            if response is not None:
                return response
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Herunterladen"),
            "subtitle": str(self.opts.verbose_name_plural),
            "form": form,
            "cl": changelist,
            "filtered": bool(changelist.filter_params),
            "back": f"{back}?{request.GET.urlencode()}" if request.GET else back,
        }
        return TemplateResponse(request, "admin/export.html", context, status=422 if form.errors else 200)

    def export_response(
        self, request: HttpRequest, rows: QuerySet, kind: str, purpose: str | None = None
    ) -> HttpResponse | None:
        """The file, recorded beforehand so that an aborted download is recorded as well; or a message why not."""
        count = rows.count()
        most = MOST_PERSONAL if self.audience in PERSONAL else MOST_XLSX if kind == "xlsx" else None
        if most is not None and count > most:
            text = _("Das sind %(count)s Zeilen, möglich sind hier %(most)s. Bitte filtern Sie die Liste")
            if self.audience not in PERSONAL:
                text += _(" oder wählen Sie CSV")
            messages.error(request, text % {"count": count, "most": most} + ".")
            return None
        self.admin_site.rights.record_export(request.user, self.model, _detail(request, count, kind, purpose))
        heads, lines = self.export_rows(request, rows)
        title = str(self.opts.verbose_name_plural)
        name = f"{slugify(title.replace('ä', 'ae').replace('ö', 'oe').replace('ü', 'ue'))}-{timezone.localdate()}"
        if kind == "xlsx":
            return tables.xlsx_response(name, heads, lines, title)
        return tables.csv_response(name, heads, lines)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        if self.may_export(request) and self.audience not in PERSONAL:
            actions["export_xlsx"] = (_chosen_as_xlsx, "export_xlsx", _("Als XLSX herunterladen"))
            actions["export_csv"] = (_chosen_as_csv, "export_csv", _("Als CSV herunterladen"))
        return actions


def _chosen_as_xlsx(admin: ExportMixin, request: HttpRequest, rows: QuerySet) -> HttpResponse | None:
    return admin.export_response(request, rows, "xlsx")


def _chosen_as_csv(admin: ExportMixin, request: HttpRequest, rows: QuerySet) -> HttpResponse | None:
    return admin.export_response(request, rows, "csv")


def _reader(field: Any) -> Callable[[Model], tables.Cell]:
    if field.many_to_many:
        return lambda row: ", ".join(str(each) for each in getattr(row, field.name).all())
    if isinstance(field, FileField):
        return lambda row: getattr(row, field.name).name or ""
    if field.choices:
        return lambda row: str(getattr(row, f"get_{field.name}_display")() or "")
    if field.is_relation:
        return lambda row: str(getattr(row, field.name) or "")
    if labels := dict(getattr(getattr(field, "base_field", None), "choices", None) or ()):
        return lambda row: ", ".join(str(labels.get(each, each)) for each in getattr(row, field.name) or ())
    return lambda row: _plain(getattr(row, field.name))


def _plain(value: Any) -> tables.Cell:
    return value if value is None or isinstance(value, tables.CELL_TYPES) else str(value)


def _confidential(
    admin: Any, request: HttpRequest, value: Callable[[Model], tables.Cell]
) -> Callable[[Model], tables.Cell]:
    return lambda row: value(row) if admin.sees_confidential(request, row) else None


def _detail(request: HttpRequest, count: int, kind: str, purpose: str | None) -> str:
    """For the log: how many rows, which filters were set (not the words searched for: they may be a name)."""
    filters = ", ".join(sorted(name for name in request.GET if name not in ("q", "p", "o", "all")))
    parts = [_("%(count)s Zeilen als %(upper)s") % {"count": count, "upper": kind.upper()}]
    parts += [_("gefiltert nach: %(filters)s") % {"filters": filters}] if filters else []
    parts += [_("mit Suchwort")] if request.GET.get("q") else []
    parts += [f"Zweck: {purpose}"] if purpose else []
    return "; ".join(parts)
