"""``/angebote/``: what is shown, how much it costs, what a wrong address does."""

from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.offers.rows import next_weekday, published

pytestmark = pytest.mark.django_db
TUESDAY = next_weekday(2, time(9, 30))


def titles(response):
    return [one.card.title for one in [*response.context_data["cards"], *response.context_data["open_ended"]]]


def test_shows_public_offers_soonest_first_and_open_ended_ones_last(client):
    published("Später", starts=[TUESDAY + timedelta(days=7)])
    published("Kleiderkammer")
    published("Bald", starts=[TUESDAY])

    response = client.get("/angebote/")

    assert titles(response) == ["Bald", "Später", "Kleiderkammer"]
    assert "3 Angebote" in response.text
    assert "Jederzeit, ohne festen Termin" in response.text


def test_card_answers_in_order(client):
    published("Elsterfrösche", starts=[TUESDAY], fee=32, minimum_age_months=6, maximum_age_months=12)

    text = client.get("/angebote/").text
    answers = ["9:30–11:00", "Elsterfrösche", "6 bis 12", "Testhaus", "32,00", "ohne Anmeldung", "bestätigt im"]
    places = [text.index(answer, text.index("offer-cards")) for answer in answers]

    assert places == sorted(places)


@pytest.mark.parametrize("query", ["", "q=gruppe", f"ansicht=woche&von={TUESDAY:%Y-%m-%d}", "ansicht=karte"])
def test_costs_the_same_for_one_and_three_and_rendering_costs_nothing(rf, query):
    from offers.views.offer_list import offer_list

    def queries(rows):
        for number in range(rows):
            published(f"Gruppe {number}", starts=[TUESDAY, TUESDAY + timedelta(days=7)], fee=5, places=8)
        request = rf.get(f"/angebote/?{query}")
        offer_list(request)  # words and days are read when they are first asked for
        with CaptureQueriesContext(connection) as asked:
            response = offer_list(request)
        request.user = type("Anonymous", (), {"is_authenticated": False, "is_staff": False})()
        with CaptureQueriesContext(connection) as rendered:
            response.render()
        assert len(rendered) == 0
        assert "Gruppe 0" in response.text
        return len(asked)

    one = queries(1)
    assert queries(2) == one
    assert one <= 3  # the change log, the cards; a timetable or a map its own


def test_no_cookie_and_may_be_cached(client):
    response = client.get("/angebote/")

    assert not response.cookies
    assert response.headers["Cache-Control"].startswith("public")


def test_pages_of_twenty(client):
    for number in range(21):
        published(f"Gruppe {number:02}", starts=[TUESDAY])

    first, second = client.get("/angebote/"), client.get("/angebote/?seite=2")

    assert len(titles(first)) == 20
    assert titles(second) == ["Gruppe 20"]
    assert titles(client.get("/angebote/?seite=99")) == ["Gruppe 20"]
    assert titles(client.get("/angebote/?seite=krumm")) == titles(first)


def test_equal_rows_keep_their_order_on_every_page(client):
    for _ in range(25):
        published("Gleich", starts=[TUESDAY])
    seen = [one.card.href for page in (1, 2) for one in client.get(f"/angebote/?seite={page}").context_data["cards"]]

    assert len(set(seen)) == 25


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("von=99.99", "Das Datum „99.99“ kennen wir nicht."),
        ("bis=31.02.2027", "Das Datum „31.02.2027“ kennen wir nicht."),
        ("alter=uralt", "Das Alter „uralt“ verstehen wir nicht."),
        ("tag=xy", "Den Wochentag „xy“ kennen wir nicht."),
        ("zeit=nachts", "Die Tageszeit „nachts“ kennen wir nicht."),
        ("ort=Nirgendwo", "Den Ort „Nirgendwo“ kennen wir nicht."),
        ("umkreis=weit", "Den Umkreis „weit“ verstehen wir nicht."),
        ("thema=gibtsnicht", "Das Thema „gibtsnicht“ gibt es hier nicht."),
        ("sort=zufall", "Die Sortierung „zufall“ gibt es nicht."),
        ("ansicht=3d", "Die Ansicht „3d“ gibt es nicht."),
        ("kostenlos=vielleicht", "Mit „vielleicht“ können wir"),
        ("sort=entfernung", "wenn Sie einen Ort nennen"),
        ("q=" + "a" * 101, "Ihre Suche ist zu lang."),
        ("von=2027-02-01&bis=2027-01-01", "Das Ende liegt vor dem Anfang."),
    ],
)
def test_wrong_values_are_ignored_and_named(client, query, message):
    published("Krabbelgruppe", starts=[TUESDAY])

    response = client.get(f"/angebote/?{query}")

    assert response.status_code == 200
    assert message in response.text
    assert titles(response) == ["Krabbelgruppe"]


