"""The shipped nginx configuration, run by a real nginx: nobody gets a copy of somebody else's page (T29)."""

import json
import time
from functools import partial

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse, JsonResponse
from django.test import override_settings
from django.urls import path

from kit.caching import anonymous_read
from tests import proxy
from tests.pace import wait_until

pytestmark = [pytest.mark.skipif(proxy.NGINX is None, reason=proxy.MISSING), pytest.mark.slow]
SESSIONS = ("session", "__Host-session")


@anonymous_read(seconds=60)
@login_not_required
def public(request, rest=""):
    who = next((request.COOKIES[name] for name in SESSIONS if name in request.COOKIES), "niemand")
    return HttpResponse(f"Seite für {who}, {time.monotonic_ns()}")


@login_not_required
def private(request):
    return HttpResponse(f"nur für {request.COOKIES.get('session')}")


@anonymous_read(seconds=60)
@login_not_required
def with_cookie(request):
    response = HttpResponse(f"Keks {time.monotonic_ns()}")
    response.set_cookie("keks", str(time.monotonic_ns()))
    return response


@login_not_required
def echo(request):
    return JsonResponse({name: value for name, value in request.META.items() if name.startswith("HTTP_")})


@login_not_required
def guarded_file(request):
    return HttpResponse(headers={"X-Accel-Redirect": "/geschuetzt/bild.txt"})


urlpatterns = [
    path("seite/", public),
    path("seite/<path:rest>", public),
    path("privat/", private),
    path("keks/", with_cookie),
    path("echo/", echo),
    path("datei/", guarded_file),
    path("readyz", echo),
]


@pytest.fixture(scope="module")
def proxied(tmp_path_factory):
    """Folder and address of nginx before Django with the pages above."""
    folder = tmp_path_factory.mktemp("nginx")
    (folder / "media").mkdir()
    (folder / "media" / "bild.txt").write_text("Bild")
    with (
        override_settings(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"]),
        proxy.upstream(WSGIHandler()) as upstream,
        proxy.running(folder, upstream) as (port, _),
    ):
        yield folder, port


@pytest.fixture
def get(proxied):
    return partial(proxy.get, proxied[1])


def test_anonymous_pages_are_answered_from_the_cache(get):
    first, second = get("/seite/a"), get("/seite/a")
    assert first[1] == second[1]
    assert second[2]["X-Cache"] == "HIT"
    assert get("/seite/a?q=2")[1] != first[1]


@pytest.mark.parametrize("cookie", ["session=anna", "__Host-session=anna", "a=1; __Host-session=anna; b=2"])
def test_a_signed_in_person_never_meets_the_cache(get, cookie):
    address = f"/seite/{len(cookie)}"
    anonymous = get(address)
    own = get(address, Cookie=cookie)
    assert "für anna" in own[1]
    assert own[2]["X-Cache"] == "BYPASS"
    assert get(address)[1] == anonymous[1]
    assert "anna" not in get(address)[1]


@pytest.mark.parametrize("address", ["/seite/x.css", "/seite/a/b.js?c", "/seite/%2e%2e/x.png", "/seite/;x.ico"])
def test_addresses_that_look_like_files_do_not_leak_either(get, address):
    assert "für anna" in get(address, Cookie="session=anna")[1]
    for _ in range(2):
        assert "anna" not in get(address)[1]


def test_private_pages_and_pages_with_cookies_are_never_kept(get):
    assert get("/privat/", Cookie="session=anna")[1] == "nur für anna"
    assert get("/privat/")[1] == "nur für None"
    first, second = get("/keks/"), get("/keks/")
    assert first[1] != second[1]
    assert {first[2]["X-Cache"], second[2]["X-Cache"]} == {"MISS"}


def test_who_the_visitor_is_cannot_be_forged(get):
    forged = {
        "X_Forwarded_For": "203.0.113.7",
        "X_Forwarded_Proto": "gopher",
        "X_Forwarded_Host": "fremd.example",
        "Forwarded": "for=203.0.113.7",
        "X_Request_ID": "gefaelscht-123",
    }
    seen = json.loads(get("/echo/", **forged)[1])
    assert seen["HTTP_X_FORWARDED_FOR"] == "127.0.0.1"
    assert seen["HTTP_X_FORWARDED_PROTO"] == "http"
    assert not seen.get("HTTP_X_FORWARDED_HOST")
    assert not seen.get("HTTP_FORWARDED")
    assert seen["HTTP_X_REQUEST_ID"] != "gefaelscht-123"


def test_protected_files_come_only_through_a_view(get):
    assert get("/geschuetzt/bild.txt")[0] == 404
    status, text, headers = get("/datei/")
    assert (status, text) == (200, "Bild")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in headers["Cache-Control"]


def test_health_is_not_for_the_public(get):
    assert get("/readyz")[0] == 403


def test_the_log_holds_no_query_and_no_address(proxied, get):
    get("/seite/a?mail=kanarie@probe.example", User_Agent="Agent-Kanarie")
    wait_until(lambda: "GET 200" in (proxied[0] / "familiennetz.log").read_text())
    log = (proxied[0] / "familiennetz.log").read_text()
    for secret in ("kanarie", "Kanarie", "127.0.0.1", "seite"):
        assert secret not in log
