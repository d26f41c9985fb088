"""``/angebote/``: search, as list, week or map."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from kit import icons
from kit.caching import anonymous_read
from kit.jinja import page_shell
from kit.pagination import PARAMETER, CappedPaginator, page_links
from offers.cards.card import ICONS
from offers.cards.html import joined_cards, render_cards
from offers.filters import search
from offers.filters.chips import filter_chips
from offers.filters.demand import record_demand
from offers.filters.facet_panel import facet_panel, sort_links, view_links
from offers.filters.map import hit_map
from offers.filters.no_results import suggestions_for
from offers.filters.notes import search_notes
from offers.filters.parameters import query_string
from offers.filters.week import empty_week, week_timetable
from offers.search.criteria import Criteria
from offers.search.result import Result

PER_PAGE = 20


@anonymous_read(seconds=60)
@login_not_required
@require_safe
def offer_list(request: HttpRequest) -> HttpResponse:
    """Two queries for words that were asked for before, whatever the number of hits; rendering costs none."""
    result = search(request.GET)
    criteria = result.criteria
    chips = filter_chips(criteria)
    record_demand(result, chips)
    page = hit_page(result, request)
    context: dict[str, Any] = {
        "shell": page_shell(request, "offers/list_shell.html"),
        "result": result,
        "criteria": criteria,
        "number_words": number_words(result.total),
        "panel": facet_panel(result, len(chips)),
        "chips": chips,
        "notes": search_notes(result),
        "views": view_links(criteria),
        "sorts": sort_links(criteria),
        "canonical": canonical_url(request, criteria, page),
        "literal_href": query_string(criteria.parameters, woertlich="1") if criteria.query.filters else "",
        "links": page_links(page, QueryDict(query_string(criteria.parameters)[1:])),
        "page": page,
        **EMPTY_CONTEXT,
    }
    context |= VIEWS[criteria.view](result, page) if result.total else _no_results(result)
    return TemplateResponse(request, "offers/offer_list.html", context, using="jinja2")


def number_words(total: int) -> str:
    """``1 Angebot``, ``1.200 Angebote``."""
    number = number_format(total, force_grouping=True)
    return ngettext("1 Angebot", "%(number)s Angebote", total) % {"number": number}


def hit_page(result: Result, request: HttpRequest) -> Page:
    """The page of hits the address asks for; the total is known, so it costs no count."""
    paginator = CappedPaginator(range(result.total), PER_PAGE)
    return paginator.get_page(request.GET.get(PARAMETER))


def canonical_url(request: HttpRequest, criteria: Criteria, page: Page) -> str:
    """The one address of this page of hits: parameters that could be read, sorted, and the page behind the first."""
    parameters = {**criteria.parameters, PARAMETER: (str(page.number),) if page.number > 1 else ()}
    return f"{settings.PUBLIC_BASE_URL}{request.path}{query_string(parameters).rstrip('?')}"


def _list(result: Result, page: Page) -> dict[str, Any]:
    """The cards of one page; sorted by date, offers without a date stand apart."""
    cards = render_cards(result.page(page.start_index() - 1, PER_PAGE), result)
    open_ended = [one for one in cards if one.card.is_open_ended] if result.criteria.sort == "datum" else []
    if open_ended:
        cards = [one for one in cards if not one.card.is_open_ended]
    return {"icons": icons.icon_sheet(ICONS), "cards": cards, "open_ended": open_ended, "joined_cards": joined_cards}


def _week(result: Result, page: Page) -> dict[str, Any]:
    week = week_timetable(result)
    return {"week": week, "other_view": render_to_string("offers/_week.html", {"week": week})}


def _map(result: Result, page: Page) -> dict[str, Any]:
    tiles = {"url": settings.TILE_URL, "credit": settings.TILE_CREDIT}
    places = hit_map(result)
    return {"map": places, "other_view": render_to_string("offers/_map.html", {"map": places, "tiles": tiles})}


def _no_results(result: Result) -> dict[str, Any]:
    """Without hits: ways out, and in the week view the way to other weeks."""
    suggestions = suggestions_for(result)
    week = empty_week(result) if result.criteria.view == "woche" else None
    above = render_to_string("offers/_week.html", {"week": week}) if week else ""
    below = render_to_string("offers/_no_results.html", {"suggestions": suggestions})
    return {"suggestions": suggestions, "week": week, "other_view": format_html("{}{}", above, below)}


EMPTY_CONTEXT: dict[str, Any] = dict.fromkeys(
    ("cards", "open_ended", "week", "map", "suggestions", "icons", "other_view")
)
"""What only some of the views fill."""
VIEWS = {"liste": _list, "woche": _week, "karte": _map}
