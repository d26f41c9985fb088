"""``/intern/vereinbarungen/neu/``: from a template and a partner to a draft."""

from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from agreements import permissions
from familynet.accounts.requests import SignedInRequest


@require_safe
def create(request: SignedInRequest) -> TemplateResponse:
    """Choose a template, partners, and begin."""
    if not permissions.may_create_agreement(request.user):
        raise PermissionDenied
    return TemplateResponse(request, "agreements/create.html", {})
