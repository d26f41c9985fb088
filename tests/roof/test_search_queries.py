"""What a search costs on a database in use: two statements, whatever is asked for (P9)."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from offers.models import Offer
from offers.search.index import current_index

ADDRESSES = [
    *("", "?q=krabbelgruppe", "?q=hilfe+beim+antrag", "?q=krabbelgrupe+samstag+kostenlos", "?seite=3", "?sort=titel"),
    *("?ort=Gera&umkreis=5&sort=entfernung", "?alter=9m&tag=di&zeit=vormittag", "?von=2099-01-01&bis=2099-01-08"),
]


def statements(query):
    with CaptureQueriesContext(connection) as asked:
        assert Client().get(f"/angebote/{query}").status_code == 200
    return [one["sql"] for one in asked if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]


@pytest.mark.parametrize("query", ADDRESSES)
def test_a_search_costs_two_statements(demo_site, query):
    cache.clear()
    statements(query)  # words and days are read when they are first asked for
    more = {"2099": 4, "krabbelgrupe": 2, "titel": 1}  # a page without hits names a person to call
    assert len(statements(query)) <= 2 + sum(extra for part, extra in more.items() if part in query)


def test_an_offer_written_by_somebody_else_is_found_at_once(demo_site, settings):
    """As another process does it: another connection commits, this one follows the change log."""
    settings.SEARCH_SECONDS_BEHIND = 0.0
    offer = Offer.objects.public().order_by("pk").first()
    before = offer.title
    assert Client().get("/angebote/", {"q": "Zitronenfalter"}).context_data["result"].total == 0
    try:
        Offer.objects.filter(pk=offer.pk).update(title="Zitronenfalter am Teich")
        assert Client().get("/angebote/", {"q": "Zitronenfalter"}).context_data["result"].page() == [offer.pk]
    finally:
        Offer.objects.filter(pk=offer.pk).update(title=before)
    assert Client().get("/angebote/", {"q": "Zitronenfalter"}).context_data["result"].total == 0


def test_the_diary_is_followed_at_most_twice_a_second(demo_site, settings):
    settings.SEARCH_SECONDS_BEHIND = 0.5
    index = current_index()
    index.followed_at -= 1.0  # what earlier tests wrote
    statements("?q=krabbelgruppe")
    assert len(statements("?q=krabbelgruppe")) == 0  # the cards are cached
    index.followed_at -= 1.0
    assert len(statements("?q=krabbelgruppe")) == 1
    index.cards.clear()
    assert len(statements("?q=krabbelgruppe")) == 1


@pytest.mark.parametrize("query", ADDRESSES)
def test_a_page_with_kept_cards_is_the_page_without(demo_site, query):
    current_index().cards.clear()
    first, again = (Client().get(f"/angebote/{query}").content for _ in range(2))
    current_index().cards.clear()
    assert first == again == Client().get(f"/angebote/{query}").content
