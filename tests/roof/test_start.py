"""``/``: the start page."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from offers.enums import EditionState, RegistrationMode, SessionState
from partners.enums import OrganizationKind, Visibility
from tests.counting import queries_of, rendering_queries
from tests.factories.offers import (
    CampaignEditionFactory,
    LifeStageFactory,
    OfferFactory,
    OfferRunFactory,
    OfferSessionFactory,
)
from tests.factories.partners import ContactPointFactory, MunicipalityFactory, OrganizationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def start(client):
    return lambda: client.get("/")


def open_date(days=1, mode=RegistrationMode.NONE, **fields):
    offer = OfferFactory(published=True, registration_mode=mode, **fields)
    when = timezone.now() + timedelta(days=days)
    return OfferSessionFactory(run=OfferRunFactory(offer=offer), starts_at=when, ends_at=when + timedelta(hours=1))


def shown(response):
    return [one.session.run.offer.title for one in response.context_data["open_dates"]]


def test_one_heading_and_a_search_without_script(start):
    text = start().text
    assert text.count("<h1") == 1
    assert 'action="/angebote/"' in text
    for name in ("q", "ort", "alter"):
        assert f'name="{name}"' in text
    assert '<option value="9m">9\N{NO-BREAK SPACE}Monate</option>' in text


def test_works_on_an_empty_database(start):
    response = start()
    assert response.status_code == 200
    assert "Diese Woche steht hier nichts an" in response.text


def test_life_situations_lead_into_the_search(start):
    LifeStageFactory(name="Schwangerschaft", slug="schwangerschaft", icon="baby", on_start_page=True)
    LifeStageFactory(name="Nicht hier", on_start_page=False)
    text = start().text
    assert "/angebote/?lebenslage=schwangerschaft" in text
    assert "Nicht hier" not in text


@pytest.mark.parametrize("icon", ["", "gibt-es-nicht", "../x", "<b>"])
def test_a_wrong_icon_does_not_break_the_page(start, icon):
    LifeStageFactory(name="Schwangerschaft", icon=icon, on_start_page=True)
    assert "Schwangerschaft" in start().text


def test_this_week_without_registration(start):
    open_date(title="Morgen")
    open_date(title="Mit Möglichkeit", mode=RegistrationMode.OPTIONAL, days=2)
    open_date(title="Mit Anmeldung", mode=RegistrationMode.ONLINE)
    open_date(title="Nächste Woche", days=9)
    open_date(title="Unbestätigt", assured_on=date(2020, 1, 1))
    cancelled = open_date(title="Fällt aus")
    cancelled.state = SessionState.CANCELLED
    cancelled.save()
    assert shown(start()) == ["Morgen", "Mit Möglichkeit"]


def test_each_offer_once_with_its_next_date(start):
    first = open_date(title="Treff")
    later = first.starts_at + timedelta(days=1)
    OfferSessionFactory(run=first.run, starts_at=later, ends_at=later + timedelta(hours=1))
    response = start()
    assert shown(response) == ["Treff"]
    assert response.context_data["open_dates"][0].session == first


def test_protected_address_is_not_named(start):
    session = open_date(title="Treff")
    location = session.run.offer.location
    location.name, location.is_protected = "Versteckhaus", True
    location.save()
    assert "Versteckhaus" not in start().text


def test_next_action_day(start):
    today = timezone.localdate()
    CampaignEditionFactory(campaign__name="Vorbei", year=today.year - 1, state=EditionState.HELD)
    CampaignEditionFactory(
        campaign__name="Abgesagt", year=today.year, starts_on=today + timedelta(days=5), state=EditionState.CANCELLED
    )
    CampaignEditionFactory(campaign__name="Aktionstag", year=today.year + 1, motto="Zeit zu dritt")
    text = start().text
    assert f"Aktionstag {today.year + 1}" in text
    assert "Zeit zu dritt" in text
    assert "In Planung" in text
    assert "Ort wird noch bekannt gegeben" in text
    assert "Vorbei" not in text
    assert "Abgesagt" not in text


def test_running_action_is_still_next(start):
    today = timezone.localdate()
    CampaignEditionFactory(
        campaign__name="Läuft", year=today.year, starts_on=today - timedelta(days=2), ends_on=today, state="announced"
    )
    assert f"Läuft {today.year}" in start().text


def test_planned_without_a_day_is_told_with_its_year(start):
    today = timezone.localdate()
    CampaignEditionFactory(campaign__name="Irgendwann", year=today.year + 1, starts_on=None)
    assert f"Irgendwann {today.year + 1}" in start().text


def test_contacts_by_function_never_by_name(start):
    alliance = OrganizationFactory(public=True, kind=OrganizationKind.NETWORK, municipality=MunicipalityFactory())
    ContactPointFactory(organization=alliance, function="Koordination", phone_display="030 23125055")
    ContactPointFactory(organization=alliance, function="Intern", visibility=Visibility.INTERNAL)
    ContactPointFactory(function="Irgendeine Einrichtung", organization=OrganizationFactory(public=True))
    text = start().text
    assert "030 23125055" in text
    assert "Intern</" not in text
    assert "Irgendeine Einrichtung" not in text


def fill():
    LifeStageFactory(on_start_page=True, icon="baby")
    open_date()
    CampaignEditionFactory()
    alliance = OrganizationFactory(public=True, kind=OrganizationKind.NETWORK, municipality=MunicipalityFactory())
    ContactPointFactory(organization=alliance)


def test_at_most_eight_queries_and_none_at_rendering(start):
    fill()
    one = queries_of(start)
    fill()
    fill()
    response = start()
    assert queries_of(start) == one <= 8
    assert rendering_queries(response) == 0


def test_no_cookie_and_shared_by_everybody(start):
    response = start()
    assert not response.cookies
    assert "s-maxage" in response["Cache-Control"]


def test_nothing_inline(start):
    fill()
    text = start().text
    assert "<script>" not in text
    assert " style=" not in text
    assert " onclick=" not in text
