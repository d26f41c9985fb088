"""``/angebote/``: search, as list, week or map."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from familynet.kit import icons
from familynet.kit.caching import anonymous_read
from familynet.kit.pagination import PARAMETER, CappedPaginator
from offers.cards import ICONS, read_cards
from offers.filters import Search, search
from offers.filters.dates import dates_asked_for
from offers.filters.map import hit_map
from offers.filters.notes import notes
from offers.filters.panel import chips, panel, sorts, views
from offers.filters.rescue import rescue
from offers.filters.week import empty_week, timetable
from offers.filters.wishes import address

PER_PAGE = 20


@anonymous_read(seconds=60)
@login_not_required
@require_safe
def offer_list(request: HttpRequest) -> HttpResponse:
    """Seven queries at most, whatever the number of hits; rendering costs none."""
    found = search(request.GET)
    context: dict[str, Any] = {
        "found": found,
        "panel": panel(found),
        "chips": chips(found),
        "notes": notes(found),
        "views": views(found),
        "sorts": sorts(found),
        **NOTHING,
    }
    number = 1
    if found.total:
        page = hit_page(found, request)
        number = page.number
        context |= {"page": page, **VIEWS[found.wishes.view](found, page)}
    else:
        context["rescue"] = rescue(found)
        context["week"] = empty_week(found) if found.wishes.view == "woche" else None
    kept = {**found.wishes.kept, PARAMETER: (str(number),) if number > 1 else ()}
    context["canonical"] = f"{settings.PUBLIC_BASE_URL}{request.path}{address(kept).rstrip('?')}"
    return TemplateResponse(request, "offers/offer_list.html", context)


def hit_page(found: Search, request: HttpRequest) -> Page:
    """The page of hits the address asks for; the total is known, so it costs no count."""
    paginator = CappedPaginator(range(found.total), PER_PAGE)
    paginator.count = found.total
    return paginator.get_page(request.GET.get(PARAMETER))


def _list(found: Search, page: Page) -> dict[str, Any]:
    numbers = found.hits(page.start_index() - 1, PER_PAGE)
    cards = read_cards(
        numbers, found.catalog, moment=found.moment, dates=dates_asked_for(found), distances=found.distances(numbers)
    )
    dated = [card for card in cards if not card.is_standing]
    apart = found.sort == "datum"
    return {
        "icons": icons.sheet(ICONS),
        "cards": dated if apart else cards,
        "standing": [card for card in cards if card.is_standing] if apart else [],
    }


def _week(found: Search, page: Page) -> dict[str, Any]:
    return {"week": timetable(found)}


def _map(found: Search, page: Page) -> dict[str, Any]:
    tiles = {"url": settings.TILE_URL, "credit": settings.TILE_CREDIT}
    return {"map": hit_map(found), "tiles": tiles}


NOTHING: dict[str, Any] = dict.fromkeys(("page", "cards", "standing", "week", "map", "tiles", "rescue", "icons"))
VIEWS = {"liste": _list, "woche": _week, "karte": _map}