def test_canonical_address_is_sorted_and_knows_nothing_unknown(client):
    response = client.get("/angebote/?tag=di&utm_source=x&q=krabbel&alter=9+Monate&tag=mo&kostenlos=ja&umkreis=")

    assert (
        'rel="canonical" href="http://127.0.0.1:8000/angebote/?alter=9+monate&amp;kostenlos=1&amp;q=krabbel&amp;tag=di&amp;tag=mo"'
        in response.text
    )


def test_chips_take_one_filter_away(client):
    published(starts=[TUESDAY])

    chips = client.get("/angebote/?tag=di&tag=mi&kostenlos=1").context_data["chips"]

    assert [(str(chip.label), chip.href) for chip in chips] == [
        ("Dienstag", "?kostenlos=1&tag=mi"),
        ("Mittwoch", "?kostenlos=1&tag=di"),
        ("kostenlos", "?tag=di&tag=mi"),
    ]


def test_search_words_cannot_break_out_of_the_page(client):
    text = client.get("/angebote/", {"q": "<script>alert(1)</script>", "ort": '"><img src=x>'}).text

    assert "<script>alert" not in text
    assert "<img src=x>" not in text


def test_week_is_a_timetable_of_the_chosen_week(client):
    published("Diese", starts=[TUESDAY])
    published("Nächste", starts=[TUESDAY + timedelta(days=7)])
    monday = timezone.localdate(TUESDAY) - timedelta(days=1)

    week = client.get(f"/angebote/?ansicht=woche&von={monday + timedelta(days=3)}").context_data["week"]

    assert [entry.title for day in week.days for entry in day.entries] == ["Diese"]
    assert [day.day for day in week.days][0] == monday
    assert week.days[1].entries[0].time == "9:30–11:00"
    assert f"von={monday + timedelta(days=7)}" in week.following


def test_map_lists_places_with_their_offers(client):
    offer = published("Krabbelgruppe", starts=[TUESDAY])
    published("Zweite Gruppe", starts=[TUESDAY], location=offer.location)
    published("Hausbesuch", location=None, location_text="bei Ihnen")

    response = client.get("/angebote/?ansicht=karte")
    drawn = response.context_data["map"]

    assert [(spot.number, [title for title, _ in spot.offers]) for spot in drawn.spots] == [
        (1, ["Krabbelgruppe", "Zweite Gruppe"])
    ]
    assert drawn.elsewhere == 1
    assert "1 Angebot hat keinen festen Ort" in response.text


def test_protected_address_stays_out(client):
    offer = published("Beratung", starts=[TUESDAY])
    offer.location.is_protected = True
    offer.location.save()

    for view in ("liste", "woche", "karte"):
        text = client.get(f"/angebote/?ansicht={view}").text
        assert offer.location.name not in text
        assert offer.location.street not in text


def test_week_without_hits_still_leads_to_the_next_one(client):
    published("Nächste", starts=[TUESDAY + timedelta(days=7)])
    monday = timezone.localdate(TUESDAY) - timedelta(days=1)
    response = client.get(f"/angebote/?ansicht=woche&von={monday}")

    assert response.context_data["result"].total == 0
    assert f"von={monday + timedelta(days=7)}" in response.context_data["week"].following
    assert "Woche danach" in response.text
