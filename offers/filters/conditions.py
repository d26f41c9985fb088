"""Wishes as conditions on search documents. Each is one sentence a family could take back.

``narrowing`` conditions go into ``WHERE``; ``masked`` ones become a bit each, so that every list of filter values can
be counted with all the other conditions applied (performance.md 3.3).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import or_

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Exists, OuterRef, Q
from django.db.models.lookups import GreaterThanOrEqual
from django.utils import timezone

from familynet.kit.search import prefix_query
from offers.enums import DayPart
from offers.facets import STEP, Flag, Group, code
from offers.filters.where import Where
from offers.filters.wishes import Wishes
from offers.models import Session
from partners.querysets import distance_km

KM_PER_DEGREE = 111.2
SHORT, ALIKE_SHORT, ALIKE = 4, 0.6, 0.45
NOON, EVENING = time(12), time(17)
PART_TIMES = {
    DayPart.MORNING: Q(starts_at__time__lt=NOON),
    DayPart.AFTERNOON: Q(starts_at__time__gte=NOON, starts_at__time__lt=EVENING),
    DayPart.EVENING: Q(starts_at__time__gte=EVENING),
}


@dataclass(frozen=True, slots=True)
class Condition:
    """``parameters`` name what would have to be dropped; ``codes`` is the span of values counted without it."""

    parameters: tuple[str, ...]
    q: Q
    codes: tuple[int, int] | None = None


@dataclass(slots=True)
class Conditions:
    """All conditions of one search, and the sessions that count for it."""

    narrowing: list[Condition] = field(default_factory=list)
    masked: list[Condition] = field(default_factory=list)
    slot: Condition | None = None
    sessions: Q = field(default_factory=Q)
    """Which sessions match day, time of day and period; empty when any will do."""
    period: Q = field(default_factory=Q)


def group_span(group: Group) -> tuple[int, int]:
    """Smallest and largest code of a facet group."""
    return group * STEP, group * STEP + STEP - 1


def build(wishes: Wishes, moment: datetime | None = None) -> Conditions:
    """The conditions for ``wishes``; plain objects, no query."""
    found = Conditions()
    moment = moment or timezone.now()
    if wishes.text:
        found.narrowing.append(text_condition(wishes.words))
    if wishes.ages:
        fits = _any(_fits_age(age.lowest, age.highest) for _, age in wishes.ages)
        found.narrowing.append(Condition(("alter",), fits))
    if wishes.start or wishes.end:
        found.period = _between(wishes.start, wishes.end)
        found.narrowing.append(Condition(("von", "bis"), Q(_has_session(found.period, moment))))
    _place(found, wishes)
    _lists(found, wishes)
    _slot(found, wishes, moment)
    return found


def text_condition(words: Sequence[str]) -> Condition:
    """Every word occurs somewhere, at least as a beginning."""
    return Condition(("q",), Q(tsv=prefix_query(words)))


def similar_condition(words: Sequence[str]) -> Condition:
    """Every word looks like a word of title, subtitle, topics or organiser.

    The function is used and not its operator: the operator would use the index, but with the server's threshold of
    0.6 it misses two letters swapped in a long word. This runs only when nothing was found as typed.
    """
    q = Q()
    for word in words:
        alike = TrigramWordSimilarity(word, "words")
        q &= Q(GreaterThanOrEqual(alike, ALIKE if len(word) > SHORT else ALIKE_SHORT))
    return Condition(("q",), q)


def _any(conditions: Iterable[Q]) -> Q:
    return reduce(or_, conditions)


def _fits_age(lowest: int, highest: int) -> Q:
    return (Q(minimum_age_months=None) | Q(minimum_age_months__lte=highest)) & (
        Q(maximum_age_months=None) | Q(maximum_age_months__gte=lowest)
    )


def _between(start: date | None, end: date | None) -> Q:
    """Sessions that begin on one of these days; days are days here, not in UTC."""
    q = Q()
    if start:
        q &= Q(starts_at__gte=timezone.make_aware(datetime.combine(start, time.min)))
    if end:
        q &= Q(starts_at__lt=timezone.make_aware(datetime.combine(end + timedelta(days=1), time.min)))
    return q


def _has_session(q: Q, moment: datetime) -> Exists:
    return Exists(Session.objects.upcoming(moment).order_by().filter(q, run__offer=OuterRef("pk")))


def _place(found: Conditions, wishes: Wishes) -> None:
    where = wishes.where
    if where is None:
        return
    if where.radius is not None and where.has_point:
        found.narrowing.append(Condition(("ort", "umkreis"), _within(where)))
    elif where.town is not None:
        found.narrowing.append(Condition(("ort",), Q(facets__contains=[where.town.code])))


def _within(where: Where) -> Q:
    """A box first, because it is cheap, then the true distance."""
    lat, lon, radius = where.lat or 0.0, where.lon or 0.0, where.radius or 0
    lat_span = radius / KM_PER_DEGREE
    lon_span = lat_span / 0.55  # the cosine of 56 degrees north: wide enough anywhere in Germany
    box = Q(lat__range=(lat - lat_span, lat + lat_span), lon__range=(lon - lon_span, lon + lon_span))
    return box & Q(distance_km__lte=radius)


def _lists(found: Conditions, wishes: Wishes) -> None:
    where = wishes.where
    chosen = {group: [entry.code for entry in entries] for group, entries in wishes.chosen.items()}
    names: dict[Group, tuple[str, ...]] = {
        Group.TOPIC: ("thema",),
        Group.TARGET_GROUP: ("zielgruppe",),
        Group.LANGUAGE: ("sprache",),
        Group.AREA: ("stadtteil",),
        Group.LIFE_STAGE: ("lebenslage",),
    }
    if where is not None and where.areas and where.radius is None:
        chosen[Group.AREA] = [*chosen.get(Group.AREA, []), *(area.code for area in where.areas)]
        names[Group.AREA] = ("ort", "stadtteil")
    for group, codes in chosen.items():
        found.masked.append(Condition(names[group], Q(facets__overlap=codes), group_span(group)))
    for flag in wishes.flags:
        number = code(Group.FLAG, flag)
        found.masked.append(Condition((FLAG_NAMES[flag],), Q(facets__contains=[number]), (number, number)))


FLAG_NAMES = {
    Flag.FREE: "kostenlos",
    Flag.NO_REGISTRATION: "ohne-anmeldung",
    Flag.CHILDCARE: "kinderbetreuung",
    Flag.STEP_FREE: "stufenlos",
    Flag.PLACES: "plaetze",
}


def _slot(found: Conditions, wishes: Wishes, moment: datetime) -> None:
    """Day and time of day have to be true for the same session, and inside the period when one is given."""
    q = found.period
    if wishes.days:
        q &= Q(starts_at__iso_week_day__in=wishes.days)
    if wishes.parts:
        q &= _any(PART_TIMES[DayPart(part)] for part in wishes.parts)
    found.sessions = q
    names = tuple(name for name, values in (("tag", wishes.days), ("zeit", wishes.parts)) if values)
    if not names:
        return
    if found.period:
        condition = Condition(names, Q(_has_session(q, moment)))
    elif wishes.days and wishes.parts:
        codes = [code(Group.SLOT, day * 10 + part) for day in wishes.days for part in wishes.parts]
        condition = Condition(names, Q(facets__overlap=codes))
    elif wishes.days:
        condition = Condition(names, Q(facets__overlap=[code(Group.WEEKDAY, day) for day in wishes.days]))
    else:
        condition = Condition(names, Q(facets__overlap=[code(Group.DAY_PART, part) for part in wishes.parts]))
    found.slot = condition
    found.masked.append(condition)


def by_distance(where: Where | None) -> dict[str, object]:
    """Annotation ``distance_km`` when there is a point to measure from."""
    if where is None or where.lat is None or where.lon is None:
        return {}
    return {"distance_km": distance_km(where.lat, where.lon)}
