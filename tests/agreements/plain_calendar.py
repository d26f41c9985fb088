"""The date rules a second time, as a person with a wall calendar would do them: day after day, asking of each day.

Written without ``agreements.calendar`` and without dateutil, so the tests compare two calculations and not one with
itself. Slow on purpose.
"""

from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st

from agreements.calendar import Term
from agreements.enums import NoticeTo, TermKind

NEXT = timedelta(days=1)
CLOSING_MONTHS = {"month": range(1, 13), "quarter": (3, 6, 9, 12), "half_year": (6, 12), "year": (12,)}


def month_closes(day: date) -> bool:
    return (day + NEXT).day == 1


def months_ahead(start: date, day: date) -> int:
    return 12 * (day.year - start.year) + day.month - start.month


def period_is_over(received: date, months: int, day: date) -> bool:
    """§ 188 (2): with the end of the day that has the number of the day of receipt; (3): if there is none, the last."""
    ahead = months_ahead(received, day)
    return ahead > months or (ahead == months and (day.day >= received.day or month_closes(day)))


def term_closes(term: Term, day: date) -> bool:
    """A period of a renewing term ends on this day."""
    if term.kind != TermKind.RENEWING or day < term.ends_on:
        return False
    if months_ahead(term.ends_on, day) % term.renewal_months:
        return False
    if month_closes(term.ends_on):
        return month_closes(day)
    return day.day == term.ends_on.day or (month_closes(day) and day.day < term.ends_on.day)


def permitted(term: Term, day: date) -> bool:
    """Notice can be given to this day."""
    if term.notice_to == NoticeTo.ANY_DAY or term_closes(term, day):
        return True
    return month_closes(day) and day.month in CLOSING_MONTHS.get(term.notice_to, ())


def earliest_end(term: Term, received: date) -> date:
    fixed = term.kind in (TermKind.FIXED, TermKind.PROJECT)
    day = max(received, term.effective_from)
    while True:
        if fixed and day >= term.ends_on:
            return term.ends_on
        if period_is_over(received, term.notice_months, day) and permitted(term, day):
            return day
        day += NEXT


def next_deadline(term: Term, on: date) -> tuple[date, date]:
    """The end that notice on ``on`` leads to, and the last day on which the period would still be over by then."""
    day, end = on, earliest_end(term, on)
    while period_is_over(day + NEXT, term.notice_months, end):
        day += NEXT
    return day, end


def period_on(term: Term, day: date) -> tuple[date, date | None]:
    """Walks from the beginning: every day belongs to the period that opened last."""
    if term.kind == TermKind.OPEN_ENDED:
        return term.effective_from, None
    if term.kind != TermKind.RENEWING:
        return term.effective_from, term.ends_on
    first, closes = term.effective_from, term.ends_on
    while closes < day:
        first = closes = closes + NEXT
        while not term_closes(term, closes):
            closes += NEXT
    return first, closes


def share_of_months(first: date, last: date) -> Fraction:
    total, day = Fraction(0), first
    while day <= last:
        total += Fraction(1, monthrange(day.year, day.month)[1])
        day += NEXT
    return total


def rounded(amount: Fraction) -> Decimal:
    """Commercially, by counting cents."""
    return Decimal(int(amount * 100 + Fraction(1, 2))) / 100


TRICKY = [
    date(year, month, day)
    for year in (2023, 2024, 2025)
    for month, day in ((1, 30), (1, 31), (2, 28), (3, 1), (4, 30), (6, 30), (8, 31), (12, 31), (1, 1))
] + [date(2024, 2, 29), date(2028, 2, 29)]
DAYS = st.one_of(st.sampled_from(TRICKY), st.dates(date(2020, 1, 1), date(2031, 12, 31)))


@st.composite
def terms(draw, kinds=TermKind.values, notice_to=NoticeTo.values, longest_notice=18, longest_renewal=30) -> Term:
    """Complete terms, with the days that go wrong more often than chance would have it."""
    kind = draw(st.sampled_from(kinds))
    start, end = sorted((draw(DAYS), draw(DAYS)))
    to = draw(st.sampled_from([to for to in notice_to if not (kind == "open_ended" and to == "term")]))
    return Term(
        start,
        kind,
        None if kind == TermKind.OPEN_ENDED else end,
        draw(st.integers(1, longest_renewal)) if kind == TermKind.RENEWING else None,
        draw(st.integers(0, longest_notice)),
        to,
    )
