"""A protected place (domain 7.8) on everything the public can open: each secret of it, on each page and file.

Every list of offers writes its own words about a place, so every one can forget the question. What shows an offer in a
new way belongs into ``PUBLIC``.
"""

from datetime import time

import pytest
from django.core.cache import cache

from offers.lists.shortlist import shortlist_address
from offers.models import OfferSession
from tests.factories.partners import HostedOrganizationFactory, LocationFactory, PlanningAreaFactory, RoomFactory
from tests.offers.rows import next_weekday, published

pytestmark = pytest.mark.django_db
THURSDAY = next_weekday(4, time(10))
SECRETS = (
    *("Versteckhaus", "Stille Gasse", "07545", "Geheimviertel", "Linie 99", "Hinterhof", "Klingel links"),
    *("versteck", "50.123", "50,123", "12.654", "12,654"),
)
PUBLIC = {
    "page, with the data for search engines": lambda offer: offer.get_absolute_url(),
    "list": lambda offer: "/angebote/",
    "week": lambda offer: "/angebote/?ansicht=woche",
    "map": lambda offer: "/angebote/?ansicht=karte",
    "printed programme": lambda offer: "/angebote/programm/",
    "shortlist": lambda offer: shortlist_address([offer.pk]),
    "calendar of the shortlist": lambda offer: shortlist_address([offer.pk], "offers:shortlist_calendar"),
    "calendar of the offer": lambda offer: f"/angebote/{offer.slug}.ics",
    "calendar of the organisation": lambda offer: f"/kalender/partner/{offer.lead.slug}.ics",
    "calendar of all": lambda offer: "/kalender/angebote.ics",
    "start": lambda offer: "/",
    "page of the organisation": lambda offer: f"/partner/{offer.lead.slug}/",
    "card of the organisation": lambda offer: f"/partner/{offer.lead.slug}.vcf",
    "feed": lambda offer: "/feed.atom",
    "sitemap": lambda offer: "/sitemap-angebote.xml",
}


def shelter(**fields):
    area = PlanningAreaFactory(name="Geheimviertel")
    secret = {"name": "Versteckhaus", "slug": "versteck", "street": "Stille Gasse", "house_no": "77"}
    secret |= {"postal_code": "07545", "lat": 50.123456, "lon": 12.654321, "public_transport": "Linie 99"}
    secret |= {"entrance_note": "Hinterhof", "access_note": "Klingel links", "access_step_free": "yes"}
    return LocationFactory(area=area, municipality=area.municipality, **{**secret, "is_protected": True, **fields})


def at_the_offer(place):
    return published("Beratung", starts=[THURSDAY], location=place)


def at_the_run(place):
    offer = published("Beratung", starts=[THURSDAY], location=None)
    offer.runs.update(location=place)
    return offer


def in_a_room_of_the_run(place):
    offer = published("Beratung", starts=[THURSDAY], location=None)
    offer.runs.update(room=RoomFactory(location=place, name="Raum 1"))
    return offer


def in_a_room_of_the_date(place):
    offer = published("Beratung", starts=[THURSDAY])
    OfferSession.objects.filter(run__offer=offer).update(room=RoomFactory(location=place, name="Raum 1"))
    return offer


WAYS = (at_the_offer, at_the_run, in_a_room_of_the_run, in_a_room_of_the_date)


def told(client, offer, address):
    cache.clear()
    response = client.get(address(offer))
    assert response.status_code == 200
    text = response.content.decode().replace("\r\n ", "")  # a calendar breaks long lines
    return {secret for secret in SECRETS if secret in text}


@pytest.mark.parametrize("way", WAYS)
def test_a_protected_place_is_told_nowhere(client, way):
    offer = way(shelter())
    HostedOrganizationFactory(organization=offer.lead, location=shelter(slug="versteck-2"))

    assert {name: found for name, address in PUBLIC.items() if (found := told(client, offer, address))} == {}


def test_a_place_that_hides_nothing_is_told(client):
    """Counter-proof: the pages do speak of the place, so their silence above is a decision."""
    offer = at_the_offer(shelter(is_protected=False))
    HostedOrganizationFactory(organization=offer.lead, location=offer.location)
    silent = {name for name, address in PUBLIC.items() if not told(client, offer, address)}

    assert silent == {"feed", "sitemap"}
