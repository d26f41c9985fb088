"""A year of searches for the page „Nachfrage“: the same numbers on every installation."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle, islice

from familynet.demo.demo_rows import Rows
from familynet.demo.reference_date import Day
from familynet.demo.tables import rows_of
from offers.models import SearchDemand

WEEKS = 52
SWING = (0, 1, -1, 2, 0, -2, 1, 0, 3, -1)
"""How far a week is from a usual one; neither in step with the weeks of a month nor with the rows of the sheet."""
RARE = ("pekip in der nahe von omas garten", "opa will boxen lernen", "wo kann man drachen steigen lassen")
"""Wordings that came once, today; the page names none of them."""


@dataclass(frozen=True)
class SearchRow:
    """One ``[[search]]`` of the sheet."""

    hits: str
    weekly: int
    words: str = ""
    filters: str = ""
    area: str = ""


def load_demand(rows: Rows, day: Day) -> None:
    """One row per search and week up to T, and a few rare ones; nothing when there are some already."""
    if SearchDemand.objects.filter(is_demo=True).exists():
        return
    made = [SearchDemand(day=day.today, words=words, hits="0", counted=1, is_demo=True) for words in RARE]
    for number, search in enumerate(rows_of("demand", "search", SearchRow)):
        for week, swing in enumerate(islice(cycle(SWING), number, number + WEEKS)):
            when = day.today - timedelta(days=week * 7 + (number * 3 + week) % 7)
            made.append(
                SearchDemand(
                    day=when,
                    words=search.words,
                    filters=search.filters,
                    area=search.area,
                    hits=search.hits,
                    counted=max(1, search.weekly + swing),
                    is_demo=True,
                )
            )
    rows.created[SearchDemand] += len(SearchDemand.objects.bulk_create(made))
