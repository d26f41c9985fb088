"""Filters: what each lets through, and that every count says what a click would give."""

from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kit.parsing import read_age, read_day
from offers.enums import RegistrationMode
from offers.facets import Flag, Group, facet_code
from offers.filters import search
from offers.filters.facet_panel import facet_panel
from offers.models import Offer, OfferDocument, OfferSession
from partners.enums import OrganizationStatus, StepFree
from tests.factories.offers import LifeStageFactory, TargetGroupFactory
from tests.factories.partners import (
    LanguageFactory,
    LocationFactory,
    MunicipalityFactory,
    OrganizationFactory,
    PlanningAreaFactory,
    TopicFactory,
)
from tests.offers.hits import titles_of
from tests.offers.rows import next_weekday, published

pytestmark = pytest.mark.django_db
MORNING, AFTERNOON, EVENING = time(9, 30), time(15), time(18)


def found(query):
    return search(QueryDict(query))


def titles(query):
    return sorted(titles_of(found(query)))


# --- what people type -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("9m", (9, 9)),
        ("9 Monate", (9, 9)),
        ("1 monat", (1, 1)),
        ("4", (48, 59)),
        ("4 Jahre", (48, 59)),
        ("1,5", (18, 23)),
        ("6 Wochen", (1, 1)),
        ("0m", (0, 0)),
        ("alt", None),
        ("-3", None),
        ("9999", None),
        ("", None),
        ("²", None),
    ],
)
def test_ages(text, span):
    assert read_age(text) == span


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-29", date(2026, 11, 29)),
        ("29.11.2026", date(2026, 11, 29)),
        ("29. 11. 26", date(2026, 11, 29)),
        ("1.3.", date(2027, 3, 1)),
        ("heute", date(2026, 11, 22)),
        ("Morgen", date(2026, 11, 23)),
        ("31.2.2026", None),
        ("99.99", None),
        ("2026-13-01", None),
        ("gestern irgendwann", None),
    ],
)
def test_days(text, day):
    assert read_day(text, date(2026, 11, 22)) == day


# --- what each filter lets through ----------------------------------------------------------------------------------
def test_age_in_months_and_years():
    published("Babys", minimum_age_months=6, maximum_age_months=12)
    published("Kita", minimum_age_months=36, maximum_age_months=71)
    published("Alle")

    assert titles("alter=9m") == ["Alle", "Babys"]
    assert titles("alter=4") == ["Alle", "Kita"]
    assert titles("alter=13m") == ["Alle"]
    assert titles("alter=9m&alter=4") == ["Alle", "Babys", "Kita"]


def test_day_and_time_hold_for_the_same_session():
    published("Di früh", starts=[next_weekday(2, MORNING)])
    published("Di nachmittags, Mi früh", starts=[next_weekday(2, AFTERNOON), next_weekday(3, MORNING)])

    assert titles("tag=di") == ["Di früh", "Di nachmittags, Mi früh"]
    assert titles("zeit=vormittag") == ["Di früh", "Di nachmittags, Mi früh"]
    assert titles("tag=di&zeit=vormittag") == ["Di früh"]
    assert titles("tag=di&tag=mi&zeit=vormittag") == ["Di früh", "Di nachmittags, Mi früh"]


def test_period_means_days_of_sessions_and_joins_day_and_time():
    start = next_weekday(2, MORNING)
    published("Kurs", starts=[start, start + timedelta(days=7), start + timedelta(days=9)])
    published("Kleiderkammer")
    day = timezone.localdate(start)

    assert titles(f"von={day}&bis={day}") == ["Kurs"]
    assert titles(f"von={day + timedelta(days=1)}&bis={day + timedelta(days=6)}") == []
    assert titles(f"von={day}&bis={day + timedelta(days=6)}&tag=do") == []
    assert titles(f"von={day}&bis={day + timedelta(days=9)}&tag=do") == ["Kurs"]


def test_late_evening_belongs_to_its_own_day_here():
    start = next_weekday(2, time(23, 30))
    published("Nachtwanderung", starts=[start])
    day = timezone.localdate(start)

    assert titles(f"von={day}&bis={day}&tag=di&zeit=abend") == ["Nachtwanderung"]
    assert titles(f"von={day + timedelta(days=1)}&bis={day + timedelta(days=1)}") == []
    assert titles(f"von={day + timedelta(days=2)}") == []


