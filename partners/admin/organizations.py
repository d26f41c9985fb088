"""Organisations and what is dated about them."""

from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kit.formatting import freshness_words
from kit.staff.base import LinkedInline, StaffAdmin, StaffInline, StaffStack
from kit.staff.choices import ByRecord
from kit.staff.columns import badge_column, state_badge_column
from kit.staff.transitions import StaffVerb
from partners import actions, permissions
from partners.admin.state_colours import PARTNERS, PARTNERSHIP_TONES, STATUS_TONES
from partners.calendar import fresh_since
from partners.enums import OrganizationStatus as Status
from partners.models import (
    ContactPoint,
    FormerName,
    HostedOrganization,
    OperatorAssignment,
    Organization,
    Partnership,
    ProgramParticipation,
    UmbrellaMembership,
)


class DayForm(forms.Form):
    """The day something takes effect."""

    on = forms.DateField(
        label=_("Ab wann"),
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class PastDayForm(DayForm):
    """The same, not in the future."""

    def clean_on(self) -> date:
        day = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Dieser Tag liegt in der Zukunft."))
        return day


class ByFreshness(admin.SimpleListFilter):
    """Who has to be asked whether everything is still right (I-07)."""

    title = _("Bestätigung")
    parameter_name = "bestaetigt"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("frisch", _("bestätigt")), ("alt", _("zu lange her")), ("nie", _("noch nie"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        match self.value():
            case "frisch":
                return queryset.filter(assured_on__gte=fresh_since())
            case "alt":
                return queryset.filter(assured_on__lt=fresh_since())
            case "nie":
                return queryset.filter(assured_on=None)
        return queryset


class ByProgram(admin.SimpleListFilter):
    """Takes part in a programme today."""

    title = _("Programm")
    parameter_name = "programm"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        programs = ProgramParticipation._meta.get_field("program").related_model.objects
        return [(program.slug, str(program)) for program in programs.order_by("name", "pk")[:40]]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.participating(self.value()) if self.value() else queryset


class FormerNames(StaffInline):
    model = FormerName
    fields = ["name", "valid_from", "valid_to"]


class Operators(StaffInline):
    model = OperatorAssignment
    fk_name = "facility"
    fields = ["operating_body", "role", "valid_from", "valid_to", "source_note"]
    verbose_name_plural = _("Trägerschaft: Wer verantwortet diese Einrichtung?")


class Operated(LinkedInline):
    """The other end: what this body operates. Long for big bodies, hence only to look at, and only today's."""

    model = OperatorAssignment
    fk_name = "operating_body"
    fields = ["facility", "role", "valid_from", "valid_to"]
    verbose_name_plural = _("Trägt selbst diese Einrichtungen")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).valid_on()


class Umbrellas(StaffInline):
    model = UmbrellaMembership
    fk_name = "organization"
    fields = ["umbrella", "valid_from", "valid_to"]


class Participations(StaffInline):
    model = ProgramParticipation
    fields = ["program", "state", "valid_from", "valid_to", "certificate_no", "certified_until"]
    fixed = ("state",)


class Sites(StaffInline):
    model = HostedOrganization
    fields = ["location", "is_main_site", "opening_hours", "valid_from", "valid_to"]
    verbose_name_plural = _("Standorte")


class Contacts(StaffStack):
    model = ContactPoint
    fields = [
        ("function", "visibility"),
        ("phone", "phone_display"),
        ("email", "office_hours"),
        ("person_name", "person_consent"),
        ("valid_from", "valid_to", "position"),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).visible_to(request.user)


class Partnerships(StaffInline):
    model = Partnership
    fk_name = "partner"
    fields = ["center", "state_shown", "intensity", "basis", "scope", "supraregional_reason", "start_date", "end_date"]
    readonly_fields = ["state_shown"]
    verbose_name_plural = _("Zusammenarbeit mit Zentren und Netzwerken")

    @admin.display(description=_("Status"))
    def state_shown(self, record: Partnership) -> str:
        return state_badge_column(record, "state", PARTNERSHIP_TONES)


@admin.register(Organization)
class OrganizationAdmin(StaffAdmin):
    group = PARTNERS
    save_action = staticmethod(actions.save_organization)
    own_paths = ("pk",)
    admin_only = ("freshness_exempt",)
    list_display = ["named", "status_shown", "assured", "kind", "category", "municipality"]
    list_filter = [
        "status",
        "kind",
        ByFreshness,
        ByProgram,
        "sector",
        ("category", ByRecord),
        ("municipality", ByRecord),
    ]
    list_select_related = ["category", "municipality"]
    search_fields = ["name_key", "former_names__name_key", "@search", "=slug"]
    search_help_text = _("Name, früherer Name oder ein Wort aus der Beschreibung; Teile von Wörtern genügen.")
    ordering = ["name_key", "pk"]
    sortable_by = ["named"]
    prepopulated_fields = {"slug": ["name"]}
    readonly_fields = ["status_shown", "closed_on", "assured_on", "assured_by"]
    history_parts = (
        (OperatorAssignment, "facility"),
        (ProgramParticipation, "organization"),
        (HostedOrganization, "organization"),
    )
    belonging = (
        (_("Ressourcen"), "partners_resource", "organization__id__exact"),
        (_("Zuwendungen"), "partners_fundingaward", "recipient__id__exact"),
        (_("Mitmach-Anfragen"), "partners_joinrequest", "addressed_to__id__exact"),
    )
    fieldsets = [
        (None, {"fields": [("name", "short_name"), "slug", ("kind", "category"), ("sector", "legal_form")]}),
        (
            _("Status und Bestätigung"),
            {
                "description": _("Ändert sich über „Was als Nächstes?“, nicht durch Eintippen."),
                "fields": ["status_shown", "closed_on", ("assured_on", "assured_by"), "freshness_exempt"],
            },
        ),
        (
            _("Zugehörigkeit"),
            {
                "fields": [
                    "parent",
                    "municipality",
                    "areas",
                    "reach",
                    "is_statutory",
                    ("recognized_youth_welfare", "recognized_on"),
                    "data_protection_regime",
                    "founded_on",
                ]
            },
        ),
        (
            _("Öffentliche Seite"),
            {"fields": ["core_mandate", "description_public", "website", ("logo", "logo_alt")]},
        ),
        (_("Andere Verzeichnisse"), {"classes": ["collapse"], "fields": [("external_source", "external_id")]}),
    ]
    inlines = [Contacts, Sites, Operators, Operated, Umbrellas, Participations, FormerNames, Partnerships]
    verbs = (
        StaffVerb(
            "bestaetigen",
            _("Als bestätigt markieren"),
            actions.confirm_organization,
            form=PastDayForm,
            possible=lambda organization: organization.status != Status.CLOSED,
            explanation=_("Sie bestätigen, dass alle öffentlichen Angaben an diesem Tag stimmen."),
        ),
        StaffVerb(
            "aktiv",
            _("Aktiv schalten"),
            partial(actions.set_organization_status, status=Status.ACTIVE),
            possible=lambda organization: organization.status != Status.ACTIVE,
            explanation=_("Aktive und bestätigte Organisationen stehen im öffentlichen Verzeichnis."),
        ),
        StaffVerb(
            "ruhen",
            _("Ruhen lassen"),
            partial(actions.set_organization_status, status=Status.DORMANT),
            possible=lambda organization: organization.status == Status.ACTIVE,
            explanation=_("Sie verschwindet aus dem öffentlichen Verzeichnis, bis sie wieder aktiv ist."),
        ),
        StaffVerb(
            "schliessen",
            _("Schließen"),
            actions.close_organization,
            form=DayForm,
            possible=lambda organization: organization.status != Status.CLOSED,
            explanation=_(
                "Statt zu löschen: Sie bleibt mit ihrer Geschichte erhalten, ist aber nicht mehr öffentlich."
            ),
        ),
    )

    @admin.display(description=_("Name"), ordering="name_key")
    def named(self, organization: Organization) -> str:
        return organization.name

    @admin.display(description=_("Status"), ordering="status")
    def status_shown(self, organization: Organization) -> str:
        return state_badge_column(organization, "status", STATUS_TONES)

    @admin.display(description=_("Bestätigung"))
    def assured(self, organization: Organization) -> str:
        if organization.freshness_exempt:
            return badge_column(_("nicht nötig"))
        fresh = organization.assured_on and organization.assured_on >= fresh_since()
        return badge_column(freshness_words(organization.assured_on), "success" if fresh else "warning")

    def is_public(self, record: Organization) -> bool:
        return permissions.can_view_organization(AnonymousUser(), record)

    def why_kept(self, record: Organization) -> str:
        """I-25: what was ever active or confirmed is closed, not deleted."""
        if record.status != Status.PROSPECT or record.assured_on:
            return str(_("Die Organisation war schon bestätigt oder aktiv. Bitte schließen Sie sie stattdessen."))
        return ""
