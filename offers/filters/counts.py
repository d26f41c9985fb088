"""How many offers there are, and how many each filter value would give: one statement for all of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.db import connections
from django.db.models import Case, Count, IntegerField, Value, When
from django.utils.timezone import make_aware

from offers.enums import DayPart
from offers.facets import STEP, Group, code
from offers.filters.conditions import Condition, Conditions
from offers.filters.wishes import Wishes
from offers.querysets import DocumentQuerySet

TOTAL = 0
DAYS = range(1, 8)
DAY_GROUPS = (Group.WEEKDAY, Group.DAY_PART, Group.SLOT)
LONGEST_SESSION = timedelta(days=31)
FAR = datetime(2200, 1, 1, tzinfo=UTC)

MASKED = "WITH m AS MATERIALIZED ({documents})"
BY_VALUE = """
SELECT f, count(*) FROM m CROSS JOIN unnest(m.facets) AS f
WHERE f / {step} <> ALL (ARRAY[{apart}]) AND (m.fail = 0{own}) GROUP BY f
UNION ALL SELECT {total}, count(*) FROM m WHERE m.fail = 0
"""
BY_SLOT = """
UNION ALL SELECT v.code, count(*) FROM m JOIN (VALUES {values}) AS v(code, wanted) ON m.facets && v.wanted
WHERE m.fail = 0 OR m.fail = %s GROUP BY v.code
"""
BY_SESSION = """
UNION ALL
SELECT found.code, count(DISTINCT found.offer_id) FROM (
    SELECT m.offer_id, extract(isodow FROM local.t)::int AS day,
           CASE WHEN local.t::time < '12:00' THEN 1 WHEN local.t::time < '17:00' THEN 2 ELSE 3 END AS part
    FROM m JOIN offers_offerrun r ON r.offer_id = m.offer_id JOIN offers_session s ON s.run_id = r.id
    CROSS JOIN LATERAL (SELECT s.starts_at AT TIME ZONE 'Europe/Berlin') AS local(t)
    WHERE (m.fail = 0 OR m.fail = %s) AND s.starts_at >= %s AND s.starts_at < %s AND s.ends_at > %s
      AND s.state <> 'cancelled' AND r.state <> 'cancelled'
) AS session
CROSS JOIN LATERAL (
    SELECT {weekday} + session.day, session.offer_id WHERE %s::int[] = '{{}}' OR session.part = ANY (%s::int[])
    UNION ALL
    SELECT {part} + session.part, session.offer_id WHERE %s::int[] = '{{}}' OR session.day = ANY (%s::int[])
) AS found(code, offer_id)
GROUP BY found.code
"""


@dataclass(frozen=True, slots=True)
class Counts:
    """Hits in all, and per filter value (by code) with every other filter applied."""

    total: int
    by_code: dict[int, int] = field(default_factory=dict)


def masked(documents: DocumentQuerySet, conditions: Sequence[Condition]) -> Any:
    """``documents`` with ``fail``: a bit for every condition that is not true of the row."""
    bits: Any = Value(0)
    for position, condition in enumerate(conditions):
        bits = bits + Case(When(condition.q, then=Value(0)), default=Value(1 << position), output_field=IntegerField())
    return documents.annotate(fail=bits)


def count(documents: DocumentQuerySet, conditions: Conditions, wishes: Wishes, moment: datetime) -> Counts:
    """Counts ``documents`` (already narrowed); costs one query."""
    rows = masked(documents, conditions.masked).values("offer_id", "facets", "fail").order_by()
    inner, parameters = rows.query.sql_with_params()
    days_apart = bool(wishes.days or wishes.parts or conditions.period)
    own = "".join(
        f" OR m.fail = {1 << position} AND f BETWEEN {one.codes[0]} AND {one.codes[1]}"
        for position, one in enumerate(conditions.masked)
        if one.codes
    )
    apart = DAY_GROUPS if days_apart else (Group.SLOT,)
    sql = MASKED.format(documents=inner) + BY_VALUE.format(
        step=STEP, apart=",".join(str(int(group)) for group in apart), own=own, total=TOTAL
    )
    if days_apart:
        more, values = _by_day(conditions, wishes, moment)
        sql, parameters = sql + more, (*parameters, *values)
    with connections[documents.db].cursor() as cursor:
        cursor.execute(sql, parameters)
        by_code = dict(cursor.fetchall())
    return Counts(by_code.pop(TOTAL, 0), by_code)


def single_drops(documents: DocumentQuerySet, conditions: Sequence[Condition]) -> dict[tuple[str, ...], int]:
    """For a search without hits: how many offers there would be without one of its conditions; costs one query.

    Keys are the parameters of the condition to drop, most hits first.
    """
    rows = masked(documents, conditions).filter(fail__in=[1 << position for position in range(len(conditions))])
    found = rows.values_list("fail").annotate(hits=Count("offer_id")).order_by("-hits", "fail")
    return {conditions[fail.bit_length() - 1].parameters: hits for fail, hits in found}


def _by_day(conditions: Conditions, wishes: Wishes, moment: datetime) -> tuple[str, list[Any]]:
    """The part that counts weekdays and times of day: each with the other one applied, for the same session."""
    bit = 1 << conditions.masked.index(conditions.slot) if conditions.slot else 0
    if conditions.period:
        first = make_aware(datetime.combine(wishes.start, time.min)) if wishes.start else moment - LONGEST_SESSION
        last = make_aware(datetime.combine(wishes.end + timedelta(days=1), time.min)) if wishes.end else FAR
        days, parts = list(wishes.days), list(wishes.parts)
        return BY_SESSION.format(weekday=Group.WEEKDAY * STEP, part=Group.DAY_PART * STEP), [
            bit, first, last, moment, parts, parts, days, days,
        ]  # fmt: skip
    wanted: list[tuple[int, list[int]]] = [
        (code(Group.WEEKDAY, day), [code(Group.SLOT, day * 10 + part) for part in wishes.parts or DayPart])
        for day in DAYS
    ]
    wanted += [
        (code(Group.DAY_PART, part), [code(Group.SLOT, day * 10 + part) for day in wishes.days or DAYS])
        for part in DayPart
    ]
    values = ", ".join("(%s::int, %s::int[])" for _ in wanted)
    return BY_SLOT.format(values=values), [*(value for pair in wanted for value in pair), bit]
