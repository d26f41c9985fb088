"""Who works for which organisation, invitations, and requests to join in."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from kit.staff.base import StaffAdmin
from kit.staff.choices import ByRecord, StaffSelect
from kit.staff.columns import badge_column, state_badge_column
from kit.staff.rights import Audience
from kit.staff.transitions import StaffVerb
from partners import actions
from partners.admin.relations import ByValidity
from partners.admin.state_colours import PEOPLE, REQUEST_TONES
from partners.enums import JoinRequestState
from partners.models import Invitation, JoinRequest, Membership, Organization

INVITATION_STATES = {
    "open": (_("offen"), "info"),
    "accepted": (_("angenommen"), "success"),
    "revoked": (_("zurückgezogen"), "muted"),
    "expired": (_("abgelaufen"), "muted"),
}


@admin.register(Membership)
class MembershipAdmin(StaffAdmin):
    """Only administration writes here; everybody else grants roles on the pages about people, where T05 is checked."""

    group = PEOPLE
    audience = Audience.ACCOUNTS
    fixed = ("user", "organization", "role")
    list_display = ["user", "organization", "role", "valid_from", "valid_to"]
    list_select_related = ["user", "organization"]
    list_filter = ["role", ByValidity, ("organization", ByRecord)]
    search_fields = ["user__email", "user__display_name", "organization__name_key"]
    ordering = ["-pk"]
    sortable_by: list[str] = []
    fieldsets = [
        (
            None,
            {
                "description": _("Eine andere Rolle ist ein neuer Eintrag: beenden Sie diesen und legen Sie einen an."),
                "fields": ["user", "organization", "role", ("valid_from", "valid_to")],
            },
        )
    ]

    def why_kept(self, record: Membership) -> str:
        return str(_("Wer wann welche Rolle hatte, bleibt nachvollziehbar. Bitte tragen Sie ein Ende ein."))


@admin.register(Invitation)
class InvitationAdmin(StaffAdmin):
    """To look at; inviting and withdrawing happens on the pages about people."""

    group = PEOPLE
    audience = Audience.ACCOUNTS
    read_only = True
    never_exported = ("token_hash",)
    list_display = ["email", "organization", "role", "state_shown", "invited_by", "expires_at"]
    list_select_related = ["organization", "invited_by"]
    list_filter = ["role", ("accepted_at", admin.EmptyFieldListFilter), ("organization", ByRecord)]
    search_fields = ["email", "organization__name_key"]
    ordering = ["-pk"]
    sortable_by: list[str] = []
    fields = [
        "email",
        "organization",
        "role",
        "membership_valid_to",
        "state_shown",
        "expires_at",
        "invited_by",
        "accepted_at",
        "accepted_by",
        "revoked_at",
    ]
    readonly_fields = ["state_shown"]

    @admin.display(description=_("Status"))
    def state_shown(self, invitation: Invitation) -> str:
        return badge_column(*INVITATION_STATES[invitation.state])


class ConvertForm(forms.Form):
    """The organisation that came out of a request."""

    to = forms.ModelChoiceField(
        label=_("Übernommen als"),
        queryset=Organization.objects.all(),
        widget=StaffSelect(JoinRequest._meta.get_field("converted_to"), admin.site),
    )


def _is_open(request: JoinRequest) -> bool:
    return request.state in (JoinRequestState.OPEN, JoinRequestState.IN_PROGRESS)


@admin.register(JoinRequest)
class JoinRequestAdmin(StaffAdmin):
    group = PEOPLE
    audience = Audience.PEOPLE
    own_paths = ("addressed_to",)
    list_display = ["organization_name", "addressed_to", "sector", "state_shown", "assigned_to", "created_at"]
    list_select_related = ["addressed_to", "assigned_to"]
    list_filter = ["state", "sector", ("addressed_to", ByRecord)]
    search_fields = ["organization_name", "contact_name", "email_or_phone"]
    ordering = ["-created_at", "pk"]
    readonly_fields = ["state_shown", "assigned_to", "converted_to", "closed_on"]
    fieldsets = [
        (None, {"fields": ["addressed_to", "organization_name", "sector", "interest"]}),
        (_("Ansprechperson"), {"fields": ["contact_name", "email_or_phone"]}),
        (_("Bearbeitung"), {"fields": ["state_shown", "assigned_to", "converted_to", "closed_on"]}),
    ]
    verbs = (
        StaffVerb("uebernehmen", _("Ich kümmere mich"), actions.take_join_request, possible=_is_open),
        StaffVerb(
            "partner",
            _("Als Partner übernehmen"),
            actions.convert_join_request,
            form=ConvertForm,
            possible=_is_open,
            explanation=_("Legen Sie die Organisation zuerst an, falls es sie noch nicht gibt."),
            bulk=False,
        ),
        StaffVerb(
            "abschliessen",
            _("Ohne Ergebnis abschließen"),
            actions.close_join_request,
            possible=_is_open,
            explanation=_("Die Angaben werden nach der Frist der Löschregel entfernt."),
        ),
    )

    @admin.display(description=_("Status"))
    def state_shown(self, request: JoinRequest) -> str:
        return state_badge_column(request, "state", REQUEST_TONES)
