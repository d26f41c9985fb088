"""The cards of a result list as they stand in the page: drawn once, kept while they are true (docs/adr/0010)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kit import icons
from kit.jinja import joined_html, render_jinja
from offers.cards.card import ICONS, Card, read_cards
from offers.cards.rows import Dates
from offers.search.index import Index

ANY_DATES = Dates()
FARTHEST = 2000.0
"""Kilometres; farther away is nowhere."""
NOTHING = format_html("{}", "")


class RenderedCard(NamedTuple):
    """A card and its place in the page: what stands before the distance and what stands after it."""

    card: Card
    before: SafeString
    after: SafeString


class ShownCard(NamedTuple):
    """A card as one search shows it."""

    drawn: RenderedCard
    distance: str

    @property
    def card(self) -> Card:
        return self.drawn.card


def render_cards(
    numbers: Sequence[int], index: Index, *, moment: datetime, dates: Dates, distances: Sequence[float] = ()
) -> list[ShownCard]:
    """These offers in this order; costs one query for all that are not kept. Those gone meanwhile are left out.

    ``dates`` as in ``read_cards``. ``distances`` are kilometres, one per offer, when there is a point to measure from.
    """
    variant = None if dates == ANY_DATES else dates
    with index.lock:
        found: dict[int, RenderedCard] = index.cards.find(numbers, variant, moment)
        version = index.cards.version
    missing = [number for number in numbers if number not in found]
    if missing:
        cards = read_cards(missing, index.catalog, moment=moment, dates=dates)
        fresh = {number: _draw(card) for number, card in cards.items()}
        until = {number: (drawn, drawn.card.true_until) for number, drawn in fresh.items()}
        with index.lock:
            index.cards.keep(until, variant, moment, version=version)
        found |= fresh
    words = map(km_words, distances) if distances else [""] * len(numbers)
    return [ShownCard(found[number], far) for number, far in zip(numbers, words, strict=True) if number in found]


def joined_cards(shown: Iterable[ShownCard]) -> SafeString:
    """The cards one after the other, as they stand in the page."""
    return joined_html(piece for (_, before, after), far in shown for piece in (before, _beside_place(far), after))


def _beside_place(distance: str) -> SafeString:
    return format_html(" · {}", distance) if distance else NOTHING


def _draw(card: Card) -> RenderedCard:
    before, after = render_jinja("offers/card.html", card=card, uses=icons.icon_use(ICONS))
    return RenderedCard(card, before, after)


def km_words(km: float | None) -> str:
    """``800 m``, ``3,4 km``, ``27 km``; empty when unknown."""
    if km is None or km > FARTHEST:
        return ""
    if km < 0.95:
        return f"{max(100, round(km * 10) * 100)} m"
    return f"{number_format(km, 0 if km >= 10 else 1)} km"
