"""Promised hours against capacity, and shared offers and rooms with what they rest on."""

from decimal import Decimal

import pytest
from django.utils import timezone

from agreements.actions.coverage import add_coverage
from agreements.models import Agreement, Commitment
from agreements.reports.basis_list import shared_things
from agreements.reports.capacity import partner_loads
from tests.agreements.signing_world import negotiated, signed
from tests.counting import queries_of
from tests.factories.offers import OfferFactory, OfferPartnerFactory
from tests.factories.partners import (
    HostedOrganizationFactory,
    OperatorAssignmentFactory,
    OrganizationFactory,
    PartnershipFactory,
    RoomFactory,
    person,
)

pytestmark = pytest.mark.django_db
ALL = Agreement.objects


def promising(hours, *, center=None, partner=None, sign=True):
    """An agreement whose partner promises hours a year; the row is there before the text is locked."""
    agreement = negotiated(center=center, partner=partner)
    Commitment.objects.filter(version__agreement=agreement).update(unit="hours", quantity=hours, rhythm="yearly")
    if sign:
        from tests.agreements import signing_world

        version = signing_world.lock_version(agreement, by=None)
        for number in range(2):
            signing_world.sign(version, number=number)
    return agreement


@pytest.fixture
def today():
    return timezone.localdate()


def test_hours_of_all_centres_stand_against_the_capacity(today):
    body, facility = OrganizationFactory(), OrganizationFactory()
    OperatorAssignmentFactory(facility=facility, operating_body=body, role="operator")
    PartnershipFactory(partner=facility, state="active", capacity_hours_year=Decimal(60))
    PartnershipFactory(partner=body, state="active", capacity_hours_year=Decimal(40))
    PartnershipFactory(partner=body, state="prospect", capacity_hours_year=Decimal(500))
    promising(50, partner=body)
    promising(46, partner=body)
    promising(70, partner=body, sign=False)
    (load,) = partner_loads(ALL.all(), today)
    assert (load.hours, load.capacity, load.percent) == (96, 100, 96)
    assert load.words == "96 von 100 Stunden, fast ausgeschöpft"


def test_what_may_not_be_seen_counts_but_is_not_named(today):
    body = OrganizationFactory()
    PartnershipFactory(partner=body, state="active", capacity_hours_year=Decimal(100))
    mine = promising(30, partner=body)
    promising(40, partner=body)
    (load,) = partner_loads(ALL.filter(pk=mine.pk), today)
    assert load.hours == 70
    assert [share.agreement for share in load.shares] == [mine]
    assert partner_loads(ALL.none(), today) == []


def test_loads_cost_the_same_for_one_and_for_three(today):
    promising(10)
    one = queries_of(lambda: partner_loads(ALL.all(), today))
    promising(10)
    promising(10)
    assert queries_of(lambda: partner_loads(ALL.all(), today)) == one


def test_shared_offers_and_rooms_say_what_they_rest_on(today):
    version = signed()
    center = version.agreement.center
    room = RoomFactory()
    HostedOrganizationFactory(organization=center, location=room.location)
    shared, covered, alone = (OfferFactory(lead=center, state="coordination") for _ in range(3))
    for offer in (shared, covered):
        OfferPartnerFactory(offer=offer)
    add_coverage(version.agreement, kind="offer", thing=covered, by=None)
    found = {row.thing: row.note for row in shared_things([center.pk], ALL.all(), today)}
    assert alone not in found
    assert not found[shared].is_valid
    assert found[covered].is_valid
    assert not found[room].is_valid
    assert shared_things([OrganizationFactory().pk], ALL.all(), today) == []


def test_the_pages_open(client):
    version = signed()
    client.force_login(person("coordination", version.agreement.center))
    for page in ("auslastung/", "grundlagen/"):
        assert client.get(f"/intern/vereinbarungen/{page}").status_code == 200
