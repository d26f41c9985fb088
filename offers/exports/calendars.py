"""Sessions as calendar entries: of one offer, of an organisation, of everybody."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from kit.exports.ics import Entry
from offers.enums import OfferRole, RunState, SessionState
from offers.models import Offer, OfferSession
from offers.querysets import OfferSessionQuerySet
from partners.models import Location

MOST = 500
MOST_OF_ONE = 12
"""A whole course, and a quarter of a year of a weekly meeting."""

AHEAD = timedelta(days=400)
BEHIND = timedelta(days=14)
"""A calendar program that asks rarely still learns of what was cancelled last week."""


def offer_entries(offer: Offer, moment: datetime) -> list[Entry]:
    """All dates of one public offer, cancelled ones marked; one query."""
    return _entries(_published(moment).filter(run__offer=offer))


def organization_entries(organization_id: int, moment: datetime) -> list[Entry]:
    """Dates of public offers the organisation leads or organises together with others; one query."""
    together = Q(run__offer__partners__organization=organization_id, run__offer__partners__role=OfferRole.CO_ORGANIZER)
    rows = _published(moment).filter(Q(run__offer__lead=organization_id) | together)
    return _entries(rows.distinct())


def all_entries(moment: datetime) -> list[Entry]:
    """The next dates of all public offers, as many as a calendar program takes without complaint; one query."""
    return _entries(_published(moment))


def offers_entries(offers: Sequence[int], moment: datetime) -> list[Entry]:
    """The next dates of the public ones among ``offers``, at most ``MOST_OF_ONE`` of each; one query.

    For a file to be taken over once: what is past or cancelled has no place in it.
    """
    rows = (
        OfferSession.objects.upcoming(moment)
        .filter(run__offer__in=Offer.objects.public().filter(pk__in=offers), starts_at__lt=moment + AHEAD)
        .annotate(place=Window(RowNumber(), partition_by=F("run__offer_id"), order_by=["starts_at", "pk"]))
    )
    return _entries(rows.filter(place__lte=MOST_OF_ONE))


def _published(moment: datetime) -> OfferSessionQuerySet:
    return OfferSession.objects.filter(
        run__offer__in=Offer.objects.public(), starts_at__gte=moment - BEHIND, starts_at__lt=moment + AHEAD
    )


def _entries(sessions: OfferSessionQuerySet) -> list[Entry]:
    rows = sessions.select_related("run__offer__location", "run__location", "run__room__location", "room__location")
    return [_entry(row) for row in rows.order_by("starts_at", "pk")[:MOST]]


def _shown_place(session: OfferSession) -> Location | None:
    """The place of the date: its room, else the run's place or the offer's; ``None`` where it is protected."""
    run = session.run
    rooms = [room.location for room in (session.room, run.room) if room is not None]
    places = [*rooms[:1], run.location, run.offer.location, *rooms[1:]]
    place = next((one for one in places if one is not None), None)
    return None if place is None or place.is_protected else place


def _position(place: Location | None) -> tuple[float, float] | None:
    if place is None or place.lat is None or place.lon is None:
        return None
    return place.lat, place.lon


def _entry(session: OfferSession) -> Entry:
    run, offer = session.run, session.run.offer
    shown = _shown_place(session)
    words = f"{shown.name}, {shown.address}".strip(", ") if shown else run.location_text or offer.location_text
    if not words and offer.is_online:
        words = _("online")
    notes = [session.topic, session.note_public, run.alert, offer.summary]
    return Entry(
        uid=f"{session.uuid}@{urlsplit(settings.PUBLIC_BASE_URL).hostname}",
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        title=offer.title,
        modified_at=max(session.updated_at, run.updated_at, offer.updated_at),
        sequence=session.sequence,
        is_cancelled=session.state == SessionState.CANCELLED or run.state == RunState.CANCELLED,
        description="\n".join(dict.fromkeys(note for note in notes if note)),
        place=words,
        position=_position(shown),
        address=f"{settings.PUBLIC_BASE_URL}{offer.get_absolute_url()}",
        categories=(offer.get_kind_display(),),
    )
