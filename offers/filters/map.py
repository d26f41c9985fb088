"""The hits as a drawing: one numbered dot per place, and the same places as a list. No service on the network."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from kit.svg_map import Drawing, draw_positions
from offers.models import OfferDocument
from offers.search.result import Result

MOST = 400
"""More dots than that cannot be told apart; the page says so (``templates/offers/_map.html``)."""


@dataclass(slots=True)
class Spot:
    """One place with the hits that happen there."""

    number: int
    name: str
    lat: float
    lon: float
    offers: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class HitMap:
    """The drawing, its list, and how many hits have no place to draw."""

    drawing: Drawing | None
    spots: list[Spot]
    elsewhere: int
    is_cut: bool


def hit_map(result: Result) -> HitMap:
    """Costs one query. Protected addresses have no position in the search document and so no dot."""
    numbers = result.page(0, MOST + 1)
    documents = OfferDocument.objects.exclude(lat=None).select_related("offer__location")
    documents = documents.only("lat", "lon", "offer__title", "offer__slug", "offer__location__name")
    by_number = documents.in_bulk(numbers)
    rows = [by_number[number] for number in numbers if number in by_number]
    spots: dict[tuple[float, float], Spot] = {}
    for row in rows[:MOST]:
        lat, lon = row.lat or 0.0, row.lon or 0.0
        name = row.offer.location.name if row.offer.location else _("Ort der Veranstaltung")
        spot = spots.setdefault((lat, lon), Spot(len(spots) + 1, name, lat, lon))
        spot.offers.append((row.offer.title, row.offer.get_absolute_url()))
    return HitMap(
        draw_positions((spot.number, spot.lat, spot.lon) for spot in spots.values()),
        list(spots.values()),
        max(0, min(result.total, MOST) - len(rows)),
        len(numbers) > MOST,
    )
