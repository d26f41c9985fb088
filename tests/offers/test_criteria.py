"""One set of criteria holds what was typed and what was ticked, and each value knows which of the two it was."""

from dataclasses import FrozenInstanceError
from datetime import date, timedelta

import pytest
from django.http import QueryDict

from offers.enums import DayPart
from offers.facets import Flag
from offers.filters.parameters import read_criteria
from offers.search.criteria import Origin
from offers.search.index import current_index
from tests.factories.partners import MunicipalityFactory

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 11, 27)
TICKED, TYPED = Origin.PARAMETER, Origin.TEXT


def criteria(query):
    return read_criteria(QueryDict(query), current_index(), FRIDAY)


def values(several):
    return [(one.value, one.origin) for one in several]


def test_typed_and_ticked_values_stand_side_by_side():
    both = criteria("q=turnen samstags vormittags kostenlos&tag=di&zeit=abend&stufenlos=1")
    assert both.query.words == ("turnen",)
    assert values(both.days) == [(2, TICKED), (6, TYPED)]
    assert values(both.parts) == [(DayPart.MORNING, TYPED), (DayPart.EVENING, TICKED)]
    assert values(both.flags) == [(Flag.STEP_FREE, TICKED), (Flag.FREE, TYPED)]


def test_what_is_both_typed_and_ticked_counts_once_and_as_ticked():
    both = criteria("q=samstag kostenlos&tag=sa&kostenlos=1")
    assert values(both.days) == [(6, TICKED)]
    assert values(both.flags) == [(Flag.FREE, TICKED)]


def test_of_two_periods_the_ticked_one_holds():
    typed = criteria("q=morgen").period
    assert (typed.value, typed.origin) == ((FRIDAY + timedelta(days=1),) * 2, TYPED)
    both = criteria("q=morgen&bis=2026-12-20").period
    assert (both.value, both.origin) == ((None, date(2026, 12, 20)), TICKED)


def test_of_two_places_the_ticked_one_holds():
    MunicipalityFactory(name="Gera")
    MunicipalityFactory(name="Jena")
    assert (criteria("q=in Jena").place.value.label, criteria("q=in Jena").place.origin) == ("Jena", TYPED)
    assert criteria("q=in Jena").ticked_place is None
    assert criteria("q=in Jena&ort=Gera").ticked_place.label == "Gera"


def test_a_place_that_does_not_exist_is_no_longer_asked_for_once_another_one_is_ticked():
    MunicipalityFactory(name="Gera")
    assert criteria("q=yoga in 99999").unknown_place == "99999"
    assert criteria("q=yoga in 99999&ort=Gera").unknown_place == ""


def test_the_week_view_counts_a_whole_week_and_keeps_the_address():
    week = criteria("ansicht=woche&von=2026-12-02&bis=2026-12-03")
    assert week.period.value == (date(2026, 11, 30), date(2026, 12, 6))
    assert week.parameters["von"] == ("2026-12-02",)


def test_taken_literally_the_text_has_no_filters():
    literal = criteria("q=samstag kostenlos&woertlich=1")
    assert literal.query.words == ("samstag", "kostenlos")
    assert (literal.days, literal.flags) == ((), ())


def test_nobody_changes_criteria():
    with pytest.raises(FrozenInstanceError):
        criteria("q=turnen").period = None
