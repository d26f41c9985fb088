"""The whole portal behind the shipped nginx: result pages come from the cache, nobody's own pages ever do (T29)."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client

from offers.models import Offer
from tests import proxy

pytestmark = [pytest.mark.skipif(proxy.NGINX is None, reason=proxy.MISSING), pytest.mark.slow]
RESULTS = ["/angebote/", "/angebote/?q=krabbelgruppe", "/angebote/?kostenlos=1&tag=mo", "/angebote/?q=gibtesnicht"]
OWN = ["/intern/", "/konto/", "/konto/daten/", "/verwaltung/"]
ERRORS = ["/gibt-es-nicht/", "/angebote/gibt-es-nicht/", "/angebote/?q=%00", "/intern/gibt-es-nicht/"]


@pytest.fixture
def portal(demo_site, settings, tmp_path):
    """Port of nginx in front of the portal with the demo network."""
    settings.ALLOWED_HOSTS = ["*"]
    with proxy.upstream(WSGIHandler()) as upstream, proxy.running(tmp_path, upstream) as (port, _):
        yield port


@pytest.fixture
def signed_in_cookie(demo_site):
    """The session of somebody who may do everything."""
    client = Client()
    user = get_user_model().objects.get(email="admin@familiennetz.example")
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    return f"session={client.cookies['session'].value}"


def test_result_pages_come_from_the_cache(portal):
    offer = Offer.objects.public().order_by("pk")[0]
    for address in [*RESULTS, "/", f"/angebote/{offer.slug}/"]:
        first, second = proxy.get(portal, address), proxy.get(portal, address)
        assert (first[0], second[0]) == (200, 200), address
        assert (first[2]["X-Cache"], second[2]["X-Cache"]) == ("MISS", "HIT"), address
        assert first[1] == second[1]
        assert "Set-Cookie" not in second[2]
        assert "cookie" not in second[2].get("Vary", "").lower()
        assert re.fullmatch(r"public, max-age=0, s-maxage=\d+", second[2]["Cache-Control"])
        assert proxy.get(portal, address, If_None_Match=second[2]["ETag"])[0] == 304, address


def test_the_canonical_address_is_named_and_is_the_same_for_equal_wishes(portal):
    pages = [proxy.get(portal, f"/angebote/?{query}")[1] for query in ("tag=mo&kostenlos=1", "kostenlos=1&tag=mo&q=")]
    named = {re.search(r'<link rel="canonical" href="([^"]+)"', page)[1] for page in pages}
    assert len(named) == 1
    assert named.pop().endswith("/angebote/?kostenlos=1&amp;tag=mo")


def test_a_signed_in_person_gets_the_own_page_and_leaves_no_copy(portal, signed_in_cookie):
    for address in [*RESULTS, "/"]:
        anonymous = proxy.get(portal, address)
        own = proxy.get(portal, address, Cookie=signed_in_cookie)
        after = proxy.get(portal, address)
        assert own[2]["X-Cache"] == "BYPASS"
        assert "no-store" in own[2]["Cache-Control"]
        assert "Abmelden" in own[1], address
        assert "Abmelden" not in anonymous[1] + after[1]
        assert after[1] == anonymous[1]


def test_a_page_a_signed_in_person_opens_first_is_not_kept(portal, signed_in_cookie):
    for address in RESULTS:
        assert "Abmelden" in proxy.get(portal, address, Cookie=signed_in_cookie)[1]
        assert proxy.get(portal, address)[2]["X-Cache"] == "MISS"


@pytest.mark.parametrize("cookie", ["session=", "session=ausgedacht", "session=" + "x" * 32, "__Host-session=alt"])
def test_a_stale_or_made_up_cookie_leaves_no_copy(portal, cookie):
    own = proxy.get(portal, "/angebote/?q=baby", Cookie=cookie)
    assert own[0] == 200
    assert own[2]["X-Cache"] == "BYPASS"
    first, second = proxy.get(portal, "/angebote/?q=baby"), proxy.get(portal, "/angebote/?q=baby")
    assert (first[2]["X-Cache"], second[2]["X-Cache"]) == ("MISS", "HIT")
    assert "Set-Cookie" not in second[2]


def test_own_pages_are_never_kept(portal, signed_in_cookie):
    for address in OWN:
        own = proxy.get(portal, address, Cookie=signed_in_cookie)
        assert own[2]["X-Cache"] == "BYPASS", address
        assert "no-store" in own[2]["Cache-Control"]
        for _ in range(2):
            status, text, headers = proxy.get(portal, address)
            assert status == 302, address
            assert headers["X-Cache"] == "BYPASS"
            assert "no-store" in headers["Cache-Control"]
            assert "Abmelden" not in text


def test_forms_and_their_answers_are_never_kept(portal):
    first, second = (proxy.get(portal, "/konto/anmelden/") for _ in range(2))
    assert first[2]["Set-Cookie"] != second[2]["Set-Cookie"]
    assert proxy.get(portal, "/konto/anmelden/", data=b"login=a&password=b")[0] == 403
    assert proxy.get(portal, "/angebote/?q=post", data=b"q=1")[0] in {403, 405}
    assert proxy.get(portal, "/angebote/?q=post")[0] == 200


@pytest.mark.parametrize("address", ERRORS)
def test_error_pages_are_never_kept(portal, address):
    for _ in range(2):
        status, _, headers = proxy.get(portal, address)
        assert status in {302, 400, 404}
        assert headers["X-Cache"] != "HIT"
        assert "no-store" in headers["Cache-Control"]
