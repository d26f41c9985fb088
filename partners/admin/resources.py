"""What partners offer and look for, and the grants they got."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from kit.staff.base import StaffAdmin
from kit.staff.choices import ByRecord
from partners.admin.state_colours import PARTNERS
from partners.models import FundingAward, Resource


@admin.register(Resource)
class ResourceAdmin(StaffAdmin):
    group = PARTNERS
    own_paths = ("organization",)
    list_display = ["description", "organization", "direction", "kind", "quantity", "unit", "available_to"]
    list_select_related = ["organization"]
    list_filter = ["direction", "kind", "visibility", ("organization", ByRecord)]
    search_fields = ["description", "organization__name_key"]
    ordering = ["-pk"]
    fieldsets = [
        (None, {"fields": ["organization", ("direction", "kind"), "description", ("quantity", "unit")]}),
        (_("Wann und wie"), {"fields": [("available_from", "available_to"), "conditions", "visibility"]}),
    ]


@admin.register(FundingAward)
class FundingAwardAdmin(StaffAdmin):
    group = PARTNERS
    own_paths = ("recipient",)
    list_display = ["recipient", "program", "amount", "period_from", "period_to", "report_due_on"]
    list_select_related = ["recipient", "program"]
    list_filter = [("program", ByRecord), ("recipient", ByRecord)]
    search_fields = ["recipient__name_key", "purpose", "reference_no"]
    ordering = ["-period_from", "pk"]
    fieldsets = [
        (None, {"fields": [("program", "recipient"), "amount", ("period_from", "period_to"), "purpose"]}),
        (_("Nachweis"), {"fields": ["reference_no", "report_due_on", "kept_until"]}),
    ]
