"""Runs: places, prices, rules, people who lead them."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from kit.formatting import day_words, time_range
from kit.staff.base import StaffAdmin, StaffInline, StaffStack
from kit.staff.choices import ByRecord
from kit.staff.columns import state_badge_column
from kit.staff.rights import Audience
from kit.staff.transitions import workflow_verbs
from offers import actions
from offers.admin.generate_sessions import run_dates
from offers.admin.state_colours import OFFERS, RUN_TONES
from offers.models import CancellationPolicy, FeeOption, OfferRun, ProgramPeriod, RunInstructor, SessionRule
from offers.workflow import RUN
from partners.admin.state_colours import LISTS

SHOWN_DATES = 12


class Rules(StaffStack):
    model = SessionRule
    fields = [
        ("freq", "interval", "nth"),
        "byday",
        ("starts_on", "until", "count"),
        ("start_time", "end_time"),
        "room",
        ("skip_public_holidays", "skip_school_holidays"),
    ]
    related = ("room__location",)
    show_change_link = False


class Fees(StaffInline):
    model = FeeOption
    fields = ["label", "amount", "per", "proof_required", "bookable_with_voucher", "order"]
    show_change_link = False


class Team(StaffInline):
    model = RunInstructor
    fields = ["instructor", "role"]
    show_change_link = False


@admin.register(OfferRun)
class OfferRunAdmin(StaffAdmin):
    group = OFFERS
    own_paths = ("offer__lead",)
    list_display = ["offer", "name", "course_number", "state_shown", "places", "go_decision_due_on"]
    list_select_related = ["offer"]
    list_filter = ["state", ("program_period", ByRecord), ("lead", ByRecord), ("location", ByRecord)]
    search_fields = ["offer__title_key", "=course_number", "offer__lead__name_key"]
    search_help_text = _("Titel des Angebots, Veranstalter oder die ganze Kursnummer.")
    ordering = ["-pk"]
    sortable_by: list[str] = []
    readonly_fields = ["state_shown", "places_taken", "waiting_count", "childcare_taken", "upcoming"]
    inlines = [Rules, Fees, Team]
    export_related = ("room__location", "lead")
    belonging = (
        (_("Alle Termine"), "offers_offersession", "zeit=alle&run__id__exact"),
        (_("Kommende Termine"), "offers_offersession", "run__id__exact"),
    )
    verbs = workflow_verbs(RUN, actions.step_run)
    fieldsets = [
        (None, {"fields": ["offer", ("name", "course_number"), "program_period", "state_shown", "alert"]}),
        (_("Nächste Termine"), {"fields": ["upcoming"]}),
        (_("Ort"), {"fields": ["location", "room", "location_text", "online_url"]}),
        (
            _("Plätze"),
            {
                "fields": [
                    ("minimum_places", "maximum_places", "waiting_list_limit"),
                    ("places_taken", "waiting_count"),
                    ("childcare_places", "childcare_taken"),
                    ("childcare_age_from", "childcare_age_to"),
                ]
            },
        ),
        (
            _("Anmeldung"),
            {
                "fields": [
                    ("registration_opens_at", "registration_closes_at"),
                    "go_decision_due_on",
                    "cancellation_policy",
                ]
            },
        ),
        (_("Kosten und Förderung"), {"fields": [("material_cost", "material_payee"), "funding_awards"]}),
    ]

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.dates_view)
        return [path("<path:object_id>/termine/", view, name="offers_offerrun_dates"), *super().get_urls()]

    def dates_view(self, request: HttpRequest, object_id: str) -> Any:
        return run_dates(self, request, object_id)

    def next_steps(self, request: HttpRequest, record: OfferRun) -> list[dict[str, str]]:
        steps = super().next_steps(request, record)
        if self.has_change_permission(request, record):
            address = reverse("admin:offers_offerrun_dates", args=[record.pk])
            steps.append({"label": str(_("Termine erzeugen")), "href": address})
        return steps

    @admin.display(description=_("Status"))
    def state_shown(self, run: OfferRun) -> str:
        return state_badge_column(run, "state", RUN_TONES)

    @admin.display(description=_("Plätze belegt"))
    def places(self, run: OfferRun) -> str:
        return f"{run.places_taken} / {'∞' if run.maximum_places is None else run.maximum_places}"

    @admin.display(description=_("Die nächsten Termine"))
    def upcoming(self, run: OfferRun) -> str:
        dates = run.sessions.upcoming()[:SHOWN_DATES] if run.pk else []
        lines = (
            (
                reverse("admin:offers_offersession_change", args=[session.pk]),
                f"{day_words(session.starts_at)}, {time_range(session)}",
            )
            for session in dates
        )
        return format_html_join("", '<a class="staff-line" href="{}">{}</a>', lines) or _("keine")


@admin.register(ProgramPeriod)
class ProgramPeriodAdmin(StaffAdmin):
    group = LISTS
    audience = Audience.LISTS
    list_display = ["name", "starts_on", "ends_on"]
    search_fields = ["name"]
    fields = ["name", ("starts_on", "ends_on")]


@admin.register(CancellationPolicy)
class CancellationPolicyAdmin(StaffAdmin):
    group = OFFERS
    own_paths = ("organization",)
    list_display = ["name", "organization", "free_until_days_before", "fee_after", "admin_fee"]
    list_select_related = ["organization"]
    list_filter = [("organization", ByRecord)]
    search_fields = ["name", "organization__name_key"]
    ordering = ["-pk"]
    sortable_by: list[str] = []
    fields = [
        "organization",
        "name",
        ("free_until_days_before", "fee_after", "admin_fee"),
        "transferable_to_other_person",
        "text_version",
    ]
