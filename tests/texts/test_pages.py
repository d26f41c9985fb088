"""The public text pages."""

import re

import pytest
from django.urls import reverse

from texts.models import FIXED_ADDRESSES, TextPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages():
    """The starter pages; made here when another test has emptied the tables."""
    for slug in FIXED_ADDRESSES:
        TextPage.objects.get_or_create(slug=slug, defaults={"title": slug, "body": "Text", "is_sample": True})


@pytest.mark.parametrize("name", FIXED_ADDRESSES.values())
def test_each_fixed_page_is_public_in_one_query(client, pages, name, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get(reverse(name))
    assert response.status_code == 200
    assert not response.cookies
    assert response.content.decode().count("<h1>") == 1


def test_a_sample_says_that_it_is_one(client, pages):
    assert "Mustertext" in client.get("/impressum/").content.decode()
    TextPage.objects.filter(slug="impressum").update(is_sample=False)
    assert "Mustertext" not in client.get("/impressum/").content.decode()


def test_own_page_has_its_own_address(client):
    page = TextPage.objects.create(slug="raeume", title="Räume leihen", body="## Wie es geht\n\nRufen Sie an.")
    assert page.get_absolute_url() == "/seiten/raeume/"
    html = client.get("/seiten/raeume/").content.decode()
    assert '<h2 id="abschnitt-wie-es-geht">Wie es geht</h2>' in html


def test_fixed_page_moves_to_its_fixed_address(client, pages):
    response = client.get("/seiten/impressum/")
    assert (response.status_code, response.headers["Location"]) == (301, "/impressum/")


def test_unknown_page_is_404(client):
    assert client.get("/seiten/gibt-es-nicht/").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_only_reading(client, pages, method):
    assert getattr(client, method)("/impressum/").status_code == 405


def test_arabic_page_runs_from_right_to_left(client):
    TextPage.objects.create(slug="ar", title="مرحبا", body="نص", language="ar")
    assert '<div lang="ar" dir="rtl">' in client.get("/seiten/ar/").content.decode()


def test_listed_pages_stand_below_the_others(client, pages):
    TextPage.objects.create(slug="raeume", title="Räume leihen", body="x", show_in_footer=True)
    TextPage.objects.create(slug="versteckt", title="Versteckt", body="x")
    html = client.get("/impressum/").content.decode()
    assert "Räume leihen" in html
    assert "Versteckt" not in html


def test_script_in_the_body_stays_text(client):
    TextPage.objects.create(slug="boese", title="<script>", body="<script>alert(1)</script>")
    assert "<script>" not in client.get("/seiten/boese/").content.decode()


def test_footer_leads_to_the_place_where_barriers_are_reported(client):
    page, _ = TextPage.objects.get_or_create(slug="barrierefreiheit", defaults={"title": "Barrierefreiheit"})
    page.body = page.body or "## Barriere melden"
    page.save()
    html = client.get("/barrierefreiheit/").content.decode()
    target = re.search(r'href="/barrierefreiheit/#(.*?)"', html).group(1)
    assert f'id="{target}"' in html
