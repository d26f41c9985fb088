"""The Merkliste: which offers an address names, and what a family needs of each on one sheet of paper.

The list lives in its address and, with scripts, in the browser. Nothing of it is kept here: no account, cookie or row.
An offer is named by its primary key in base 36 (``1k``): short enough for forty of them in a QR code, and it stays when
the title or the short address of the offer changes.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils import timezone
from django.utils.http import base36_to_int, int_to_base36
from django.utils.translation import gettext as _

from kit.formatting import age_words, date_words, time_range
from offers.enums import AgeOf, RunState
from offers.models import Offer, OfferRun, OfferSession
from offers.registration import availability
from offers.registration.availability import Availability, BookingChance
from offers.registration.prices import price_words
from offers.registration.ways import registration_contact
from partners.models import ContactPoint, Location, PlanningArea

MOST = 40
"""So many offers fit into an address of 2000 characters and into a QR code a telephone can read from paper."""

MOST_DATES = 4
PARAMETER = "a"
CODE = re.compile(r"[0-9a-z]{1,10}", re.ASCII | re.IGNORECASE)
OFFER_PATH = re.compile(r"(?:^|/)angebote/(?P<slug>[-\w]{1,120})(?:/|\.ics)?$", re.ASCII)


class When(NamedTuple):
    """``Do, 26. November`` and ``10:00–11:30 Uhr``."""

    day: str
    time: str


class PlaceOnPaper(NamedTuple):
    """Where to go, in words; ``address`` and ``transport`` are empty where none may be shown."""

    name: str
    address: str
    transport: str


@dataclass(frozen=True, slots=True)
class ShortlistEntry:
    """One offer of the list, everything in words."""

    code: str
    title: str
    href: str
    lead: str
    alert: str
    dates: tuple[When, ...]
    when: str
    place: str
    address: str
    transport: str
    ages: str
    price: str
    availability: Availability
    contact: str
    phone: str
    phone_shown: str
    email: str


def shortlist_code(offer_id: int) -> str:
    """``1k`` for the offer with primary key 56."""
    return int_to_base36(offer_id)


def read_codes(texts: Iterable[str]) -> tuple[list[int], bool]:
    """Primary keys for the codes of an address, each once, in the order given; and whether it named more than ``MOST``.

    What cannot be a code names nothing and is left out.
    """
    ids = dict.fromkeys(base36_to_int(text) for text in texts if CODE.fullmatch(text))
    return list(ids)[:MOST], len(ids) > MOST


def shortlist_address(ids: Iterable[int], page: str = "offers:shortlist") -> str:
    """``/merkliste/?a=1k&a=2b``; without offers the empty list."""
    query = urlencode([(PARAMETER, shortlist_code(one)) for one in ids])
    return f"{reverse(page)}?{query}" if query else reverse(page)


def find_typed(text: str) -> list[int]:
    """Offers behind an address somebody copied: that of an offer's page, or that of a list. One query at most.

    Whether they are public is not asked here: the list says so for each of its offers.
    """
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        return []
    if parts.path.endswith(reverse("offers:shortlist")):
        return read_codes(parse_qs(parts.query).get(PARAMETER, []))[0]
    found = OFFER_PATH.search(unquote(parts.path))
    return list(Offer.objects.filter(slug=found["slug"]).values_list("pk", flat=True)) if found else []


def on_shortlist(ids: Sequence[int]) -> list[Offer]:
    """The offers with these keys in this order, with ``is_public``; unknown keys are missing. Two queries."""
    rows: QuerySet[Offer] = (
        Offer.objects.with_publicity()
        .filter(pk__in=ids)
        .annotate(had_runs=Exists(OfferRun.objects.filter(offer=OuterRef("pk"))))
        .select_related("lead", "location__area", "contact_point__organization")
        .prefetch_related(Prefetch("areas", PlanningArea.objects.only("name").order_by("name_key", "pk")))
    )
    by_id = {row.pk: row for row in rows}
    return [by_id[one] for one in ids if one in by_id]


def read_entries(offers: Sequence[Offer], moment: datetime | None = None) -> list[ShortlistEntry]:
    """Entries for public ``offers`` (from ``on_shortlist``), in their order; three queries."""
    moment = moment or timezone.now()
    ids = [offer.pk for offer in offers]
    dates, runs = _dates(ids, moment), _runs(ids)
    return [_entry(offer, dates[offer.pk], runs[offer.pk], moment) for offer in offers]


def _dates(offers: Sequence[int], moment: datetime) -> dict[int, list[OfferSession]]:
    found: dict[int, list[OfferSession]] = defaultdict(list)
    rows = (
        OfferSession.objects.upcoming(moment)
        .filter(run__offer__in=offers)
        .annotate(
            place=Window(RowNumber(), partition_by=F("run__offer_id"), order_by=["starts_at", "pk"]),
            offer_id=F("run__offer_id"),
        )
        .filter(place__lte=MOST_DATES)
        .order_by("starts_at", "pk")
    )
    for row in rows:
        found[row.offer_id].append(row)  # type: ignore[attr-defined]
    return found


def _runs(offers: Sequence[int]) -> dict[int, list[OfferRun]]:
    """Runs that are not over; cancelled ones too, so that nobody goes there in vain."""
    found: dict[int, list[OfferRun]] = defaultdict(list)
    rows = (
        OfferRun.objects.filter(offer__in=offers)
        .exclude(state__in=[RunState.COMPLETED, RunState.REPORTED])
        .select_related("location__area", "room__location__area")
        .prefetch_related("fees")
        .order_by("offer", "pk")
    )
    for run in rows:
        found[run.offer_id].append(run)
    return found


def _entry(offer: Offer, dates: Sequence[OfferSession], runs: Sequence[OfferRun], moment: datetime) -> ShortlistEntry:
    live = [run for run in runs if run.state != RunState.CANCELLED]
    state = availability.best_availability(live or runs, offer.registration_mode, moment)
    contact = registration_contact(offer, timezone.localdate(moment))
    place = _place(offer, live or runs)
    return ShortlistEntry(
        code=shortlist_code(offer.pk),
        title=offer.title,
        href=offer.get_absolute_url(),
        lead=offer.lead.name,
        alert=_alert(offer, runs, state),
        dates=tuple(When(date_words(one.starts_at), time_range(one)) for one in dates),
        when="" if dates else _when(offer, state),
        place=place.name,
        address=place.address,
        transport=place.transport,
        ages=_ages(offer),
        price=price_words(live or runs, offer.cost_note),
        availability=state,
        **_contact(contact),
    )


def _alert(offer: Offer, runs: Sequence[OfferRun], state: Availability) -> str:
    if state.chance is not BookingChance.CANCELLED:
        return offer.alert
    return next((run.alert for run in runs if run.alert), "") or offer.alert


def _when(offer: Offer, state: Availability) -> str:
    if state.chance is BookingChance.CANCELLED:
        return _("abgesagt")
    if offer.opening_hours:
        return offer.opening_hours
    if offer.had_runs:  # type: ignore[attr-defined]
        return _("zurzeit ist kein Termin geplant")
    return _("jederzeit, nach Absprache")


def _place(offer: Offer, runs: Sequence[OfferRun]) -> PlaceOnPaper:
    """Name, address and stop; of a protected place neither, and without an address where it is in words."""
    location = _location(offer, runs)
    if location is None or location.is_protected:
        return PlaceOnPaper(_place_in_words(offer, runs, location), "", "")
    address = ", ".join(part for part in (location.address, _district(location)) if part)
    return PlaceOnPaper(location.name, address, location.public_transport)


def _location(offer: Offer, runs: Sequence[OfferRun]) -> Location | None:
    places = (offer.location, *(run.location or (run.room.location if run.room else None) for run in runs))
    return next((place for place in places if place is not None), None)


def _district(place: Location) -> str:
    return place.area.name if place.area and place.area.name not in place.address else ""


def _place_in_words(offer: Offer, runs: Sequence[OfferRun], location: Location | None) -> str:
    """Where it is when there is no address, or none to be shown."""
    if location is not None:
        return _("Adresse auf Anfrage")
    if offer.is_online:
        return _("online")
    words = offer.location_text or next((run.location_text for run in runs if run.location_text), "")
    if words:
        return words
    areas = ", ".join(area.name for area in offer.areas.all()[:3])
    if offer.is_outreach:
        return _("kommt zu Ihnen: %s") % areas if areas else _("kommt zu Ihnen")
    return areas or _("Ort nach Absprache")


def _ages(offer: Offer) -> str:
    lowest, highest = offer.minimum_age_months, offer.maximum_age_months
    if lowest is None and highest is None and offer.age_of == AgeOf.ADULT:
        return _("Erwachsene")
    return age_words(lowest, highest)


def _contact(contact: ContactPoint | None) -> dict[str, str]:
    """The function, never a person's name: the sheet may hang on a notice board for years."""
    if contact is None:
        return {"contact": "", "phone": "", "phone_shown": "", "email": ""}
    return {
        "contact": f"{contact.function}, {contact.organization.name}",
        "phone": contact.phone,
        "phone_shown": contact.phone_display or contact.phone,
        "email": contact.email,
    }
