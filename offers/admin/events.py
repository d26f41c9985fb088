"""Conference programme, what came out of it, and practice examples."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from kit.staff.base import StaffAdmin
from kit.staff.choices import ByRecord
from offers.admin.state_colours import OFFERS
from offers.models import EventProgramItem, EventResult, PracticeExample


@admin.register(EventProgramItem)
class EventProgramItemAdmin(StaffAdmin):
    group = OFFERS
    own_paths = ("offer__lead",)
    list_display = ["title", "offer", "kind", "starts_at", "room_text", "speaker_function"]
    list_select_related = ["offer"]
    list_filter = ["kind", ("offer", ByRecord)]
    search_fields = ["title", "offer__title_key"]
    ordering = ["-starts_at", "pk"]
    fieldsets = [
        (None, {"fields": ["offer", ("kind", "title"), ("starts_at", "ends_at"), ("room_text", "capacity")]}),
        (
            _("Wer spricht"),
            {
                "description": _("Die Funktion genügt; ein Name braucht eine Einwilligung."),
                "fields": ["speaker_function", "speaker_organization", ("speaker_name", "speaker_consent")],
            },
        ),
    ]


@admin.register(EventResult)
class EventResultAdmin(StaffAdmin):
    group = OFFERS
    own_paths = ("offer__lead",)
    list_display = ["__str__", "offer", "action_field", "task"]
    list_select_related = ["offer", "action_field"]
    list_filter = [("offer", ByRecord), ("action_field", ByRecord)]
    search_fields = ["challenge", "task", "offer__title_key"]
    ordering = ["-pk"]
    fields = ["offer", "challenge", "approach", ("action_field", "action_field_text"), "task"]


@admin.register(PracticeExample)
class PracticeExampleAdmin(StaffAdmin):
    group = OFFERS
    own_paths = ("organization",)
    list_display = ["title", "organization", "offer", "is_public"]
    list_select_related = ["organization", "offer"]
    list_filter = ["is_public", ("organization", ByRecord)]
    search_fields = ["title", "organization__name_key"]
    export_related = ("contact_point__organization",)
    prepopulated_fields = {"slug": ["title"]}
    fieldsets = [
        (None, {"fields": ["title", "slug", "organization", "is_public"]}),
        (_("Beispiel"), {"fields": ["context", "approach", "result", "transferability"]}),
        (_("Verbindungen"), {"fields": ["offer", "contact_point"]}),
    ]

    def is_public(self, record: PracticeExample) -> bool:
        return record.is_public
