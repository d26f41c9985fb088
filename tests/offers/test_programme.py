"""The programme on paper: complete, readable, cheap to ask for."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from offers.models import OfferSession
from tests.factories.offers import OfferFactory, OfferRunFactory, OfferSessionFactory
from tests.factories.partners import LocationFactory, MunicipalityFactory, PlanningAreaFactory

pytestmark = pytest.mark.django_db


def weekly_offer(*, area=None, times: int = 3, **fields):
    location = LocationFactory(area=area, municipality=area.municipality) if area else None
    offer = OfferFactory(published=True, location=location, **fields)
    run = OfferRunFactory(offer=offer)
    start = (timezone.localtime() + timedelta(days=1)).replace(hour=9, minute=30, second=0, microsecond=0)
    for week in range(times):
        at = start + timedelta(weeks=week)
        OfferSessionFactory(run=run, starts_at=at, ends_at=at + timedelta(minutes=90))
    return offer


def test_dates_of_one_weekday_share_a_line(client):
    area = PlanningAreaFactory(name="Teststadtteil")
    weekly_offer(area=area, title="Krabbelgruppe")
    text = client.get(reverse("offers:programme")).content.decode()
    first = timezone.localdate() + timedelta(days=1)
    days = ", ".join(f"{d.day}.{d.month}." for d in (first, first + timedelta(weeks=1), first + timedelta(weeks=2)))
    assert "Teststadtteil" in text
    assert "Krabbelgruppe" in text
    assert f"9:30–11:00 Uhr</strong> · {days}" in text


def test_one_town_only(client):
    here, there = PlanningAreaFactory(), PlanningAreaFactory()
    weekly_offer(area=here, title="Treff hier")
    weekly_offer(area=there, title="Treff dort")
    text = client.get(reverse("offers:programme"), {"kommune": here.municipality.slug}).content.decode()
    assert "Treff hier" in text
    assert "Treff dort" not in text
    assert client.get(reverse("offers:programme"), {"kommune": "gibt-es-nicht"}).status_code == 404


def test_cancelled_dates_and_far_dates_are_left_out(client):
    offer = weekly_offer(times=1, title="Abgesagter Treff")
    OfferSession.objects.update(state="cancelled")
    late = weekly_offer(times=1, title="Später Treff")
    OfferSession.objects.filter(run__offer=late).update(
        starts_at=timezone.now() + timedelta(weeks=20), ends_at=timezone.now() + timedelta(weeks=20, hours=1)
    )
    text = client.get(reverse("offers:programme")).content.decode()
    assert offer.title not in text
    assert late.title not in text


def test_nothing_planned_says_where_to_look(client):
    assert "Alle Angebote ansehen" in client.get(reverse("offers:programme")).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_queries(client, rows, django_assert_num_queries):
    for _ in range(rows):
        weekly_offer(area=PlanningAreaFactory())
    with django_assert_num_queries(5):
        client.get(reverse("offers:programme"))


def test_the_pdf_is_made_once_and_kept(client, monkeypatch):
    weekly_offer(area=PlanningAreaFactory(municipality=MunicipalityFactory(name="Gera")))
    cache.clear()
    made = []
    monkeypatch.setattr("offers.views.programme.render_pdf", lambda html: made.append(html) or b"%PDF-probe")
    for _ in range(2):
        answer = client.get(reverse("offers:programme_pdf"))
        assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, b"%PDF-probe", "application/pdf")
    assert len(made) == 1


def test_only_one_pdf_at_a_time(client):
    cache.clear()
    cache.add("programme-pdf-busy", "1")
    answer = client.get(reverse("offers:programme_pdf"))
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    cache.clear()


def test_the_real_pdf(client):
    cache.clear()
    weekly_offer(area=PlanningAreaFactory())
    assert client.get(reverse("offers:programme_pdf")).content.startswith(b"%PDF-")
