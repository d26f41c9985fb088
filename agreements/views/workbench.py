"""``/intern/vereinbarungen/<uuid>/werkstatt/``: where the text is written."""

from uuid import UUID

from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from agreements.canonical import document_of
from agreements.views.files import visible_versions
from agreements.views.frame import fetch, framed, standing
from agreements.views.text import chosen
from familynet.accounts.requests import SignedInRequest


@require_safe
def workbench(request: SignedInRequest, uuid: UUID) -> TemplateResponse:
    """The version that is worked on, clause by clause."""
    found = fetch(request, uuid)
    version = chosen(list(visible_versions(request, found, standing(request, found)).order_by("-number")), "")
    if version is not None:
        version.agreement = found
    document = document_of(version) if version else None
    context = framed(request, found, "workbench", version=version, document=document)
    return TemplateResponse(request, "agreements/workbench.html", context)
