"""What offers, rooms and partners rest on, beside them: staff who may know it see it, nobody else anything of it."""

import pytest
from django.urls import reverse

from accounts.enums import Role
from agreements.actions.coverage import add_coverage
from familynet.views.lines.coverage_lines import coverage_lines, offer_coverage, record_coverage
from offers.detail import basis
from offers.models import Offer
from tests.agreements.signing_world import signed
from tests.counting import queries_of, rendering_queries
from tests.factories.offers import CampaignFactory, OfferFactory
from tests.factories.partners import (
    HostedOrganizationFactory,
    LocationFactory,
    OrganizationFactory,
    ResourceFactory,
    RoomFactory,
    person,
)

pytestmark = pytest.mark.django_db
ONLY_STAFF = "Das sehen nur Fachkräfte."


@pytest.fixture
def agreement():
    return signed(center=OrganizationFactory(public=True), partner=OrganizationFactory(public=True)).agreement


@pytest.fixture
def boss(agreement):
    return person(Role.COORDINATION, agreement.center)


@pytest.fixture
def offer(agreement):
    return OfferFactory(published=True, lead=agreement.center)


def page(client, thing, user=None):
    client.logout()
    if user is not None:
        client.force_login(user)
    return client.get(thing.get_absolute_url()).content.decode()


def test_an_offer_says_what_it_rests_on(client, agreement, boss, offer):
    assert "Ohne Vereinbarung" in page(client, offer, boss)
    add_coverage(agreement, kind="offer", thing=offer, by=boss)
    text = page(client, offer, boss)
    assert f"Abgedeckt durch {agreement.reference}" in text
    assert reverse("agreements:agreement", args=[agreement.uuid]) in text
    assert ONLY_STAFF in text


def test_the_offer_asks_whoever_the_roof_named(client, offer, boss, monkeypatch):
    """Negative control: with nobody named nothing is said, and naming somebody twice says it once."""
    assert "Ohne Vereinbarung" in page(client, offer, boss)
    monkeypatch.setattr(basis, "SOURCES", [])
    assert "Ohne Vereinbarung" not in page(client, offer, boss)
    basis.add_basis_source(offer_coverage)
    basis.add_basis_source(offer_coverage)
    assert page(client, offer, boss).count("Ohne Vereinbarung") == 1


@pytest.mark.parametrize("who", ["nobody", "instructor", "partner elsewhere", "centre elsewhere"])
def test_who_may_not_see_the_agreement_learns_nothing(client, agreement, boss, offer, who):
    user = {
        "nobody": lambda: None,
        "instructor": lambda: person(Role.INSTRUCTOR, agreement.center),
        "partner elsewhere": lambda: person(Role.PARTNER_MANAGER, OrganizationFactory()),
        "centre elsewhere": lambda: person(Role.COORDINATION, OrganizationFactory()),
    }[who]()
    for _covered in range(2):
        text = page(client, offer, user)
        assert agreement.reference not in text
        assert "Vereinbarung" not in text.split("<main")[1].split("</main>")[0]
        add_coverage(agreement, kind="offer", thing=offer, by=boss)


def test_for_everybody_else_the_page_stays_the_same(client, agreement, boss, offer):
    """Anonymous pages are kept by a shared cache."""
    before = page(client, offer)
    add_coverage(agreement, kind="offer", thing=offer, by=boss)
    assert page(client, offer) == before


def test_a_house_says_it_of_its_rooms(client, agreement, boss):
    house = LocationFactory()
    for organization in (agreement.center, OrganizationFactory(public=True)):
        HostedOrganizationFactory(location=house, organization=organization)
    covered, other = RoomFactory(location=house), RoomFactory(location=house)
    add_coverage(agreement, kind="room", thing=covered, by=boss)
    address = reverse("house", args=[house.slug])
    assert agreement.reference not in client.get(address).content.decode()
    client.force_login(boss)
    answer = client.get(address)
    text = answer.content.decode()
    assert f"abgedeckt durch {agreement.reference}" in text
    assert "ohne Vereinbarung" in text
    assert rendering_queries(answer) == 0
    two = queries_of(lambda: client.get(address))
    RoomFactory.create_batch(3, location=house)
    assert queries_of(lambda: client.get(address)) == two
    assert other.pk


def test_the_staff_admin_says_it_too(client, agreement):
    admin = person(Role.ADMINISTRATION)
    client.force_login(admin)
    offer, room = OfferFactory(lead=agreement.center), RoomFactory()
    thing, campaign = ResourceFactory(organization=agreement.center), CampaignFactory(organizer=agreement.center)
    for kind, one in (("offer", offer), ("room", room), ("resource", thing), ("campaign", campaign)):
        address = reverse(f"admin:{one._meta.app_label}_{one._meta.model_name}_change", args=[one.pk])
        assert "Ohne Vereinbarung" in client.get(address).content.decode(), kind
        add_coverage(agreement, kind=kind, thing=one, by=admin)
        assert f"Abgedeckt durch {agreement.reference}" in client.get(address).content.decode(), kind
    assert record_coverage(agreement.center, admin) is None


@pytest.mark.parametrize("rows", [1, 3])
def test_one_line_costs_as_much_as_three(agreement, boss, rows):
    offers = OfferFactory.create_batch(rows, lead=agreement.center)
    for one in offers:
        add_coverage(agreement, kind="offer", thing=one, by=boss)
    boss = type(boss).objects.get(pk=boss.pk)
    shared = {one.pk: {agreement.center_id} for one in Offer.objects.all()}
    assert queries_of(lambda: coverage_lines("offer", shared, boss)) == 9  # with the rights of the person


def test_a_partner_without_agreement_is_told_to_those_who_make_them(client, agreement, boss):
    stranger, partner = OrganizationFactory(public=True), agreement.versions.get().parties.last().organization
    text = page(client, stranger, boss)
    assert "Ohne Vereinbarung." in text
    assert f"/intern/vereinbarungen/neu/?partner={stranger.slug}" in text
    reader = page(client, stranger, person(Role.READ_ONLY))
    assert ("Ohne Vereinbarung." in reader, "?partner=" in reader) == (True, False)
    for user in (None, person(Role.PARTNER_MANAGER, partner)):
        assert "Ohne Vereinbarung." not in page(client, stranger, user)
    assert "Ohne Vereinbarung." not in page(client, agreement.center, boss)
