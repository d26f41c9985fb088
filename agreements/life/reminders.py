"""Reminders 180, 90 and 30 days before a notice deadline, an end or a review talk, and when the day has passed.

=======  ============================================================================================================
when     to whom
=======  ============================================================================================================
180, 90  the responsible and the deputy; where neither can be reached, all coordination of the centre
30       the same; and all coordination of the centre when nobody has done anything since the reminder before
passed   all of these, and administration (of the centre, or of the portal where the centre has none)
=======  ============================================================================================================

„Done something" is any step, review talk, note, suspension or notice of the agreement, or a successor. Passed are a
review that was not held and a fixed term that ended without a successor; a missed notice deadline only renews, so
nothing is said after it. While an agreement is suspended, its review waits; its term and notice run on, so they are
still told.

Each (agreement, kind, day, days) is told once: the row ``Reminder`` and the letters are written in one transaction,
which one worker at a time holds. Everything for one person on one day is one letter. A day on which no job ran loses
nothing: the smallest threshold that is still due is told.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import structlog
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from agreements.calendar import REMINDERS, reminder_days
from agreements.enums import AgreementState, ReminderKind
from agreements.life.due_days import DueDay, due_days
from agreements.life.recipients import administration_of, coordination_of, responsible_people
from agreements.models import Agreement, AgreementVersion, Reminder, Termination
from agreements.workflow import ALIVE
from kit.outbox.due_letters import Letter, send_due_letters

log = structlog.get_logger("familynet.agreements")
PURPOSE = "vereinbarung-erinnerung"
PASSED = 0
LATE = timedelta(days=60)
"""An end longer ago than this is history (an old agreement entered late), not news."""
LAST_CALL = min(REMINDERS)


@dataclass(frozen=True, slots=True)
class DueReminder:
    """One reminder that is to be written: which threshold of which day."""

    agreement: Agreement
    day: DueDay
    days: int

    @property
    def key(self) -> tuple[int, str, date, int]:
        return self.agreement.pk, str(self.day.kind), self.day.on, self.days

    @property
    def has_passed(self) -> bool:
        return self.days == PASSED

    @property
    def link(self) -> str:
        return settings.PUBLIC_BASE_URL + reverse("agreements:life", args=[self.agreement.uuid])


def send_reminders(day: date | None = None) -> int:
    """Write what is due on ``day`` (today) and was not told yet; how many letters. A second run writes none."""
    today = day or timezone.localdate()
    return send_due_letters(
        lambda: reminders_due(today),
        recipients=reminder_addressees,
        remember=_remember,
        write=lambda found: _deadlines_letter(found, today),
        purpose=PURPOSE,
        lock="agreement-reminders",
    )


def reminders_due(day: date) -> Iterator[DueReminder]:
    """Everything to be told on ``day`` that has no row yet; five queries, however many agreements there are."""
    rows = list(_watched(day))
    told = set(
        Reminder.objects.filter(agreement__in=[row.pk for row in rows]).values_list(
            "agreement", "kind", "due_on", "days"
        )
    )
    versions, terminations = governing_version_ids(rows, day), valid_terminations(rows)
    suspended = set(Agreement.objects.suspended_on(day).values_list("pk", flat=True))
    for row in rows:
        try:
            found = list(due_days(row, versions.get(row.pk), terminations.get(row.pk), day))
        except Exception:  # noqa: BLE001 - a term nobody can reckon must not keep back the letters of all others
            log.error("agreement not reckoned", agreement=row.pk, exc_info=True)
            continue
        for one in found:
            days = _threshold(row, one, day, is_suspended=row.pk in suspended)
            if days is not None and (row.pk, str(one.kind), one.on, days) not in told:
                yield DueReminder(row, one, days)


def reminder_addressees(due: DueReminder) -> list[str]:
    """To whom this one goes, each address once."""
    found = responsible_people(due.agreement)
    if due.has_passed or (due.days == LAST_CALL and not _has_reacted(due)):
        found = found + coordination_of(due.agreement)
    if due.has_passed:
        found = found + administration_of(due.agreement)
    return list(dict.fromkeys(found))


def governing_version_ids(rows: Iterable[Agreement], day: date) -> dict[int, AgreementVersion]:
    """The version that counts for each on ``day``, or will count; two queries."""
    pks = [row.pk for row in rows]
    versions = AgreementVersion.objects.filter(agreement__in=pks).defer("content", "seal")
    found = {version.agreement_id: version for version in versions.signed_on(day).order_by("-number")}
    return found | {version.agreement_id: version for version in versions.governing_on(day)}


def valid_terminations(rows: Iterable[Agreement]) -> dict[int, Termination]:
    found = Termination.objects.filter(agreement__in=[row.pk for row in rows], withdrawn_at=None)
    return {termination.agreement_id: termination for termination in found}


def _watched(day: date) -> Iterable[Agreement]:
    """Signed and not over; and what ran out lately with nothing to follow it."""
    rows = Agreement.objects.select_related("responsible", "deputy", "center").order_by("pk")
    ran_out = Agreement.objects.filter(state=AgreementState.EXPIRED).exclude(
        pk__in=Agreement.objects.exclude(replaces=None).exclude(state=AgreementState.ABANDONED).values("replaces")
    )
    return rows.filter(state__in=ALIVE) | rows.filter(pk__in=ran_out.values("pk"))


def _threshold(agreement: Agreement, due: DueDay, day: date, *, is_suspended: bool) -> int | None:
    """Which step of reminding applies today; ``None`` when there is none."""
    if due.kind == ReminderKind.REVIEW and is_suspended:
        return None
    if due.on >= day:
        return reminder_days(due.on, day) if agreement.state != AgreementState.EXPIRED else None
    if due.kind == ReminderKind.REVIEW:
        return PASSED
    if due.kind == ReminderKind.END and agreement.state == AgreementState.EXPIRED and due.on > day - LATE:
        return PASSED
    return None


def _has_reacted(due: DueReminder) -> bool:
    """Something was done with the agreement since it was reminded of this day before."""
    before = Reminder.objects.filter(agreement=due.agreement, kind=due.day.kind, due_on=due.day.on)
    since = before.order_by("-sent_at").values_list("sent_at", flat=True).first()
    if since is None:
        return False
    return _acted(due.agreement, since)


def _acted(agreement: Agreement, since: datetime) -> bool:
    return (
        agreement.steps.filter(at__gt=since).exclude(by=None).exists()
        or agreement.notes.filter(at__gt=since).exists()
        or agreement.reviews.filter(recorded_at__gt=since).exists()
        or agreement.suspensions.filter(recorded_at__gt=since).exists()
        or agreement.successors.exclude(state=AgreementState.ABANDONED).exists()
    )


def _remember(told: list[tuple[DueReminder, int]]) -> None:
    """One row for each day and threshold; the last one counts where an agreement has two of a kind on one day."""
    numbers = {due.key: number for due, number in told}
    Reminder.objects.bulk_create(
        Reminder(agreement_id=agreement, kind=kind, due_on=on, days=days, letters=number)
        for (agreement, kind, on, days), number in numbers.items()
    )


def _deadlines_letter(found: list[DueReminder], day: date) -> Letter:
    ordered = sorted(found, key=lambda due: (due.day.on, due.agreement.reference))
    first = ordered[0]
    return Letter(
        subject=f"{first.agreement.reference}: {first.day.text}"
        if len(ordered) == 1
        else f"{len(ordered)} Termine Ihrer Vereinbarungen",
        template="mail/agreements/deadlines.txt",
        context={
            "passed": [due for due in ordered if due.has_passed],
            "coming": [(due, (due.day.on - day).days) for due in ordered if not due.has_passed],
        },
    )
