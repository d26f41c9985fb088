"""Editable lists and days without sessions."""

from django.contrib import admin

from kit.staff.base import StaffAdmin
from kit.staff.choices import ByRecord
from kit.staff.rights import Audience
from offers.admin.state_colours import OFFERS
from offers.models import AccessMeasure, ClosingDay, LifeStage, SchoolHoliday, TargetGroup
from partners.admin.state_colours import LISTS


class ListAdmin(StaffAdmin):
    """A short list that administration keeps."""

    group = LISTS
    audience = Audience.LISTS


@admin.register(TargetGroup)
class TargetGroupAdmin(ListAdmin):
    list_display = ["name", "position", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["name_key"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(LifeStage)
class LifeStageAdmin(ListAdmin):
    list_display = ["name", "summary", "icon", "position", "on_start_page"]
    list_filter = ["on_start_page"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(AccessMeasure)
class AccessMeasureAdmin(ListAdmin):
    list_display = ["name", "icon", "position"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(SchoolHoliday)
class SchoolHolidayAdmin(ListAdmin):
    list_display = ["name", "region", "starts_on", "ends_on"]
    list_filter = ["region"]
    search_fields = ["name"]
    date_hierarchy = "starts_on"
    fields = ["region", "name", ("starts_on", "ends_on")]


@admin.register(ClosingDay)
class ClosingDayAdmin(StaffAdmin):
    group = OFFERS
    own_paths = ("organization",)
    list_display = ["organization", "starts_on", "ends_on", "reason"]
    list_select_related = ["organization"]
    list_filter = [("organization", ByRecord)]
    search_fields = ["organization__name_key", "reason"]
    fields = ["organization", ("starts_on", "ends_on"), "reason"]
