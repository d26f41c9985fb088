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
from offers.filters import Search, search
from offers.filters.chips import filter_chips
from offers.filters.dates import dates_asked_for
from offers.filters.demand import record_demand
from offers.filters.facet_panel import facet_panel, sort_links, view_links
from offers.filters.map import hit_map
from offers.filters.no_results import suggestions_for
from offers.filters.notes import search_notes
from offers.filters.parameters import query_string
from offers.filters.week import empty_week, week_timetable

PER_PAGE = 20


@anonymous_read(seconds=60)
@login_not_required
@require_safe
def offer_list(request: HttpRequest) -> HttpResponse:
    """Two queries for words that were asked for before, whatever the number of hits; rendering costs none."""
    found = search(request.GET)
    active = filter_chips(found)
    record_demand(found, active)
    page = hit_page(found, request)
    kept = {**found.wishes.kept, PARAMETER: (str(page.number),) if page.number > 1 else ()}
    context: dict[str, Any] = {
        "shell": page_shell(request, "offers/list_shell.html"),
        "found": found,
        "number_words": number_words(found.total),
        "panel": facet_panel(found, len(active)),
        "chips": active,
        "notes": search_notes(found),
        "views": view_links(found),
        "sorts": sort_links(found),
        "canonical": f"{settings.PUBLIC_BASE_URL}{request.path}{query_string(kept).rstrip('?')}",
        "literal_href": query_string(found.wishes.kept, woertlich="1") if found.understood.has_filters else "",
        "links": page_links(page, QueryDict(query_string(found.wishes.kept)[1:])),
        "page": page,
        **NOTHING,
    }
    context |= VIEWS[found.wishes.view](found, page) if found.total else _nothing(found)
    return TemplateResponse(request, "offers/offer_list.html", context, using="jinja2")


def number_words(total: int) -> str:
    """``1 Angebot``, ``1.200 Angebote``."""
    shown = number_format(total, force_grouping=True)
    return ngettext("1 Angebot", "%(number)s Angebote", total) % {"number": shown}


def hit_page(found: Search, request: HttpRequest) -> Page:
    """The page of hits the address asks for; the total is known, so it costs no count."""
    paginator = CappedPaginator(range(found.total), PER_PAGE)
    return paginator.get_page(request.GET.get(PARAMETER))


def _list(found: Search, page: Page) -> dict[str, Any]:
    numbers = found.hits(page.start_index() - 1, PER_PAGE)
    shown = render_cards(
        numbers,
        found.result.index,
        moment=found.moment,
        dates=dates_asked_for(found),
        distances=found.distances(numbers),
    )
    standing = [one for one in shown if one.card.is_standing] if found.sort == "datum" else []
    cards = [one for one in shown if not one.card.is_standing] if standing else shown
    return {"icons": icons.icon_sheet(ICONS), "cards": cards, "standing": standing, "together": joined_cards}


def _week(found: Search, page: Page) -> dict[str, Any]:
    week = week_timetable(found)
    return {"week": week, "other_view": render_to_string("offers/_week.html", {"week": week})}


def _map(found: Search, page: Page) -> dict[str, Any]:
    tiles = {"url": settings.TILE_URL, "credit": settings.TILE_CREDIT}
    drawn = hit_map(found)
    return {"map": drawn, "other_view": render_to_string("offers/_map.html", {"map": drawn, "tiles": tiles})}


def _nothing(found: Search) -> dict[str, Any]:
    """Without hits: ways out, and in the week view the way to other weeks."""
    help_out = suggestions_for(found)
    week = empty_week(found) if found.wishes.view == "woche" else None
    above = render_to_string("offers/_week.html", {"week": week}) if week else ""
    below = render_to_string("offers/_rescue.html", {"rescue": help_out, "found": found})
    return {"rescue": help_out, "week": week, "other_view": format_html("{}{}", above, below)}


NOTHING: dict[str, Any] = dict.fromkeys(("cards", "standing", "week", "map", "rescue", "icons", "other_view"))
VIEWS = {"liste": _list, "woche": _week, "karte": _map}
