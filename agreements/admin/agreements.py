"""Agreements to look at: finding one by its reference, with the way to its page."""

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements.enums import AgreementState
from agreements.models import Agreement
from kit.staff.base import StaffAdmin
from kit.staff.choices import ByRecord
from kit.staff.columns import state_badge_column
from kit.staff.rights import Audience

GROUP = "Vereinbarungen"
TONES = {AgreementState.IN_FORCE: "success", AgreementState.NOTICE_GIVEN: "warning", AgreementState.EXPIRED: "danger"}


@admin.register(Agreement)
class AgreementAdmin(StaffAdmin):
    """Nothing is changed here: the text in the workbench, the state by its steps."""

    group = GROUP
    audience = Audience.PEOPLE
    read_only = True
    own_paths = ("center",)
    list_display = ["reference", "title", "kind", "center", "state_shown", "responsible", "next_review_on"]
    list_select_related = ["center", "responsible"]
    list_filter = ["state", "kind", ("center", ByRecord)]
    search_fields = ["reference", "title_key"]
    search_help_text = _("Aktenzeichen oder Titel.")
    ordering = ["-pk"]
    sortable_by: list[str] = []
    fieldsets = [
        (None, {"fields": [("reference", "kind"), "title", "center", "state_shown", "purpose"]}),
        (_("Wer"), {"fields": [("responsible", "deputy")]}),
        (_("Zusammenhang"), {"fields": ["template", "replaces", "framework", "topics", "areas", "action_fields"]}),
        (_("Öffentlich"), {"fields": ["is_public", "public_summary"]}),
    ]
    readonly_fields = ["state_shown"]

    @admin.display(description=_("Status"))
    def state_shown(self, agreement: Agreement) -> str:
        return state_badge_column(agreement, "state", TONES)

    def get_view_on_site_url(self, obj: Agreement | None = None) -> str | None:
        """The page people work on."""
        return reverse("agreements:agreement", args=[obj.uuid]) if obj else None
