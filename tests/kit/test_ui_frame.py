"""The frame around every page, the gallery and the error pages."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from accounts.enums import Role
from familynet import navigation
from tests.factories.accounts import UserFactory
from tests.factories.partners import MembershipFactory

GALLERY = "/intern/bausteine/"
COMPONENTS = [
    "alert",
    "breadcrumb",
    "chips",
    "diff",
    "drawer",
    "empty",
    "facts",
    "fn-badge",
    "fn-card",
    "fn-table",
    "fn-tabs",
    "pagination",
    "stat",
    "state",
    "steps",
    "timeline",
    "week",
]


def headings(html):
    return [int(level) for level in re.findall(r"<h([1-6])[ >]", html)]


@pytest.mark.django_db
def test_gallery_shows_every_component_and_nothing_inline(client):
    html = client.get(GALLERY).content.decode()
    for name in COMPONENTS:
        assert re.search(rf'class="[^"]*\b{name}\b', html), name
    assert 'dir="rtl"' in html
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*ld\+json)|\sstyle=|\son[a-z]+=|\{\{|\{%", html)


@pytest.mark.django_db
def test_gallery_headings_are_in_order(client):
    levels = headings(client.get(GALLERY).content.decode())
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "status"), [(Role.READ_ONLY, 200), (Role.PARTNER_EDITOR, 403)])
def test_in_production_the_gallery_is_for_staff(client, settings, role, status):
    settings.MODE = "production"
    settings.LOGIN_URL = "/konto/anmelden/"
    assert client.get(GALLERY).status_code == 302
    client.force_login(MembershipFactory(role=role).user)
    assert client.get(GALLERY).status_code == status


@pytest.mark.django_db
def test_anonymous_frame_costs_no_query_and_no_cookie(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/gibt-es-nicht/")
    assert response.status_code == 404
    assert not response.cookies
    html = response.content.decode()
    assert '<html lang="de">' in html
    assert 'href="#inhalt"' in html
    assert "Demodaten" in html
    assert headings(html).count(1) == 1


@pytest.mark.django_db
def test_no_demo_band_in_production(client, settings):
    settings.MODE = "production"
    assert "Demodaten" not in client.get("/gibt-es-nicht/").content.decode()


def test_menu_offers_only_pages_that_exist(monkeypatch):
    monkeypatch.setattr(navigation, "has_address", lambda address: address == "/mitmachen/")
    assert [entry["address"] for entry in navigation.marked_entries(navigation.PUBLIC, "/")] == ["/mitmachen/"]


@pytest.mark.parametrize(
    ("path", "current"), [("/angebote/", "page"), ("/angebote/krabbelgruppe/", "true"), ("/partner/", ""), ("/", "")]
)
def test_menu_marks_where_one_is(monkeypatch, path, current):
    monkeypatch.setattr(navigation, "has_address", lambda address: True)
    marks = {entry["address"]: entry["current"] for entry in navigation.marked_entries(navigation.PUBLIC, path)}
    assert marks["/angebote/"] == current


@pytest.mark.parametrize("status", ["400", "500", "503"])
def test_emergency_pages_need_nothing(status):
    html = render_to_string(f"{status}.html")
    assert headings(html).count(1) == 1
    assert "{%" not in html


def test_emergency_pages_survive_missing_stylesheets(settings):
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    }
    settings.DEBUG = False
    assert "schiefgegangen" in render_to_string("500.html")


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["403", "403_csrf", "404", "409"])
def test_error_pages_say_what_to_do(status, client):
    request = RequestFactory().get("/")
    request.user = UserFactory()
    html = render_to_string(f"{status}.html", request=request)
    assert headings(html) == [1]
    assert "<li>" in html
    assert 'content="noindex"' in html
