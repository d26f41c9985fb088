"""What of instructors, speakers and searches falls due, and how it goes (domain 7.3, 7.6)."""

from datetime import date
from functools import partial

from django.db import connection, transaction
from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet, Sum, Window
from django.db.models.functions import TruncMonth
from django.utils import timezone

from offers.models import EventProgramItem, Instructor, InstructorCredential, MediaAsset, SearchDemand
from offers.models.search_demand import RARE
from partners.models import PersonConsent

FORMER = "Ehemalige Kursleitung"
FEWEST = 3
"""A wording used less often in a month is taken out when the month is over."""
TAKE_OUT = """
WITH taken AS (
    DELETE FROM offers_searchdemand WHERE id = ANY(%s) RETURNING day, filters, area, hits, is_demo, counted
)
INSERT INTO offers_searchdemand (day, words, filters, area, hits, is_demo, counted)
SELECT day, %s, filters, area, hits, is_demo, sum(counted) FROM taken GROUP BY day, filters, area, hits, is_demo
ON CONFLICT (day, words, filters, area, hits, is_demo)
    DO UPDATE SET counted = offers_searchdemand.counted + excluded.counted
"""


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
    """Pictures whose consent was withdrawn: at once (L-16)."""
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


def old_demand(limit: date) -> QuerySet[SearchDemand]:
    """Searches of days before ``limit``."""
    return SearchDemand.objects.filter(day__lt=limit)


def rare_words(limit: date) -> QuerySet[SearchDemand]:
    """Searches of the months before that of ``limit`` whose wording was counted less than three times in its month."""
    in_month = Window(Sum("counted"), partition_by=[TruncMonth("day"), F("words"), F("is_demo")])
    over = SearchDemand.objects.filter(day__lt=limit.replace(day=1)).exclude(words__in=["", RARE])
    return over.annotate(in_month=in_month).filter(in_month__lt=FEWEST)


def take_words_out(rows: QuerySet[Model]) -> int:
    """Day, filters, area and number stay, the wording goes; rows that become alike are added up."""
    keys = list(rows.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(TAKE_OUT, [keys, RARE])
    return len(keys)
