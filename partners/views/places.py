"""Places for families: playgrounds, libraries, cafés; a list, and a drawing or map with the same content."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kit.caching import anonymous_read
from kit.pagination import paginate
from kit.query_strings import query_with
from kit.svg_map import draw_positions
from kit.view_models import Tab
from partners.filters import PlaceFilter
from partners.models import PointOfInterest

VIEWS = {"liste": (_("Liste"), "list"), "karte": (_("Karte"), "map")}
ON_MAP = 100


@anonymous_read()
@login_not_required
@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """``/orte/``"""
    chosen = PlaceFilter(
        request.GET, PointOfInterest.objects.select_related("area__municipality").order_by("name_key", "pk")
    )
    view = "karte" if request.GET.get("ansicht") == "karte" else "liste"
    page = paginate(chosen.qs, request, per_page=ON_MAP if view == "karte" else 25)
    numbered = [(number, place) for number, place in enumerate(page, start=page.start_index())]
    return TemplateResponse(
        request,
        "partners/places.html",
        {
            "filter": chosen,
            "view": view,
            "tabs": [
                Tab(label, query_with(request, ansicht=key), key == view, icon) for key, (label, icon) in VIEWS.items()
            ],
            "page": page,
            "numbered": numbered,
            "drawing": draw_positions((n, p.lat, p.lon) for n, p in numbered if p.lat is not None),
            "tiles": {"url": settings.TILE_URL, "credit": settings.TILE_CREDIT},
        },
    )
