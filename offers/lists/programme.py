"""The printed programme: what takes place in a town in the coming weeks, district by district."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kit.formatting import WEEKDAYS, age_words, clock_words
from offers.calendar import local_instant
from offers.facets import Group, facet_code
from offers.models import OfferDocument, OfferRun, OfferSession
from offers.registration import availability
from offers.registration.prices import price_words
from offers.registration.ways import registration_contact
from partners.models import Municipality

WEEKS = 8
MOST_OFFERS = 400
MOST_DAYS = 12


@dataclass(frozen=True, slots=True)
class Line:
    """``Di 9:30–11:00 Uhr`` and its days ``24.11., 1.12.``"""

    slot: str
    days: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One offer in the programme."""

    title: str
    summary: str
    href: str
    lines: tuple[Line, ...]
    where: str
    ages: str
    price: str
    takes: str
    phone: str
    lead: str
    first: datetime | None


@dataclass(slots=True)
class Section:
    """One district, or what has no fixed place."""

    name: str
    entries: list[Entry] = field(default_factory=list)


def read_programme(town: Municipality | None, start: date) -> list[Section]:
    """Sections by district for ``WEEKS`` weeks from ``start``; offers without a fixed place come last.

    Costs four queries, whatever the number of offers; at most ``MOST_OFFERS`` offers.
    """
    begin, end = local_instant(start, time.min), local_instant(start + timedelta(weeks=WEEKS), time.min)
    documents = (
        OfferDocument.objects.public()
        .filter(Q(is_standing=True) | Q(next_start__lt=end))
        .select_related("offer__lead", "offer__location__area", "offer__contact_point")
        .defer("tsv", "facets")
        .order_by("title_key", "pk")
    )
    if town is not None:
        documents = documents.filter(facets__contains=[facet_code(Group.MUNICIPALITY, town.pk)])
    rows = list(documents[:MOST_OFFERS])
    ids = [row.offer_id for row in rows]
    sessions = _sessions(ids, begin, end)
    runs = _runs(ids)
    return _sections(rows, sessions, runs)


def _sessions(offers: list[int], begin: datetime, end: datetime) -> dict[int, list[OfferSession]]:
    found: dict[int, list[OfferSession]] = defaultdict(list)
    rows = OfferSession.objects.upcoming(begin).filter(run__offer__in=offers, starts_at__lt=end).select_related("run")
    for row in rows:
        found[row.run.offer_id].append(row)
    return found


def _runs(offers: list[int]) -> dict[int, list[OfferRun]]:
    found: dict[int, list[OfferRun]] = defaultdict(list)
    for run in OfferRun.objects.taking_place().filter(offer__in=offers).prefetch_related("fees").order_by("pk"):
        found[run.offer_id].append(run)
    return found


def _sections(
    rows: Iterable[OfferDocument], sessions: dict[int, list[OfferSession]], runs: dict[int, list[OfferRun]]
) -> list[Section]:
    by_name: dict[tuple[bool, str], Section] = {}
    for row in rows:
        dates = sessions.get(row.offer_id, [])
        if not dates and not row.is_standing:
            continue
        location = row.offer.location
        area = location.area if location and not location.is_protected else None
        name = area.name if area else _("Ohne festen Ort oder in der ganzen Stadt")
        section = by_name.setdefault((area is None, name), Section(name))
        section.entries.append(_entry(row, dates, runs.get(row.offer_id, [])))
    far = local_instant(date(9999, 1, 1), time.min)
    for section in by_name.values():
        section.entries.sort(key=lambda entry: (entry.first or far, entry.title))
    return [by_name[key] for key in sorted(by_name)]


def _entry(row: OfferDocument, dates: list[OfferSession], runs: list[OfferRun]) -> Entry:
    offer = row.offer
    contact = registration_contact(offer, timezone.localdate())
    lines = _lines(dates) or (Line(offer.opening_hours or _("jederzeit, nach Absprache"), ""),)
    return Entry(
        title=offer.title,
        summary=offer.summary,
        href=offer.get_absolute_url(),
        lines=lines,
        where=_where(row),
        ages=age_words(row.minimum_age_months, row.maximum_age_months),
        price=price_words(runs, offer.cost_note),
        takes=availability.best_availability(runs, offer.registration_mode, timezone.now()).label,
        phone=(contact.phone_display or contact.phone) if contact else "",
        lead=offer.lead.name,
        first=dates[0].starts_at if dates else None,
    )


def _lines(dates: list[OfferSession]) -> tuple[Line, ...]:
    """Dates at the same time of the same weekday share a line."""
    slots: dict[str, list[date]] = {}
    for session in dates:
        begin = timezone.localtime(session.starts_at)
        slot = f"{WEEKDAYS[begin.weekday()]} {clock_words(session.starts_at)}–{clock_words(session.ends_at)} Uhr"
        slots.setdefault(slot, []).append(begin.date())
    return tuple(Line(slot, _days(days)) for slot, days in slots.items())


def _days(days: list[date]) -> str:
    words = ", ".join(f"{day.day}.{day.month}." for day in days[:MOST_DAYS])
    if len(days) > MOST_DAYS:
        return _("%(days)s und weitere bis %(last)s") % {"days": words, "last": f"{days[-1].day}.{days[-1].month}."}
    return words


def _where(row: OfferDocument) -> str:
    offer = row.offer
    if offer.location is not None:
        if offer.location.is_protected:
            return _("Adresse auf Anfrage")
        return ", ".join(part for part in (offer.location.name, offer.location.address) if part)
    if offer.is_online:
        return _("online")
    return offer.location_text or _("nach Absprache")
