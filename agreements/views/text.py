"""``/intern/vereinbarungen/<uuid>/text/``: a version to read and to print, the same words as its PDF."""

from uuid import UUID

from django.http import Http404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from accounts.requests import SignedInRequest
from agreements.models import AgreementVersion
from agreements.text.canonical import document_of
from agreements.views.files import visible_versions
from agreements.views.page import access_to, agreement_or_refuse, agreement_page_context


@require_safe
def text_page(request: SignedInRequest, uuid: UUID) -> TemplateResponse:
    """The newest version this person may read, or the one named by ``?fassung=``; 404 when that one is not theirs."""
    found = agreement_or_refuse(request, uuid)
    versions = list(visible_versions(request, found, access_to(request, found)).defer("content").order_by("-number"))
    version = chosen_version(versions, request.GET.get("fassung", ""))
    document = None
    if version is not None:
        version.agreement = found
        document = document_of(version)
    context = agreement_page_context(request, found, "workbench", version=version, versions=versions, document=document)
    return TemplateResponse(request, "agreements/text.html", context)


def chosen_version(versions: list[AgreementVersion], number: str) -> AgreementVersion | None:
    """The version named by ``number``; without one the newest that was not put aside. Raises ``Http404``."""
    if number:
        version = next((one for one in versions if str(one.number) == number), None)
        if version is None:
            raise Http404
        return version
    return next((one for one in versions if one.closed_at is None), versions[0] if versions else None)
