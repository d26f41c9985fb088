"""Dated relations of organisations as lists of their own."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kit.querysets import contains_day
from kit.staff.base import StaffAdmin
from kit.staff.choices import ByRecord
from partners.admin.state_colours import PARTNERS
from partners.models import OperatorAssignment, ProgramParticipation, UmbrellaMembership


class ByValidity(admin.SimpleListFilter):
    """Counts today, later or no more."""

    title = _("Gültigkeit")
    parameter_name = "gilt"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("heute", _("heute")), ("vorbei", _("vorbei")), ("spaeter", _("später"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        day = timezone.localdate()
        match self.value():
            case "heute":
                return queryset.filter(contains_day(day))
            case "vorbei":
                return queryset.filter(valid_to__lt=day)
            case "spaeter":
                return queryset.filter(valid_from__gt=day)
        return queryset


@admin.register(OperatorAssignment)
class OperatorAssignmentAdmin(StaffAdmin):
    group = PARTNERS
    own_paths = ("facility",)
    list_display = ["facility", "operating_body", "role", "valid_from", "valid_to"]
    list_select_related = ["facility", "operating_body"]
    list_filter = ["role", ByValidity, ("operating_body", ByRecord)]
    search_fields = ["facility__name_key", "operating_body__name_key"]
    ordering = ["-pk"]
    sortable_by: list[str] = []


@admin.register(UmbrellaMembership)
class UmbrellaMembershipAdmin(StaffAdmin):
    group = PARTNERS
    own_paths = ("organization",)
    list_display = ["organization", "umbrella", "valid_from", "valid_to"]
    list_select_related = ["organization", "umbrella"]
    list_filter = [ByValidity, ("umbrella", ByRecord)]
    search_fields = ["organization__name_key", "umbrella__name_key"]
    ordering = ["-pk"]
    sortable_by: list[str] = []


@admin.register(ProgramParticipation)
class ProgramParticipationAdmin(StaffAdmin):
    group = PARTNERS
    own_paths = ("organization",)
    fixed = ("state",)
    list_display = ["organization", "program", "state", "valid_from", "valid_to", "certified_until"]
    list_select_related = ["organization", "program"]
    list_filter = ["state", ByValidity, ("program", ByRecord)]
    search_fields = ["organization__name_key", "certificate_no"]
    ordering = ["-pk"]
    sortable_by: list[str] = []
