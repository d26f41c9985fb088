"""The two searches that are compared: what families see, and plain PostgreSQL."""

from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlencode

from django.db import connection
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from offers.models import Offer

SHOWN = 20
BASELINE = """
    SELECT offer.slug
    FROM (
        SELECT public.id, public.slug, to_tsvector('german', concat_ws(' ', public.title, public.subtitle,
            public.summary, (
                SELECT string_agg(topic.name, ' ')
                FROM offers_offer_topics chosen JOIN partners_topic topic ON topic.id = chosen.topic_id
                WHERE chosen.offer_id = public.id
            ), lead.name, public.description)) AS document
        FROM offers_offer public JOIN partners_organization lead ON lead.id = public.lead_id
        WHERE public.id = ANY(%(public)s)
    ) offer, websearch_to_tsquery('german', %(text)s) asked
    WHERE offer.document @@ asked
    ORDER BY ts_rank(offer.document, asked) DESC, offer.id
    LIMIT %(shown)s
"""


def answer(text: str, params: str = "") -> list[str]:
    """Slugs of the first offers on the public result page for ``text``, with the filters in ``params``.

    It reads the page itself, so it measures what families see, whatever stands behind it. Raises ``RuntimeError`` when
    the page is no result page.
    """
    asked = urlencode([("q", text), *parse_qsl(params)])
    response = Client().get(f"{reverse('offers:offer_list')}?{asked}", follow=True)
    if response.status_code != 200:
        raise RuntimeError(f"„{text}“: Antwort {response.status_code}")
    return listed(response.content.decode())[:SHOWN]


def baseline(text: str) -> list[str]:
    """Slugs PostgreSQL's own German search finds in the offers' texts, best first. It knows no filters."""
    public = list(Offer.objects.public().values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(BASELINE, {"public": public, "text": text, "shown": SHOWN})
        return [slug for (slug,) in cursor.fetchall()]


def listed(page: str) -> list[str]:
    """Slugs of the offers in the result list of ``page``, in its order, without what a page without hits suggests."""
    reader = _ResultList()
    reader.feed(page)
    return list(dict.fromkeys(reader.slugs))


class _ResultList(HTMLParser):
    """Collects links to offers from the title of each card; cards stand in the result list only."""

    CARD = "offer-card"
    LINK = "card-link"

    def __init__(self) -> None:
        super().__init__()
        self.slugs: list[str] = []
        self.in_card = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        classes = (values.get("class") or "").split()
        if tag == "li":
            self.in_card = self.CARD in classes
        elif tag == "a" and self.in_card and self.LINK in classes:
            self._note(values.get("href") or "")

    def _note(self, address: str) -> None:
        try:
            match = resolve(address.partition("?")[0])
        except Resolver404:
            return
        if match.view_name == "offers:offer":
            self.slugs.append(match.kwargs["slug"])
