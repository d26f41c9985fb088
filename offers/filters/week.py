"""The hits of one week as a timetable."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from kit.formatting import clock_words
from kit.view_models import WeekDay, WeekEntry
from offers.calendar import week_ahead
from offers.enums import SessionState
from offers.filters.dates import sessions_asked_for
from offers.filters.parameters import query_string
from offers.filters.search import Search
from offers.models import OfferSession

MOST_OFFERS = 500
MOST = 200
"""Nobody reads more; a busy week of a large city is narrowed by filters."""


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


def week_timetable(found: Search) -> Week:
    """Costs one query. Cancelled sessions are not shown, past ones of this week are over and left out too."""
    rows = list(
        OfferSession.objects.upcoming(found.moment)
        .filter(sessions_asked_for(found), run__offer__in=found.hits(0, MOST_OFFERS))
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
    return _week(found, rows[:MOST], is_cut=len(rows) > MOST)


def empty_week(found: Search) -> Week:
    """A week without hits: the way to the next one is what helps."""
    return _week(found, [], is_cut=False)


def _week(found: Search, rows: list[OfferSession], *, is_cut: bool) -> Week:
    monday = found.wishes.start or week_ahead(timezone.localdate(found.moment))
    by_day: dict[date, list[WeekEntry]] = defaultdict(list)
    for row in rows:
        by_day[timezone.localdate(row.starts_at)].append(_entry(row))
    kept = found.wishes.kept
    return Week(
        days=[WeekDay(monday + timedelta(days=n), by_day[monday + timedelta(days=n)]) for n in range(7)],
        first=monday,
        last=monday + timedelta(days=6),
        number=monday.isocalendar().week,
        previous=query_string(kept, von=(monday - timedelta(days=7)).isoformat(), bis=None),
        following=query_string(kept, von=(monday + timedelta(days=7)).isoformat(), bis=None),
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
