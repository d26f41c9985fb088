"""What was looked for in a period, with every small number hidden before a page or a file sees it.

A number below three becomes „unter 3“, also nought. Totals are rounded to tens, so that no hidden number follows from
a subtraction. A wording used less than three times in the period is never named, it only adds to ``rare``.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import CharField, F, Func, Q, QuerySet, Sum, Value
from django.utils.translation import gettext as _

from offers.demand.normalization import BETWEEN_FILTERS
from offers.enums import HitsClass
from offers.models import SearchDemand
from offers.models.search_demand import RARE

FEWEST = 3
MOST_LINES = 25
MOST_EXPORTED = 2000
WITHOUT_HITS = Q(hits=HitsClass.NONE)

Number = int | str


@dataclass(frozen=True, slots=True)
class DemandLine:
    """One row of a table: what, how often, and how often without a hit."""

    label: str
    searches: Number
    without_hits: Number


@dataclass(frozen=True, slots=True)
class DemandReport:
    """Everything the page shows; ``searches`` and ``without_hits`` are rounded."""

    since: date
    until: date
    searches: Number
    without_hits: Number
    words: list[DemandLine]
    unanswered: list[DemandLine]
    rare: Number
    areas: list[DemandLine]
    filters: list[DemandLine]

    @property
    def is_empty(self) -> bool:
        return self.searches == 0

    def tables(self) -> list[tuple[str, list[DemandLine]]]:
        """The tables by name, for a file."""
        return [
            (_("Suchwörter"), self.words),
            (_("Ohne Treffer"), self.unanswered),
            (_("Gebiete"), self.areas),
            (_("Filter"), self.filters),
        ]


def read_report(today: date, days: int, most: int = MOST_LINES) -> DemandReport:
    """The last ``days`` days up to ``today``; six queries, at most ``most`` lines per table."""
    since = today - timedelta(days=days - 1)
    rows = SearchDemand.objects.filter(day__range=(since, today)).order_by()
    total = rows.aggregate(searches=Sum("counted"), without_hits=Sum("counted", filter=WITHOUT_HITS))
    worded = _by(rows.exclude(words=""), F("words"))
    often = worded.filter(searches__gte=FEWEST).exclude(label=RARE)
    seldom = worded.filter(Q(searches__lt=FEWEST) | Q(label=RARE)).aggregate(rare=Sum("searches"))
    unanswered = often.filter(without_hits__gte=FEWEST).order_by("-without_hits", "label")
    split = Func(F("filters"), Value(BETWEEN_FILTERS), function="string_to_array", output_field=CharField())
    each = Func(split, function="unnest", set_returning=True, output_field=CharField())
    return DemandReport(
        since=since,
        until=today,
        searches=rounded_count(total["searches"] or 0),
        without_hits=rounded_count(total["without_hits"] or 0),
        words=_lines(often.order_by("-searches", "label")[:most]),
        unanswered=_lines(unanswered[:most]),
        rare=shown_count(seldom["rare"] or 0),
        areas=_lines(_by(rows, F("area")).order_by("-searches", "label")[:most], empty=_("ohne Angabe")),
        filters=_lines(_by(rows.exclude(filters=""), each).order_by("-searches", "label")[:most]),
    )


def shown_count(number: int) -> Number:
    """A number as it may be seen."""
    return number if number >= FEWEST else _("unter %d") % FEWEST


def rounded_count(number: int) -> Number:
    """A total as it may be seen: to the nearest ten; nought only when there is nothing at all."""
    return 0 if number == 0 else max(10, (number + 5) // 10 * 10)


def _by(rows: "QuerySet[SearchDemand]", label: "F | Func[Any]") -> QuerySet:
    return (
        rows.values(label=label)
        .annotate(searches=Sum("counted"), without_hits=Sum("counted", filter=WITHOUT_HITS, default=0))
        .values("label", "searches", "without_hits")
    )


def _lines(rows: QuerySet, empty: str = "") -> list[DemandLine]:
    return [
        DemandLine(row["label"] or empty, shown_count(row["searches"]), shown_count(row["without_hits"]))
        for row in rows
    ]
