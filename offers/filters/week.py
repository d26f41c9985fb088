"""The hits of one week as a timetable."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kit.formatting import clock_words
from kit.view_models import WeekDay, WeekEntry
from offers.calendar import week_ahead
from offers.cards.html import dates_asked_for
from offers.enums import DayPart, SessionState
from offers.filters.parameters import query_string
from offers.models import OfferSession
from offers.search.result import Result

MOST_OFFERS = 500
MOST = 200
"""Nobody reads more; a busy week of a large city is narrowed by filters."""
NOON, EVENING = time(12), time(17)
PART_TIMES = {
    DayPart.MORNING: Q(starts_at__time__lt=NOON),
    DayPart.AFTERNOON: Q(starts_at__time__gte=NOON, starts_at__time__lt=EVENING),
    DayPart.EVENING: Q(starts_at__time__gte=EVENING),
}


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days, and the way to the weeks around them."""

    days: list[WeekDay]
    first: date
    last: date
    number: int
    previous: str
    following: str
    is_cut: bool


def week_timetable(result: Result) -> Week:
    """Costs one query. Cancelled sessions are not shown, past ones of this week are over and left out too."""
    rows = list(
        OfferSession.objects.upcoming(result.moment)
        .filter(sessions_asked_for(result), run__offer__in=result.page(0, MOST_OFFERS))
        .select_related("run__offer__location")
        .only(
            "starts_at",
            "ends_at",
            "state",
            "run__offer__title",
            "run__offer__slug",
            "run__offer__location__name",
            "run__offer__location__is_protected",
        )[: MOST + 1]
    )
    return _week(result, rows[:MOST], is_cut=len(rows) > MOST)


def sessions_asked_for(result: Result) -> Q:
    """Which sessions of a hit count, as a condition; empty when any session will do."""
    dates, q = dates_asked_for(result), Q()
    if dates.first:
        q &= Q(starts_at__gte=dates.first)
    if dates.last:
        q &= Q(starts_at__lt=dates.last)
    if dates.days:
        q &= Q(starts_at__iso_week_day__in=dates.days)
    times = Q()
    for part in dates.parts:
        times |= PART_TIMES[DayPart(part)]
    return q & times


def empty_week(result: Result) -> Week:
    """A week without hits: the way to the next one is what helps."""
    return _week(result, [], is_cut=False)


def _week(result: Result, rows: list[OfferSession], *, is_cut: bool) -> Week:
    monday = result.sets.period.start or week_ahead(timezone.localdate(result.moment))
    by_day: dict[date, list[WeekEntry]] = defaultdict(list)
    for row in rows:
        by_day[timezone.localdate(row.starts_at)].append(_entry(row))
    parameters = result.criteria.parameters
    return Week(
        days=[WeekDay(monday + timedelta(days=n), by_day[monday + timedelta(days=n)]) for n in range(7)],
        first=monday,
        last=monday + timedelta(days=6),
        number=monday.isocalendar().week,
        previous=query_string(parameters, von=(monday - timedelta(days=7)).isoformat(), bis=None),
        following=query_string(parameters, von=(monday + timedelta(days=7)).isoformat(), bis=None),
        is_cut=is_cut,
    )


def _entry(row: OfferSession) -> WeekEntry:
    offer = row.run.offer
    place = offer.location.name if offer.location and not offer.location.is_protected else ""
    note = _("verlegt") if row.state == SessionState.MOVED else ""
    return WeekEntry(
        f"{clock_words(row.starts_at)}–{clock_words(row.ends_at)}",
        offer.title,
        offer.get_absolute_url(),
        " · ".join(part for part in (place, note) if part),
    )
