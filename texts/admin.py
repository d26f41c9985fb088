"""Text pages in the staff admin."""

from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kit.staff.base import StaffAdmin
from kit.staff.rights import Audience
from texts.models import FIXED_ADDRESSES, TextPage


@admin.register(TextPage)
class TextPageAdmin(StaffAdmin):
    """Write, see, publish: saving is publishing, the page is public at once."""

    group = "Listen"
    audience = Audience.LISTS
    list_display = ["title", "slug", "language", "is_sample", "updated_at", "updated_by"]
    list_filter = ["is_sample", "language"]
    list_select_related = ["updated_by"]
    search_fields = ["title", "body"]
    prepopulated_fields = {"slug": ["title"]}
    fieldsets = [
        (None, {"fields": ["title", "body", "is_sample"]}),
        (_("Adresse und Sprache"), {"fields": ["slug", "language", "show_in_footer", "order"]}),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: TextPage | None = None) -> list[str]:
        """The short name of a page the law expects stays as it is, or its address would be dead."""
        fixed = obj is not None and obj.slug in FIXED_ADDRESSES
        given = super().get_readonly_fields(request, obj)
        return [*given, "slug"] if fixed else given

    def get_prepopulated_fields(self, request: HttpRequest, obj: TextPage | None = None) -> dict[str, Any]:
        return {} if obj else self.prepopulated_fields

    def has_delete_permission(self, request: HttpRequest, obj: TextPage | None = None) -> bool:
        if obj is not None and obj.slug in FIXED_ADDRESSES:
            return False
        return super().has_delete_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: TextPage, form: ModelForm, change: bool) -> None:
        obj.updated_by_id = request.user.pk
        if not change:
            obj.created_by_id = request.user.pk
        super().save_model(request, obj, form, change)
