"""The questions coordinators ask the list of agreements, each as a queryset and a number."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from agreements.calendar import notice_deadline
from agreements.enums import AgreementState, TermKind
from agreements.models import Agreement, AgreementVersion, Termination
from agreements.querysets import AgreementQuerySet

SOON = timedelta(days=90)
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)
TO_SIGN = (AgreementState.FINAL_TEXT, AgreementState.PARTIALLY_SIGNED)


def sensible(day: date) -> date:
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


def unsigned(rows: AgreementQuerySet, _day: date) -> AgreementQuerySet:
    """Locked, and somebody's signature is missing."""
    waiting = AgreementVersion.objects.filter(agreement=OuterRef("pk"), stage__in=TO_SIGN, locked_at__isnull=False)
    return rows.filter(Exists(waiting))


def running_out(rows: AgreementQuerySet, day: date) -> AgreementQuerySet:
    """In force, and over within ``SOON``: the term ends, or somebody gave notice."""
    last = day + SOON
    fixed = AgreementVersion.objects.governing_on(day).filter(
        agreement=OuterRef("pk"), term_kind__in=[TermKind.FIXED, TermKind.PROJECT], ends_on__lte=last
    )  # fmt: skip
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
    Question("unterschrift-fehlt", _("Unterschrift fehlt"), unsigned),
    Question("laeuft-aus", _("Läuft aus"), running_out),
    Question("kuendbar", _("Kündigungsfrist naht"), notice_due),
    Question("auswertung", _("Auswertung überfällig"), review_overdue),
)
BY_WORD = {question.word: question for question in QUESTIONS}


def counts(rows: AgreementQuerySet, day: date) -> dict[str, int]:
    """How many each question finds; one query for each, one more for the notice deadlines."""
    return {question.word: question.find(rows, day).count() for question in QUESTIONS}


def asked(rows: AgreementQuerySet, words: Iterable[str], day: date) -> AgreementQuerySet:
    """Agreements that answer any of the questions."""
    chosen = [BY_WORD[word] for word in words if word in BY_WORD]
    if not chosen:
        return rows
    ways = Q()
    for question in chosen:
        ways |= Q(pk__in=question.find(Agreement.objects.all(), day).values("pk"))
    return rows.filter(ways)
