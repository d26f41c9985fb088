"""Pictures with description, credit and the basis for showing them."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from kit.staff.base import StaffAdmin
from kit.staff.choices import ByRecord
from offers.admin.state_colours import OFFERS
from offers.models import MediaAsset, ResourceUse
from partners.admin.state_colours import PARTNERS


@admin.register(MediaAsset)
class MediaAssetAdmin(StaffAdmin):
    group = OFFERS
    own_paths = ("offer__lead", "organization", "edition__campaign__organizer")
    list_display = ["title", "alt", "credit", "consent_basis", "offer", "organization", "expires_on"]
    list_select_related = ["offer", "organization"]
    list_filter = ["consent_basis", ("offer", ByRecord), ("organization", ByRecord)]
    search_fields = ["title", "alt", "credit"]
    ordering = ["-pk"]
    sortable_by: list[str] = []
    export_related = ("edition__campaign",)
    fieldsets = [
        (None, {"fields": ["title", "file", "alt", ("credit", "licence")]}),
        (_("Wozu das Bild gehört"), {"fields": ["offer", "edition", "organization"]}),
        (_("Darf es gezeigt werden?"), {"fields": ["consent_basis", "consent", "expires_on"]}),
    ]


@admin.register(ResourceUse)
class ResourceUseAdmin(StaffAdmin):
    group = PARTNERS
    own_paths = ("offer__lead", "edition__campaign__organizer")
    list_display = ["resource", "offer", "edition", "quantity", "note"]
    list_select_related = ["resource", "offer", "edition__campaign"]
    list_filter = [("resource", ByRecord), ("offer", ByRecord)]
    search_fields = ["resource__description", "offer__title_key"]
    ordering = ["-pk"]
    sortable_by: list[str] = []
    export_related = ("edition__campaign",)
    fields = ["resource", ("offer", "edition"), ("quantity", "note")]
