"""``/intern/vereinbarungen/``: all agreements, as list, timeline, matrix and table."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.requests import SignedInRequest
from agreements import permissions
from agreements.exports.tables import HEADER, table_rows
from agreements.filters import AgreementFilter
from agreements.models import Agreement
from agreements.reports.overview import agreement_lines, priority_without_agreement
from agreements.reports.questions import all_questions, question_counts
from agreements.reports.term_chart import MOST, draw_term_chart
from agreements.views.active_filters import chosen_chips
from agreements.views.page import TONES
from kit.exports.tables import csv_response, xlsx_response
from kit.pagination import paginate
from kit.query_strings import query_with, query_without
from kit.view_models import Chip, Tab
from partners.models import Organization

SORTS = {"titel": ("title_key", "pk"), "-titel": ("-title_key", "pk"), "neu": ("-updated_at", "pk")}
TABLE_MOST, MISSING_MOST = 5000, 60
GROUPS = ("partner", "kategorie", "thema", "zentrum", "stand", "art")
NARROWS_FOLDER = ("q", "partner", "kategorie", "thema", "art")


def _chosen(request: SignedInRequest) -> AgreementFilter:
    if not permissions.may_open_agreements(request.user):
        raise PermissionDenied
    seen = Agreement.objects.visible_to(request.user)
    return AgreementFilter(request.GET, seen)


def _found(chosen: AgreementFilter, sort: str = "titel") -> Any:
    return chosen.qs.select_related("center", "responsible", "deputy").order_by(*SORTS.get(sort, SORTS["titel"]))


@require_safe
def agreement_list(request: SignedInRequest) -> TemplateResponse:
    """Every agreement this person may see, with what waits and which day comes next."""
    chosen = _chosen(request)
    page = paginate(_found(chosen, request.GET.get("sort", "titel")), request)
    day = chosen.day
    missing = priority_without_agreement(_centers(request, chosen), day)
    return TemplateResponse(
        request,
        "agreements/reports/list.html",
        {
            "filter": chosen,
            "groups": [chosen.group(name) for name in GROUPS],
            "chosen": chosen_chips(request, chosen),
            "page": page,
            "lines": agreement_lines(list(page.object_list), day),
            "tones": TONES,
            "day": day,
            "is_past": day != timezone.localdate(),
            "views": views(request, "list"),
            "questions": _questions(request, chosen, len(missing)),
            "missing": missing[:MISSING_MOST],
            "missing_more": max(0, len(missing) - MISSING_MOST),
            "folders": [(center, folder_address(request, center)) for center in folders(request)],
            "is_narrowed": bool(folder_query(request.GET)),
            "may_see_load": permissions.may_see_load(request.user),
            "may_create": permissions.may_create_agreement(request.user),
            "has_any": page.paginator.count or Agreement.objects.visible_to(request.user).exists(),
        },
    )


def _questions(request: SignedInRequest, chosen: AgreementFilter, missing: int) -> list[Chip]:
    """Each question with its number; the last one is about agreements that are not there and leads to their list."""
    numbers = question_counts(Agreement.objects.visible_to(request.user), chosen.day, chosen.days)
    asked = chosen.given.get("frage", [])
    found = [
        Chip(
            f"{question.label} ({numbers[question.word]})",
            query_without(request, "frage", question.word)
            if question.word in asked
            else query_with(request, frage=question.word),
            current=question.word in asked,
        )
        for question in all_questions(chosen.days)
    ]
    if missing:
        found.append(Chip(_("Wichtige Partner ohne Vereinbarung (%d)") % missing, "#fehlt", icon="arrow-down"))
    return found


def _centers(request: SignedInRequest, chosen: AgreementFilter) -> Any:
    """Centres somebody may ask what is missing for: his own, or all with agreements; those chosen, when some are."""
    seen = Agreement.objects.visible_to(request.user).order_by()
    mine = Organization.objects.filter(pk__in=permissions.center_ids(request.user))
    if permissions.reads_all_agreements(request.user):
        mine |= Organization.objects.filter(pk__in=seen.values("center"))
    slugs = chosen.given.get("zentrum")
    return (mine.filter(slug__in=slugs) if slugs else mine).values_list("pk", flat=True)


def folder_query(parameters: QueryDict) -> str:
    """The part of the list's address that narrows a folder too."""
    kept = QueryDict(mutable=True)
    for name in NARROWS_FOLDER:
        kept.setlistdefault(name, [one for one in parameters.getlist(name) if one])
    return kept.urlencode()


def folder_address(request: SignedInRequest, center: Organization) -> str:
    """The folder of ``center`` on the same day, with what the list is narrowed to."""
    own = urlencode({"zentrum": center.slug, "stichtag": request.GET.get("stichtag", "")[:20]})
    return f"{reverse('agreements:folder')}?{'&'.join(filter(None, (own, folder_query(request.GET))))}"


def folders(request: SignedInRequest) -> list[Organization]:
    """Centres whose folder this person may take; one query."""
    seen = Agreement.objects.visible_to(request.user).order_by()
    rows = Organization.objects.filter(pk__in=seen.values("center"))
    if not permissions.reads_all_agreements(request.user):
        rows = rows.filter(pk__in=permissions.center_ids(request.user) | permissions.audited_ids(request.user))
    return list(rows.by_name()[:50])


@require_safe
def term_chart_page(request: SignedInRequest) -> TemplateResponse:
    """Terms as bars, and the same as a table."""
    chosen = _chosen(request)
    rows = list(_found(chosen).exclude(state="abandoned")[: MOST + 1])
    listed = agreement_lines(rows[:MOST], chosen.day)
    context = {
        "filter": chosen,
        "chosen": chosen_chips(request, chosen),
        "lines": listed,
        "drawing": draw_term_chart(listed, chosen.day),
        "is_cut": len(rows) > MOST,
        "views": views(request, "timeline"),
        "day": chosen.day,
        "is_past": chosen.day != timezone.localdate(),
    }
    return TemplateResponse(request, "agreements/reports/term_chart.html", context)


@require_safe
def table_download(request: SignedInRequest, ending: str) -> HttpResponseBase:
    """The filtered list as CSV or XLSX; at most ``TABLE_MOST`` rows, then 422 with what to do."""
    chosen = _chosen(request)
    rows = list(_found(chosen).prefetch_related("topics")[: TABLE_MOST + 1])
    if len(rows) > TABLE_MOST:
        return HttpResponse(_("Das sind zu viele Zeilen. Bitte grenzen Sie die Liste ein."), status=422)
    made = table_rows(agreement_lines(rows, chosen.day))
    if ending == "csv":
        return csv_response("vereinbarungen", HEADER, made)
    return xlsx_response("vereinbarungen", HEADER, made, title=_("Vereinbarungen"))


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
