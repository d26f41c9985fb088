"""What waits in agreements: whose turn it is, and the days that must not pass unnoticed."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from agreements import permissions
from agreements.life.due_days import due_days
from agreements.models import Agreement, AgreementVersion, Termination
from agreements.negotiation.next_steps import pending_steps_of
from kit.tasks import Task

SOON = timedelta(days=60)
MOST = 40


def tasks_of(user: User) -> list[Task]:
    """Steps of this person's side and days within ``SOON`` of agreements she looks after; at most a dozen queries."""
    mine = permissions.party_ids(user)
    if not mine:
        return []
    today = timezone.localdate()
    return [*_pending_steps(user, mine, today), *_due_days(user, today)]


def _pending_steps(user: User, mine: frozenset[int], today: date) -> Iterator[Task]:
    rows = Agreement.objects.visible_to(user).negotiated().select_related("center").order_by("-updated_at")[:MOST]
    agreements = {row.pk: row for row in rows}
    for pk, turns in pending_steps_of(agreements.values(), today).items():
        for turn in turns:
            if turn.organizations & mine:
                agreement = agreements[pk]
                href = reverse("agreements:agreement", args=[agreement.uuid])
                yield Task(f"{agreement.title}: {turn.what}", _("Vereinbarung öffnen"), href)


def _due_days(user: User, today: date) -> Iterator[Task]:
    looked_after = Q(center__in=permissions.center_ids(user)) | Q(responsible=user) | Q(deputy=user)
    agreements = list(Agreement.objects.in_force(today).filter(looked_after).order_by("pk")[:MOST])
    ids = [row.pk for row in agreements]
    rows = AgreementVersion.objects.governing_on(today).filter(agreement__in=ids).defer("content")
    versions = {row.agreement_id: row for row in rows}
    ended = {row.agreement_id: row for row in Termination.objects.filter(agreement__in=ids, withdrawn_at=None)}
    for row in agreements:
        for due in due_days(row, versions.get(row.pk), ended.get(row.pk), today):
            if due.on <= today + SOON:
                href = reverse("agreements:life", args=[row.uuid])
                since = timezone.make_aware(datetime.combine(due.on, time.min)) if due.on < today else None
                yield Task(f"{row.title}: {due.on:%d.%m.%Y}, {due.text}", _("Ansehen"), href, since)
