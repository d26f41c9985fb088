"""What the cards of a result list show, read for all of them in one statement."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connections

from offers.enums import FeePer, RunState
from offers.models import OfferDocument

READ = """
SELECT d.offer_id, o.title, o.slug, o.age_of, o.is_online, o.is_outreach, o.opening_hours, o.registration_mode,
       o.cost_note, o.alert, o.assured_on, d.facets, d.minimum_age_months, d.maximum_age_months,
       coalesce(nullif(o.location_text, ''), runs.place_text, ''),
       coalesce(l.name, runs.place), coalesce(l.city, runs.city), coalesce(l.is_protected, runs.is_protected),
       session.starts_at, session.ends_at, session.upcoming, session.first_end, runs.facts
FROM offers_offerdocument d
JOIN offers_offer o ON o.id = d.offer_id
LEFT JOIN partners_location l ON l.id = o.location_id
LEFT JOIN LATERAL (
    SELECT s.starts_at, s.ends_at, count(*) OVER () AS upcoming, min(s.ends_at) OVER () AS first_end
    FROM offers_offerrun r JOIN offers_offersession s ON s.run_id = r.id
    WHERE r.offer_id = d.offer_id AND s.ends_at > %(moment)s AND s.state <> 'cancelled' AND r.state <> 'cancelled'
      {dates}
    ORDER BY s.starts_at, s.id LIMIT 1
) AS session ON true
CROSS JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_array(
               r.state, r.maximum_places, r.places_taken, r.registration_opens_at, r.registration_closes_at,
               r.waiting_list_limit, r.waiting_count, r.material_cost::text,
               (SELECT jsonb_agg(jsonb_build_array(f.amount::text, f.per) ORDER BY f."order", f.id)
                FROM offers_feeoption f WHERE f.run_id = r.id)) ORDER BY r.id) AS facts,
           (array_agg(p.name ORDER BY r.id) FILTER (WHERE p.id IS NOT NULL))[1] AS place,
           (array_agg(p.city ORDER BY r.id) FILTER (WHERE p.id IS NOT NULL))[1] AS city,
           (array_agg(p.is_protected ORDER BY r.id) FILTER (WHERE p.id IS NOT NULL))[1] AS is_protected,
           (array_agg(r.location_text ORDER BY r.id) FILTER (WHERE r.location_text <> ''))[1] AS place_text
    FROM offers_offerrun r
    LEFT JOIN partners_room m ON m.id = r.room_id
    LEFT JOIN partners_location p ON p.id = coalesce(r.location_id, m.location_id)
    WHERE r.offer_id = d.offer_id AND r.state NOT IN ('cancelled', 'completed', 'reported')
) AS runs
WHERE d.offer_id = ANY (%(numbers)s)
"""
BETWEEN = "AND s.starts_at >= %(first)s AND s.starts_at < %(last)s"
ON_DAYS = "AND extract(isodow FROM s.starts_at AT TIME ZONE 'Europe/Berlin') = ANY (%(days)s)"
AT_TIMES = """AND CASE WHEN (s.starts_at AT TIME ZONE 'Europe/Berlin')::time < '12:00' THEN 1
      WHEN (s.starts_at AT TIME ZONE 'Europe/Berlin')::time < '17:00' THEN 2 ELSE 3 END = ANY (%(parts)s)"""


@dataclass(frozen=True, slots=True)
class Dates:
    """Which sessions count; empty when any will do."""

    first: datetime | None = None
    last: datetime | None = None
    days: tuple[int, ...] = ()
    parts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class FeeFacts:
    """One fee as a card needs it."""

    amount: Decimal
    per: str

    def get_per_display(self) -> str:
        return str(FeePer(self.per).label)


class Fees(tuple[FeeFacts, ...]):
    """Fees of one run, asked for like a relation."""

    __slots__ = ()

    def all(self) -> "Fees":
        return self


@dataclass(frozen=True, slots=True)
class RunFacts:
    """One run as a card needs it; stands in for ``OfferRun``."""

    state: RunState
    maximum_places: int | None
    places_taken: int
    registration_opens_at: datetime | None
    registration_closes_at: datetime | None
    waiting_list_limit: int | None
    waiting_count: int
    material_cost: Decimal
    fees: Fees

    @property
    def places_free(self) -> int | None:
        return None if self.maximum_places is None else max(0, self.maximum_places - self.places_taken)

    @property
    def is_full(self) -> bool:
        return self.places_free == 0


@dataclass(frozen=True, slots=True)
class CardRow:
    """One offer as a card needs it. ``place`` is name, town and whether the address is protected."""

    offer_id: int
    title: str
    slug: str
    age_of: str
    is_online: bool
    is_outreach: bool
    opening_hours: str
    registration_mode: str
    cost_note: str
    alert: str
    assured_on: date | None
    facets: list[int]
    youngest: int | None
    oldest: int | None
    location_text: str
    place: tuple[str, str, bool] | None
    starts_at: datetime | None
    ends_at: datetime | None
    upcoming: int
    first_end: datetime | None
    """When the first of the upcoming sessions is over."""
    runs: list[RunFacts]

    def changes_at(self) -> Iterator[datetime]:
        """Moments at which what is said about the offer changes by itself, past ones among them."""
        if self.first_end is not None:
            yield self.first_end
        for run in self.runs:
            yield from filter(None, (run.registration_opens_at, run.registration_closes_at))


def read_card_rows(numbers: Sequence[int], moment: datetime, dates: Dates) -> dict[int, CardRow]:
    """Rows by number of the offer; costs one query."""
    if not numbers:
        return {}
    wanted: dict[str, Any] = {"numbers": list(numbers), "moment": moment}
    conditions = []
    if dates.first is not None or dates.last is not None:
        conditions.append(BETWEEN)
        wanted |= {"first": dates.first or moment.min, "last": dates.last or moment.max}
    if dates.days:
        conditions.append(ON_DAYS)
        wanted["days"] = list(dates.days)
    if dates.parts:
        conditions.append(AT_TIMES)
        wanted["parts"] = list(dates.parts)
    with connections[OfferDocument.objects.db].cursor() as cursor:
        cursor.execute(READ.format(dates=" ".join(conditions)), wanted)
        return {row[0]: _row(row) for row in cursor.fetchall()}


def _row(row: tuple[Any, ...]) -> CardRow:
    *own, place, city, is_protected, starts_at, ends_at, upcoming, first_end, runs = row
    where = (place, city or "", bool(is_protected)) if place is not None else None
    values: list[Any] = [
        *own,
        where,
        starts_at,
        ends_at,
        upcoming or 0,
        first_end,
        [_run(run) for run in json.loads(runs or "[]")],
    ]
    return CardRow(*values)


def _run(facts: list[Any]) -> RunFacts:
    state, maximum, taken, opens, closes, limit, waiting, material, fees = facts
    return RunFacts(
        RunState(state),
        maximum,
        taken,
        datetime.fromisoformat(opens) if opens else None,
        datetime.fromisoformat(closes) if closes else None,
        limit,
        waiting,
        Decimal(material),
        Fees(FeeFacts(Decimal(amount), per) for amount, per in fees or ()),
    )
