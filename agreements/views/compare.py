"""``/intern/vereinbarungen/<uuid>/vergleich/``: two versions word by word."""

from uuid import UUID

from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from agreements.views.frame import fetch, framed
from familynet.accounts.requests import SignedInRequest


@require_safe
def compare(request: SignedInRequest, uuid: UUID) -> TemplateResponse:
    """Two versions of one agreement."""
    return TemplateResponse(request, "agreements/compare.html", framed(request, fetch(request, uuid), "workbench"))
