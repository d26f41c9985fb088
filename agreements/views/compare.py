"""``/intern/vereinbarungen/<uuid>/vergleich/``: two versions word by word, clause by clause, row by row."""

from uuid import UUID

from django.http import Http404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from accounts.requests import SignedInRequest
from agreements.models import AgreementVersion
from agreements.text.canonical import document_of
from agreements.text.comparison import compare_documents
from agreements.views.files import visible_versions
from agreements.views.page import access_to, agreement_or_refuse, agreement_page_context


@require_safe
def compare_page(request: SignedInRequest, uuid: UUID) -> TemplateResponse:
    """``?von=1&bis=2``: without them the two newest. ``?alles=1`` shows what stayed as well.

    404 for a version this person may not read.
    """
    found = agreement_or_refuse(request, uuid)
    rows = visible_versions(request, found, access_to(request, found)).defer("content").order_by("number")
    versions = list(rows)
    pair = _pair(versions, request.GET.get("von", ""), request.GET.get("bis", ""))
    comparison = None
    if pair is not None:
        for version in pair:
            version.agreement = found
        comparison = compare_documents(*map(document_of, pair))
    context = agreement_page_context(
        request,
        found,
        "workbench",
        versions=versions,
        comparison=comparison,
        everything=bool(request.GET.get("alles")),
        before=pair[0] if pair else None,
        after=pair[1] if pair else None,
    )
    return TemplateResponse(request, "agreements/compare.html", context)


def _pair(
    versions: list[AgreementVersion], before: str, after: str
) -> tuple[AgreementVersion, AgreementVersion] | None:
    """The versions asked for; the newest beside the one it amends or the one before it. ``None``: only one."""
    by_number = {str(one.number): one for one in versions}
    if (before and before not in by_number) or (after and after not in by_number):
        raise Http404
    if len(versions) < 2:
        return None
    newest = by_number[after] if after else versions[-1]
    base = str(newest.amends.number) if newest.amends else ""
    earlier = [one for one in versions if one.number < newest.number]
    older = by_number.get(before or base) or (earlier[-1] if earlier else versions[-1])
    return older, newest
