"""``/intern/vereinbarungen/``: all agreements, as list, timeline, matrix and table."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements import permissions
from agreements.exports.tables import HEADER, table_rows
from agreements.filters import AgreementFilter
from agreements.models import Agreement
from agreements.reports.overview import lines, priority_without_agreement
from agreements.reports.questions import QUESTIONS, counts
from agreements.reports.timeline import MOST, draw
from agreements.views.frame import TONES
from familynet.accounts.requests import SignedInRequest
from familynet.kit.addresses import changed
from familynet.kit.exports.tables import csv_response, xlsx_response
from familynet.kit.page_parts import Chip, Tab
from familynet.kit.pagination import paginate
from partners.models import Organization

SORTS = {"titel": ("title_key", "pk"), "-titel": ("-title_key", "pk"), "neu": ("-updated_at", "pk")}
TABLE_MOST = 5000


def _chosen(request: SignedInRequest) -> AgreementFilter:
    if not permissions.may_open_agreements(request.user):
        raise PermissionDenied
    seen = Agreement.objects.visible_to(request.user)
    return AgreementFilter(request.GET, seen)


def _found(chosen: AgreementFilter, sort: str = "titel") -> Any:
    return chosen.qs.select_related("center", "responsible").order_by(*SORTS.get(sort, SORTS["titel"]))


@require_safe
def agreement_list(request: SignedInRequest) -> TemplateResponse:
    """Every agreement this person may see, with what waits and which day comes next."""
    chosen = _chosen(request)
    page = paginate(_found(chosen, request.GET.get("sort", "titel")), request)
    day = chosen.day
    numbers = counts(Agreement.objects.visible_to(request.user), day)
    asked = set(request.GET.getlist("frage"))
    return TemplateResponse(
        request,
        "agreements/list.html",
        {
            "filter": chosen,
            "page": page,
            "lines": lines(list(page.object_list), day),
            "tones": TONES,
            "day": day,
            "is_past": day != timezone.localdate(),
            "views": views(request, "list"),
            "questions": [
                Chip(
                    f"{question.label} ({numbers[question.word]})",
                    changed(request, frage="" if question.word in asked else question.word),
                    current=question.word in asked,
                )
                for question in QUESTIONS
            ],
            "missing": priority_without_agreement(permissions.center_ids(request.user), day),
            "folders": folders(request),
            "may_see_load": permissions.may_see_load(request.user),
            "may_create": permissions.may_create_agreement(request.user),
            "has_any": page.paginator.count or Agreement.objects.visible_to(request.user).exists(),
        },
    )


def folders(request: SignedInRequest) -> list[Organization]:
    """Centres whose folder this person may take; one query."""
    seen = Agreement.objects.visible_to(request.user).order_by()
    rows = Organization.objects.filter(pk__in=seen.values("center"))
    if not permissions.reads_all_agreements(request.user):
        rows = rows.filter(pk__in=permissions.center_ids(request.user) | permissions.audited_ids(request.user))
    return list(rows.by_name()[:50])


@require_safe
def timeline(request: SignedInRequest) -> TemplateResponse:
    """Terms as bars, and the same as a table."""
    chosen = _chosen(request)
    rows = list(_found(chosen).exclude(state="abandoned")[: MOST + 1])
    listed = lines(rows[:MOST], chosen.day)
    context = {"filter": chosen, "lines": listed, "drawing": draw(listed, chosen.day), "is_cut": len(rows) > MOST}
    return TemplateResponse(
        request, "agreements/timeline.html", context | {"views": views(request, "timeline"), "day": chosen.day}
    )


@require_safe
def table(request: SignedInRequest, ending: str) -> HttpResponseBase:
    """The filtered list as CSV or XLSX; at most ``TABLE_MOST`` rows, then 422 with what to do."""
    chosen = _chosen(request)
    rows = list(_found(chosen).prefetch_related("topics")[: TABLE_MOST + 1])
    if len(rows) > TABLE_MOST:
        return HttpResponse(_("Das sind zu viele Zeilen. Bitte grenzen Sie die Liste ein."), status=422)
    made = table_rows(lines(rows, chosen.day))
    if ending == "csv":
        return csv_response("vereinbarungen", HEADER, made)
    return xlsx_response("vereinbarungen", HEADER, made, title="Vereinbarungen")


def views(request: SignedInRequest, current: str) -> list[Tab]:
    """The same agreements in three ways; filters stay."""
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return [
        Tab(label, reverse(f"agreements:{name}") + query, name == current, icon)
        for name, label, icon in (
            ("list", _("Liste"), "list"),
            ("timeline", _("Zeitstrahl"), "chart-gantt"),
            ("matrix", _("Partner und Themen"), "grid-3x3"),
        )
    ]
