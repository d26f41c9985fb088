"""Offers and rooms that others share with a centre, each with what it rests on: „abgedeckt durch …“ or „ohne …“."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from agreements.models.agreement import AgreementQuerySet
from agreements.reports.coverage import CoverageNote, coverage_notes
from offers.enums import OfferState
from offers.models import Offer
from partners.models import Room

MOST = 300
LIVE = (OfferState.COORDINATION, OfferState.PUBLISHED, OfferState.PAUSED)


@dataclass(frozen=True, slots=True)
class SharedThing:
    """One offer or room and its note; ``who`` shares it."""

    kind: str
    thing: Offer | Room
    who: str
    note: CoverageNote


def shared_things(centers: Iterable[int], seen: AgreementQuerySet, on: date) -> list[SharedThing]:
    """Offers of the centres with somebody else in them, and their rooms; uncovered ones first. Fourteen queries."""
    mine = list(centers)
    offers = list(
        Offer.objects.filter(state__in=LIVE)
        .filter(Q(lead__in=mine, partners__isnull=False) | (Q(partners__organization__in=mine) & ~Q(lead__in=mine)))
        .select_related("lead")
        .distinct()
        .by_title()[:MOST]
    )
    rooms = list(
        Room.objects.filter(location__hosted__organization__in=mine)
        .select_related("location")
        .distinct()
        .order_by("location__name_key", "name", "pk")[:MOST]
    )
    offer_notes = coverage_notes("offer", [one.pk for one in offers], seen=seen, on=on)
    room_notes = coverage_notes("room", [one.pk for one in rooms], seen=seen, on=on)
    found = [SharedThing("Angebot", one, one.lead.name, offer_notes[one.pk]) for one in offers]
    found += [SharedThing("Raum", one, one.location.name, room_notes[one.pk]) for one in rooms]
    return sorted(found, key=lambda one: (one.note.is_valid, one.kind))
