"""Houses, rooms, who works there, and places for families."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from kit.staff.base import StaffAdmin, StaffInline
from kit.staff.choices import ByRecord
from kit.staff.rights import Audience
from partners.admin.relations import ByValidity
from partners.admin.state_colours import PLACES
from partners.models import HostedOrganization, Location, PointOfInterest, Room


class Rooms(StaffInline):
    model = Room
    fields = ["name", "floor", "area_sqm", "capacity_persons", "suitable_under_three", "kitchen", "step_free"]


class Hosted(StaffInline):
    model = HostedOrganization
    fields = ["organization", "is_main_site", "opening_hours", "valid_from", "valid_to"]
    verbose_name_plural = _("Wer hier arbeitet (unter einem Dach)")


@admin.register(Location)
class LocationAdmin(StaffAdmin):
    group = PLACES
    own_paths = ("owner", "hosted__organization")
    list_display = ["named", "street", "house_no", "postal_code", "city", "access_step_free", "is_protected"]
    list_filter = ["access_step_free", "is_protected", ("municipality", ByRecord), ("area", ByRecord)]
    search_fields = ["name_key", "street", "postal_code", "city"]
    search_help_text = _("Name, Straße, Postleitzahl oder Ort.")
    ordering = ["name_key", "pk"]
    sortable_by = ["named"]
    prepopulated_fields = {"slug": ["name"]}
    history_parts = ((HostedOrganization, "location"),)
    inlines = [Hosted, Rooms]
    fieldsets = [
        (None, {"fields": ["name", "slug", "owner"]}),
        (
            _("Adresse"),
            {
                "description": _("„Nicht veröffentlichen“ hält Adresse, Lage und Stadtteil aus allem heraus."),
                "fields": [
                    ("street", "house_no"),
                    ("postal_code", "city"),
                    ("municipality", "area"),
                    ("lat", "lon"),
                    "is_protected",
                ],
            },
        ),
        (
            _("Zugang"),
            {
                "fields": [
                    ("access_step_free", "access_note"),
                    "accessible_toilet",
                    "induction_loop",
                    "stroller_parking",
                    "changing_table",
                    "public_transport",
                    "entrance_note",
                ]
            },
        ),
        (_("Bild"), {"fields": ["photo", "photo_alt", "photo_credit"]}),
        (_("Andere Verzeichnisse"), {"classes": ["collapse"], "fields": [("external_source", "external_id")]}),
    ]

    @admin.display(description=_("Name"), ordering="name_key")
    def named(self, location: Location) -> str:
        return location.name


@admin.register(Room)
class RoomAdmin(StaffAdmin):
    group = PLACES
    own_paths = ("location__owner", "location__hosted__organization")
    list_display = ["name", "location", "floor", "area_sqm", "capacity_persons", "capacity_pairs", "step_free"]
    list_select_related = ["location"]
    list_filter = ["step_free", "suitable_under_three", "kitchen", ("location", ByRecord)]
    search_fields = ["name", "location__name_key"]
    ordering = ["-pk"]
    fieldsets = [
        (None, {"fields": ["location", ("name", "floor"), "area_sqm", ("capacity_persons", "capacity_pairs")]}),
        (_("Ausstattung"), {"fields": ["suitable_under_three", "kitchen", "step_free", "equipment"]}),
        (_("Nutzung"), {"fields": ["bookable_by", "house_rules"]}),
    ]


@admin.register(HostedOrganization)
class HostedOrganizationAdmin(StaffAdmin):
    group = PLACES
    own_paths = ("organization",)
    own_keys = ("location",)  # whoever shares a house may be coordinated, so nobody may move into a foreign one
    list_display = ["organization", "location", "is_main_site", "opening_hours", "valid_from", "valid_to"]
    list_select_related = ["organization", "location"]
    list_filter = [ByValidity, "is_main_site", ("location", ByRecord)]
    search_fields = ["organization__name_key", "location__name_key"]
    ordering = ["-pk"]
    sortable_by: list[str] = []


@admin.register(PointOfInterest)
class PointOfInterestAdmin(StaffAdmin):
    group = PLACES
    audience = Audience.LISTS
    list_display = ["name", "kind", "area", "age_from", "age_to", "step_free", "source", "source_date"]
    list_select_related = ["area"]
    list_filter = ["kind", "step_free", "shade", "toilet", ("area", ByRecord)]
    search_fields = ["name_key", "address"]
    ordering = ["name_key", "pk"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (None, {"fields": ["name", "slug", "kind", "address", "area", ("lat", "lon")]}),
        (
            _("Für wen und womit"),
            {"fields": [("age_from", "age_to"), "equipment", "shade", "toilet", "step_free", "note"]},
        ),
        (_("Herkunft der Angaben"), {"fields": ["source", "source_date", "licence"]}),
    ]
