"""Offers, runs and sessions in the staff admin: steps, dates from rules, moving and cancelling."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from kit.editing import edition_of
from offers.actions import move_session
from offers.enums import Approval, BookingStatus, EditionState, OfferState, RunState, SessionState
from offers.models import ClosingDay, Offer, RoomBooking
from tests.factories.offers import (
    CampaignEditionFactory,
    OfferFactory,
    OfferPartnerFactory,
    OfferRunFactory,
    OfferSessionFactory,
    RoomBookingFactory,
    SessionRuleFactory,
    picture,
)
from tests.factories.partners import RoomFactory, person

pytestmark = pytest.mark.django_db


def change(row):
    return reverse(f"admin:offers_{row._meta.model_name}_change", args=[row.pk])


def verb(row, name):
    return reverse(f"admin:offers_{row._meta.model_name}_verb", args=[row.pk, name])


@pytest.fixture
def office(client):
    client.user = person(Role.ADMINISTRATION)
    client.force_login(client.user)
    return client


def no_rows(*prefixes):
    return {f"{p}-{name}": "0" for p in prefixes for name in ("TOTAL_FORMS", "INITIAL_FORMS")}


def form_of(offer, **changes):
    data = {
        "title": offer.title,
        "slug": offer.slug,
        "summary": offer.summary,
        "kind": offer.kind,
        "lead": offer.lead_id,
        "age_of": offer.age_of,
        "registration_mode": offer.registration_mode,
        "capacity_unit": offer.capacity_unit,
        "legal_basis": offer.legal_basis,
        "supervision_duty": offer.supervision_duty,
        "version": edition_of(offer),
    }
    return data | no_rows("runs", "partners", "texts", "media") | changes


def test_an_offer_goes_from_idea_to_the_public(office):
    offer = OfferFactory(published=True, state=OfferState.IDEA)
    for name in ("coordinate", "approve", "publish"):
        assert verb(offer, name) in office.get(change(offer)).content.decode()
        assert office.post(verb(offer, name), {"note": ""}).status_code == 302
    offer.refresh_from_db()
    assert offer.state == OfferState.PUBLISHED
    assert [step.verb for step in offer.steps.all()] == ["coordinate", "approve", "publish"]
    assert {step.by for step in offer.steps.all()} == {office.user}


def test_what_is_missing_stands_beside_the_buttons_and_is_said_again_when_tried(office):
    offer = OfferFactory(state=OfferState.APPROVED)
    assert "Zum Veröffentlichen fehlt noch: Thema" in office.get(change(offer)).content.decode()
    response = office.post(verb(offer, "publish"), {"note": "Trotzdem"})
    assert response.status_code == 422
    assert "fehlt noch: Thema" in response.content.decode()


def test_a_state_sent_with_the_form_changes_nothing(office):
    offer = OfferFactory()
    sent = {"state": "published", "published_at": "2026-01-01", "assured_on": "2026-01-01", "title": "Anderer Titel"}
    assert office.post(change(offer), form_of(offer, **sent)).status_code == 302
    offer.refresh_from_db()
    assert (offer.title, offer.state, offer.published_at, offer.assured_on) == ("Anderer Titel", "idea", None, None)


def test_bulk_publishing_tells_each_reason_once(office):
    ready = OfferFactory(published=True, state=OfferState.APPROVED)
    bare = OfferFactory.create_batch(2, state=OfferState.APPROVED)
    chosen = {"action": "verb_publish", "_selected_action": [row.pk for row in [ready, *bare]], "confirmed": "1"}
    response = office.post(reverse("admin:offers_offer_changelist"), chosen | {"note": ""})
    texts = [str(message) for message in get_messages(response.wsgi_request)]
    assert texts[0] == "Veröffentlichen: ein Eintrag."
    assert texts[1].startswith("2 Einträge blieben, wie sie waren: Zum Veröffentlichen fehlt noch:")
    assert Offer.objects.filter(state=OfferState.PUBLISHED).get() == ready


def test_more_rows_than_one_looks_through_are_refused(office, monkeypatch):
    monkeypatch.setattr("kit.staff.transitions.MOST_AT_ONCE", 2)
    rows = OfferFactory.create_batch(3)
    chosen = {"action": "verb_coordinate", "_selected_action": [row.pk for row in rows], "index": "0"}
    response = office.post(reverse("admin:offers_offer_changelist"), chosen)
    assert "höchstens 2" in str(next(iter(get_messages(response.wsgi_request))))


def test_a_published_offer_links_to_its_page(office):
    assert "Auf der Website ansehen" in office.get(change(OfferFactory(published=True))).content.decode()
    assert "Auf der Website ansehen" not in office.get(change(OfferFactory())).content.decode()


def test_approvals_are_recorded_by_button(office):
    partner = OfferPartnerFactory()
    assert office.post(verb(partner, "einwaende"), {"note": ""}).status_code == 422
    assert office.post(verb(partner, "zugestimmt"), {"note": "am Telefon"}).status_code == 302
    partner.refresh_from_db()
    assert (partner.approval, partner.approval_note) == (Approval.AGREED, "am Telefon")


def test_dates_are_shown_before_they_are_made(office):
    thursday = timezone.localdate() + timedelta(days=(3 - timezone.localdate().weekday()) % 7 + 7)
    rule = SessionRuleFactory(starts_on=thursday, count=3)
    ClosingDay.objects.create(
        organization=rule.run.offer.lead, starts_on=thursday + timedelta(days=7), ends_on=thursday + timedelta(days=7)
    )
    address = reverse("admin:offers_offerrun_dates", args=[rule.run_id])
    assert address in office.get(change(rule.run)).content.decode()
    page = office.get(address).content.decode()
    assert page.count("neu</span>") == 3
    assert "fällt aus: Ferien oder Schließzeit" in page
    assert "3 Termine anlegen" in page
    assert not rule.run.sessions.exists()
    assert office.post(address).url == change(rule.run)
    days = [timezone.localtime(s.starts_at).date() for s in rule.run.sessions.order_by("starts_at")]
    assert days == [thursday, thursday + timedelta(days=14), thursday + timedelta(days=21)]
    again = office.get(address).content.decode()
    assert again.count("gibt es schon") == 3
    assert "anlegen" not in again.split("<form")[-1]


def test_a_moved_date_is_not_made_twice(office):
    rule = SessionRuleFactory()
    address = reverse("admin:offers_offerrun_dates", args=[rule.run_id])
    office.post(address)
    first = rule.run.sessions.order_by("starts_at").first()
    later = first.starts_at + timedelta(hours=2)
    move_session(first, starts_at=later, ends_at=later + timedelta(hours=1), by=None)
    assert office.get(address).content.decode().count("gibt es schon") == 3


def test_a_public_holiday_is_named(office):
    rule = SessionRuleFactory(starts_on=date(2026, 12, 18), byday=["FR"], count=2, run__offer=OfferFactory())
    page = office.get(reverse("admin:offers_offerrun_dates", args=[rule.run_id])).content.decode()
    assert "fällt aus: Feiertag" in page  # 25 December


def test_dates_in_a_taken_room_are_refused_all_or_nothing(office):
    room = RoomFactory()
    taken = SessionRuleFactory(room=room)
    office.post(reverse("admin:offers_offerrun_dates", args=[taken.run_id]))
    other = SessionRuleFactory(room=room, starts_on=taken.starts_on)
    response = office.post(reverse("admin:offers_offerrun_dates", args=[other.run_id]))
    assert response.status_code == 200
    assert "Der Raum ist in dieser Zeit schon belegt." in response.content.decode()
    assert not other.run.sessions.exists()


def test_a_session_is_moved_cancelled_and_brought_back(office):
    session = OfferSessionFactory(room=RoomFactory())
    moved = session.starts_at + timedelta(days=1)
    times = {"starts_at": f"{timezone.localtime(moved):%Y-%m-%dT%H:%M}"}
    times["ends_at"] = f"{timezone.localtime(moved + timedelta(hours=1)):%Y-%m-%dT%H:%M}"
    assert f'value="{timezone.localtime(session.starts_at):%Y-%m-%dT%H:%M}"' in (
        office.get(verb(session, "verlegen")).content.decode()
    )
    assert office.post(verb(session, "verlegen"), times | {"note": "Feuerwehr"}).status_code == 302
    session.refresh_from_db()
    assert (session.state, session.starts_at, session.note_public) == (SessionState.MOVED, moved, "Feuerwehr")
    office.post(verb(session, "absagen"), {"note": ""})
    assert not RoomBooking.objects.exists()
    office.post(verb(session, "wieder"))
    session.refresh_from_db()
    assert session.state == SessionState.MOVED
    assert RoomBooking.objects.get().starts_at == moved


def test_a_session_is_called_by_its_local_time():
    assert str(OfferSessionFactory.build(starts_at=datetime(2026, 7, 1, 8, 5, tzinfo=UTC))) == "01.07.2026, 10:05 Uhr"


def test_the_time_of_a_known_session_is_no_field(office):
    session = OfferSessionFactory()
    page = office.get(change(session)).content.decode()
    assert 'name="starts_at"' not in page
    assert 'name="topic"' in page


def test_the_list_of_sessions_starts_today(office):
    past = OfferSessionFactory(starts_at=timezone.now() - timedelta(days=3), run__offer__title="Lange vorbei")
    OfferSessionFactory(run__offer__title="Kommt noch")
    address = reverse("admin:offers_offersession_changelist")
    page = office.get(address).content.decode()
    assert ("Lange vorbei" in page, "Kommt noch" in page) == (False, True)
    page = office.get(address, {"zeit": "vorbei"}).content.decode()
    assert ("Lange vorbei" in page, "Kommt noch" in page) == (True, False)
    assert "Kommt noch" in office.get(address, {"zeit": "alle"}).content.decode()
    of_run = office.get(address, {"zeit": "alle", "run__id__exact": past.run_id}).content.decode()
    assert ("Lange vorbei" in of_run, "Kommt noch" in of_run) == (True, False)


def test_bookings_of_sessions_follow_their_session(office):
    booking = RoomBooking.objects.get(session=OfferSessionFactory(room=RoomFactory()))
    assert "_save" not in office.get(change(booking)).content.decode()
    assert office.post(verb(booking, "absagen")).status_code == 403
    own = RoomBookingFactory()
    assert office.post(verb(own, "absagen")).status_code == 302
    rival = RoomBookingFactory(room=own.room, starts_at=own.starts_at)
    assert office.post(verb(own, "bestaetigen")).status_code == 422
    rival.delete()
    assert office.post(verb(own, "bestaetigen")).status_code == 302
    own.refresh_from_db()
    assert own.status == BookingStatus.CONFIRMED


def test_runs_and_editions_take_their_steps(office):
    run = OfferRunFactory(offer=OfferFactory(published=True))
    assert office.post(verb(run, "open"), {"note": ""}).status_code == 302
    assert office.post(verb(run, "cancel"), {"note": ""}).status_code == 422
    assert office.post(verb(run, "cancel"), {"note": "Krank"}).status_code == 302
    run.refresh_from_db()
    assert run.state == RunState.CANCELLED
    edition = CampaignEditionFactory()
    assert office.post(verb(edition, "announce"), {"note": ""}).status_code == 302
    edition.refresh_from_db()
    assert edition.state == EditionState.ANNOUNCED


def test_an_offer_with_steps_is_kept(office):
    offer = OfferFactory()
    office.post(verb(offer, "coordinate"), {"note": ""})
    office.post(reverse("admin:offers_offer_delete", args=[offer.pk]), {"post": "yes"})
    offer.refresh_from_db()


def test_history_shows_steps_with_reason_and_changed_fields(office):
    offer = OfferFactory(title="Alter Titel")
    office.post(change(offer), form_of(offer, title="Neuer Titel"))
    office.post(verb(offer, "reject"), {"note": "Kein Bedarf"})
    page = office.get(reverse("admin:offers_offer_history", args=[offer.pk])).content.decode()
    for words in ("Alter Titel", "Neuer Titel", "Idee → Nicht weiterverfolgt", "Kein Bedarf", str(office.user)):
        assert words in page


def test_a_picture_is_uploaded_with_its_description(office, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    offer = OfferFactory()
    data = {"title": "Bild", "credit": "Testperson", "consent_basis": "no_people", "offer": offer.pk}
    address = reverse("admin:offers_mediaasset_add")
    assert office.post(address, data | {"file": picture()}).status_code == 200
    assert office.post(address, data | {"file": picture(), "alt": "Ein Raum"}).status_code == 302
    assert offer.media.get().alt == "Ein Raum"


def test_search_over_relations(office):
    run = OfferRunFactory(offer__title="Krabbelgruppe am Müllerplatz", course_number="K-77")
    OfferSessionFactory(run=run)
    OfferSessionFactory(run__offer__title="Yoga")
    for text in ("krabbel", "mullerplatz", "K-77"):
        page = office.get(reverse("admin:offers_offersession_changelist"), {"q": text}).content.decode()
        assert ("Krabbelgruppe" in page, "Yoga" in page) == (True, False), text
