"""Municipalities and planning areas."""

from django.contrib import admin

from kit.staff.base import StaffAdmin
from kit.staff.choices import ByRecord
from kit.staff.rights import Audience
from partners.admin.state_colours import PLACES
from partners.models import Municipality, PlanningArea


@admin.register(Municipality)
class MunicipalityAdmin(StaffAdmin):
    group = PLACES
    audience = Audience.LISTS
    list_display = ["name", "ags", "kind"]
    list_filter = ["kind"]
    search_fields = ["name_key", "ags"]
    ordering = ["name_key", "pk"]
    prepopulated_fields = {"slug": ["name"]}
    fields = ["name", "slug", "ags", "kind", ("lat", "lon")]


@admin.register(PlanningArea)
class PlanningAreaAdmin(StaffAdmin):
    group = PLACES
    audience = Audience.LISTS
    list_display = ["name", "code", "kind", "municipality", "parent"]
    list_select_related = ["municipality", "parent"]
    list_filter = ["kind", ("municipality", ByRecord)]
    search_fields = ["name_key", "code", "municipality__name_key"]
    ordering = ["municipality__name_key", "code", "pk"]
    prepopulated_fields = {"slug": ["name"]}
    fields = ["municipality", ("code", "name"), "slug", "kind", "parent", "neighbors", ("lat", "lon")]
