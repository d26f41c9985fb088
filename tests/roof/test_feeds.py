"""What machines read: sitemap, feed, robots, security.txt."""

import re
from datetime import UTC, datetime, time, timedelta
from xml.etree import ElementTree

import pytest
from django.test import override_settings

from offers.enums import OfferState
from tests.factories.offers import CampaignFactory, OfferFactory, PracticeExampleFactory
from tests.factories.partners import HostedOrganizationFactory, LocationFactory, OrganizationFactory
from tests.offers.rows import next_weekday, published

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
BASE = "https://netz.example"


@pytest.fixture(autouse=True)
def public_host():
    with override_settings(PUBLIC_BASE_URL=BASE):
        yield


def locations(client, path):
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("application/xml")
    return [element.text for element in ElementTree.fromstring(response.content).iter(LOC)]


def all_pages(client):
    parts = locations(client, "/sitemap.xml")
    assert all(part.startswith(f"{BASE}/sitemap-") for part in parts)
    return [page for part in parts for page in locations(client, part.removeprefix(BASE))]


def test_every_page_of_the_sitemap_answers(client):
    offer = published("Kurs", starts=[next_weekday(2, time(10))])
    OfferFactory(state=OfferState.IDEA, slug="entwurf")
    OrganizationFactory(slug="nicht-oeffentlich")
    CampaignFactory(slug="aktionstag")
    PracticeExampleFactory(is_public=True, organization=OrganizationFactory(public=True))
    house = LocationFactory(slug="haus")
    protected = LocationFactory(slug="schutzwohnung", is_protected=True)
    for place in (house, house, protected, protected):
        HostedOrganizationFactory(location=place, organization=OrganizationFactory(public=True))

    pages = all_pages(client)

    assert len(pages) == len(set(pages))
    assert all(page.startswith(f"{BASE}/") for page in pages)
    paths = [page.removeprefix(BASE) for page in pages]
    assert {path: client.get(path).status_code for path in paths if client.get(path).status_code != 200} == {}
    assert offer.get_absolute_url() in paths
    assert "/partner/haus/haus/" in paths
    assert "/aktionen/aktionstag/" in paths
    assert not [path for path in paths if "entwurf" in path or "nicht-oeffentlich" in path or "schutzwohnung" in path]


def test_unknown_part_is_not_found(client):
    assert client.get("/sitemap-gibtsnicht.xml").status_code == 404
    assert client.get("/sitemap-angebote.xml?p=99").status_code == 404
    assert client.get("/sitemap-angebote.xml?p=krumm").status_code == 404


def test_feed_of_new_offers(client):
    published("Neu & gut", starts=[next_weekday(2, time(10))])
    OfferFactory(state=OfferState.IDEA, title="Entwurf")
    response = client.get("/feed.atom")
    feed = ElementTree.fromstring(response.content)

    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")] == ["Neu & gut"]
    entry = feed.find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}id").startswith("urn:uuid:")
    assert {link.get("href") for link in feed.iter(f"{ATOM}link") if link.get("rel") == "self"} == {f"{BASE}/feed.atom"}
    assert all(link.get("href").startswith(BASE) for link in feed.iter(f"{ATOM}link"))


def test_robots_name_the_sitemap_and_what_is_not_for_them(client):
    text = client.get("/robots.txt").text

    assert f"Sitemap: {BASE}/sitemap.xml" in text
    assert "Disallow: /intern/" in text
    assert "Disallow: /angebote/" not in text


def test_security_txt_is_valid_for_months_and_not_for_ever(client):
    text = client.get("/.well-known/security.txt").text
    expires = datetime.strptime(re.search(r"Expires: (.*)", text)[1], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)

    assert re.search(r"^Contact: mailto:\S+@\S+$", text, re.MULTILINE)
    assert timedelta(days=90) < expires - datetime.now(UTC) < timedelta(days=365)


@pytest.mark.parametrize("path", ["/feed.atom", "/sitemap.xml", "/robots.txt", "/.well-known/security.txt"])
def test_anybody_may_keep_them_and_nobody_gets_a_cookie(client, path):
    response = client.get(path)

    assert not response.cookies
    assert response.headers["Cache-Control"].startswith("public")
