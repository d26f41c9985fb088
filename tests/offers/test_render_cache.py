"""Cards cached in the process: the page is the one it would be without them, and nothing old is ever shown."""

import re
from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape

from offers.enums import RegistrationMode, RunState
from offers.models import FeeOption, Offer, OfferRun, OfferSession, TargetGroup
from offers.search import index as search_index
from offers.search.index import RenderCache, current_index
from partners.models import Language, Location, Room
from tests.factories.offers import FeeOptionFactory, OfferSessionFactory, TargetGroupFactory
from tests.factories.partners import LocationFactory, RoomFactory
from tests.offers.rows import next_weekday, published

TUESDAY = next_weekday(2, time(9, 30), weeks=1)
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)


def page(query=""):
    response = Client().get(f"/angebote/{query}")
    assert response.status_code == 200
    return response.content.decode()


def without_cached_cards(query=""):
    current_index().cards.clear()
    return page(query)


def queries_of(query=""):
    with CaptureQueriesContext(connection) as asked:
        page(query)
    return len(asked)


@pytest.fixture
def course():
    """One course with everything a card can say."""
    offer = published(
        "Krabbelgruppe",
        starts=[TUESDAY, TUESDAY + timedelta(days=7)],
        places=8,
        taken=2,
        fee=32,
        registration_mode=RegistrationMode.ONLINE,
        target_groups=[TargetGroupFactory(name="Väter & Kinder")],
        languages=[Language.objects.get(code="uk")],
        alert="Heute <im> Garten",
        location=LocationFactory(name="Haus am Markt", lat="50.880000", lon="12.080000"),
    )
    page()
    return offer


# --- the same page ------------------------------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize("query", ["", "?q=krabbel", "?ort=07552&umkreis=20&sort=entfernung", "?tag=di", "?sort=datum"])
def test_the_page_is_the_same_byte_by_byte(course, query):
    published("Kleiderkammer")
    first = without_cached_cards(query)
    assert "Krabbelgruppe" in first
    assert page(query) == first
    assert page(query) == without_cached_cards(query)


@pytest.mark.django_db
def test_cached_cards_cost_no_query(course):
    assert queries_of() == 1  # the change log
    current_index().cards.clear()
    assert queries_of() == 2


@pytest.mark.django_db
def test_cached_cards_are_what_is_shown(course):
    """Negative control: were the pages above drawn anew each time, comparing them would prove nothing."""
    index = current_index()
    (drawn,) = index.cards.find([course.pk], None, timezone.now()).values()
    wrong = drawn._replace(before=drawn.before.replace("Krabbelgruppe", "Zitronenfalter"))
    later = timezone.now() + timedelta(hours=1)
    index.cards.store({course.pk: (wrong, later)}, None, timezone.now(), version=index.cards.version)
    assert "Zitronenfalter" in page()
    assert page() != without_cached_cards()


@pytest.mark.django_db
def test_what_differs_from_search_to_search_is_not_cached(course):
    assert re.search(r"Haus am Markt[^<]* · [\d,]+ k?m</p>", page("?ort=07545&umkreis=50"))
    assert re.search(r"Haus am Markt[^<·]*</p>", page())
    assert page("?tag=mi").count("offer-card") < page("?tag=di").count("offer-card")
    OfferSessionFactory(run=course.runs.get(), starts_at=TUESDAY + timedelta(days=1))
    assert "Mi, " in page("?tag=mi")
    assert "Di, " in page()


@pytest.mark.django_db
@pytest.mark.parametrize("title", ["Treff <!---->", "Treff \x1f\x1e", "</li><script>alert(1)</script>", "{{ mark }}"])
def test_no_title_cuts_the_card(title):
    published(title, starts=[TUESDAY])
    assert f'">{escape(title)}</a></h3>' in page("?ort=07545&umkreis=50")


# --- what somebody changes ------------------------------------------------------------------------------------------
def change_places(offer):
    OfferRun.objects.filter(offer=offer).update(places_taken=8)
    return "ausgebucht – Warteliste"


def change_waiting(offer):
    OfferRun.objects.filter(offer=offer).update(places_taken=8, waiting_list_limit=1, waiting_count=1)
    return "ausgebucht</span>"


def change_alert(offer):
    Offer.objects.filter(pk=offer.pk).update(alert="Morgen im Hof")
    return "Morgen im Hof"


def change_fee(offer):
    FeeOption.objects.filter(run__offer=offer).update(amount=17)
    return "17,00"


def change_fees(offer):
    FeeOptionFactory(run=offer.runs.get(), amount=3, label="mit Pass")
    return "ermäßigt ab 3,00"


def change_place(offer):
    Location.objects.filter(pk=offer.location_id).update(name="Haus am Anger")
    return "Haus am Anger"


