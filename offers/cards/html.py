"""The cards of a result list as they stand in the page: drawn once, cached while they are true (docs/adr/0010)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kit import icons
from kit.jinja import joined_html, render_jinja
from offers.cards.card import ICONS, Card, read_cards
from offers.cards.rows import Dates
from offers.search.result import Result

ANY_DATES = Dates()
FARTHEST = 2000.0
"""Kilometres; farther away is nowhere."""
EMPTY = format_html("{}", "")


class RenderedCard(NamedTuple):
    """A card and its place in the page: what stands before the distance and what stands after it."""

    card: Card
    before: SafeString
    after: SafeString


class FoundCard(NamedTuple):
    """A card as one search shows it."""

    rendered: RenderedCard
    distance: str

    @property
    def card(self) -> Card:
        return self.rendered.card


def render_cards(numbers: Sequence[int], result: Result) -> list[FoundCard]:
    """These hits in this order; costs one query for all that are not cached. Those gone meanwhile are left out."""
    dates = dates_asked_for(result)
    variant = None if dates == ANY_DATES else dates
    index, moment = result.index, result.moment
    with index.lock:
        found: dict[int, RenderedCard] = index.cards.find(numbers, variant, moment)
        version = index.cards.version
    missing = [number for number in numbers if number not in found]
    if missing:
        cards = read_cards(missing, index.catalog, moment=moment, dates=dates)
        fresh = {number: _render(card) for number, card in cards.items()}
        until = {number: (rendered, rendered.card.true_until) for number, rendered in fresh.items()}
        with index.lock:
            index.cards.store(until, variant, moment, version=version)
        found |= fresh
    distances = result.distances(numbers)
    words = map(km_words, distances) if distances else [""] * len(numbers)
    return [FoundCard(found[number], far) for number, far in zip(numbers, words, strict=True) if number in found]


def dates_asked_for(result: Result) -> Dates:
    """Which sessions count: in the period (days are days here, not in UTC), on the weekdays, at the times of day."""
    sets = result.sets
    return Dates(
        first=_midnight(sets.period.start) if sets.period.start else None,
        last=_midnight(sets.period.end + timedelta(days=1)) if sets.period.end else None,
        days=sets.days,
        parts=sets.parts,
    )


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def joined_cards(cards: Iterable[FoundCard]) -> SafeString:
    """The cards one after the other, as they stand in the page."""
    return joined_html(piece for (_, before, after), far in cards for piece in (before, _beside_place(far), after))


def _beside_place(distance: str) -> SafeString:
    return format_html(" · {}", distance) if distance else EMPTY


def _render(card: Card) -> RenderedCard:
    before, after = render_jinja("offers/card.html", card=card, uses=icons.icon_use(ICONS))
    return RenderedCard(card, before, after)


def km_words(km: float | None) -> str:
    """``800 m``, ``3,4 km``, ``27 km``; empty when unknown."""
    if km is None or km > FARTHEST:
        return ""
    if km < 0.95:
        return f"{max(100, round(km * 10) * 100)} m"
    return f"{number_format(km, 0 if km >= 10 else 1)} km"
