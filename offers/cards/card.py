"""Offers as cards in a list: everything in words, read in one statement."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple, Protocol

from django.utils import timezone
from django.utils.http import int_to_base36
from django.utils.translation import ngettext

from kit.formatting import age_words, day_words, freshness_words, time_range
from kit.formatting import said as _
from offers.cards import rows
from offers.cards.rows import CardRow
from offers.enums import AgeOf
from offers.facets import Group
from offers.registration import availability
from offers.registration.availability import Availability
from offers.registration.prices import price_words


class Names(Protocol):
    """Where the names of filter values come from (``offers.search.catalog.Catalog``)."""

    def names(self, group: Group, codes: Iterable[int]) -> list[str]: ...


ICONS = frozenset(
    {"calendar-days", "triangle-alert", "baby", "languages", "map-pin", "euro", "bookmark", *availability.ICONS}
)
"""Every icon a card can show."""


@dataclass(frozen=True, slots=True)
class Card:
    """One offer in a list, in the order of people's questions."""

    title: str
    code: str
    """How the Merkliste names the offer."""
    href: str
    when: str
    starts_at: datetime | None
    more: str
    is_open_ended: bool
    ages: str
    groups: str
    languages: str
    where: str
    price: str
    availability: Availability
    fresh: str
    alert: str
    true_until: datetime
    """When some of these words begin to be wrong though nobody changed anything."""


class _Local(NamedTuple):
    """A session in local time."""

    starts_at: datetime
    ends_at: datetime


def _here(moment: datetime) -> datetime:
    """Local time without a zone: converted once, not by every word about it."""
    return timezone.make_naive(moment)


def read_cards(numbers: Sequence[int], names: Names, *, moment: datetime, dates: rows.Dates) -> dict[int, Card]:
    """Cards by number of the offer; costs one query, whatever their number. Offers gone meanwhile have none.

    ``dates`` says which sessions count for "next date", when the family asked for certain days.
    """
    found = rows.read_card_rows(numbers, moment, dates)
    today = timezone.localdate(moment)
    midnight = timezone.make_aware(datetime.combine(today + timedelta(days=1), time.min))
    return {number: _card(row, names, moment, today, midnight) for number, row in found.items()}


def _card(row: CardRow, names: Names, moment: datetime, today: date, midnight: datetime) -> Card:
    return Card(
        title=row.title,
        code=int_to_base36(row.offer_id),
        href=f"/angebote/{row.slug}/",
        when=_when(row, today),
        starts_at=row.starts_at,
        more=_more(row),
        is_open_ended=row.starts_at is None,
        ages=_ages(row),
        groups=", ".join(names.names(Group.TARGET_GROUP, row.facets)[:2]),
        languages=", ".join(names.names(Group.LANGUAGE, row.facets)),
        where=_where(row, names),
        price=price_words(row.runs, row.cost_note),
        availability=availability.best_availability(row.runs, row.registration_mode, moment),
        fresh=freshness_words(row.assured_on) if row.assured_on else "",
        alert=row.alert,
        true_until=min([midnight, *(one for one in row.changes_at() if one > moment)]),
    )


def _when(row: CardRow, today: date) -> str:
    if row.starts_at is not None and row.ends_at is not None:
        local = _Local(_here(row.starts_at), _here(row.ends_at))
        return f"{day_words(local.starts_at, today)}, {time_range(local)}"
    return row.opening_hours or _("jederzeit, nach Absprache")


def _more(row: CardRow) -> str:
    others = row.upcoming - 1 if row.starts_at else 0
    return ngettext("und 1 weiterer Termin", "und %(n)s weitere Termine", others) % {"n": others} if others > 0 else ""


def _ages(row: CardRow) -> str:
    if row.youngest is None and row.oldest is None and row.age_of == AgeOf.ADULT:
        return _("Erwachsene")
    return age_words(row.youngest, row.oldest)


def _where(row: CardRow, names: Names) -> str:
    if row.place is not None:
        place, city, is_protected = row.place
        if is_protected:
            return _("%(city)s, Adresse auf Anfrage") % {"city": city} if city else _("Adresse auf Anfrage")
        districts = names.names(Group.AREA, row.facets)
        beside = districts[0] if len(districts) == 1 else city
        return place if not beside or beside in place else f"{place}, {beside}"
    if row.is_online:
        return _("online")
    if row.location_text:
        return row.location_text
    districts = names.names(Group.AREA, row.facets) or names.names(Group.MUNICIPALITY, row.facets)
    coming = _("kommt zu Ihnen: %s") if row.is_outreach else "%s"
    return coming % ", ".join(districts[:3]) if districts else _("Ort nach Absprache")
