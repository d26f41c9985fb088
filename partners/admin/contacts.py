"""Contacts by function, and the consents behind names."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kit.staff.base import StaffAdmin
from kit.staff.choices import ByRecord
from kit.staff.rights import Audience, Verb
from partners.admin.relations import ByValidity
from partners.admin.state_colours import PARTNERS, PEOPLE
from partners.models import ContactPoint, PersonConsent


@admin.register(ContactPoint)
class ContactPointAdmin(StaffAdmin):
    """Who sees which contact is decided by its visibility, also here."""

    group = PARTNERS
    own_paths = ("organization",)
    always_narrowed = True
    list_display = ["function", "organization", "phone_display", "email", "visibility", "valid_to"]
    list_select_related = ["organization"]
    list_filter = ["visibility", ByValidity, ("organization", ByRecord)]
    search_fields = ["organization__name_key", "function", "email"]
    search_help_text = _("Organisation, Funktion oder E-Mail-Adresse.")
    ordering = ["-pk"]
    sortable_by: list[str] = []
    export_related = ("person_consent",)
    fieldsets = [
        (None, {"fields": ["organization", ("function", "visibility"), "topics", "position"]}),
        (
            _("Erreichbar"),
            {"fields": [("phone", "phone_display"), "email", "office_hours", "languages", "is_protected"]},
        ),
        (
            _("Person"),
            {
                "description": _("Ein Name ist nie nötig. Öffentlich steht er nur mit Einwilligung."),
                "fields": ["person_name", "person_consent"],
            },
        ),
        (_("Gültigkeit"), {"fields": [("valid_from", "valid_to"), "successor_note"]}),
    ]

    def rows(self, request: HttpRequest, verb: Verb) -> QuerySet:
        return super().rows(request, verb).visible_to(request.user)


@admin.register(PersonConsent)
class PersonConsentAdmin(StaffAdmin):
    group = PEOPLE
    audience = Audience.PEOPLE
    own_paths = ("organization",)
    list_display = ["purpose", "organization", "given_on", "channel", "withdrawn_on"]
    list_select_related = ["organization"]
    list_filter = ["channel", ("withdrawn_on", admin.EmptyFieldListFilter), ("organization", ByRecord)]
    search_fields = ["organization__name_key", "purpose"]
    ordering = ["-pk"]
    sortable_by: list[str] = []
    fields = ["organization", "purpose", "text_version", ("given_on", "channel"), "withdrawn_on", "recorded_by"]
    readonly_fields = ["recorded_by"]
