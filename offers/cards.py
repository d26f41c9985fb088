"""Offers as cards in a list: everything in words, read in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from familynet.kit.wording import age_words, day_words, freshness, time_range
from offers import availability
from offers.availability import Availability
from offers.enums import AgeOf
from offers.facets import Group
from offers.models import Offer, OfferDocument, OfferRun, Session
from offers.prices import price_words
from offers.querysets import DocumentQuerySet


class Names(Protocol):
    """Where the names of filter values come from (``offers.filters.catalog.Catalog``)."""

    def names(self, group: Group, codes: Iterable[int]) -> list[str]: ...


ICONS = frozenset({"calendar-days", "triangle-alert", "baby", "languages", "map-pin", "euro", *availability.ICONS})
"""Every icon a card can show."""


@dataclass(frozen=True, slots=True)
class Card:
    """One offer in a list, in the order people ask."""

    title: str
    href: str
    when: str
    starts_at: datetime | None
    more: str
    is_standing: bool
    ages: str
    groups: str
    languages: str
    where: str
    distance: str
    price: str
    availability: Availability
    fresh: str
    alert: str


class NextDate(NamedTuple):
    """The next session of an offer that counts, and how many there are."""

    starts_at: datetime
    ends_at: datetime
    upcoming: int


def for_cards(documents: DocumentQuerySet) -> DocumentQuerySet:
    """Only the columns a card shows; text and search columns stay in the database."""
    place = [f"offer__location__{name}" for name in ("name", "city", "is_protected", "area__name")]
    offer = ["title", "slug", "kind", "age_of", "location_text", "is_online", "is_outreach", "opening_hours"]
    offer += ["registration_mode", "cost_note", "alert", "assured_on"]
    own = ["next_start", "is_standing", "facets", "minimum_age_months", "maximum_age_months"]
    return documents.select_related("offer__location__area").only(*own, *(f"offer__{name}" for name in offer), *place)


def read_cards(
    documents: Iterable[OfferDocument], names: Names, *, sessions: Q | None = None, moment: datetime | None = None
) -> list[Card]:
    """Cards for ``documents`` (from ``for_cards``); costs three queries, whatever their number.

    ``sessions`` says which dates count for "next date", when the family asked for certain days.
    """
    rows, moment = list(documents), moment or timezone.now()
    ids = [row.offer_id for row in rows]
    dates = _next_dates(ids, sessions or Q(), moment)
    runs = _live_runs(ids)
    return [_card(row, dates.get(row.offer_id), runs[row.offer_id], names, moment) for row in rows]


def _next_dates(offers: Sequence[int], q: Q, moment: datetime) -> dict[int, NextDate]:
    offer = F("run__offer_id")
    rows = (
        Session.objects.upcoming(moment)
        .filter(q, run__offer__in=offers)
        .annotate(
            place=Window(RowNumber(), partition_by=offer, order_by=["starts_at", "pk"]),
            upcoming=Window(Count("pk"), partition_by=offer),
        )
        .filter(place=1)
        .values_list("run__offer_id", "starts_at", "ends_at", "upcoming")
    )
    return {row[0]: NextDate(*row[1:]) for row in rows}


def _live_runs(offers: Sequence[int]) -> dict[int, list[OfferRun]]:
    rows = (
        OfferRun.objects.taking_place()
        .filter(offer__in=offers)
        .select_related("location", "room__location")
        .prefetch_related("fees")
        .order_by("offer", "pk")
    )
    runs: dict[int, list[OfferRun]] = defaultdict(list)
    for run in rows:
        runs[run.offer_id].append(run)
    return runs


def _card(row: OfferDocument, session: NextDate | None, runs: list[OfferRun], names: Names, moment: datetime) -> Card:
    offer = row.offer
    return Card(
        title=offer.title,
        href=offer.get_absolute_url(),
        when=_when(offer, session),
        starts_at=session.starts_at if session else None,
        more=_more(session),
        is_standing=session is None,
        ages=_ages(offer, row),
        groups=", ".join(names.names(Group.TARGET_GROUP, row.facets)[:2]),
        languages=", ".join(names.names(Group.LANGUAGE, row.facets)),
        where=_where(offer, runs, names, row),
        distance=km_words(getattr(row, "distance_km", None)),
        price=price_words(runs, offer.cost_note),
        availability=availability.best(runs, offer.registration_mode, moment),
        fresh=freshness(offer.assured_on) if offer.assured_on else "",
        alert=offer.alert,
    )


def _when(offer: Offer, session: NextDate | None) -> str:
    if session is not None:
        return f"{day_words(session.starts_at)}, {time_range(session)}"
    return offer.opening_hours or _("jederzeit, nach Absprache")


def _more(session: NextDate | None) -> str:
    others = session.upcoming - 1 if session else 0
    return ngettext("und 1 weiterer Termin", "und %(n)s weitere Termine", others) % {"n": others} if others > 0 else ""


def _ages(offer: Offer, row: OfferDocument) -> str:
    lowest, highest = row.minimum_age_months, row.maximum_age_months
    if lowest is None and highest is None and offer.age_of == AgeOf.ADULT:
        return _("Erwachsene")
    return age_words(lowest, highest)


def _where(offer: Offer, runs: list[OfferRun], names: Names, row: OfferDocument) -> str:
    places = [offer.location, *(run.location or (run.room.location if run.room else None) for run in runs)]
    place = next((one for one in places if one is not None), None)
    if place is not None:
        if place.is_protected:
            return _("%(city)s, Adresse auf Anfrage") % {"city": place.city} if place.city else _("Adresse auf Anfrage")
        districts = names.names(Group.AREA, row.facets)
        beside = districts[0] if len(districts) == 1 else place.city
        return place.name if not beside or beside in place.name else f"{place.name}, {beside}"
    if offer.is_online:
        return _("online")
    words = offer.location_text or next((run.location_text for run in runs if run.location_text), "")
    if words:
        return words
    districts = names.names(Group.AREA, row.facets) or names.names(Group.MUNICIPALITY, row.facets)
    coming = _("kommt zu Ihnen: %s") if offer.is_outreach else "%s"
    return coming % ", ".join(districts[:3]) if districts else _("Ort nach Absprache")


def km_words(km: float | None) -> str:
    """``800 m``, ``3,4 km``, ``27 km``; empty when unknown."""
    if km is None:
        return ""
    if km < 0.95:
        return f"{max(100, round(km * 10) * 100)} m"
    return f"{number_format(km, 0 if km >= 10 else 1)} km"
