"""The days of one agreement that somebody has to watch: notice, end, review, follow-ups. Plain reckoning, no letters.

One list for three readers: the letters (``reminders``), the calendar (``exports.calendar_feed``) and the page.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from agreements.calendar import notice_deadline, term_end
from agreements.enums import AgreementState, ReminderKind, TermKind
from agreements.models import Agreement, AgreementVersion, Review, Termination

FOLLOW_UP = "follow_up"
IN_FORCE = (AgreementState.IN_FORCE, AgreementState.NOTICE_GIVEN)


@dataclass(frozen=True, slots=True)
class DueDay:
    """``kind`` is a ``ReminderKind`` or ``FOLLOW_UP``; ``key`` keeps the same while the day moves."""

    kind: str
    on: date
    text: str
    key: str


def due_days(
    agreement: Agreement, version: AgreementVersion | None, termination: Termination | None, day: date
) -> Iterator[DueDay]:
    """Everything to watch from ``day`` on, reviews also when they are overdue.

    ``version`` governs on ``day`` (or will, when it is signed). A notice deadline is named where missing it costs
    something: a term that renews itself, or a fixed one that can be ended before. An open-ended agreement has one
    every few months and nobody misses anything.
    """
    if agreement.next_review_on and agreement.state in (AgreementState.SIGNED, AgreementState.IN_FORCE):
        yield DueDay(ReminderKind.REVIEW, agreement.next_review_on, "Auswertungsgespräch", "review")
    if termination is not None:
        if termination.effective_on >= day:
            yield DueDay(ReminderKind.END, termination.effective_on, f"letzter Tag ({termination})", "end")
        return
    term = version.term if version is not None else None
    if term is None:
        return
    if term.kind == TermKind.RENEWING:
        deadline = notice_deadline(term, day)
        if deadline is not None:
            text = _("letzter Tag für eine Kündigung zum %(value)s, sonst verlängert sie sich") % {
                "value": f"{deadline[1]:%d.%m.%Y}"
            }
            yield DueDay(ReminderKind.NOTICE, deadline[0], text, f"notice-{deadline[1]:%Y%m%d}")
    end = term_end(term)
    if end is not None:
        yield DueDay(ReminderKind.END, end, _("letzter Tag der Laufzeit"), f"end-{end:%Y%m%d}")


def follow_ups(reviews: list[Review]) -> Iterator[DueDay]:
    """What review talks led to and is not done yet."""
    for review in reviews:
        if review.follow_up_due and not review.follow_up_done_on:
            yield DueDay(FOLLOW_UP, review.follow_up_due, review.follow_up, f"follow-up-{review.uuid}")
