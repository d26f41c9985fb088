"""Every (state, verb) pair, every guard, every step row."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from kit.workflow import StepRefused
from offers.actions import (
    cancel_session,
    confirm_offer,
    generate_sessions,
    move_session,
    restore_session,
    step_edition,
    step_offer,
    step_run,
)
from offers.enums import Approval, EditionState, OfferState, RunState, SessionState
from offers.models import RoomBooking, SchoolHoliday
from offers.workflow import EDITION, OFFER, RUN
from partners.enums import OrganizationStatus
from tests.factories.accounts import UserFactory
from tests.factories.offers import (
    CampaignEditionFactory,
    OfferFactory,
    OfferPartnerFactory,
    OfferRunFactory,
    OfferSessionFactory,
    SessionRuleFactory,
)
from tests.factories.partners import RoomFactory

pytestmark = pytest.mark.django_db

# Written from domain 3.7.3 and 3.7.4, not read from the code.
OFFER_TABLE = {
    ("idea", "coordinate"): "coordination",
    ("coordination", "approve"): "approved",
    ("approved", "publish"): "published",
    ("paused", "publish"): "published",
    ("published", "pause"): "paused",
    ("published", "retire"): "retired",
    ("paused", "retire"): "retired",
    ("approved", "retire"): "retired",
    ("idea", "reject"): "rejected",
    ("coordination", "reject"): "rejected",
    ("rejected", "rethink"): "idea",
    ("coordination", "rethink"): "idea",
}
RUN_TABLE = {
    ("planned", "open"): "open",
    ("closed", "open"): "open",
    ("open", "close"): "closed",
    ("open", "confirm"): "confirmed",
    ("closed", "confirm"): "confirmed",
    ("confirmed", "start"): "running",
    ("running", "complete"): "completed",
    ("completed", "report"): "reported",
    ("planned", "cancel"): "cancelled",
    ("open", "cancel"): "cancelled",
    ("closed", "cancel"): "cancelled",
    ("confirmed", "cancel"): "cancelled",
}
EDITION_TABLE = {
    ("planned", "announce"): "announced",
    ("announced", "hold"): "held",
    ("planned", "cancel"): "cancelled",
    ("announced", "cancel"): "cancelled",
}


def verbs(workflow):
    return sorted({step.verb for step in workflow})


@pytest.mark.parametrize("state", OfferState.values)
def test_offer_steps(state, subtests):
    for verb in verbs(OFFER):
        with subtests.test(verb):
            check_offer_step(state, verb)


def check_offer_step(state, verb):
    offer = OfferFactory(published=True, state=state)
    user = UserFactory()
    if (state, verb) not in OFFER_TABLE:
        with pytest.raises(StepRefused):
            step_offer(offer, verb=verb, by=user, note="Grund")
        offer.refresh_from_db()
        assert (offer.state, offer.steps.count()) == (state, 0)
        return
    step_offer(offer, verb=verb, by=user, note="Grund")
    offer.refresh_from_db()
    step = offer.steps.get()
    assert offer.state == OFFER_TABLE[state, verb]
    assert (step.before, step.after, step.by, step.note) == (state, offer.state, user, "Grund")


@pytest.mark.parametrize("state", RunState.values)
def test_run_steps(state, subtests):
    for verb in verbs(RUN):
        with subtests.test(verb):
            check_run_step(state, verb)


def check_run_step(state, verb):
    run = OfferRunFactory(offer=OfferFactory(published=True), state=state)
    if (state, verb) not in RUN_TABLE:
        with pytest.raises(StepRefused):
            step_run(run, verb=verb, by=None, note="Grund")
        return
    assert step_run(run, verb=verb, by=None, note="Grund").state == RUN_TABLE[state, verb]
    assert run.steps.get().after == RUN_TABLE[state, verb]


@pytest.mark.parametrize("state", EditionState.values)
def test_edition_steps(state, subtests):
    for verb in verbs(EDITION):
        with subtests.test(verb):
            check_edition_step(state, verb)


def check_edition_step(state, verb):
    edition = CampaignEditionFactory(state=state, starts_on=timezone.localdate())
    if (state, verb) not in EDITION_TABLE:
        with pytest.raises(StepRefused):
            step_edition(edition, verb=verb, by=None, note="Grund")
        return
    assert step_edition(edition, verb=verb, by=None, note="Grund").state == EDITION_TABLE[state, verb]


@pytest.mark.parametrize("verb", ["pause", "retire"])
def test_leaving_the_public_needs_a_reason(verb):
    with pytest.raises(StepRefused, match="Grund"):
        step_offer(OfferFactory(published=True), verb=verb, by=None, note="  ")


def test_publishing_names_everything_that_is_missing():
    offer = OfferFactory(state=OfferState.APPROVED, summary="", lead__status=OrganizationStatus.DORMANT)
    with pytest.raises(StepRefused) as refused:
        step_offer(offer, verb="publish", by=None)
    for word in ("Kurztext", "Thema", "Zielgruppe", "Sprache", "Ansprechstelle", "Ort", "Veranstalter"):
        assert word in str(refused.value)


def test_co_organizers_must_agree_or_somebody_says_why_not():
    offer = OfferFactory(published=True, state=OfferState.COORDINATION)
    partner = OfferPartnerFactory(offer=offer, approval=Approval.OBJECTED)
    with pytest.raises(StepRefused, match=partner.organization.name):
        step_offer(offer, verb="approve", by=None)
    step_offer(offer, verb="approve", by=None, note="Leitung hat entschieden")
    assert offer.steps.get().note == "Leitung hat entschieden"


def test_first_publication_is_remembered():
    offer = OfferFactory(published=True, state=OfferState.APPROVED, published_at=None, assured_on=None)
    published = step_offer(offer, verb="publish", by=None)
    assert published.published_at is not None
    assert published.assured_on == timezone.localdate()
    first = published.published_at
    step_offer(offer, verb="pause", by=None, note="x")
    assert step_offer(offer, verb="publish", by=None).published_at == first


def test_nobody_confirms_the_future():
    with pytest.raises(StepRefused):
        confirm_offer(OfferFactory(), by=UserFactory(), on=timezone.localdate() + timedelta(days=1))


def test_registration_opens_only_for_published_offers():
    with pytest.raises(StepRefused, match="veröffentlicht"):
        step_run(OfferRunFactory(), verb="open", by=None)


def test_confirming_below_the_minimum_needs_a_reason():
    run = OfferRunFactory(offer=OfferFactory(published=True), state=RunState.OPEN, minimum_places=6, places_taken=2)
    with pytest.raises(StepRefused, match="Mindestzahl von 6"):
        step_run(run, verb="confirm", by=None)
    assert step_run(run, verb="confirm", by=None, note="Förderung deckt es").state == RunState.CONFIRMED


def test_cancelling_a_run_frees_its_rooms():
    run = OfferRunFactory(offer=OfferFactory(published=True))
    session = OfferSessionFactory(run=run, room=RoomFactory())
    assert RoomBooking.objects.get().session == session
    step_run(run, verb="cancel", by=None, note="krank")
    session.refresh_from_db()
    assert (session.state, session.sequence) == (SessionState.CANCELLED, 1)
    assert not RoomBooking.objects.exists()


def test_generating_twice_makes_each_date_once():
    rule = SessionRuleFactory()
    assert len(generate_sessions(rule, by=None)) == 3
    assert generate_sessions(rule, by=None) == []
    first = rule.run.sessions.order_by("starts_at").first()
    move_session(
        first, starts_at=first.starts_at + timedelta(hours=3), ends_at=first.ends_at + timedelta(hours=3), by=None
    )
    assert generate_sessions(rule, by=None) == []
    assert rule.run.sessions.count() == 3


def test_school_holidays_are_left_out():
    rule = SessionRuleFactory(skip_school_holidays=True, count=2)
    SchoolHoliday.objects.create(
        name="Testferien", starts_on=rule.starts_on, ends_on=rule.starts_on + timedelta(days=13)
    )
    days = [timezone.localdate(s.starts_at) for s in generate_sessions(rule, by=None)]
    assert all(day > rule.starts_on + timedelta(days=13) for day in days)
    assert len(days) == 2


def test_a_taken_room_is_named_with_its_days():
    room = RoomFactory()
    rule = SessionRuleFactory(room=room)
    generate_sessions(rule, by=None)
    other = SessionRuleFactory(room=room, starts_on=rule.starts_on, start_time=time(11), end_time=time(12))
    day = rule.run.sessions.order_by("starts_at").first().starts_at
    with pytest.raises(StepRefused, match=f"{timezone.localtime(day):%d.%m.%Y}"):
        generate_sessions(other, by=None)
    assert not other.run.sessions.exists()


def test_moving_keeps_the_first_time_and_counts_up():
    session = OfferSessionFactory()
    first, later = session.starts_at, session.starts_at + timedelta(days=1)
    moved = move_session(session, starts_at=later, ends_at=later + timedelta(hours=1), by=None)
    moved = move_session(moved, starts_at=later, ends_at=later + timedelta(hours=2), by=None)
    assert (moved.moved_from, moved.sequence, moved.state) == (first, 2, SessionState.MOVED)


def test_moving_onto_a_taken_room_is_refused():
    room = RoomFactory()
    session, other = OfferSessionFactory(room=room), OfferSessionFactory(room=room)
    with pytest.raises(StepRefused, match="belegt"):
        move_session(session, starts_at=other.starts_at, ends_at=other.ends_at, by=None)


def test_a_cancelled_date_comes_back_unless_its_room_is_gone():
    room = RoomFactory()
    session = OfferSessionFactory(room=room)
    cancel_session(session, by=None, note="Feiertag")
    assert restore_session(session, by=None).state == SessionState.PLANNED
    cancel_session(session, by=None)
    OfferSessionFactory(room=room, starts_at=session.starts_at, ends_at=session.ends_at)
    with pytest.raises(StepRefused, match="belegt"):
        restore_session(session, by=None)


def test_what_was_held_stays():
    session = OfferSessionFactory(state=SessionState.HELD)
    with pytest.raises(StepRefused):
        cancel_session(session, by=None)
    with pytest.raises(StepRefused):
        move_session(session, starts_at=session.starts_at, ends_at=session.ends_at, by=None)
