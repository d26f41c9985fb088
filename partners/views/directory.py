"""The partner directory: whom there is in the network, and how many there were on a given day."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from django.contrib.auth.decorators import login_not_required
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Left
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kit.caching import anonymous_read
from kit.pagination import paginate
from kit.query_strings import query_with
from kit.view_models import Chip, Tab
from partners.filters import PartnerFilter
from partners.models import ContactPoint, Organization
from partners.reports.network_size import participants_by_program

VIEWS = {
    "liste": (_("Liste"), "list"),
    "kategorien": (_("Nach Art"), "layers"),
    "druck": (_("Zum Drucken"), "printer"),
}
MOST_ROWS = 1000
"""Longest list on one page; who needs more should narrow it."""
WITHOUT_CATEGORY = _("Weitere")


@anonymous_read()
@login_not_required
@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """``/partner/``"""
    chosen = PartnerFilter(request.GET, listed(timezone.localdate()))
    found = chosen.qs
    view = request.GET.get("ansicht")
    view = view if view in VIEWS else "liste"
    day = chosen.day or timezone.localdate()
    context = {
        "filter": chosen,
        "view": view,
        "tabs": [
            Tab(label, query_with(request, ansicht=key), key == view, icon) for key, (label, icon) in VIEWS.items()
        ],
        "day": day,
        "is_past": chosen.day is not None,
        "programs": list(participants_by_program(day, with_none=chosen.day is not None)),
    }
    if view == "liste":
        context |= {"page": paginate(found, request), "letters": letters(request, chosen)}
    else:
        rows = list(found[: MOST_ROWS + 1])
        context |= {"rows": rows[:MOST_ROWS], "is_cut": len(rows) > MOST_ROWS, "groups": by_category(rows[:MOST_ROWS])}
    return TemplateResponse(request, "partners/directory.html", context)


def listed(today: date) -> "QuerySet[Organization]":
    """Public organisations with what a line of the directory says; ``phone`` is the first public number."""
    phones = ContactPoint.objects.public(today).filter(organization=OuterRef("pk")).exclude(phone="")
    return (
        Organization.objects.public(today)
        .by_name()
        .select_related("category", "municipality")
        .defer("search", "description_public")
        .annotate(phone=Subquery(phones.order_by("position", "pk").values("phone_display")[:1]))
    )


def letters(request: HttpRequest, chosen: PartnerFilter) -> list[Chip]:
    """First letters there are, as links; after a search the best hit comes first and letters would mislead."""
    if chosen.form.cleaned_data.get("q"):
        return []
    current = chosen.form.cleaned_data.get("buchstabe", "").lower()
    first = Organization.objects.public().annotate(letter=Left(F("name_key"), 1)).order_by("letter")
    chips = [
        Chip(letter.upper(), query_with(request, buchstabe=letter), current=letter == current)
        for letter in first.values_list("letter", flat=True).distinct()
        if letter
    ]
    return [Chip(_("alle"), query_with(request, buchstabe=""), current=not current), *chips]


def by_category(rows: Iterable[Organization]) -> list[tuple[str, list[Organization]]]:
    """``rows`` under the names of their categories, those without one last."""

    def key(row: Organization) -> tuple[bool, str, str]:
        return (row.category is None, row.category.name_key if row.category else "", row.name_key)

    def name(row: Organization) -> str:
        return row.category.name if row.category else str(WITHOUT_CATEGORY)

    return [(category, list(group)) for category, group in groupby(sorted(rows, key=key), key=name)]
