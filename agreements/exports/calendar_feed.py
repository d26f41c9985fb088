"""Days to watch of the agreements a person is responsible for, stands in for or coordinates, as calendar entries."""

from datetime import date, datetime, time

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from agreements.life.due_days import DueDay, due_days, follow_ups
from agreements.life.reminders import governing_version_ids, valid_terminations
from agreements.models import Agreement, Review
from agreements.permissions import center_ids
from agreements.workflow import ALIVE
from kit.exports.ics import Entry

MOST = 500


def entries_for(user: User, day: date) -> list[Entry]:
    """Notice deadlines, ends, reviews and open follow-ups from ``day`` on; six queries, whatever there is.

    Only agreements this person may still see: who left the centre finds an empty calendar.
    """
    own = Q(responsible=user) | Q(deputy=user) | Q(center__in=center_ids(user))
    rows = list(
        Agreement.objects.visible_to(user).filter(own, state__in=ALIVE).select_related("center").order_by("pk")[:MOST]
    )
    versions, terminations = governing_version_ids(rows, day), valid_terminations(rows)
    talks: dict[int, list[Review]] = {}
    for review in Review.objects.filter(agreement__in=[row.pk for row in rows], follow_up_done_on=None):
        talks.setdefault(review.agreement_id, []).append(review)
    found = []
    for row in rows:
        days = list(due_days(row, versions.get(row.pk), terminations.get(row.pk), day))
        found += [_entry(row, one) for one in (*days, *follow_ups(talks.get(row.pk, [])))]
    return sorted(found, key=lambda entry: (entry.starts_at, entry.uid))


def _entry(agreement: Agreement, due: DueDay) -> Entry:
    moment = timezone.make_aware(datetime.combine(due.on, time(12)))
    return Entry(
        uid=f"{due.key}-{agreement.uuid}@familiennetz",
        starts_at=moment,
        ends_at=moment,
        title=f"{agreement.title}: {due.text}",
        modified_at=agreement.updated_at,
        description=f"{agreement.reference}, {agreement.center.name}",
        address=settings.PUBLIC_BASE_URL + reverse("agreements:life", args=[agreement.uuid]),
        categories=("Vereinbarungen",),
        is_all_day=True,
    )
