"""The page behind the link of an invitation. Looking changes nothing; only the button does (T25)."""

from http import HTTPStatus
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.requests import SignedInRequest
from accounts.sign_in import sign_in_with_new_password
from kit.secret_links import secret_page
from kit.workflow import StepRefused
from partners import actions
from partners.forms.people import NewPersonForm
from partners.models import Invitation


@login_not_required
@secret_page
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Shows an invitation and, by POST, takes it: with the account of that address, or with a new one."""
    try:
        found = actions.open_invitation(token)
        if request.user.is_authenticated:
            return _as_known_person(cast("SignedInRequest", request), found, token)
        if User.objects.filter(email=found.email).exists():
            sign_in = f"{reverse('account_login')}?next={request.path}"
            return _page(request, found, {"step": "sign_in", "sign_in": sign_in})
        return _as_new_person(request, found, token)
    except actions.InvitationGone as gone:
        status = HTTPStatus.NOT_FOUND if gone.state == "unknown" else HTTPStatus.GONE
        return TemplateResponse(request, "people/invitation_gone.html", {"reason": str(gone)}, status=status)


def _as_known_person(request: SignedInRequest, found: Invitation, token: str) -> HttpResponse:
    if request.user.email != found.email:
        return _page(request, found, {"step": "other_account"}, status=403 if request.method == "POST" else 200)
    if request.method != "POST":
        return _page(request, found, {"step": "confirm"})
    actions.accept_invitation(token, user=request.user)
    messages.success(request, _("Willkommen bei %s.") % found.organization)
    return redirect("workspace")


@sensitive_variables("password")
def _as_new_person(request: HttpRequest, found: Invitation, token: str) -> HttpResponse:
    form = NewPersonForm(request.POST if request.method == "POST" else None, invitation=found)
    if form.is_valid():
        try:
            membership = actions.accept_as_new_person(token, **form.cleaned_data)
        except actions.InvitationGone:
            raise
        except StepRefused as refused:
            form.add_error(None, str(refused))
        else:
            return sign_in_with_new_password(request, membership.user, redirect_url=reverse("workspace"))
    return _page(request, found, {"step": "new_person", "form": form}, status=422 if form.is_bound else 200)


def _page(request: HttpRequest, found: Invitation, context: dict[str, Any], status: int = 200) -> TemplateResponse:
    return TemplateResponse(request, "people/invitation.html", {"invitation": found, **context}, status=status)
