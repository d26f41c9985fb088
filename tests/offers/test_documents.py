"""The search document follows every change, whatever wrote it."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone

from offers.actions import cancel_session, step_offer, step_run
from offers.actions.scheduled import advance_runs, refresh_passed_documents
from offers.enums import DayPart, OfferKind, RunState
from offers.facets import KINDS, Flag, Group, facet_code, split_facet_code
from offers.models import Offer, OfferDocument
from partners.enums import OrganizationStatus, StepFree
from tests.factories.accounts import UserFactory
from tests.factories.offers import (
    FeeOptionFactory,
    OfferFactory,
    OfferPartnerFactory,
    OfferRunFactory,
    OfferSessionFactory,
)
from tests.factories.partners import (
    LocationFactory,
    OrganizationFactory,
    PlanningAreaFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db


def facets(offer: Offer) -> set[tuple[Group, int]]:
    return {split_facet_code(number) for number in OfferDocument.objects.get(offer=offer).facets}


def finds(words: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM offers_offerdocument WHERE tsv @@ plainto_tsquery('simple', %s)", [words])
        return cursor.fetchone()[0]


def equals_source(offer: Offer) -> bool:
    """The stored row is what the view would compute now."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT count(*) FROM offers_offerdocument d JOIN offers_documentsource s USING (offer_id)
               WHERE offer_id = %s AND d.tsv = s.tsv AND d.title = s.title
               AND d.next_start IS NOT DISTINCT FROM s.next_start AND d.last_end IS NOT DISTINCT FROM s.last_end
               AND d.facets @> s.facets AND s.facets @> d.facets AND d.is_standing = s.is_standing
               AND d.assured_on IS NOT DISTINCT FROM s.assured_on""",
            [offer.pk],
        )
        return cursor.fetchone()[0] == 1


def test_only_published_offers_of_active_organizations_have_one():
    offer = OfferFactory(published=True)
    idea = OfferFactory()
    assert OfferDocument.objects.filter(offer=offer).exists()
    assert not OfferDocument.objects.filter(offer=idea).exists()
    step_offer(offer, verb="pause", by=UserFactory(), note="Sommer")
    assert not OfferDocument.objects.exists()
    step_offer(offer, verb="publish", by=UserFactory())
    assert OfferDocument.objects.get().offer == offer
    offer.lead.status = OrganizationStatus.DORMANT
    offer.lead.save()
    assert not OfferDocument.objects.exists()


def test_python_and_sql_agree_on_the_numbers():
    kinds = {}
    for kind in OfferKind:
        offer = OfferFactory(published=True, kind=kind)
        kinds[kind.value] = next(value for group, value in facets(offer) if group is Group.KIND)
    assert kinds == {kind: KINDS.index(kind) + 1 for kind in KINDS}
    assert split_facet_code(facet_code(Group.SLOT, 23)) == (Group.SLOT, 23)


def test_dates_become_weekday_part_of_day_and_slot_in_local_time():
    offer = OfferFactory(published=True)
    run = OfferRunFactory(offer=offer)
    monday = timezone.localtime() + timedelta(days=14 - timezone.localtime().weekday())
    at = monday.replace(hour=9, minute=30, second=0, microsecond=0)
    OfferSessionFactory(run=run, starts_at=at, ends_at=at + timedelta(hours=1))
    late = at + timedelta(days=2, hours=9)
    session = OfferSessionFactory(run=run, starts_at=late, ends_at=late + timedelta(hours=1))
    found = facets(offer)
    assert {v for g, v in found if g is Group.WEEKDAY} == {1, 3}
    assert {v for g, v in found if g is Group.DAY_PART} == {DayPart.MORNING, DayPart.EVENING}
    assert {v for g, v in found if g is Group.SLOT} == {11, 33}  # never Monday evening
    assert OfferDocument.objects.get(offer=offer).next_start == at
    cancel_session(session, by=None)
    assert {v for g, v in facets(offer) if g is Group.SLOT} == {11}


def test_flags_follow_prices_places_access_and_place():
    location = LocationFactory(access_step_free=StepFree.YES)
    offer = OfferFactory(published=True, location=location)
    run = OfferRunFactory(offer=offer, maximum_places=8)
    flags = lambda: {Flag(v) for g, v in facets(offer) if g is Group.FLAG}  # noqa: E731
    assert {Flag.FREE, Flag.PLACES, Flag.STEP_FREE} <= flags()
    fee = FeeOptionFactory(run=run)
    assert Flag.FREE not in flags()
    fee.delete()
    assert Flag.FREE in flags()
    run.places_taken = 8
    run.save()
    assert Flag.PLACES not in flags()
    run.childcare_places = 3
    run.save()
    assert Flag.CHILDCARE in flags()
    offer.location = None
    offer.is_online = True
    offer.save()
    assert {Flag.NO_FIXED_PLACE, Flag.ONLINE} <= flags()


def test_a_protected_address_leaves_no_trace():
    area = PlanningAreaFactory()
    location = LocationFactory(area=area, lat=50.88, lon=12.08, is_protected=False, name="Haus am Versteck")
    offer = OfferFactory(published=True, location=location)
    assert (Group.AREA, area.pk) in facets(offer)
    assert finds("Versteck") == 1
    location.is_protected = True
    location.save()
    document = OfferDocument.objects.get(offer=offer)
    assert (document.lat, document.lon) == (None, None)
    assert (Group.AREA, area.pk) not in facets(offer)
    assert finds("Versteck") == 0


def test_words_come_from_title_topics_partners_and_former_names():
    offer = OfferFactory(published=True, title="Krabbelgruppe Käferkinder")
    assert finds("Käferkinder") == 1
    topic = TopicFactory(name="Schwimmen lernen")
    offer.topics.add(topic)
    assert finds("schwimmen") == 1
    topic.name = "Turnen"
    topic.save()
    assert (finds("schwimmen"), finds("turnen")) == (0, 1)
    OfferPartnerFactory(offer=offer, organization=OrganizationFactory(name="Verein Sonnendach"))
    assert finds("Sonnendach") == 1
    offer.lead.former_names.create(name="ARGE Probeheim")
    assert finds("Probeheim") == 1
    assert equals_source(offer)


def test_a_parent_topic_finds_the_offers_of_its_children():
    parent = TopicFactory()
    offer = OfferFactory(published=True)
    offer.topics.add(TopicFactory(parent=parent))
    assert (Group.TOPIC, parent.pk) in facets(offer)


def test_plain_sql_is_noticed_too():
    offer = OfferFactory(published=True, title="Altes Wort")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE offers_offer SET title = 'Neues Wort' WHERE id = %s", [offer.pk])
    assert (finds("altes"), finds("neues")) == (0, 1)


def test_without_the_triggers_search_would_lag():
    """Negative control: the switch for bulk loads shows what the triggers do."""
    offer = OfferFactory(published=True, title="Altes Wort")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL familynet.skip_documents = 'on'")
        Offer.objects.filter(pk=offer.pk).update(title="Neues Wort")
        assert finds("neues") == 0
        cursor.execute("SELECT offers_refresh_documents(ARRAY[%s]::bigint[])", [offer.pk])
        assert finds("neues") == 1


def test_a_cancelled_course_is_not_an_anytime_offer():
    offer = OfferFactory(published=True)
    run = OfferRunFactory(offer=offer)
    OfferSessionFactory(run=run)
    step_run(run, verb="cancel", by=UserFactory(), note="zu wenige")
    document = OfferDocument.objects.get(offer=offer)
    assert (document.is_standing, document.next_start, document.last_end) == (False, None, None)


def test_deleting_an_offer_takes_its_document_along():
    offer = OfferFactory(published=True)
    run = OfferRunFactory(offer=offer)
    OfferSessionFactory(run=run)
    run.delete()
    offer.delete()
    assert OfferDocument.objects.count() == 0


def test_time_passing_is_the_workers_business():
    offer = OfferFactory(published=True)
    run = OfferRunFactory(offer=offer)
    now = timezone.now()
    first = OfferSessionFactory(run=run, starts_at=now + timedelta(hours=1), ends_at=now + timedelta(hours=2))
    second = OfferSessionFactory(run=run, starts_at=now + timedelta(days=7), ends_at=now + timedelta(days=7, hours=1))
    assert refresh_passed_documents() == 0
    with connection.cursor() as cursor:  # let the first date lie in the past without anybody noticing
        cursor.execute("SET LOCAL familynet.skip_documents = 'on'")
        cursor.execute(
            "UPDATE offers_offersession "
            "SET starts_at = now() - interval '3 hours', ends_at = now() - interval '2 hours' "
            "WHERE id = %s RETURNING starts_at",
            [first.pk],
        )
        cursor.execute(
            "UPDATE offers_offerdocument SET next_start = %s WHERE offer_id = %s", [cursor.fetchone()[0], offer.pk]
        )
        cursor.execute("SET LOCAL familynet.skip_documents = 'off'")
    assert refresh_passed_documents() == 1
    assert OfferDocument.objects.get(offer=offer).next_start == second.starts_at
    assert refresh_passed_documents() == 0


@time_machine.travel(timezone.now() + timedelta(days=3), tick=False)
def test_runs_open_close_and_start_when_their_time_has_come():
    now = timezone.now()
    offer = OfferFactory(published=True)
    opening = OfferRunFactory(offer=offer, registration_opens_at=now - timedelta(minutes=1))
    closing = OfferRunFactory(offer=offer, state=RunState.OPEN, registration_closes_at=now - timedelta(minutes=1))
    starting = OfferRunFactory(offer=offer, state=RunState.CONFIRMED)
    OfferSessionFactory(run=starting, starts_at=now - timedelta(minutes=5), ends_at=now + timedelta(hours=1))
    early = OfferRunFactory(offer=offer, registration_opens_at=now + timedelta(days=1))
    hidden = OfferRunFactory(offer=OfferFactory(), registration_opens_at=now - timedelta(days=1))
    assert advance_runs() == 3
    for run, state in (
        (opening, RunState.OPEN),
        (closing, RunState.CLOSED),
        (starting, RunState.RUNNING),
        (early, RunState.PLANNED),
        (hidden, RunState.PLANNED),
    ):
        run.refresh_from_db()
        assert run.state == state
    assert opening.steps.get().by is None
    assert advance_runs() == 0


def test_freshness_of_exempt_organizations_never_ends():
    offer = OfferFactory(published=True, lead__freshness_exempt=True)
    assert OfferDocument.objects.get(offer=offer).assured_on == date(9999, 12, 31)
