"""``/intern/nachfrage/``: what families look for, for those who plan offers."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.requests import SignedInRequest
from kit.exports import tables
from kit.view_models import Tab
from offers.demand.report import MOST_EXPORTED, DemandReport, read_report
from offers.permissions import may_see_demand
from partners.rights.held import is_administration

PERIODS = {
    "30-tage": (30, gettext_lazy("30 Tage")),
    "vierteljahr": (91, gettext_lazy("Vierteljahr")),
    "jahr": (365, gettext_lazy("Jahr")),
}
FIRST = "30-tage"


@require_safe
def demand(request: SignedInRequest) -> TemplateResponse:
    """Top searches, searches without hits, areas and filters of a period; six queries."""
    if not may_see_demand(request.user):
        raise PermissionDenied
    period = _period(request)
    report = read_report(timezone.localdate(), PERIODS[period][0])
    context = {
        "report": report,
        "words": _linked(report.words),
        "unanswered": _linked(report.unanswered, may_add=is_administration(request.user)),
        "periods": [
            Tab(label, f"?{urlencode({'zeitraum': name})}", current=name == period)
            for name, (_days, label) in PERIODS.items()
        ],
        "query": urlencode({"zeitraum": period}),
    }
    return TemplateResponse(request, "offers/demand.html", context)


@require_safe
def demand_file(request: SignedInRequest, ending: str) -> HttpResponseBase:
    """The same tables below each other as CSV or XLSX, with the same protection of small numbers."""
    if not may_see_demand(request.user):
        raise PermissionDenied
    report = read_report(timezone.localdate(), PERIODS[_period(request)][0], most=MOST_EXPORTED)
    header = [_("Tabelle"), _("Wonach gesucht wurde"), _("Suchen"), _("davon ohne Treffer")]
    name = f"nachfrage-{report.since}-bis-{report.until}"
    if ending == "xlsx":
        return tables.xlsx_response(name, header, _rows(report), _("Nachfrage"))
    return tables.csv_response(name, header, _rows(report))


def _rows(report: DemandReport) -> list[list[tables.Cell]]:
    lines: list[list[tables.Cell]] = [
        [table, line.label, line.searches, line.without_hits] for table, found in report.tables() for line in found
    ]
    return [*lines, [_("Suchwörter"), _("seltene Suchen"), report.rare, None]]


def _period(request: HttpRequest) -> str:
    wanted = request.GET.get("zeitraum", "")
    return wanted if wanted in PERIODS else FIRST


def _linked(lines: list[Any], *, may_add: bool = False) -> list[dict[str, Any]]:
    """Lines with the way to what families saw, and for administration to a new everyday word."""
    search, add = reverse("offers:offer_list"), reverse("admin:offers_searchword_add") if may_add else ""
    return [
        {
            "line": line,
            "search": f"{search}?{urlencode({'q': line.label})}",
            "add": f"{add}?{urlencode({'typed': line.label})}" if add else "",
        }
        for line in lines
    ]
