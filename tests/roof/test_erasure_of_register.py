"""What the register forgets, when, and what stays (domain 7.3)."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from familynet.registry import retention_rules
from kit import retention
from offers.enums import ConsentBasis, CredentialKind
from offers.models import Instructor, InstructorCredential, MediaAsset
from offers.retention import FORMER
from partners.enums import JoinRequestState
from partners.models import ContactPoint, JoinRequest, PersonConsent
from tests.factories.offers import (
    EventProgramItemFactory,
    InstructorCredentialFactory,
    InstructorFactory,
    MediaAssetFactory,
    OfferFactory,
)
from tests.factories.partners import ContactPointFactory, JoinRequestFactory, PersonConsentFactory

pytestmark = pytest.mark.django_db
YEARS_AGO = timedelta(days=800)
YESTERDAY = timedelta(days=1)


def erase(**options) -> dict[str, int]:
    return {f.model.__name__: f.count for f in retention.run_retention(retention_rules.RULES, **options)}


def test_a_contact_that_left_keeps_its_function_only():
    today = timezone.localdate()
    gone = ContactPointFactory(
        person_name="Testperson 01",
        person_consent=PersonConsentFactory(),
        valid_to=today - YEARS_AGO,
        phone="+493023125000",
        email="testperson@netz.example",
    )
    OfferFactory(contact_point=gone)  # still referred to: the row must stay
    recent = ContactPointFactory(person_name="Testperson 02", visibility="internal", valid_to=today - YESTERDAY)
    assert erase(dry_run=True)["ContactPoint"] == 1
    assert erase()["ContactPoint"] == 1
    gone.refresh_from_db()
    recent.refresh_from_db()
    assert (gone.person_name, gone.phone, gone.email, gone.person_consent) == ("", "", "", None)
    assert gone.function
    assert recent.person_name == "Testperson 02"
    assert erase()["ContactPoint"] == 0


def test_a_withdrawn_consent_takes_the_name_at_once_and_leaves_the_number():
    consent = PersonConsentFactory(withdrawn_on=timezone.localdate())
    contact = ContactPointFactory(person_name="Testperson 01", person_consent=consent, phone="+493023125001")
    item = EventProgramItemFactory(speaker_name="Testperson 01", speaker_consent=consent)
    erase()
    contact.refresh_from_db()
    item.refresh_from_db()
    assert (contact.person_name, contact.phone) == ("", "+493023125001")
    assert item.speaker_name == ""
    assert PersonConsent.objects.filter(pk=consent.pk).exists()  # the proof of withdrawal stays its period


def test_old_withdrawn_consents_go_when_nothing_needs_them():
    old = timezone.localdate() - YEARS_AGO
    PersonConsentFactory(given_on=old, withdrawn_on=old)
    assert erase()["PersonConsent"] == 1


def test_pictures_go_with_their_consent(django_capture_on_commit_callbacks):
    consent = PersonConsentFactory(withdrawn_on=timezone.localdate())
    picture = MediaAssetFactory(consent_basis=ConsentBasis.CONSENT, consent=consent)
    kept = MediaAssetFactory()
    picture.file.save("probe.png", ContentFile(b"Bild"))
    storage, name = picture.file.storage, picture.file.name
    assert storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        erase()
    assert list(MediaAsset.objects.all()) == [kept]
    assert not storage.exists(name)


def test_join_requests_go_half_a_year_after_they_were_closed():
    closed = {"state": JoinRequestState.CLOSED}
    JoinRequestFactory(**closed, closed_on=timezone.localdate() - timedelta(days=200))
    young = JoinRequestFactory(**closed, closed_on=timezone.localdate() - timedelta(days=100))
    waiting = JoinRequestFactory()
    erase()
    assert set(JoinRequest.objects.all()) == {young, waiting}


def test_conduct_certificates_go_on_their_day():
    today = timezone.localdate()
    conduct = {"kind": CredentialKind.CONDUCT, "inspected_on": today - YEARS_AGO, "certificate_date": today - YEARS_AGO}
    InstructorCredentialFactory(**conduct, erase_by=today - YESTERDAY)
    kept = InstructorCredentialFactory(**conduct, erase_by=today)
    erase()
    assert list(InstructorCredential.objects.all()) == [kept]


def test_former_instructors_become_nobody():
    person = InstructorFactory(
        active=False, last_activity_on=timezone.localdate() - YEARS_AGO, email="a@netz.example", qualification="Yoga"
    )
    erase()
    person = Instructor.objects.get(pk=person.pk)
    assert (person.label, person.email, person.qualification) == (FORMER, "", "")
    assert ContactPoint.objects.count() == 0
    assert erase()["Instructor"] == 0
