"""People of one's organisations: who has which role, who is invited, how a role ends."""

from functools import partial
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import SignedInRequest
from kit.access import get_or_refuse
from kit.pagination import paginate
from kit.workflow import StepRefused
from partners import actions, permissions
from partners.forms.people import InvitationForm, PeopleFilter
from partners.models import Invitation, Membership, Organization

CHOICES = 50
"""So many organisations fit on the page that asks where to invite; more are found by typing."""


@require_safe
def people_list(request: SignedInRequest) -> TemplateResponse:
    """Roles and open invitations in all organisations this person looks after; one row per role."""
    if not permissions.may_see_people(request.user):
        raise PermissionDenied
    form = PeopleFilter(request.GET)
    chosen = form.chosen()
    page = paginate(Membership.objects.visible_to(request.user).current().matching(**chosen).for_list(), request)
    rows = [
        {"membership": row, "can_end": permissions.can_end_membership(request.user, row)} for row in page.object_list
    ]
    invitations = [
        {"invitation": row, "can_revoke": permissions.can_revoke_invitation(request.user, row)}
        for row in Invitation.objects.visible_to(request.user).open().select_related("organization", "invited_by")[:100]
    ]
    context = {"form": form, "chosen": chosen, "page": page, "rows": rows, "invitations": invitations}
    return TemplateResponse(request, "people/list.html", context | {"may_invite": permissions.may_invite(request.user)})


@require_safe
def invite_where(request: SignedInRequest) -> HttpResponse:
    """The first question of an invitation: into which organisation. With one possible answer it is not asked."""
    if not permissions.may_invite(request.user):
        raise PermissionDenied
    text = request.GET.get("q", "").strip()[:100]
    found = list(Organization.objects.invitable_by(request.user).named(text).by_name()[: CHOICES + 1])
    if len(found) == 1 and not text:
        return redirect("partners:invite", slug=found[0].slug)
    context = {"organizations": found[:CHOICES], "text": text, "more": len(found) > CHOICES}
    return TemplateResponse(request, "people/invite_where.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: SignedInRequest, slug: str) -> HttpResponse:
    """Invite somebody into one organisation."""
    organization = get_or_refuse(
        Organization.objects.visible_to(request.user), partial(_may_invite_into, request.user), slug=slug
    )
    if request.method == "POST":
        return _send_invitation(request, organization)
    form = InvitationForm(roles=permissions.grantable_roles(request.user, organization))
    return TemplateResponse(request, "people/invite.html", {"form": form, "organization": organization})


@reauthentication_required
def _send_invitation(request: SignedInRequest, organization: Organization) -> HttpResponse:
    form = InvitationForm(request.POST, roles=permissions.grantable_roles(request.user, organization))
    if form.is_valid():
        try:
            invitation = actions.invite(**form.cleaned_data, organization=organization, by=request.user)
        except StepRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Die Einladung an %s ist unterwegs.") % invitation.email)
            return redirect("partners:people")
    return TemplateResponse(request, "people/invite.html", {"form": form, "organization": organization}, status=422)


@require_POST
def invitation_revoke(request: SignedInRequest, uuid: Any) -> HttpResponse:
    """Withdraw an open invitation."""
    invitation = get_or_refuse(
        Invitation.objects.visible_to(request.user), partial(permissions.can_revoke_invitation, request.user), uuid=uuid
    )
    try:
        actions.revoke_invitation(invitation, by=request.user)
    except StepRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Die Einladung an %s ist zurückgezogen.") % invitation.email)
    return redirect("partners:people")


@require_POST
def membership_end(request: SignedInRequest, uuid: Any) -> HttpResponse:
    """End a role, from this moment."""
    membership = get_or_refuse(
        Membership.objects.visible_to(request.user).select_related("user", "organization"),
        partial(permissions.can_end_membership, request.user),
        uuid=uuid,
    )
    return _end_membership(request, membership)


@reauthentication_required
def _end_membership(request: SignedInRequest, membership: Membership) -> HttpResponse:
    try:
        actions.end_membership(membership, by=request.user)
    except StepRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("%s hat diese Rolle nicht mehr.") % membership.user)
    return redirect("partners:people")


def _may_invite_into(user: Any, organization: Organization) -> bool:
    return bool(permissions.grantable_roles(user, organization))