def change_protection(offer):
    Location.objects.filter(pk=offer.location_id).update(is_protected=True)
    return "Adresse auf Anfrage"


def change_session(offer):
    OfferSession.objects.filter(run__offer=offer, starts_at=TUESDAY).update(starts_at=TUESDAY - timedelta(minutes=7))
    return "9:23–"


def change_group(offer):
    TargetGroup.objects.filter(name="Väter & Kinder").update(name="Vater-Kind")
    return "<span>Vater-Kind</span>"


def change_language(offer):
    Language.objects.filter(code="uk").update(name="Ukrainisch (neu)")
    return "Ukrainisch (neu)"


def change_run(offer):
    OfferRun.objects.filter(offer=offer).update(state=RunState.CLOSED)
    return "Anmeldung beendet"


def change_room(offer):
    """The offer has no place of its own; the room of its run is moved to another house."""
    room = RoomFactory(location=offer.location)
    Offer.objects.filter(pk=offer.pk).update(location=None)
    OfferRun.objects.filter(offer=offer).update(room=room)
    assert offer.location.name in page()
    Room.objects.filter(pk=room.pk).update(location=LocationFactory(name="Haus am Fluss"))
    return "Haus am Fluss"


CHANGES = [
    *(change_places, change_waiting, change_alert, change_fee, change_fees, change_place, change_protection),
    *(change_session, change_group, change_language, change_run, change_room),
]


@pytest.mark.django_db
@pytest.mark.parametrize("change", CHANGES, ids=lambda one: one.__name__)
def test_every_change_is_shown(course, change):
    before = page()
    expected = change(course)
    assert expected not in before
    after = page()
    assert expected in after
    assert after == without_cached_cards()


# --- what changes by itself -----------------------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (TUESDAY.replace(hour=0, minute=0) - timedelta(seconds=1), "morgen, 9:30"),
        (TUESDAY.replace(hour=0, minute=0), "heute, 9:30"),
        (TUESDAY + timedelta(minutes=89), "und 1 weiterer Termin"),
        (TUESDAY + timedelta(minutes=90), "Di, "),
    ],
)
def test_words_about_time_change_in_time(course, moment, words):
    Offer.objects.filter(pk=course.pk).update(assured_on=timezone.localdate(TUESDAY))
    with time_machine.travel(moment - timedelta(seconds=30), tick=False) as clock:
        page()
        clock.move_to(moment)
        assert words in page()
        assert page() == without_cached_cards()


@pytest.mark.django_db
def test_registration_opens_and_closes_in_time(course):
    run = course.runs.get()
    opens, closes = TUESDAY - timedelta(days=3), TUESDAY - timedelta(days=2)
    OfferRun.objects.filter(pk=run.pk).update(
        registration_opens_at=opens, registration_closes_at=closes, state=RunState.PLANNED
    )
    with time_machine.travel(opens - timedelta(seconds=1), tick=False) as clock:
        assert "Anmeldung ab" in page()
        clock.move_to(opens)
        assert "Plätze frei</span>" in page()
        clock.move_to(closes - timedelta(seconds=1))
        assert "Plätze frei</span>" in page()
        clock.move_to(closes)
        assert "Anmeldung beendet" in page()


# --- the cache itself ----------------------------------------------------------------------------------------------
def some(number, until=LATER):
    return {number: (f"Karte {number}", until)}


def test_true_from_when_it_was_made_until_it_is_not():
    cards = RenderCache()
    cards.store(some(1), None, NOON, version=0)
    assert cards.find([1, 2], None, NOON) == {1: "Karte 1"}
    assert cards.find([1], None, LATER - timedelta(seconds=1)) == {1: "Karte 1"}
    assert cards.find([1], None, LATER) == {}
    assert cards.find([1], None, NOON - timedelta(seconds=1)) == {}
    assert cards.find([1], "am Dienstag", NOON) == {}


def test_what_was_read_before_a_change_is_not_cached_after_it():
    cards = RenderCache()
    version = cards.version
    cards.drop([1])
    cards.store(some(1), None, NOON, version=version)
    assert cards.find([1], None, NOON) == {}
    cards.store(some(1), None, NOON, version=cards.version)
    assert cards.find([1], None, NOON)
    cards.clear()
    assert cards.find([1], None, NOON) == {}


def test_it_does_not_grow_for_ever(monkeypatch):
    monkeypatch.setattr(search_index, "MOST_OFFERS", 3)
    cards = RenderCache()
    for number in range(3):
        cards.store(some(number), None, NOON, version=0)
    cards.find([0], None, NOON)
    cards.store(some(3), None, NOON, version=0)
    assert sorted(cards.find(range(4), None, NOON)) == [0, 2, 3]
    for day in "abcd":
        cards.store(some(3), day, NOON, version=0)
    assert [bool(cards.find([3], day, NOON)) for day in (None, *"abcd")] == [False, False, True, True, True]
