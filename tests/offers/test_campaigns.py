"""``/aktionen/``: what comes, what was, who joins in."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from offers.enums import EditionState, OfferState
from tests.factories.offers import CampaignEditionFactory, CampaignFactory, ContributionFactory, OfferFactory
from tests.factories.partners import OrganizationFactory
from tests.offers.rows import published

pytestmark = pytest.mark.django_db


def edition(days, **fields):
    day = timezone.localdate() + timedelta(days=days)
    return CampaignEditionFactory(year=day.year, starts_on=day, **fields)


def test_coming_by_date_then_past_then_silent(client):
    edition(30, campaign__name="Weltkindertag", state=EditionState.ANNOUNCED)
    edition(3, campaign__name="Aktionstag", state=EditionState.ANNOUNCED)
    edition(-400, campaign__name="Alt", state=EditionState.HELD, visitors_total=120)
    CampaignFactory(name="Ganz neu")
    CampaignEditionFactory(campaign__name="Im nächsten Jahr", year=timezone.localdate().year + 1, starts_on=None)
    response = client.get("/aktionen/")

    coming = [row.campaign.name for row in response.context_data["coming"]]
    assert coming == ["Aktionstag", "Weltkindertag", "Im nächsten Jahr"]
    assert [row.campaign.name for row in response.context_data["past"]] == ["Alt"]
    assert [row.name for row in response.context_data["silent"]] == ["Alt", "Ganz neu"]
    assert "Termin noch offen" in response.text
    assert "120 Besuche" in response.text


def test_campaign_shows_who_brings_what(client):
    row = edition(10, state=EditionState.ANNOUNCED, motto="Zeit für Familie")
    known = OrganizationFactory(public=True, name="Familienzentrum")
    unknown = OrganizationFactory(name="Neuer Partner")
    offer = published("Kinderschminken")
    draft = OfferFactory(state=OfferState.IDEA, title="Entwurf")
    ContributionFactory(edition=row, organization=known, description="Bastelstand", offer=offer)
    ContributionFactory(edition=row, organization=known, description="Kuchen", offer=draft)
    ContributionFactory(edition=row, organization=unknown, description="Hüpfburg")
    text = client.get(row.campaign.get_absolute_url()).text

    assert "Zeit für Familie" in text
    assert text.count(f'href="/partner/{known.slug}/"') == 1
    assert f"/partner/{unknown.slug}/" not in text
    assert offer.get_absolute_url() in text
    assert "Entwurf" not in text
    assert "Hüpfburg" in text


def test_queries_do_not_grow(client, django_assert_num_queries):
    row = edition(10)
    ContributionFactory(edition=row, offer=published("Eins"))
    with django_assert_num_queries(5):
        client.get(row.campaign.get_absolute_url())
    for number in range(3):
        ContributionFactory(edition=row, offer=published(f"Angebot {number}"))
        CampaignEditionFactory(campaign=row.campaign, year=2000 + number, starts_on=date(2000 + number, 5, 15))
    with django_assert_num_queries(5):
        client.get(row.campaign.get_absolute_url())
    with django_assert_num_queries(2):
        client.get("/aktionen/")


def test_unknown_campaign_is_not_found(client):
    assert client.get("/aktionen/gibtsnicht/").status_code == 404


def test_nothing_announced(client):
    assert "Gerade ist keine Aktion angekündigt" in client.get("/aktionen/").text
