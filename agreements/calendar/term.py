"""The term of an agreement as a value: its periods, its renewals, whether a day lies in it (domain 3.4, 5.2 § 18)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count

from django.utils.translation import gettext as _

from agreements.calendar.months import DAY, last_of_month, plus_months
from agreements.enums import NoticeTo, TermKind

LONGEST_NOTICE = 120
LONGEST_RENEWAL = 600


@dataclass(frozen=True, slots=True)
class Term:
    """Beginning, end, renewal and notice. Both ``effective_from`` and ``ends_on`` belong to the term.

    A draft may be unfinished, so every function here and in ``notice`` takes any term: what is missing limits
    nothing. ``term_problems`` says what is missing.
    """

    effective_from: date
    kind: str
    ends_on: date | None
    renewal_months: int | None
    notice_months: int
    notice_to: str


def term_problems(term: Term) -> list[tuple[str, str]]:
    """What must be put right before the term can be agreed on: pairs of field name and German sentence."""
    problems = []
    if term.kind == TermKind.OPEN_ENDED:
        if term.ends_on:
            problems.append(("ends_on", _("Unbefristet heißt ohne Ende. Bitte lassen Sie „gilt bis“ leer.")))
        if term.notice_to == NoticeTo.TERM:
            problems.append(("notice_to", _("Ohne Ende gibt es kein Ende der Laufzeit, zu dem gekündigt werden kann.")))
    elif term.ends_on is None:
        problems.append(("ends_on", _("Bitte sagen Sie, bis wann die Vereinbarung gilt.")))
    elif term.ends_on < term.effective_from:
        problems.append(("ends_on", _("Das Ende liegt vor dem Beginn.")))
    if term.kind == TermKind.RENEWING:
        if not term.renewal_months or term.renewal_months < 1:
            problems.append(("renewal_months", _("Bitte sagen Sie, um wie viele Monate sich die Laufzeit verlängert.")))
        elif term.renewal_months > LONGEST_RENEWAL:
            problems.append(
                (
                    "renewal_months",
                    _("Eine Verlängerung dauert höchstens %(longest_renewal)s Monate.")
                    % {"longest_renewal": LONGEST_RENEWAL},
                )
            )
    if not 0 <= term.notice_months <= LONGEST_NOTICE:
        problems.append(
            (
                "notice_months",
                _("Die Kündigungsfrist beträgt 0 bis %(longest_notice)s Monate.") % {"longest_notice": LONGEST_NOTICE},
            )
        )
    return problems


def term_end(term: Term) -> date | None:
    """Last day as agreed; ``None`` if only a notice ends it (open-ended, or renewing, however often it has renewed)."""
    return term.ends_on if term.kind in (TermKind.FIXED, TermKind.PROJECT) else None


def is_within(term: Term, day: date, ended_on: date | None = None) -> bool:
    """Whether ``day`` lies in the term; ``ended_on`` is the last day after a notice or a mutual ending, if any."""
    ends = [end for end in (term_end(term), ended_on) if end is not None]
    return term.effective_from <= day <= min(ends, default=date.max)


def period_on(term: Term, day: date) -> tuple[date, date | None]:
    """First and last day of the period that ``day`` lies in, renewals included; the last is ``None`` if open-ended.

    Before the beginning this is the first period; after the end of a term that does not renew, its only one.
    """
    if term.kind == TermKind.OPEN_ENDED or term.ends_on is None:
        return term.effective_from, None
    ends = _renewing_ends(term)
    if ends is None or day <= term.ends_on:
        return term.effective_from, term.ends_on
    number = ends.number_on(day)
    return ends.end(number - 1) + DAY, ends.end(number)


def renewal_days(term: Term, until: date, *, since: date = date.min) -> list[tuple[date, date]]:
    """Automatic renewals as pairs of old and new end: those whose new period has begun by ``until``.

    ``since`` leaves out those whose new period began before it, so a daily job need not walk through all years.
    """
    ends = _renewing_ends(term)
    return list(ends.renewals(until, since)) if ends else []


def term_end_from(term: Term, day: date) -> date | None:
    """The first end of a period not before ``day``; a term that does not renew has one end only, whatever the day."""
    if term.kind == TermKind.OPEN_ENDED or term.ends_on is None:
        return None
    ends = _renewing_ends(term)
    return ends.end(ends.number_on(day)) if ends else term.ends_on


def last_term_end(term: Term, day: date) -> date | None:
    """The latest end of a period of a renewing term that is not after ``day``; ``None`` before the first."""
    ends = _renewing_ends(term)
    if ends is None:
        return None
    number = ends.number_on(day)
    if ends.end(number) == day:
        return day
    return ends.end(number - 1) if number else None


@dataclass(frozen=True, slots=True)
class _RenewingEnds:
    """The ends of the periods of a renewing term: number 0 is the end agreed on, 1, 2 ... those of the renewals.

    All are counted from the end agreed on and not from renewal to renewal, which keeps the number: 30 August,
    28 February, 30 August. If that is the last day of its month, so are all others: a period that begins on the first
    of a month ends with a month (§§ 187 (2), 188 (2) BGB).
    """

    first: date
    months: int

    def end(self, number: int) -> date:
        end = plus_months(self.first, number * self.months)
        return last_of_month(end) if self.first == last_of_month(self.first) else end

    def number_on(self, day: date) -> int:
        """Number of the first period that ends on ``day`` or later; reckoned, not searched: far days cost nothing."""
        ahead = (day.year - self.first.year) * 12 + day.month - self.first.month
        number = max(0, ahead // self.months)
        return number if self.end(number) >= day else number + 1

    def renewals(self, until: date, since: date) -> Iterator[tuple[date, date]]:
        for number in count(0 if since == date.min else self.number_on(since - DAY)):
            old = self.end(number)
            if old >= until:  # reached at the end of the calendar at the latest
                return
            yield old, self.end(number + 1)


def _renewing_ends(term: Term) -> _RenewingEnds | None:
    if term.kind != TermKind.RENEWING or term.ends_on is None or not term.renewal_months or term.renewal_months < 1:
        return None
    return _RenewingEnds(term.ends_on, term.renewal_months)
