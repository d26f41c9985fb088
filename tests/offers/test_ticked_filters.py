"""What is ticked is shown ticked, and stays so with every further change of the form, with and without scripts."""

from collections.abc import Iterator
from datetime import time
from html.parser import HTMLParser
from urllib.parse import urlencode

import pytest
from django.test import Client

from offers.facets import FLAG_NAMES
from tests.offers.rows import next_weekday, published

pytestmark = pytest.mark.django_db


class SearchForm(HTMLParser):
    """The search form as a browser reads it: the fields it would send, and everything that can be changed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: list[tuple[str, str]] = []
        self.boxes: list[tuple[str, str]] = []
        self.choices: list[tuple[str, str]] = []
        self._select = self._default = ""
        self._inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = named.get("role") == "search"
        if not self._inside:
            return
        if tag == "input":
            self._input(named)
        elif tag == "select":
            self._select, self._default = named["name"], ""
        elif tag == "option":
            self.choices.append((self._select, named["value"]))
            if "selected" in named:
                self._default = named["value"]

    def _input(self, named: dict[str, str]) -> None:
        field = named["name"], named["value"]
        if named.get("type") != "checkbox" or "checked" in named:
            self.fields.append(field)
        if named.get("type") == "checkbox":
            self.boxes.append(field)

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.fields.append((self._select, self._default))
        elif tag == "form":
            self._inside = False

    def changes(self) -> Iterator[list[tuple[str, str]]]:
        """What is sent after each single change somebody can make: a further box, another choice, a text, a day."""
        for box in self.boxes:
            if box not in self.fields:
                yield [*self.fields, box]
        for name, value in self.choices:
            yield [*((one, old) for one, old in self.fields if one != name), (name, value)]
        for name, value in (("q", "turnen"), ("ort", "Gera"), ("von", "2026-12-05")):
            yield [(one, value if one == name else old) for one, old in self.fields]


def form(fields: list[tuple[str, str]]) -> SearchForm:
    response = Client().get(f"/angebote/?{urlencode(fields)}")
    assert response.status_code == 200
    return SearchForm(response.content.decode())


@pytest.fixture
def offers() -> None:
    """Offers on two days, so that there is something to choose."""
    for day in (2, 6):
        published("Turnen", starts=[next_weekday(day, time(9, 30))], minimum_age_months=6, maximum_age_months=36)


def forgotten(name: str, before: SearchForm) -> list[list[tuple[str, str]]]:
    """What can be sent next from this form so that the box ``name`` is not ticked any more afterwards."""
    return [fields for fields in before.changes() if (name, "1") not in form(fields).fields]


@pytest.mark.parametrize("name", FLAG_NAMES.values())
def test_a_ticked_yes_or_no_stays_ticked_with_every_next_change(offers, name):
    ticked = form([(name, "1")])
    assert (name, "1") in ticked.fields
    assert len(list(ticked.changes())) > 10
    assert forgotten(name, ticked) == []


def test_ticks_in_all_groups_are_shown(offers):
    asked = [*((name, "1") for name in FLAG_NAMES.values()), ("tag", "di"), ("tag", "sa"), ("zeit", "vormittag")]
    assert set(asked) <= set(form(asked).fields)


def test_a_form_that_does_not_show_a_tick_forgets_it(offers):
    """Negative control: this is how a page looked that knew the filter and did not tick its box."""
    page = Client().get("/angebote/?kostenlos=1").content.decode()
    unticked = SearchForm(page.replace(' value="1" checked>', ' value="1">'))
    changes = list(unticked.changes())
    assert ("kostenlos", "1") not in unticked.fields
    assert len(forgotten("kostenlos", unticked)) == len(changes) - 1  # all but ticking it anew


def test_a_box_that_was_taken_away_is_gone(offers):
    """Negative control: ticks come from the address and from nowhere else."""
    ticked = form([("kostenlos", "1"), ("tag", "di")])
    left = form([field for field in ticked.fields if field != ("kostenlos", "1")])
    assert ("kostenlos", "1") not in left.fields
    assert ("tag", "di") in left.fields
