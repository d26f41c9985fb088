"""The Merkliste: what stands on it, in which order, what its address may be, and what it never shows."""

from datetime import time, timedelta

import pytest
from django.utils.http import int_to_base36
from icalendar import Calendar

from offers.enums import OfferState, RunState
from offers.lists.shortlist import MOST, find_typed, read_codes, shortlist_address, shortlist_code
from offers.models import Offer, OfferRun
from partners.enums import Visibility
from tests.counting import queries_of, rendering_queries
from tests.factories.partners import LocationFactory, PlanningAreaFactory
from tests.offers.rows import next_weekday, published

pytestmark = pytest.mark.django_db
THURSDAY = next_weekday(4, time(10))
WEEKLY = [THURSDAY + timedelta(days=7 * week) for week in range(6)]


def titles(response):
    return [line.entry.title for line in response.context["lines"]]


def test_entries_stand_in_the_order_of_the_address(client):
    offers = [published(f"Treff {n}", starts=[THURSDAY]) for n in range(3)]
    wanted = [offers[2], offers[0], offers[1]]

    assert titles(client.get(shortlist_address(one.pk for one in wanted))) == [one.title for one in wanted]


def test_entry_answers_everything_one_needs_on_the_way(client):
    offer = published("Babymassage", starts=WEEKLY, fee=12, minimum_age_months=2, maximum_age_months=9)
    contact = offer.contact_point
    contact.phone, contact.phone_display = "+493023125006", "030 23125 006"
    contact.save()
    (line,) = client.get(shortlist_address([offer.pk])).context["lines"]
    entry = line.entry

    assert len(entry.dates) == 4
    assert entry.dates[0].day.startswith("Do, ")
    assert entry.dates[0].time == "10:00–11:30\xa0Uhr"
    assert entry.place == offer.location.name
    assert offer.location.address in entry.address
    assert (entry.ages, entry.phone, entry.phone_shown) == ("2 bis 9\xa0Monate", "+493023125006", "030 23125 006")
    assert entry.price.startswith("12,00")
    assert entry.availability.label == "ohne Anmeldung"


def test_dates_are_days_not_morgen(client):
    """A sheet of paper still hangs there tomorrow."""
    offer = published(starts=[next_weekday((THURSDAY.isoweekday() % 7) + 1, time(9))])
    text = client.get(shortlist_address([offer.pk])).text

    assert "morgen," not in text
    assert "heute," not in text


def test_contact_that_is_not_public_stays_out(client):
    offer = published(starts=[THURSDAY])
    contact = offer.contact_point
    contact.phone, contact.visibility = "+493023125099", Visibility.NETWORK
    contact.save()

    assert "23125099" not in client.get(shortlist_address([offer.pk])).text


def test_protected_address_stays_out(client):
    """The import names a site without a name after its street, so the name is as secret as the address."""
    place = LocationFactory(name="Am Elsterbogen 4, Gera", area=PlanningAreaFactory(), public_transport="Linie 99")
    offer = published(starts=[THURSDAY], location=place)
    place.is_protected = True
    place.save()
    response = client.get(shortlist_address([offer.pk]))
    (line,) = response.context["lines"]

    assert (line.entry.place, line.entry.address, line.entry.transport) == ("Adresse auf Anfrage", "", "")
    assert "Elsterbogen" not in response.text


def test_cancelled_is_said_not_hidden(client):
    offer = published("Fällt aus", starts=[THURSDAY])
    OfferRun.objects.update(state=RunState.CANCELLED, alert="Die Leitung ist krank.")
    (line,) = client.get(shortlist_address([offer.pk])).context["lines"]

    assert line.entry.when == "abgesagt"
    assert line.entry.availability.label == "abgesagt"
    assert line.entry.alert == "Die Leitung ist krank."


def test_what_is_no_longer_public_is_named_and_left_out(client):
    kept, paused = published("Bleibt", starts=[THURSDAY]), published("Macht Pause", starts=[THURSDAY])
    Offer.objects.filter(pk=paused.pk).update(state=OfferState.PAUSED)
    response = client.get(shortlist_address([paused.pk, kept.pk]))

    assert titles(response) == ["Bleibt"]
    assert "Nicht mehr da" in response.text
    assert "„Macht Pause“" in response.text
    assert f"?a={shortlist_code(paused.pk)}" not in response.context["address"]


def test_a_draft_looks_like_an_offer_that_never_was(client):
    """Nobody learns titles, or even that there is something, by trying codes."""
    draft = published("Geheimer Entwurf", starts=[THURSDAY])
    Offer.objects.filter(pk=draft.pk).update(state=OfferState.APPROVED, published_at=None)
    hidden, unknown = (
        client.get(shortlist_address([pk])).text.replace(f'forget="{shortlist_code(pk)}"', "")
        for pk in (draft.pk, draft.pk + 1)
    )

    assert "Geheimer" not in hidden
    assert hidden == unknown


def test_remove_leads_to_the_list_without_it(client):
    offers = [published(f"Treff {n}") for n in range(3)]
    lines = client.get(shortlist_address(one.pk for one in offers)).context["lines"]

    assert lines[1].without == shortlist_address([offers[0].pk, offers[2].pk])
    assert client.get(shortlist_address([offers[0].pk])).context["lines"][0].without == "/merkliste/"


