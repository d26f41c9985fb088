"""Offers and who takes part in them."""

from functools import partial

from django.contrib import admin
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kit.formatting import clock_words, day_words, freshness_words
from kit.staff.base import LinkedInline, StaffAdmin, StaffInline, StaffStack
from kit.staff.choices import ByRecord
from kit.staff.columns import badge_column, state_badge_column
from kit.staff.transitions import NoteForm, ReasonForm, StaffVerb, workflow_verbs
from offers import actions
from offers.actions.approvals import record_approval
from offers.admin.state_colours import APPROVAL_TONES, OFFER_TONES, OFFERS, RUN_TONES
from offers.enums import Approval, OfferState
from offers.models import MediaAsset, Offer, OfferPartner, OfferRun, OfferText
from offers.workflow import OFFER
from partners.admin.organizations import ByFreshness, PastDayForm
from partners.calendar import fresh_since

BEFORE_PUBLICATION = frozenset({OfferState.IDEA, OfferState.COORDINATION, OfferState.APPROVED, OfferState.PAUSED})


class Runs(LinkedInline):
    model = OfferRun
    fields = ["course_number", "name", "program_period", "state_shown", "places"]
    readonly_fields = ["state_shown", "places"]

    @admin.display(description=_("Status"))
    def state_shown(self, run: OfferRun) -> str:
        return state_badge_column(run, "state", RUN_TONES)

    @admin.display(description=_("Plätze belegt"))
    def places(self, run: OfferRun) -> str:
        return f"{run.places_taken} / {run.maximum_places or '∞'}"


class Partners(StaffInline):
    model = OfferPartner
    fields = ["organization", "role", "approval_shown", "approval_note"]
    readonly_fields = ["approval_shown"]

    @admin.display(description=_("Zustimmung"))
    def approval_shown(self, partner: OfferPartner) -> str:
        return state_badge_column(partner, "approval", APPROVAL_TONES)


class Texts(StaffStack):
    model = OfferText
    fields = [("kind", "language"), "title", "text", "checked_by"]
    show_change_link = False


class Media(LinkedInline):
    model = MediaAsset
    fields = ["title", "alt", "credit", "expires_on"]


