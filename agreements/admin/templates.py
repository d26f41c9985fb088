"""Templates to look at in the staff area; they are written on their own pages, where the preview is."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import reverse

from agreements.admin.agreements import GROUP
from agreements.models import AgreementTemplate, ClauseTemplate
from agreements.text.library import readable_templates
from kit.staff.base import LinkedInline, StaffAdmin
from kit.staff.choices import ByRecord
from kit.staff.rights import Audience


class ClauseInline(LinkedInline):
    model = ClauseTemplate
    fields = ["position", "heading", "is_mandatory", "block"]
    show_change_link = False


@admin.register(AgreementTemplate)
class AgreementTemplateAdmin(StaffAdmin):
    """Nothing is changed here: a published version never changes, and drafts are edited with their preview."""

    group = GROUP
    audience = Audience.LISTS
    read_only = True
    list_display = ["name", "kind", "organization", "number", "published_at", "retired_at"]
    list_select_related = ["organization"]
    list_filter = ["kind", ("organization", ByRecord)]
    search_fields = ["name"]
    ordering = ["kind", "name", "-number"]
    sortable_by: list[str] = []
    fields = [
        ("name", "kind"),
        "organization",
        "number",
        "based_on",
        "description",
        "valid_from",
        "published_at",
        "retired_at",
    ]
    inlines = [ClauseInline]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Drafts of others stay with those who write them."""
        rows = super().get_queryset(request)
        return rows.filter(pk__in=readable_templates(request.user).values("pk"))

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """The page with the preview."""
        return reverse("agreements:template", args=[obj.uuid]) if obj else None
