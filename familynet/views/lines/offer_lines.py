"""Offers and dates as single lines: when, what, for whom, where. For pages whose subject is something else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from kit import formatting
from kit.view_models import WeekDay, WeekEntry
from offers.enums import Approval, OfferRole, RegistrationMode
from offers.models import Offer, OfferPartner, OfferRun, OfferSession
from partners.models import Location

OPEN_DOOR = (RegistrationMode.NONE, RegistrationMode.OPTIONAL)
"""Ways to come without having registered."""
MOST_OFFERS = 60
MOST_DATES = 200
LONGEST_SESSION = timedelta(days=3)
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class OfferLine:
    """One offer with its next date; a standing offer has opening hours instead."""

    title: str
    href: str
    organizer_ids: frozenset[int]
    starts_at: datetime | None
    ends_at: datetime | None
    opening_hours: str
    minimum_age_months: int | None
    maximum_age_months: int | None
    place: str
    open_door: bool


def place_words(location: Location | None, text: str = "") -> str:
    """House and district (or town) in one phrase; nothing about a protected address."""
    if location is None or location.is_protected:
        return text
    return ", ".join(filter(None, [location.name, location.area.name if location.area else location.city]))


def shown_offers() -> "QuerySet[Offer]":
    """Offers as the search shows them: public, and standing or with a date still to come."""
    to_come = Q(document__is_standing=True) | Q(document__last_end__gte=timezone.now())
    return Offer.objects.public().filter(to_come)


def organized_by(organization_ids: Iterable[int]) -> "QuerySet[Offer]":
    """Public offers these organisations lead or organise together with others."""
    ids = list(organization_ids)
    led = Offer.objects.filter(lead__in=ids).order_by().values("pk")
    shared = OfferPartner.objects.filter(organization__in=ids, role=OfferRole.CO_ORGANIZER)
    together = shared.exclude(approval=Approval.OBJECTED).order_by().values("offer")
    return shown_offers().filter(pk__in=led.union(together))  # not "or": that would walk through all offers by date


def offer_lines(offers: "QuerySet[Offer]") -> list[OfferLine]:
    """``offers`` by their next date, standing ones last; one query, at most ``MOST_OFFERS``.

    Which ones come first is read from the search document; the dates themselves are looked up for those only.
    """
    upcoming = OfferSession.objects.upcoming().filter(run__offer=OuterRef("pk"))
    others = OfferPartner.objects.filter(offer=OuterRef("pk"), role=OfferRole.CO_ORGANIZER)
    rows = (
        offers.select_related("location__area")
        .defer("description")
        .annotate(
            starts_at=Subquery(upcoming.values("starts_at")[:1]),
            ends_at=Subquery(upcoming.values("ends_at")[:1]),
            others=ArraySubquery(others.exclude(approval=Approval.OBJECTED).values("organization")),
        )
        .order_by(F("document__next_start").asc(nulls_last=True), "title_key", "pk")[:MOST_OFFERS]
    )
    lines = [
        OfferLine(
            title=row.title,
            href=row.get_absolute_url(),
            organizer_ids=frozenset([row.lead_id, *row.others]),
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            opening_hours=row.opening_hours,
            minimum_age_months=row.minimum_age_months,
            maximum_age_months=row.maximum_age_months,
            place=place_words(row.location, row.location_text),
            open_door=row.registration_mode in OPEN_DOOR,
        )
        for row in rows
    ]
    return sorted(lines, key=lambda line: line.starts_at or NEVER)


def runs_at(location: Location) -> list[int]:
    """Keys of runs that take place at ``location``: by themselves, else by their room, else by their offer.

    Three indexed ways in one query instead of a condition with "or", which would read every date of the week.
    """
    by_room = OfferRun.objects.filter(location=None, room__location=location)
    by_offer = OfferRun.objects.filter(location=None, room=None, offer__location=location)
    by_itself = OfferRun.objects.filter(location=location)
    ways = [runs.order_by().values_list("pk") for runs in (by_itself, by_room, by_offer)]
    return [pk for (pk,) in ways[0].union(*ways[1:])]


def sessions_of_week(day: date, offers: "QuerySet[Offer]") -> "QuerySet[OfferSession]":
    """Dates of ``offers`` in the seven days from ``day`` that are still to come, soonest first."""
    end = timezone.make_aware(datetime.combine(day + timedelta(days=7), datetime.min.time()))
    begin = end - timedelta(days=7) - LONGEST_SESSION  # or the index would be read from its first year on
    return (
        OfferSession.objects.upcoming()
        .filter(starts_at__gte=begin, starts_at__lt=end, run__offer__in=offers)
        .select_related("run__offer", "run__room", "room")
        .defer("run__offer__description")
    )


def session_place(session: OfferSession) -> str:
    """Where a date takes place, in words; run, room and offer must be fetched with their locations and areas."""
    run = session.run
    location = run.location or (run.room.location if run.room else None) or run.offer.location
    return place_words(location, run.location_text or run.offer.location_text)


def places_of(sessions: Sequence[OfferSession]) -> dict[int, str]:
    """Where each date takes place, in words, by its key; one query.

    Read apart from the dates: with all ways to a place joined, planning the query takes longer than running it.
    """

    def location_id(session: OfferSession) -> int | None:
        run = session.run
        return run.location_id or (run.room.location_id if run.room else None) or run.offer.location_id

    ids = {session.pk: location_id(session) for session in sessions}
    locations = Location.objects.select_related("area").in_bulk([pk for pk in ids.values() if pk])
    return {
        session.pk: place_words(
            locations.get(ids[session.pk] or 0), session.run.location_text or session.run.offer.location_text
        )
        for session in sessions
    }


def week_of(day: date, sessions: Iterable[OfferSession]) -> list[WeekDay]:
    """Seven days from ``day`` with their dates."""
    entries: dict[date, list[WeekEntry]] = {day + timedelta(days=n): [] for n in range(7)}
    for session in sessions:
        found = entries.get(formatting.local_day(session.starts_at))
        if found is not None:
            room = session.room.name if session.room else ""
            offer = session.run.offer
            found.append(WeekEntry(formatting.time_range(session), offer.title, offer.get_absolute_url(), room))
    return [WeekDay(when, rows) for when, rows in entries.items()]
