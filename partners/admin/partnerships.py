"""Cooperation between centres and partners."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from kit.staff.base import StaffAdmin
from kit.staff.choices import ByRecord
from kit.staff.columns import state_badge_column
from kit.staff.transitions import workflow_verbs
from partners.actions import step_partnership
from partners.admin.state_colours import PARTNERS, PARTNERSHIP_TONES
from partners.models import Partnership
from partners.workflow import PARTNERSHIP


@admin.register(Partnership)
class PartnershipAdmin(StaffAdmin):
    group = PARTNERS
    own_paths = ("center",)
    confidential = ("willingness", "feasibility", "assessment_note")
    list_display = ["partner", "center", "state_shown", "intensity", "basis", "last_contact_on", "next_review_on"]
    list_select_related = ["center", "partner"]
    list_filter = ["state", "intensity", "basis", "model", ("center", ByRecord)]
    search_fields = ["partner__name_key", "partner__former_names__name_key", "center__name_key"]
    search_help_text = _("Name des Partners oder des Zentrums.")
    ordering = ["-pk"]
    sortable_by: list[str] = []
    readonly_fields = ["state_shown"]
    fieldsets = [
        (None, {"fields": [("center", "partner"), "state_shown", ("intensity", "basis", "model")]}),
        (_("Wofür"), {"fields": ["purpose", "role_tags", "topics", "action_fields"]}),
        (_("Reichweite"), {"fields": ["scope", "supraregional_reason"]}),
        (
            _("Wann"),
            {"fields": [("start_date", "end_date"), ("last_contact_on", "next_review_on"), "capacity_hours_year"]},
        ),
        (
            _("Einschätzung (nur Koordination und Administration)"),
            {
                "description": _("Wird nie veröffentlicht und nie an den Partner gegeben."),
                "fields": [("willingness", "feasibility"), "assessment_note"],
            },
        ),
    ]
    verbs = workflow_verbs(PARTNERSHIP, step_partnership)

    @admin.display(description=_("Status"))
    def state_shown(self, partnership: Partnership) -> str:
        return state_badge_column(partnership, "state", PARTNERSHIP_TONES)
