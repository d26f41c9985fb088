"""Which sessions of a hit count, when certain days or times of day were asked for."""

from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils.timezone import make_aware

from offers.cards.rows import Dates
from offers.enums import DayPart
from offers.filters.search import Search

NOON, EVENING = time(12), time(17)
PART_TIMES = {
    DayPart.MORNING: Q(starts_at__time__lt=NOON),
    DayPart.AFTERNOON: Q(starts_at__time__gte=NOON, starts_at__time__lt=EVENING),
    DayPart.EVENING: Q(starts_at__time__gte=EVENING),
}


def dates_asked_for(found: Search) -> Dates:
    """Period (days are days here, not in UTC), weekdays and times of day."""
    ask = found.result.ask
    return Dates(
        first=_midnight(ask.start) if ask.start else None,
        last=_midnight(ask.end + timedelta(days=1)) if ask.end else None,
        days=ask.days,
        parts=ask.parts,
    )


def sessions_asked_for(found: Search) -> Q:
    """The same as a condition on sessions; empty when any session will do."""
    dates, q = dates_asked_for(found), Q()
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


def _midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))
