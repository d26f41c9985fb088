"""Calendar files: what calendar programs rely on."""

from datetime import time, timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from offers.enums import OfferState, RunState, SessionState
from offers.models import Offer, OfferRun, OfferSession
from tests.factories.offers import OfferPartnerFactory
from tests.factories.partners import OrganizationFactory
from tests.offers.rows import next_weekday, published

pytestmark = pytest.mark.django_db
THURSDAY = next_weekday(4, time(10))


def calendar(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(response.content)


def events(client, address):
    return list(calendar(client, address).walk("VEVENT"))


def test_one_offer(client):
    offer = published("Kochen, mit Ähren", starts=[THURSDAY, THURSDAY + timedelta(days=7)])
    session = OfferSession.objects.first()

    first, second = events(client, f"/angebote/{offer.slug}.ics")

    assert first["SUMMARY"] == "Kochen, mit Ähren"
    assert first["UID"] == f"{session.uuid}@127.0.0.1"
    assert first["DTSTART"].dt == timezone.localtime(THURSDAY)
    assert first["DTSTART"].params["TZID"] == "Europe/Berlin"
    assert first["STATUS"] == "CONFIRMED"
    assert first["URL"] == f"http://127.0.0.1:8000/angebote/{offer.slug}/"
    assert first["LOCATION"].endswith("Am Elsterbogen 4, 07552 Gera")
    assert second["DTSTART"].dt - first["DTSTART"].dt == timedelta(days=7)


def test_lines_are_short_and_end_with_crlf(client):
    offer = published("Ä" * 150, starts=[THURSDAY])
    raw = client.get(f"/angebote/{offer.slug}.ics").content

    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert raw.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:")


def test_the_zone_is_given_with_its_rules(client):
    offer = published(starts=[THURSDAY])
    (zone,) = calendar(client, f"/angebote/{offer.slug}.ics").walk("VTIMEZONE")

    assert zone["TZID"] == "Europe/Berlin"
    summer = zone.to_tz().utcoffset(timezone.make_naive(THURSDAY.replace(month=7, day=1)))
    assert summer == timedelta(hours=2)


def test_cancelled_and_moved_keep_their_uid(client):
    offer = published(starts=[THURSDAY, THURSDAY + timedelta(days=7)])
    before = {event["UID"] for event in events(client, f"/angebote/{offer.slug}.ics")}
    first = OfferSession.objects.order_by("starts_at").first()
    OfferSession.objects.filter(pk=first.pk).update(state=SessionState.CANCELLED, sequence=1)

    cancelled, other = events(client, f"/angebote/{offer.slug}.ics")

    assert (cancelled["STATUS"], cancelled["SEQUENCE"]) == ("CANCELLED", 1)
    assert other["STATUS"] == "CONFIRMED"
    assert {cancelled["UID"], other["UID"]} == before


def test_cancelled_run_cancels_its_dates(client):
    offer = published(starts=[THURSDAY])
    OfferRun.objects.update(state=RunState.CANCELLED)

    assert [event["STATUS"] for event in events(client, f"/angebote/{offer.slug}.ics")] == ["CANCELLED"]


def test_feed_of_everybody_and_of_one_organisation(client):
    own, other = published("Eigenes", starts=[THURSDAY]), published("Fremdes", starts=[THURSDAY])
    published("Entwurf", starts=[THURSDAY], state=OfferState.APPROVED)
    partner = OrganizationFactory(public=True)
    OfferPartnerFactory(offer=other, organization=partner)

    assert {event["SUMMARY"] for event in events(client, "/kalender/angebote.ics")} == {"Eigenes", "Fremdes"}
    assert [event["SUMMARY"] for event in events(client, f"/kalender/partner/{own.lead.slug}.ics")] == ["Eigenes"]
    assert [event["SUMMARY"] for event in events(client, f"/kalender/partner/{partner.slug}.ics")] == ["Fremdes"]


def test_protected_address_is_not_in_the_file(client):
    offer = published(starts=[THURSDAY])
    offer.location.is_protected = True
    offer.location.save()
    raw = client.get("/kalender/angebote.ics").content

    assert b"Elsterbogen" not in raw
    assert b"GEO" not in raw


def test_asking_again_costs_little(client):
    offer = published(starts=[THURSDAY])
    first = client.get(f"/angebote/{offer.slug}.ics")
    again = client.get(f"/angebote/{offer.slug}.ics", headers={"If-None-Match": first.headers["ETag"]})

    assert "Last-Modified" in first.headers
    assert again.status_code == 304
    assert not first.cookies


@pytest.mark.parametrize("address", ["/angebote/gibtsnicht.ics", "/kalender/partner/gibtsnicht.ics"])
def test_unknown_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_hidden_offer_has_no_file(client):
    offer = published(starts=[THURSDAY])
    Offer.objects.update(state=OfferState.PAUSED)

    assert client.get(f"/angebote/{offer.slug}.ics").status_code == 404


def test_number_of_queries_does_not_grow(client, django_assert_num_queries):
    offer = published(starts=[THURSDAY])
    with django_assert_num_queries(2):
        client.get(f"/angebote/{offer.slug}.ics")
    for weeks in range(1, 4):
        OfferSession.objects.create(
            run=offer.runs.get(),
            starts_at=THURSDAY + timedelta(days=7 * weeks),
            ends_at=THURSDAY + timedelta(days=7 * weeks, hours=1),
        )
    with django_assert_num_queries(2):
        client.get(f"/angebote/{offer.slug}.ics")