def test_lists_join_values_and_cross_each_other():
    baby, school = TopicFactory(slug="baby"), TopicFactory(slug="schule")
    parents = TargetGroupFactory(slug="eltern")
    arabic = LanguageFactory(code="ar")
    stage = LifeStageFactory(slug="geburt")
    published("A", topics=[baby], target_groups=[parents], languages=[arabic], life_stages=[stage])
    published("B", topics=[school])
    published("C")

    assert titles("thema=baby&thema=schule") == ["A", "B"]
    assert titles("thema=baby&thema=schule&zielgruppe=eltern") == ["A"]
    assert titles("sprache=ar") == ["A"]
    assert titles("lebenslage=geburt") == ["A"]


def test_topic_includes_what_belongs_to_it():
    parent = TopicFactory(slug="gesundheit")
    published("Kochen", topics=[TopicFactory(slug="ernaehrung", parent=parent)])

    assert titles("thema=gesundheit") == ["Kochen"]


def test_flags():
    step_free = LocationFactory(access_step_free=StepFree.YES)
    published("Stufenlos", location=step_free)
    published("Teuer", fee=Decimal(30), registration_mode=RegistrationMode.PHONE, childcare=True)
    published("Voll", places=8, taken=8, registration_mode=RegistrationMode.PHONE)

    assert titles("stufenlos=1") == ["Stufenlos"]
    assert titles("kostenlos=1") == ["Stufenlos", "Voll"]
    assert titles("ohne-anmeldung=1") == ["Stufenlos"]
    assert titles("kinderbetreuung=ja") == ["Teuer"]
    assert titles("plaetze=on") == ["Stufenlos", "Teuer"]
    assert titles("kostenlos=0") == ["Stufenlos", "Teuer", "Voll"]


# --- places ---------------------------------------------------------------------------------------------------------
@pytest.fixture
def gera():
    town = MunicipalityFactory(name="Gera", slug="gera", lat=50.88, lon=12.08)
    east = PlanningAreaFactory(municipality=town, name="Bieblach-Ost", slug="bieblach-ost", lat=50.905, lon=12.09)
    tinz = PlanningAreaFactory(municipality=town, name="Bieblach/Tinz", slug="bieblach-tinz", lat=50.91, lon=12.07)
    south = PlanningAreaFactory(municipality=town, name="Lusan-Laune", slug="lusan-laune", lat=50.84, lon=12.06)
    east.neighbors.add(tinz)
    for area in (east, tinz, south):
        location = LocationFactory(area=area, municipality=town, lat=area.lat, lon=area.lon)
        published(area.name, location=location, starts=[next_weekday(2, MORNING)])
    return town


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("Bieblach-Ost", ["Bieblach-Ost"]),
        ("bieblach ost", ["Bieblach-Ost"]),
        ("Gera Bieblach-Ost", ["Bieblach-Ost"]),
        ("Bieblach", ["Bieblach-Ost", "Bieblach/Tinz"]),
        ("Bibelach-Ost", ["Bieblach-Ost"]),
        ("Gera", ["Bieblach-Ost", "Bieblach/Tinz", "Lusan-Laune"]),
        ("07552&umkreis=2", ["Bieblach-Ost", "Bieblach/Tinz"]),
        ("07552 Gera&umkreis=20", ["Bieblach-Ost", "Bieblach/Tinz", "Lusan-Laune"]),
        ("Lusan-Laune&umkreis=1", ["Lusan-Laune"]),
    ],
)
def test_places(gera, where, expected):
    assert titles(f"ort={where}") == expected


def test_distance_is_shown_and_sorts(client, gera):
    cards = client.get("/angebote/?ort=Lusan-Laune&umkreis=50&sort=entfernung").context_data["cards"]

    assert [one.card.title for one in cards] == ["Lusan-Laune", "Bieblach-Ost", "Bieblach/Tinz"]
    assert [one.distance for one in cards] == ["100 m", "7,5 km", "7,8 km"]


def test_same_day_is_sorted_by_distance(client, gera):
    cards = client.get("/angebote/?ort=Lusan-Laune&umkreis=50").context_data["cards"]

    assert [one.card.title for one in cards] == ["Lusan-Laune", "Bieblach-Ost", "Bieblach/Tinz"]


