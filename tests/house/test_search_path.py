"""A search can be read in one sitting: how many modules of ours one request enters on its way, counted as it runs.

The way leads from the view to the result and the cards (docs/suche.md). A process that has answered the same search
before is measured, as most are: words are read and cards are drawn.
"""

import sys
from collections.abc import Callable
from datetime import time
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from offers.search.index import current_index
from tests.offers.rows import next_weekday, published

ADDRESS = "/angebote/?q=turnen+samstag&kostenlos=1"
MOST_ON_THE_WAY = 12
MOST_IN_ALL = 20
AROUND = {
    "the filter column, the chips and the notes": {"facet_panel", "facet_options", "chips", "notes"},
    "the numbers for planners": {"filters/demand", "actions/demand", "demand/normalization", "enums"},
}
"""What a request does besides finding: it is not on the way to the hits, but it counts for ``MOST_IN_ALL``."""


def modules_entered(work: Callable[[], Any], folder: str = "offers") -> list[str]:
    """Files of ours below ``folder`` of which some function ran during ``work``, in the order they were entered."""
    begin = f"{Path(settings.BASE_DIR)}/{folder}/"
    entered: dict[str, None] = {}

    def note(frame: Any, event: str, _argument: Any) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(begin):
            entered.setdefault(frame.f_code.co_filename.removeprefix(begin).removesuffix(".py"))

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(before)
    return list(entered)


def is_around(module: str) -> bool:
    return any(module.endswith(name) for names in AROUND.values() for name in names)


@pytest.fixture
def searched(db, settings) -> None:
    """Some offers, and a process that has answered the search before."""
    settings.SEARCH_SECONDS_BEHIND = 600.0  # whether something changed is asked twice a second, not for each search
    for number in range(3):
        published(f"Turnen {number}", starts=[next_weekday(6, time(9, 30))])
    Client().get(ADDRESS)


def request() -> None:
    response = Client().get(ADDRESS)
    assert response.content.count(b"offer-card") > 1


def test_a_search_enters_few_modules(searched):
    entered = modules_entered(request)
    on_the_way = [module for module in entered if not is_around(module)]
    assert len(on_the_way) <= MOST_ON_THE_WAY, "\n".join(["too many modules on the way:", *on_the_way])
    assert len(entered) <= MOST_IN_ALL, "\n".join(["too many modules in all:", *entered])


def test_the_way_is_the_one_that_is_described(searched):
    """Each module on the way is named in docs/suche.md."""
    page = (Path(settings.BASE_DIR) / "docs/suche.md").read_text("utf-8")
    assert [module for module in modules_entered(request) if f"`offers/{module}.py`" not in page] == []


def test_what_is_around_is_still_there(searched):
    """A module that is gone is not excused any longer."""
    entered = modules_entered(request)
    names = [name for names in AROUND.values() for name in names]
    assert [name for name in names if not any(module.endswith(name) for module in entered)] == []


def test_every_module_is_counted(searched):
    """Negative control: a first search reads and draws, and that is seen; work elsewhere is not."""
    entered = modules_entered(request)

    def first_request() -> None:
        current_index().terms.clear()
        current_index().cards.clear()
        request()

    more = set(modules_entered(first_request)) - set(entered)
    assert {"search/vocabulary", "search/phrases", "search/words", "cards/rows", "cards/card"} <= more
    assert len(modules_entered(first_request)) > MOST_IN_ALL
    assert modules_entered(lambda: Client().get("/impressum/")) == []