@admin.register(Offer)
class OfferAdmin(StaffAdmin):
    group = OFFERS
    save_action = staticmethod(actions.save_offer)
    own_paths = ("lead",)
    list_display = ["titled", "kind", "lead", "state_shown", "next_date", "assured"]
    list_select_related = ["lead"]
    list_filter = [
        "state",
        "kind",
        ByFreshness,
        "registration_mode",
        "is_online",
        ("lead", ByRecord),
        ("location", ByRecord),
    ]
    search_fields = ["title_key", "@document__tsv", "lead__name_key", "=slug"]
    search_help_text = _("Titel, Veranstalter oder ein Wort aus einem veröffentlichten Angebot.")
    ordering = ["title_key", "pk"]
    sortable_by = ["titled"]
    prepopulated_fields = {"slug": ["title"]}
    readonly_fields = ["state_shown", "published_at", "assured_on", "assured_by"]
    history_parts = ((OfferPartner, "offer"),)
    export_related = ("contact_point__organization",)
    belonging = (
        (_("Durchführungen"), "offers_offerrun", "offer__id__exact"),
        (_("Programmpunkte einer Tagung"), "offers_eventprogramitem", "offer__id__exact"),
        (_("Ergebnisse einer Tagung"), "offers_eventresult", "offer__id__exact"),
        (_("Bilder"), "offers_mediaasset", "offer__id__exact"),
        (_("Genutzte Ressourcen"), "offers_resourceuse", "offer__id__exact"),
    )
    inlines = [Runs, Partners, Texts, Media]
    fieldsets = [
        (None, {"fields": ["title", "slug", "subtitle", "summary", ("kind", "lead")]}),
        (
            _("Status und Bestätigung"),
            {
                "description": _("Ändert sich über „Was als Nächstes?“, nicht durch Eintippen."),
                "fields": [
                    ("state_shown", "published_at"),
                    ("assured_on", "assured_by"),
                    ("publish_from", "publish_until"),
                    "alert",
                ],
            },
        ),
        (
            _("Für wen"),
            {
                "description": _("Alter in Monaten: 36 sind drei Jahre; leer heißt offen."),
                "fields": [
                    "topics",
                    "target_groups",
                    "life_stages",
                    ("minimum_age_months", "maximum_age_months", "age_of"),
                    "cross_generational",
                    "languages",
                    "interpretation_services",
                ],
            },
        ),
        (
            _("Wo"),
            {"fields": ["location", "location_text", "is_online", "is_outreach", "areas", "opening_hours"]},
        ),
        (
            _("Teilnehmen"),
            {
                "fields": [
                    "contact_point",
                    ("registration_mode", "capacity_unit"),
                    "childcare",
                    "access_measures",
                    "accessibility_note",
                    "cost_note",
                    "proof_note",
                ]
            },
        ),
        (_("Beschreibung"), {"fields": ["description"]}),
        (
            _("Recht und Nachweise"),
            {
                "classes": ["collapse"],
                "fields": ["legal_basis", "insured_by", "supervision_duty", "participation_note", "action_fields"],
            },
        ),
        (_("Andere Verzeichnisse"), {"classes": ["collapse"], "fields": [("external_source", "external_id")]}),
    ]
    verbs = (
        *workflow_verbs(OFFER, actions.step_offer),
        StaffVerb(
            "bestaetigen",
            _("Als bestätigt markieren"),
            actions.confirm_offer,
            form=PastDayForm,
            explanation=_("Sie bestätigen, dass alle Angaben an diesem Tag stimmen."),
        ),
    )

    def list_rows(self, rows: QuerySet) -> QuerySet:
        return rows.annotate(next_start=F("document__next_start")).defer("description", "participation_note")

    @admin.display(description=_("Titel"), ordering="title_key")
    def titled(self, offer: Offer) -> str:
        return offer.title

    @admin.display(description=_("Status"), ordering="state")
    def state_shown(self, offer: Offer) -> str:
        return state_badge_column(offer, "state", OFFER_TONES)

    @admin.display(description=_("Nächster Termin"))
    def next_date(self, offer: Offer) -> str:
        return f"{day_words(offer.next_start)}, {clock_words(offer.next_start)}" if offer.next_start else ""

    @admin.display(description=_("Bestätigung"))
    def assured(self, offer: Offer) -> str:
        fresh = offer.assured_on and offer.assured_on >= fresh_since()
        return badge_column(freshness_words(offer.assured_on), "success" if fresh else "warning")

    def is_public(self, record: Offer) -> bool:
        return Offer.objects.public().filter(pk=record.pk).exists()

    def hints(self, request: HttpRequest, record: Offer) -> list[str]:
        missing = actions.missing_for_publication(record) if record.state in BEFORE_PUBLICATION else []
        return [_now("Zum Veröffentlichen fehlt noch: ") + ", ".join(missing) + "."] if missing else []


@admin.register(OfferPartner)
class OfferPartnerAdmin(StaffAdmin):
    group = OFFERS
    own_paths = ("offer__lead",)
    fixed = ("offer",)
    list_display = ["organization", "offer", "role", "approval_shown", "approval_note"]
    list_select_related = ["organization", "offer"]
    list_filter = ["approval", "role", ("organization", ByRecord)]
    search_fields = ["offer__title_key", "organization__name_key"]
    ordering = ["-pk"]
    sortable_by: list[str] = []
    fields = ["offer", "organization", "role", "approval_shown", "approval_note"]
    readonly_fields = ["approval_shown"]
    verbs = (
        StaffVerb("zugestimmt", _("Hat zugestimmt"), partial(record_approval, approval=Approval.AGREED), form=NoteForm),
        StaffVerb(
            "einwaende", _("Hat Einwände"), partial(record_approval, approval=Approval.OBJECTED), form=ReasonForm
        ),
        StaffVerb("offen", _("Wieder offen"), partial(record_approval, approval=Approval.PENDING), form=NoteForm),
    )

    @admin.display(description=_("Zustimmung"))
    def approval_shown(self, partner: OfferPartner) -> str:
        return state_badge_column(partner, "approval", APPROVAL_TONES)
