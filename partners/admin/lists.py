"""Editable lists everybody chooses from."""

from django.contrib import admin

from kit.staff.base import StaffAdmin
from kit.staff.choices import ByRecord
from kit.staff.rights import Audience
from partners.admin.state_colours import LISTS
from partners.models import ActionField, Language, PartnerCategory, Program, Topic


class ListAdmin(StaffAdmin):
    """A short list that administration keeps."""

    group = LISTS
    audience = Audience.LISTS


@admin.register(Topic)
class TopicAdmin(ListAdmin):
    list_display = ["name", "parent", "icon", "position", "is_active"]
    list_select_related = ["parent"]
    list_filter = ["is_active"]
    search_fields = ["name_key"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(PartnerCategory)
class PartnerCategoryAdmin(ListAdmin):
    list_display = ["name", "is_priority"]
    list_filter = ["is_priority"]
    search_fields = ["name_key"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Language)
class LanguageAdmin(ListAdmin):
    list_display = ["name", "native_name", "code", "is_rtl", "position"]
    search_fields = ["name", "native_name", "code"]


@admin.register(Program)
class ProgramAdmin(ListAdmin):
    list_display = ["name", "short_name", "level", "valid_from", "valid_to"]
    list_filter = ["level"]
    search_fields = ["name", "short_name"]
    prepopulated_fields = {"slug": ["name"]}
    fields = [("name", "short_name"), "slug", "level", "description", ("valid_from", "valid_to")]


@admin.register(ActionField)
class ActionFieldAdmin(ListAdmin):
    list_display = ["name", "code", "program", "parent", "valid_from", "valid_to"]
    list_select_related = ["program", "parent"]
    list_filter = [("program", ByRecord)]
    search_fields = ["name", "code", "program__name"]
    fields = ["program", ("code", "name"), "parent", ("valid_from", "valid_to")]
