"""What the database refuses, in the words people see; each guard shown to be the one that refuses."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from offers.enums import BookingStatus, ContractType, CredentialKind, TextKind
from offers.models import InstructorCredential, OfferRun, RoomBooking
from tests.factories.offers import (
    FeeOptionFactory,
    InstructorCredentialFactory,
    InstructorFactory,
    OfferFactory,
    OfferRunFactory,
    OfferSessionFactory,
    OfferTextFactory,
    ResourceUseFactory,
    SessionRuleFactory,
)
from tests.factories.partners import OrganizationFactory, RoomFactory

pytestmark = pytest.mark.django_db


def refused(make, name: str) -> None:
    """``make`` fails because of constraint ``name`` and no other."""
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make()


def test_ages_are_ordered():
    refused(lambda: OfferFactory(minimum_age_months=12, maximum_age_months=6), "offer_ages_ordered")


def test_the_form_says_it_in_german():
    offer = OfferFactory.build(minimum_age_months=12, maximum_age_months=6, lead=OrganizationFactory())
    with pytest.raises(ValidationError, match="liegt unter dem Alter"):
        offer.validate_constraints()


def test_a_published_offer_has_text_and_contact():
    refused(lambda: OfferFactory(published=True, summary=""), "offer_published_is_complete")
    refused(lambda: OfferFactory(published=True, contact_point=None), "offer_published_is_complete")


def test_easy_language_is_checked_by_people():
    refused(lambda: OfferTextFactory(kind=TextKind.EASY, checked_by=""), "offer_easy_text_checked")


def test_places_cannot_be_overbooked():
    """I-09, the counter's check: the last line of defence behind every booking."""
    run = OfferRunFactory(maximum_places=8, places_taken=8)
    refused(lambda: OfferRun.objects.filter(pk=run.pk).update(places_taken=9), "run_not_overbooked")
    refused(lambda: OfferRun.objects.filter(pk=run.pk).update(maximum_places=7), "run_not_overbooked")
    with transaction.atomic(), connection.cursor() as cursor:  # negative control: without the check it would pass
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE offers_offerrun DROP CONSTRAINT run_not_overbooked")
        OfferRun.objects.filter(pk=run.pk).update(places_taken=9)
        assert OfferRun.objects.get(pk=run.pk).places_taken == 9
        transaction.set_rollback(True)


def test_minimum_is_not_above_maximum():
    refused(lambda: OfferRunFactory(minimum_places=9, maximum_places=8), "run_places_ordered")


def test_childcare_cannot_be_overbooked():
    refused(lambda: OfferRunFactory(childcare_places=5, childcare_taken=6), "run_childcare_not_overbooked")


def test_fees_are_not_negative():
    refused(lambda: FeeOptionFactory(amount=-1), "fee_not_negative")


def test_course_numbers_are_unique_per_lead():
    """I-11, although the lead stands on the offer."""
    lead, other = OrganizationFactory(), OrganizationFactory()
    offer = OfferFactory(lead=lead)
    OfferRunFactory(offer=offer, course_number="A1")
    OfferRunFactory(offer=OfferFactory(lead=other), course_number="A1")
    refused(
        lambda: OfferRunFactory(offer=OfferFactory(lead=lead), course_number="A1"), "run_course_number_once_per_lead"
    )
    OfferRunFactory(offer=offer, course_number="")
    OfferRunFactory(offer=offer, course_number="")


def test_a_new_lead_takes_its_runs_along():
    offer = OfferFactory()
    run = OfferRunFactory(offer=offer, course_number="B1")
    offer.lead = OrganizationFactory()
    offer.save()
    run.refresh_from_db()
    assert run.lead == offer.lead


def test_a_room_is_never_booked_twice():
    """I-02: sessions, other bookings and plain SQL all meet the same exclusion."""
    room = RoomFactory()
    session = OfferSessionFactory(room=room)
    overlapping = {"starts_at": session.starts_at + timedelta(minutes=30), "ends_at": session.ends_at}
    refused(lambda: OfferSessionFactory(room=room, **overlapping), "room_never_booked_twice")
    refused(lambda: RoomBooking.objects.create(room=room, **overlapping), "room_never_booked_twice")
    RoomBooking.objects.create(room=room, status=BookingStatus.REQUESTED, **overlapping)
    OfferSessionFactory(room=room, starts_at=session.ends_at, ends_at=session.ends_at + timedelta(hours=1))
    OfferSessionFactory(room=RoomFactory(), **overlapping)


def test_the_form_says_that_the_room_is_taken():
    room = RoomFactory()
    session = OfferSessionFactory(room=room)
    other = OfferSessionFactory.build(
        run=session.run, room=room, starts_at=session.starts_at + timedelta(minutes=5), ends_at=session.ends_at
    )
    with pytest.raises(ValidationError, match="schon belegt"):
        other.full_clean()
    session.full_clean()  # its own booking does not stand in its way


def test_a_booking_follows_its_session():
    room, other = RoomFactory(), RoomFactory()
    session = OfferSessionFactory(room=room)
    assert session.booking.room == room
    session.room = other
    session.save()
    assert RoomBooking.objects.get(session=session).room == other
    session.room = None
    session.save()
    assert not RoomBooking.objects.filter(session=session).exists()


def test_sessions_end_after_they_start_and_stand_once_per_run():
    session = OfferSessionFactory()
    refused(lambda: OfferSessionFactory(ends_at=session.starts_at - timedelta(days=900)), "session_times_ordered")
    refused(lambda: OfferSessionFactory(run=session.run, starts_at=session.starts_at), "session_once_per_run_and_time")


def test_rules_have_an_end():
    refused(lambda: SessionRuleFactory(count=None, until=None), "rule_is_bounded")
    refused(lambda: SessionRuleFactory(until=date(2020, 1, 1)), "rule_dates_ordered")


def test_a_conduct_certificate_holds_only_what_the_law_allows():
    """I-24: no file, no free text; and always a day of erasure."""
    names = {field.name for field in InstructorCredential._meta.fields}
    assert names == {
        "id",
        "uuid",
        "created_at",
        "created_by",
        "updated_at",
        "updated_by",
        "is_demo",
        "instructor",
        "kind",
        "inspected_on",
        "inspected_by_function",
        "certificate_date",
        "result",
        "next_due_on",
        "erase_by",
    }
    today = timezone.localdate()
    refused(
        lambda: InstructorCredentialFactory(kind=CredentialKind.CONDUCT, certificate_date=today, erase_by=None),
        "credential_conduct_has_erase_date",
    )
    refused(
        lambda: InstructorCredentialFactory(inspected_on=today, certificate_date=today + timedelta(days=1)),
        "credential_seen_after_issue",
    )


def test_a_public_name_needs_consent():
    refused(lambda: InstructorFactory(display_name_public="Testperson 01"), "instructor_public_name_needs_consent")


def test_the_consent_of_section_127_is_for_fee_contracts():
    refused(
        lambda: InstructorFactory(contract_type=ContractType.EMPLOYEE, sgb4_127_consent_on=date(2026, 1, 1)),
        "instructor_consent_only_for_fee_contracts",
    )


def test_a_resource_serves_one_thing_at_a_time():
    refused(lambda: ResourceUseFactory(offer=None, edition=None), "resource_use_has_one_target")
