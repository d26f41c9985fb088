"""What personal data of instructors and speakers falls due, and how it goes (domain 7.3, 7.6)."""

from datetime import date
from functools import partial

from django.db import transaction
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils import timezone

from offers.models import EventProgramItem, Instructor, InstructorCredential, MediaAsset
from partners.models import PersonConsent

FORMER = "Ehemalige Kursleitung"


def credentials_to_erase(limit: date) -> QuerySet[InstructorCredential]:
    """Past their own day of erasure, or of people whose last activity lies before ``limit`` (§ 72a (5) SGB VIII)."""
    return InstructorCredential.objects.filter(
        Q(erase_by__lt=timezone.localdate()) | Q(instructor__active=False, instructor__last_activity_on__lt=limit)
    )


def instructors_who_left(limit: date) -> QuerySet[Instructor]:
    """Inactive since before ``limit`` and not yet anonymised."""
    return Instructor.objects.filter(active=False, last_activity_on__lt=limit).exclude(label=FORMER)


def anonymise_instructors(rows: QuerySet[Model]) -> int:
    """The row stays for the runs it led; who it was goes."""
    keys = list(rows.values_list("pk", flat=True))
    Instructor.topics.through.objects.filter(instructor_id__in=keys).delete()
    return Instructor.objects.filter(pk__in=keys).update(
        label=FORMER, display_name_public="", public_name_consent=None, email="", phone="", qualification="", user=None
    )


def speakers_without_consent(_limit: date) -> QuerySet[EventProgramItem]:
    """Names whose consent was withdrawn: at once."""
    return EventProgramItem.objects.exclude(speaker_name="").filter(
        speaker_consent__withdrawn_on__lte=timezone.localdate()
    )


def erase_speaker_names(rows: QuerySet[Model]) -> int:
    """Function and organisation stay, the name goes."""
    return EventProgramItem.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).update(
        speaker_name="", speaker_consent=None
    )


def pictures_without_consent(_limit: date) -> QuerySet[MediaAsset]:
    """Pictures whose consent was withdrawn: at once (domain L-16)."""
    return MediaAsset.objects.filter(consent__withdrawn_on__lte=timezone.localdate())


def delete_pictures(rows: QuerySet[Model]) -> int:
    """Row first, file after: a crash between leaves a file nobody can reach, never a row without its file."""
    pictures = list(MediaAsset.objects.filter(pk__in=list(rows.values_list("pk", flat=True))))
    MediaAsset.objects.filter(pk__in=[picture.pk for picture in pictures]).delete()
    for picture in pictures:
        transaction.on_commit(partial(picture.file.storage.delete, str(picture.file.name)))
    return len(pictures)


def withdrawn_consents(limit: date) -> QuerySet[PersonConsent]:
    """Consents withdrawn before ``limit`` that nothing refers to any more."""
    speakers = EventProgramItem.objects.filter(speaker_consent=OuterRef("pk"))
    pictures = MediaAsset.objects.filter(consent=OuterRef("pk"))
    return PersonConsent.objects.filter(
        ~Exists(speakers), ~Exists(pictures), withdrawn_on__lt=limit, contact_points=None, instructors=None
    )
