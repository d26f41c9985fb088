"""Campaigns, their editions, and who brings what."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from kit.staff.base import LinkedInline, StaffAdmin, StaffInline
from kit.staff.choices import ByRecord
from kit.staff.columns import state_badge_column
from kit.staff.transitions import workflow_verbs
from offers import actions
from offers.admin.state_colours import EDITION_TONES, OFFERS
from offers.models import Campaign, CampaignEdition, Contribution, MediaAsset
from offers.workflow import EDITION


class Editions(LinkedInline):
    model = CampaignEdition
    fields = ["year", "motto", "starts_on", "state_shown", "visitors_total"]
    readonly_fields = ["state_shown"]

    @admin.display(description=_("Status"))
    def state_shown(self, edition: CampaignEdition) -> str:
        return state_badge_column(edition, "state", EDITION_TONES)


class Contributions(StaffInline):
    model = Contribution
    fields = ["organization", "kind", "description", "offer"]
    show_change_link = False


class Media(LinkedInline):
    model = MediaAsset
    fields = ["title", "alt", "credit", "expires_on"]


@admin.register(Campaign)
class CampaignAdmin(StaffAdmin):
    group = OFFERS
    own_paths = ("organizer",)
    list_display = ["name", "organizer", "municipality", "usual_month", "is_active"]
    list_select_related = ["organizer", "municipality"]
    list_filter = ["is_active", ("organizer", ByRecord)]
    search_fields = ["name", "organizer__name_key"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [Editions]
    belonging = ((_("Aktionsjahre"), "offers_campaignedition", "campaign__id__exact"),)
    fieldsets = [
        (None, {"fields": ["name", "slug", ("organizer", "municipality"), "is_active"]}),
        (_("Worum es geht"), {"fields": ["summary", "description"]}),
        (_("Üblicher Tag"), {"fields": [("usual_day", "usual_month")]}),
    ]


@admin.register(CampaignEdition)
class CampaignEditionAdmin(StaffAdmin):
    group = OFFERS
    own_paths = ("campaign__organizer",)
    list_display = ["campaign", "year", "motto", "starts_on", "state_shown", "visitors_total"]
    list_select_related = ["campaign"]
    list_filter = ["state", "year", ("campaign", ByRecord)]
    search_fields = ["campaign__name", "motto"]
    ordering = ["-year", "-pk"]
    readonly_fields = ["state_shown"]
    inlines = [Contributions, Media]
    verbs = workflow_verbs(EDITION, actions.step_edition)
    fieldsets = [
        (None, {"fields": [("campaign", "year"), "motto", "state_shown"]}),
        (
            _("Wann und wo"),
            {"fields": [("starts_on", "ends_on"), ("start_time", "end_time"), "location", "location_text"]},
        ),
        (_("Programm"), {"fields": ["text", "committee_name"]}),
        (_("Danach"), {"fields": ["visitors_total", "review"]}),
    ]

    @admin.display(description=_("Status"))
    def state_shown(self, edition: CampaignEdition) -> str:
        return state_badge_column(edition, "state", EDITION_TONES)


@admin.register(Contribution)
class ContributionAdmin(StaffAdmin):
    group = OFFERS
    own_paths = ("edition__campaign__organizer",)
    list_display = ["description", "kind", "organization", "edition", "offer"]
    list_select_related = ["organization", "edition__campaign", "offer"]
    list_filter = ["kind", ("organization", ByRecord), ("edition", ByRecord)]
    search_fields = ["description", "organization__name_key"]
    ordering = ["-pk"]
    sortable_by: list[str] = []
    export_related = ("edition__campaign",)
