"""``/konto/``: what a person sees about herself, and her data to take along."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.enums import ROLE_DUTIES, Role
from accounts.models import User
from accounts.requests import SignedInRequest
from familynet.views.account.own_data import own_data
from kit import audit
from partners.rights.held import needs_second_factor


class NameForm(forms.ModelForm):
    """The one thing about an account its owner changes without asking anybody."""

    class Meta:
        model = User
        fields = ["display_name"]
        widgets = {"display_name": forms.TextInput(attrs={"autocomplete": "name"})}


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: SignedInRequest) -> HttpResponse:
    """Name, address, roles with dates and in words, second factor, devices, data."""
    form = NameForm(request.POST if request.method == "POST" else None, instance=request.user)
    if form.is_valid():
        form.save()
        messages.success(request, _("Ihr Name ist gespeichert."))
        return redirect("account")
    context = {"form": form, "roles": _roles(request.user)} | _protection(request.user)
    return TemplateResponse(request, "account/overview.html", context, status=422 if form.is_bound else 200)


@require_safe
@reauthentication_required
def account_data(request: SignedInRequest) -> JsonResponse:
    """Everything kept about this person as a file (Art. 15)."""
    audit.record_event(verb="export-own-data", by=request.user, about=request.user)
    name = f"meine-daten-{timezone.localdate():%Y-%m-%d}.json"
    return JsonResponse(
        own_data(request.user),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _roles(user: User) -> list[dict[str, Any]]:
    rows = user.memberships.current().select_related("organization").order_by("organization__name_key", "role", "pk")
    today = timezone.localdate()
    return [
        {
            "membership": row,
            "duty": ROLE_DUTIES[Role(row.role)],
            "later": bool(row.valid_from and row.valid_from > today),
        }
        for row in rows
    ]


def _protection(user: User) -> dict[str, Any]:
    kinds = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    return {
        "has_factor": bool(kinds),
        "needs_factor": needs_second_factor(user),
        "devices": UserSession.objects.filter(user=user).count(),
    }