def test_forty_fit_into_an_address_and_more_are_refused_in_words(client):
    big = 1_000_000
    assert len(f"https://familienportal.example{shortlist_address(range(big, big + MOST))}") < 2000
    response = client.get(shortlist_address(range(big, big + MOST + 1)))

    assert response.status_code == 200
    assert "fasst 40 Angebote" in response.text


def test_empty_list_leads_to_the_search(client):
    response = client.get("/merkliste/")

    assert response.status_code == 200
    assert 'href="/angebote/"' in response.text
    assert 'name="robots" content="noindex"' in response.text


def test_canonical_has_no_query_and_nobody_gets_a_cookie(client):
    offer = published()
    response = client.get(shortlist_address([offer.pk]))

    assert '<link rel="canonical" href="http://127.0.0.1:8000/merkliste/">' in response.text
    assert not response.cookies
    assert response.headers["Cache-Control"] == "public, max-age=0, s-maxage=60"


def test_costs_the_same_for_one_and_forty(client, rf):
    offers = [published(f"Treff {n}", starts=WEEKLY[:5], fee=3) for n in range(4)]
    offers += [published(f"Beratung {n}", location=None) for n in range(MOST - 4)]
    one, forty = shortlist_address([offers[0].pk]), shortlist_address(offer.pk for offer in offers)
    client.get(one)

    assert queries_of(lambda: client.get(one)) == queries_of(lambda: client.get(forty)) <= 6
    response = client.get(forty)
    assert len(response.context["lines"]) == MOST


def test_rendering_costs_nothing(rf):
    from offers.views.shortlist import shortlist

    offer = published(starts=WEEKLY, location=None)
    request = rf.get(shortlist_address([offer.pk]))
    request.user = type("Anonymous", (), {"is_authenticated": False, "is_staff": False})()
    response = shortlist(request)
    response.render()

    assert rendering_queries(response) == 0


@pytest.mark.parametrize(
    "query",
    [
        "a=",
        "a=%00",
        "a='--",
        "a=zzzzzzzzzz",
        "a=zzzzzzzzzzzzzzzzz",
        "a=-1",
        "a=%F0%9F%A6%84",
        "a=٣",
        "b=1",
        "dazu=",
        "dazu=http://[",
        "dazu=/angebote//",
        "dazu=%25%2F%2F",
        "&".join(["a=1"] * 500),
        "a=" + "1" * 5000,
    ],
)
def test_nonsense_is_a_page_or_400(client, query):
    assert client.get(f"/merkliste/?{query}").status_code in {200, 400}
    assert client.get(f"/merkliste.ics?{query}").status_code in {200, 400}


def test_what_was_typed_cannot_break_out_of_the_page(client):
    text = client.get("/merkliste/", {"dazu": '"><script>alert(1)</script>'}).text

    assert "<script>alert" not in text
    assert "Zu dieser Adresse gibt es kein Angebot" in text


@pytest.mark.parametrize(
    "typed",
    ["/angebote/{slug}/", "https://netz.example/angebote/{slug}/?x=1#termine", "netz.example/angebote/{slug}.ics"],
)
def test_an_address_of_an_offer_is_added(client, typed):
    first, second = published("Eins"), published("Zwei")
    query = {"a": shortlist_code(first.pk), "dazu": typed.format(slug=second.slug)}
    response = client.get("/merkliste/", query)

    assert (response.status_code, response.url) == (302, shortlist_address([first.pk, second.pk]))


def test_the_address_of_another_list_is_added():
    assert find_typed("https://netz.example/merkliste/?a=1k&a=2B") == [56, 83]


def test_codes():
    assert shortlist_code(56) == int_to_base36(56) == "1k"
    assert read_codes(["1K", "1k", "01k", "", "x y", "äö", "2b"]) == ([56, 83], False)


def test_calendar_has_the_next_dates_of_all(client):
    one = published("Eins", starts=[THURSDAY + timedelta(days=7 * week) for week in range(14)])
    two, hidden = published("Zwei", starts=[THURSDAY]), published("Weg", starts=[THURSDAY])
    Offer.objects.filter(pk=hidden.pk).update(state=OfferState.PAUSED)
    response = client.get(shortlist_address([one.pk, two.pk, hidden.pk], "offers:shortlist_calendar"))
    names = [str(event["SUMMARY"]) for event in Calendar.from_ical(response.content).walk("VEVENT")]

    assert (names.count("Eins"), names.count("Zwei"), names.count("Weg")) == (12, 1, 0)
    assert 'filename="merkliste.ics"' in response.headers["Content-Disposition"]
    assert not response.cookies


def test_calendar_costs_one_query(client):
    offers = [published(f"Treff {n}", starts=WEEKLY) for n in range(3)]
    address = shortlist_address((one.pk for one in offers), "offers:shortlist_calendar")

    assert queries_of(lambda: client.get(address)) == 1


def test_offer_page_has_the_link(client):
    offer = published()

    assert f'data-code="{shortlist_code(offer.pk)}" href="/merkliste/?a={shortlist_code(offer.pk)}"' in (
        client.get(offer.get_absolute_url()).text
    )


def test_the_list_is_written_to_no_log(client, capfd, caplog):
    offer = published()
    client.get(shortlist_address([offer.pk]))

    written = caplog.text + "".join(capfd.readouterr())
    assert f"a={shortlist_code(offer.pk)}" not in written
