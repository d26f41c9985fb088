"""``/partner/haus/<slug>/``: who works under one roof."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from partners.enums import OperatorRole, OrganizationKind
from tests.counting import queries_of, rendering_queries
from tests.factories.offers import OfferFactory, OfferRunFactory, OfferSessionFactory
from tests.factories.partners import (
    HostedOrganizationFactory,
    LocationFactory,
    OperatorAssignmentFactory,
    OrganizationFactory,
    RoomFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def location():
    return LocationFactory(name="Haus am Elsterbogen", slug="haus-am-elsterbogen")


def move_in(location, **fields):
    resident = OrganizationFactory(public=True, **fields)
    HostedOrganizationFactory(organization=resident, location=location, opening_hours=f"Zeiten {resident.pk}")
    return resident


def url(location):
    return reverse("house", args=[location.slug])


def test_address():
    assert reverse("house", args=["x"]) == "/partner/haus/x/"


def test_shows_facilities_with_operator_and_hours(client, location):
    center, kita = move_in(location, name="Familienzentrum"), move_in(location, name="Kita")
    body = OrganizationFactory(public=True, name="Trägerverein")
    OperatorAssignmentFactory(facility=center, operating_body=body)
    OperatorAssignmentFactory(facility=kita, operating_body=body)
    OperatorAssignmentFactory(
        facility=kita, operating_body=OrganizationFactory(name="Hausbesitz GmbH"), role=OperatorRole.BUILDING_OWNER
    )
    response = client.get(url(location))
    house = response.context_data["house"]
    assert [one.resident.organization.name for one in house.facilities] == ["Familienzentrum", "Kita"]
    assert house.operators == ["Trägerverein"]
    assert "2 Einrichtungen, 1 Träger" in response.text
    assert f"Zeiten {kita.pk}" in response.text
    assert "Hausbesitz" not in response.text


def test_the_house_itself_is_not_counted_as_a_facility(client, location):
    move_in(location, name="Mehrgenerationenhaus", kind=OrganizationKind.NETWORK)
    move_in(location)
    house = client.get(url(location)).context_data["house"]
    assert [one.resident.organization.name for one in house.umbrellas] == ["Mehrgenerationenhaus"]
    assert len(house.facilities) == 1


def test_one_organization_alone_is_no_house(client, location):
    move_in(location)
    assert client.get(url(location)).status_code == 404


def test_hidden_and_former_residents_do_not_count(client, location):
    move_in(location)
    HostedOrganizationFactory(organization=OrganizationFactory(), location=location)
    HostedOrganizationFactory(
        organization=OrganizationFactory(public=True),
        location=location,
        valid_to=timezone.localdate() - timedelta(days=1),
    )
    assert client.get(url(location)).status_code == 404


def test_protected_house_is_not_there(client, location):
    move_in(location)
    move_in(location)
    assert client.get(url(location)).status_code == 200
    location.is_protected = True
    location.save()
    assert client.get(url(location)).status_code == 404


def tomorrow(hour=9):
    return (timezone.now() + timedelta(days=1)).replace(hour=hour, minute=0, second=0, microsecond=0)


def held(**fields):
    start = fields.pop("start", tomorrow())
    return OfferSessionFactory(run=OfferRunFactory(**fields), starts_at=start, ends_at=start + timedelta(hours=1))


def test_week_of_the_house(client, location):
    center = move_in(location)
    move_in(location)
    held(offer=OfferFactory(published=True, title="Am Angebot", lead=center, location=location))
    held(offer=OfferFactory(published=True, title="Am Lauf"), location=location)
    room = RoomFactory(location=location)
    held(offer=OfferFactory(published=True, title="Am Raum"), room=room)
    held(offer=OfferFactory(published=True, title="Verlegt", location=location), location=LocationFactory())
    held(offer=OfferFactory(published=True, title="Später", location=location), start=tomorrow() + timedelta(days=9))
    held(offer=OfferFactory(title="Noch Idee", location=location))
    week = client.get(url(location)).context_data["week"]
    assert len(week) == 7
    assert sorted(entry.title for day in week for entry in day.entries) == ["Am Angebot", "Am Lauf", "Am Raum"]


def test_costs_the_same_for_few_and_many(client, location):
    def one_more():
        resident = move_in(location)
        OperatorAssignmentFactory(facility=resident)
        RoomFactory(location=location)
        held(offer=OfferFactory(published=True, lead=resident, location=location))

    one_more()
    one_more()
    first = queries_of(lambda: client.get(url(location)))
    one_more()
    one_more()
    response = client.get(url(location))
    assert queries_of(lambda: client.get(url(location))) == first <= 8
    assert rendering_queries(response) == 0
    assert not response.cookies
