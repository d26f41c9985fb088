"""``/intern/vereinbarungen/<uuid>/unterschriften/``: who must sign, who has, and what proves it."""

from uuid import UUID

from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from agreements.views.frame import fetch, framed, standing
from familynet.accounts.requests import SignedInRequest


@require_safe
def signing(request: SignedInRequest, uuid: UUID) -> TemplateResponse:
    """The signatures under the newest locked version."""
    found = fetch(request, uuid)
    person = standing(request, found)
    return TemplateResponse(request, "agreements/signing.html", framed(request, found, "signing", person=person))
