"""Accounts in the staff admin: to look at, to lock and to unlock.

Accounts begin with an invitation and end with erasure, so nothing is added or deleted here. Nobody sets a password or
an e-mail address for somebody else (reliability 2.5): both belong to the person.
"""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import actions
from accounts.models import User
from kit.staff.base import StaffAdmin
from kit.staff.columns import badge_column
from kit.staff.rights import Audience
from kit.staff.transitions import StaffVerb


@admin.register(User)
class UserAdmin(StaffAdmin):
    group = "Personen"
    audience = Audience.ACCOUNTS
    never_exported = ("password", "is_staff", "is_superuser", "groups", "user_permissions")
    list_display = ["email", "display_name", "active_shown", "last_login", "date_joined"]
    list_filter = ["is_active", ("erased_at", admin.EmptyFieldListFilter)]
    search_fields = ["email", "display_name"]
    ordering = ["email"]
    sortable_by = ["email"]
    fields = ["email", "display_name", "active_shown", "last_login", "date_joined", "unlocked_at", "erased_at", "uuid"]
    readonly_fields = ["email", "active_shown", "last_login", "date_joined", "unlocked_at", "erased_at"]
    verbs = (
        StaffVerb(
            "sperren",
            _("Sperren"),
            actions.lock_account,
            possible=lambda user: user.is_active,
            explanation=_("Die Person wird sofort überall abgemeldet und kann sich nicht mehr anmelden."),
        ),
        StaffVerb(
            "freigeben",
            _("Freigeben"),
            actions.unlock_account,
            possible=lambda user: not user.is_active and user.erased_at is None,
        ),
    )

    @admin.display(description=_("Zugang"))
    def active_shown(self, user: User) -> str:
        if user.erased_at:
            return badge_column(_("gelöscht"))
        return badge_column(_("aktiv"), "success") if user.is_active else badge_column(_("gesperrt"), "warning")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
