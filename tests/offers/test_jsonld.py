"""schema.org data of the offer page."""

import json
import re
from datetime import time, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from offers.enums import OfferKind, RunState, SessionState
from offers.models import OfferRun, OfferSession
from tests.offers.rows import next_weekday, published

pytestmark = pytest.mark.django_db
THURSDAY = next_weekday(4, time(10))


def graph(client, offer):
    text = client.get(offer.get_absolute_url()).text
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert len(blocks) == 1
    data = json.loads(blocks[0])
    assert data["@context"] == "https://schema.org"
    return data["@graph"]


def everything(value):
    """All values of a nested answer."""
    if isinstance(value, dict):
        for one in value.values():
            yield from everything(one)
    elif isinstance(value, list):
        for one in value:
            yield from everything(one)
    else:
        yield value


def test_course_with_its_runs(client):
    offer = published("Babymassage", starts=[THURSDAY], fee=Decimal("32.00"), places=8, taken=3)
    breadcrumb, course = graph(client, offer)

    assert breadcrumb["@type"] == "BreadcrumbList"
    assert course["@type"] == "Course"
    assert course["provider"] == {"@type": "Organization", "name": offer.lead.name}
    (instance,) = course["hasCourseInstance"]
    assert instance["courseMode"] == "Onsite"
    assert instance["startDate"] == timezone.localtime(THURSDAY).isoformat()
    assert instance["remainingAttendeeCapacity"] == 5
    assert instance["location"]["address"]["postalCode"] == "07552"
    assert course["offers"][0]["price"] == 32.0
    assert course["url"] == f"http://127.0.0.1:8000/angebote/{offer.slug}/"


def test_meeting_is_a_list_of_events(client):
    offer = published("Treff", kind=OfferKind.OPEN_MEETING, starts=[THURSDAY, THURSDAY + timedelta(days=7)])
    OfferSession.objects.filter(starts_at=THURSDAY).update(state=SessionState.CANCELLED)
    _, first, second = graph(client, offer)

    assert (first["@type"], first["eventStatus"]) == ("Event", "https://schema.org/EventCancelled")
    assert second["eventStatus"] == "https://schema.org/EventScheduled"
    assert second["isAccessibleForFree"] is True


def test_cancelled_run(client):
    offer = published("Kurs", starts=[THURSDAY])
    OfferRun.objects.update(state=RunState.CANCELLED)

    assert graph(client, offer)[1]["hasCourseInstance"][0]["eventStatus"] == "https://schema.org/EventCancelled"


def test_standing_offer_is_a_service(client):
    assert graph(client, published("Kleiderkammer"))[1]["@type"] == "Service"


def test_nothing_is_empty_and_no_title_ends_the_block(client):
    offer = published("</script><b>", starts=[THURSDAY], location=None)
    values = list(everything(graph(client, offer)))

    assert None not in values
    assert "" not in values
    assert "</script><b>" in values
