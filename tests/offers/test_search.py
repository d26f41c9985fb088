"""Words: stems, beginnings, umlauts, former names, slips of the finger."""

from datetime import time, timedelta

import pytest
from django.http import QueryDict

from offers.filters import search
from tests.factories.offers import SearchWordFactory
from tests.factories.partners import TopicFactory
from tests.offers.hits import titles_of
from tests.offers.rows import next_weekday, published

pytestmark = pytest.mark.django_db
TUESDAY = next_weekday(2, time(9, 30))


def titles(query):
    return titles_of(search(QueryDict(query)))


@pytest.mark.parametrize(
    "words",
    [
        "Krabbelgruppe",
        "krabbelgruppen",
        "Krabbel",
        "KRABBEL",
        "gruppe krabbel",
        "Frösche",
        "frosche",
        "krabbel!",
        "'krab",
    ],
)
def test_finds_stems_beginnings_and_umlauts(words):
    published("Krabbelgruppe", subtitle="Für kleine Frösche, Gruppe am Dienstag", starts=[TUESDAY])
    published("Erziehungsberatung", starts=[TUESDAY])

    assert titles(f"q={words}") == ["Krabbelgruppe"]


def test_all_words_have_to_occur():
    published("Krabbelgruppe", starts=[TUESDAY])
    published("Nähcafé", starts=[TUESDAY])

    assert titles("q=nähcafé+erziehungsberatung") == []


def test_finds_topic_district_and_former_name_of_the_organiser():
    offer = published("Treff", starts=[TUESDAY], topics=[TopicFactory(name="Ernährung")])
    offer.lead.former_names.create(name="Mütterzentrum Ostgera")

    assert titles("q=ernahrung") == ["Treff"]
    assert titles("q=mütterzentrum") == ["Treff"]


@pytest.mark.parametrize("words", ["Krabelgruppe", "Krabbelgurppe", "krabbelgruppr"])
def test_slips_are_corrected_and_named(client, words):
    published("Krabbelgruppe Elsterfrösche", starts=[TUESDAY])
    response = client.get("/angebote/", {"q": words})

    assert f"„{words.lower()}“ kommt so nicht vor. Wir haben nach „krabbelgruppe“ gesucht." in response.text
    assert [one.card.title for one in response.context_data["cards"]] == ["Krabbelgruppe Elsterfrösche"]


def test_exact_hits_are_not_mixed_with_similar_ones():
    published("Krabbelgruppe", starts=[TUESDAY])
    published("Grabbelgruppe", starts=[TUESDAY])

    assert titles("q=krabbelgruppe") == ["Krabbelgruppe"]


def test_words_in_the_title_come_first():
    published("Elterntreff", description="Manchmal kochen wir.", starts=[TUESDAY])
    published("Kochen für wenig Geld", starts=[TUESDAY + timedelta(days=3)])

    assert titles("q=kochen") == ["Kochen für wenig Geld", "Elterntreff"]
    assert titles("q=kochen&sort=datum") == ["Elterntreff", "Kochen für wenig Geld"]


@pytest.mark.parametrize(
    "text",
    ["&|!()", ":*", "a & b | !c", "\\", "''", "%", "_", "x" * 100, "🙂", "﷽", "und", "der die das", "1 2 3", "-- ;"],
)
def test_nothing_typed_breaks_the_search(client, text):
    published("Krabbelgruppe", starts=[TUESDAY])

    assert client.get("/angebote/", {"q": text, "ort": text, "alter": text, "von": text}).status_code == 200


def test_the_verb_sucht_is_not_the_noun():
    published("Gartengruppe", description="Der Garten sucht Helfer. Wir suchen Leute.", starts=[TUESDAY])
    published("Offene Runde", description="Hier geht es um Suchtberatung.", starts=[TUESDAY])

    assert titles("q=sucht") == ["Offene Runde"]
    assert titles("q=suchen+helfer") == ["Gartengruppe"]


def test_this_year_says_nothing_another_one_does():
    published("Ferienspiele", starts=[TUESDAY])

    assert titles(f"q=ferienspiele+{TUESDAY.year}") == ["Ferienspiele"]
    assert titles(f"q=ferienspiele+{TUESDAY.year - 3}") == []


def test_ages_of_several_children_and_hours_are_read_as_filters(client):
    published("Familienturnen", starts=[TUESDAY], minimum_age_months=24, maximum_age_months=119)
    published("Krabbelgruppe", starts=[TUESDAY], minimum_age_months=0, maximum_age_months=35)

    response = client.get("/angebote/", {"q": "mit kindern 3 und 6 jahre vor 12 uhr"})
    assert [one.card.title for one in response.context_data["cards"]] == ["Familienturnen"]
    assert "3 und 6 Jahre" in response.text
    assert "Vormittag" in response.text
    assert titles("q=sohn+14") == []


def test_a_compound_with_one_wrong_letter_is_put_right():
    published("Sprechstunde Elterngeld", starts=[TUESDAY])
    published("Elternabend", starts=[TUESDAY])

    assert titles("q=elterngelt") == ["Sprechstunde Elterngeld"]
    assert titles("q=elternwelt") == []  # two letters: something else was meant


def test_parts_of_a_compound_are_read_as_everyday_words():
    SearchWordFactory(typed="Lehrer", means="Kaffeerunde")
    published("Treff: Kaffeerunde", starts=[TUESDAY])
    published("Offener Treff", starts=[TUESDAY])

    assert titles("q=lehrertreff") == ["Treff: Kaffeerunde"]


def test_numbers_and_children_who_come_along_do_not_narrow():
    published("Beratung für Schwangere", starts=[TUESDAY])
    published("Nähcafé", starts=[TUESDAY])
    published("Basteln mit Kindern", starts=[TUESDAY])

    assert titles("q=ich+bin+16+und+schwanger+schwangere") == ["Beratung für Schwangere"]
    assert len(titles("q=dienstag+mit+kindern")) == 3
    assert len(titles("q=dienstag+mit+meinen+kindern")) == 3
    assert titles("q=dienstag+kinder") == ["Basteln mit Kindern"]
    assert titles("q=mit+kindern") == ["Basteln mit Kindern"]


def test_what_suits_all_children_comes_before_what_suits_one():
    published("Nur Kita", minimum_age_months=36, maximum_age_months=59, starts=[TUESDAY])
    published("Nur Schule", minimum_age_months=72, maximum_age_months=95, starts=[TUESDAY])
    published("Für beide", minimum_age_months=12, maximum_age_months=143, starts=[TUESDAY + timedelta(days=42)])

    assert titles("q=dienstag+kinder+3+und+7")[0] == "Für beide"
    assert titles("q=dienstag+kind+3") == ["Nur Kita", "Für beide"]
    assert len(titles("alter=3&alter=7")) == 3
