"""Which sessions of a hit count, when certain days or times of day were asked for."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.timezone import make_aware

from offers.enums import DayPart
from offers.filters.search import Search

NOON, EVENING = time(12), time(17)
PART_TIMES = {
    DayPart.MORNING: Q(starts_at__time__lt=NOON),
    DayPart.AFTERNOON: Q(starts_at__time__gte=NOON, starts_at__time__lt=EVENING),
    DayPart.EVENING: Q(starts_at__time__gte=EVENING),
}


def sessions_asked_for(found: Search) -> Q:
    """The condition on sessions: period, weekday and time of day; empty when any session will do."""
    ask = found.result.ask
    q = _between(ask.start, ask.end)
    if ask.days:
        q &= Q(starts_at__iso_week_day__in=ask.days)
    if ask.parts:
        q &= _any(PART_TIMES[DayPart(part)] for part in ask.parts)
    return q


def _any(conditions: Iterable[Q]) -> Q:
    return reduce(or_, conditions)


def _between(start: date | None, end: date | None) -> Q:
    """Sessions that begin on one of these days; days are days here, not in UTC."""
    q = Q()
    if start:
        q &= Q(starts_at__gte=make_aware(datetime.combine(start, time.min)))
    if end:
        q &= Q(starts_at__lt=make_aware(datetime.combine(end + timedelta(days=1), time.min)))
    return q