# --- what is public -------------------------------------------------------------------------------------------------
def test_documents_and_offers_agree_on_what_is_public():
    today = timezone.localdate()
    start = next_weekday(2, MORNING)
    published("ja", starts=[start])
    published("Dauerangebot")
    published("nicht bestätigt", assured_on=None)
    published("lange her", assured_on=today - timedelta(days=500))
    published("erst morgen", publish_from=today + timedelta(days=1))
    published("seit heute", publish_from=today)
    published("bis gestern", publish_until=today - timedelta(days=1))
    exempt = published("Amt", assured_on=None)
    exempt.lead.freshness_exempt = True
    exempt.lead.save()
    dormant = published("ruht")
    dormant.lead.status = OrganizationStatus.DORMANT
    dormant.lead.save()

    expected = {offer.title for offer in Offer.objects.public()}

    assert {row.title for row in OfferDocument.objects.public()} == expected
    assert {offer.title for offer in Offer.objects.with_publicity() if offer.is_public} == expected
    assert expected == {"ja", "Dauerangebot", "seit heute", "Amt"}


def test_offers_whose_last_session_is_over_are_not_found():
    published("vorbei", starts=[timezone.now() - timedelta(days=3)])
    published("läuft gerade", starts=[timezone.now() - timedelta(minutes=20)])

    assert titles("") == ["läuft gerade"]


# --- counts ---------------------------------------------------------------------------------------------------------
def test_counts_say_what_a_click_would_give():
    """Every value of every list, ticked additionally or alone, against counting the hits themselves."""
    topics = [TopicFactory(slug=f"thema-{n}") for n in range(3)]
    languages = [LanguageFactory(code=code) for code in ("de", "ar")]
    for number in range(24):
        published(
            f"Angebot {number}",
            topics=[topics[number % 3]],
            languages=languages[: 1 + number % 2],
            starts=[
                next_weekday(1 + number % 4, [MORNING, AFTERNOON, EVENING][number % 3]),
                next_weekday(1 + number % 3, MORNING, weeks=1),
            ],
            fee=Decimal(5) if number % 4 else None,
            minimum_age_months=6 * (number % 5),
        )
    week = timezone.localdate() + timedelta(days=7)
    for query in [
        "",
        "thema=thema-0",
        "thema=thema-0&thema=thema-1&sprache=ar",
        "tag=di",
        "zeit=vormittag",
        "tag=di&zeit=vormittag&kostenlos=1",
        "q=angebot&tag=mo&tag=mi&alter=9m",
        "kostenlos=1&alter=2",
        f"von={week}",
        f"bis={week}&tag=di",
        f"von={week}&tag=mi&zeit=vormittag&thema=thema-1",
    ]:
        here = found(query)
        assert here.total == len(here.page()) == len(set(here.page()))
        for group in [*facet_panel(here, 0).groups, facet_panel(here, 0).flags]:
            for one in [*group.options, *group.more]:
                parameters = {name: list(values) for name, values in here.criteria.parameters.items()}
                parameters[one.name] = [one.value]
                alone = QueryDict(mutable=True)
                for name, values in parameters.items():
                    alone.setlist(name, values)
                assert one.hits == search(alone).total, (query, one)


def test_values_without_hits_are_not_offered():
    TopicFactory(slug="leer")
    published(topics=[TopicFactory(slug="voll")])

    groups = {group.name: [one.value for one in group.options] for group in facet_panel(found(""), 0).groups}

    assert groups["thema"] == ["voll"]


# --- nothing found --------------------------------------------------------------------------------------------------
def test_empty_result_says_which_filter_to_drop_and_who_helps(client, gera):
    OrganizationFactory(public=True)
    client.get("/angebote/")  # the index is read with the first search
    with CaptureQueriesContext(connection) as asked:
        response = client.get("/angebote/?ort=Bieblach-Ost&tag=so")
    suggestions = response.context_data["suggestions"]

    assert len(asked) <= 3
    assert [(str(chip.label), chip.href) for chip in suggestions.drops] == [("an allen Tagen: 1", "?ort=Bieblach-Ost")]
    assert suggestions.contact.phone == "+493023125001"
    assert "Lieber mit einem Menschen sprechen?" in response.text


def test_empty_result_names_districts_next_door(client, gera):
    OfferSession.objects.filter(run__offer__title="Bieblach-Ost").delete()
    Offer.objects.filter(title="Bieblach-Ost").update(assured_on=None)
    suggestions = client.get("/angebote/?ort=Bieblach-Ost").context_data["suggestions"]

    assert [(str(chip.label), chip.href) for chip in suggestions.neighbors] == [
        ("Bieblach/Tinz: 1", "?stadtteil=bieblach-tinz")
    ]


def test_slots_are_numbered_as_in_the_documents():
    published(starts=[next_weekday(2, MORNING)], fee=0)
    facets = OfferDocument.objects.get().facets

    assert facet_code(Group.SLOT, 21) in facets
    assert facet_code(Group.FLAG, Flag.FREE) in facets
