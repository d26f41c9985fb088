"""The questions coordinators ask the list of agreements, each as a queryset and a number."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from agreements.calendar import notice_deadline
from agreements.enums import AgreementState, TermKind
from agreements.models import Agreement, AgreementVersion, Termination
from agreements.models.agreement import AgreementQuerySet

SOON = timedelta(days=90)
UNSIGNED_DAYS, MOST_DAYS = 14, 3650
"""Two weeks are what a letter there and back takes; from then on a missing signature is worth a question."""
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)


def sensible_days(day: date) -> date:
    """A reference date within the lifetime of agreements; beyond that, reckoning on would leave the calendar."""
    return min(max(day, FIRST_DAY), LAST_DAY)


@dataclass(frozen=True, slots=True)
class Question:
    """``word`` stands in the address (``?frage=laeuft-aus``); ``find`` narrows agreements to those it is about."""

    word: str
    label: Any
    find: Callable[[AgreementQuerySet, date], AgreementQuerySet]


def in_force(rows: AgreementQuerySet, day: date) -> AgreementQuerySet:
    return rows.in_force(day)


def in_work(rows: AgreementQuerySet, _day: date) -> AgreementQuerySet:
    """Drafts and negotiations, amendments too."""
    worked_on = AgreementVersion.objects.open().filter(agreement=OuterRef("pk"))
    return rows.filter(Exists(worked_on.exclude(stage=AgreementState.ABANDONED)))


def waiting_for_signatures(rows: AgreementQuerySet, day: date, days: int = UNSIGNED_DAYS) -> AgreementQuerySet:
    """On ``day`` locked for ``days`` days or more, and the signature of somebody was still missing.

    Reckoned from locks and signatures, so it also holds for a day in the past; a text given up is out.
    """
    latest = timezone.make_aware(datetime.combine(day - timedelta(days=days - 1), time.min))
    locked = AgreementVersion.objects.filter(agreement=OuterRef("pk"), locked_at__lt=latest)
    signed = AgreementVersion.objects.signed_on(day).filter(pk=OuterRef("pk"))
    return rows.filter(Exists(locked.exclude(stage=AgreementState.ABANDONED).filter(~Exists(signed))))


def running_out(rows: AgreementQuerySet, day: date) -> AgreementQuerySet:
    """In force, and over within ``SOON``: the term ends, or somebody gave notice."""
    last = day + SOON
    fixed = AgreementVersion.objects.governing_on(day).filter(
        agreement=OuterRef("pk"), term_kind__in=[TermKind.FIXED, TermKind.PROJECT], ends_on__lte=last
    )
    notice = Termination.objects.filter(agreement=OuterRef("pk"), withdrawn_at=None, effective_on__lte=last)
    return rows.in_force(day).filter(Exists(fixed) | Exists(notice))


def notice_due(rows: AgreementQuerySet, day: date) -> AgreementQuerySet:
    """In force, not under notice, and the next deadline for notice lies within ``SOON``; reckoned in Python."""
    notice = Termination.objects.filter(agreement=OuterRef("pk"), withdrawn_at=None)
    return rows.filter(pk__in=due_ids(rows.in_force(day).filter(~Exists(notice)).values("pk"), day))


def due_ids(agreements: Any, day: date) -> list[int]:
    """Keys of agreements whose next notice deadline lies within ``SOON``; one query over the columns of the term."""
    versions = AgreementVersion.objects.governing_on(day).filter(agreement__in=agreements)
    columns = ("agreement_id", "effective_from", "term_kind", "ends_on", "renewal_months", "notice_months", "notice_to")
    found = []
    for version in versions.only(*columns):
        deadline = notice_deadline(version.term, day) if version.term else None
        if deadline and deadline[0] <= day + SOON:
            found.append(version.agreement_id)
    return found


def review_overdue(rows: AgreementQuerySet, day: date) -> AgreementQuerySet:
    """In force, and the day of the review talk has passed."""
    return rows.in_force(day).filter(next_review_on__lt=day)


QUESTIONS = (
    Question("in-kraft", _("In Kraft"), in_force),
    Question("in-arbeit", _("In Arbeit"), in_work),
    Question("unterschrift-fehlt", _("Unterschrift fehlt"), waiting_for_signatures),
    Question("laeuft-aus", _("Läuft aus"), running_out),
    Question("kuendbar", _("Kündigungsfrist naht"), notice_due),
    Question("auswertung", _("Auswertung überfällig"), review_overdue),
)
SIGN = "unterschrift-fehlt"


def all_questions(days: int = UNSIGNED_DAYS) -> tuple[Question, ...]:
    """All of them; the one about signatures with its threshold, also in its words."""
    words = (
        ngettext_lazy("Unterschrift fehlt seit %(days)d Tag", "Unterschrift fehlt seit %(days)d Tagen", "days")
        % {"days": days}
        if days
        else _("Unterschrift fehlt")
    )
    return tuple(
        replace(one, label=words, find=partial(waiting_for_signatures, days=days)) if one.word == SIGN else one
        for one in QUESTIONS
    )


def question_counts(rows: AgreementQuerySet, day: date, days: int = UNSIGNED_DAYS) -> dict[str, int]:
    """How many each question finds; one query for each, one more for the notice deadlines."""
    return {question.word: question.find(rows, day).count() for question in all_questions(days)}


def agreements_asked_for(
    rows: AgreementQuerySet, words: Iterable[str], day: date, days: int = UNSIGNED_DAYS
) -> AgreementQuerySet:
    """Agreements that answer any of the questions."""
    wanted = set(words)
    chosen = [question for question in all_questions(days) if question.word in wanted]
    if not chosen:
        return rows
    ways = Q()
    for question in chosen:
        ways |= Q(pk__in=question.find(Agreement.objects.all(), day).values("pk"))
    return rows.filter(ways)
