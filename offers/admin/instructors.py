"""People who lead courses; their credentials are for two named functions only."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from kit.staff.base import StaffAdmin, StaffInline
from kit.staff.choices import ByRecord
from kit.staff.rights import Audience
from offers.models import Instructor, InstructorCredential
from partners.admin.state_colours import PEOPLE


class Credentials(StaffInline):
    model = InstructorCredential
    audience = Audience.CREDENTIALS
    fields = [
        "kind",
        "inspected_on",
        "inspected_by_function",
        "certificate_date",
        "result",
        "next_due_on",
        "erase_by",
    ]
    show_change_link = False


@admin.register(Instructor)
class InstructorAdmin(StaffAdmin):
    group = PEOPLE
    audience = Audience.PEOPLE
    own_paths = ("organization",)
    list_display = ["label", "organization", "contract_type", "active", "last_activity_on"]
    list_select_related = ["organization"]
    list_filter = ["active", "contract_type", ("organization", ByRecord)]
    search_fields = ["label", "email", "organization__name_key"]
    ordering = ["-pk"]
    sortable_by: list[str] = []
    export_related = ("public_name_consent",)
    inlines = [Credentials]
    fieldsets = [
        (None, {"fields": ["organization", "label", ("contract_type", "active"), "topics", "qualification"]}),
        (_("Erreichbar"), {"fields": [("email", "phone"), "user"]}),
        (
            _("Öffentlicher Name"),
            {
                "description": _("Nur mit Einwilligung; sonst steht öffentlich die Bezeichnung."),
                "fields": ["display_name_public", "public_name_consent"],
            },
        ),
        (_("Vertrag und Einsatz"), {"fields": ["sgb4_127_consent_on", "last_activity_on"]}),
    ]


@admin.register(InstructorCredential)
class InstructorCredentialAdmin(StaffAdmin):
    group = PEOPLE
    audience = Audience.CREDENTIALS
    own_paths = ("instructor__organization",)
    list_display = ["instructor", "kind", "inspected_on", "result", "next_due_on", "erase_by"]
    list_select_related = ["instructor"]
    list_filter = ["kind", "result", ("instructor", ByRecord)]
    search_fields = ["instructor__label", "instructor__organization__name_key"]
    ordering = ["next_due_on", "pk"]
    fields = [
        "instructor",
        ("kind", "result"),
        ("inspected_on", "inspected_by_function"),
        "certificate_date",
        ("next_due_on", "erase_by"),
    ]
