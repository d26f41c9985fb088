"""Who may keep copies: nobody, except of anonymous pages that say so."""

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseNotFound
from django.test import override_settings
from django.urls import path

from kit.caching import anonymous_read

pytestmark = pytest.mark.django_db


@anonymous_read(seconds=30)
@login_not_required
def public(request):
    str(request.user)  # as the layout does: looks at the session
    return HttpResponse("für alle " * 100)


@anonymous_read()
@login_not_required
def careless(request):
    response = HttpResponse("mit Keks")
    response.set_cookie("keks", "1")
    return response


@anonymous_read()
@login_not_required
def missing(request):
    return HttpResponseNotFound("weg")


@login_not_required
def unmarked(request):
    response = HttpResponse("persönlich")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


urlpatterns = [path(f"{view.__name__}/", view) for view in (public, careless, missing, unmarked)]
handler404 = "familynet.views.errors.not_found"
over_here = override_settings(ROOT_URLCONF=__name__)
PRIVATE = "no-store, private"


@over_here
def test_marked_page_may_be_shared_for_its_seconds(client):
    response = client.get("/public/")
    assert response.headers["Cache-Control"] == "public, max-age=0, s-maxage=30"
    assert "cookie" not in response.headers.get("Vary", "").lower()
    assert not response.cookies


@over_here
def test_unchanged_page_is_answered_with_304(client):
    etag = client.get("/public/").headers["ETag"]
    assert client.get("/public/", headers={"If-None-Match": etag}).status_code == 304


@over_here
@pytest.mark.parametrize("address", ["/unmarked/", "/careless/", "/missing/", "/gibtsnicht/"])
def test_everything_else_is_private(client, address):
    response = client.get(address)
    assert response.headers["Cache-Control"] == PRIVATE
    assert "ETag" not in response.headers


@over_here
def test_marked_page_is_private_for_whoever_brings_a_session(client, settings):
    client.cookies[settings.SESSION_COOKIE_NAME] = "irgendetwas"
    response = client.get("/public/")
    assert response.headers["Cache-Control"] == PRIVATE


@over_here
def test_marked_page_is_private_when_posted_to(client):
    assert client.post("/public/").headers["Cache-Control"] == PRIVATE


def test_headers_against_embedding(client):
    headers = client.get("/livez").headers
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "'unsafe-inline'" not in headers["Content-Security-Policy"]
