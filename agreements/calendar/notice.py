"""Ordinary notice: from when it takes effect, and until when it must have arrived (domain 3.7.2, I-16).

The day on which notice is received does not count (§ 187 (1) BGB); a period of months ends with the day of the last
month that has the same number, or with the last one if there is none (§ 188 (2), (3) BGB). Weekends and public
holidays move nothing: § 193 BGB does not apply to periods of notice, neither directly nor by analogy (BGH, 17 February
2005, III ZR 172/04; before that BGHZ 59, 265), because they protect whoever receives the notice.

To which days notice can be given is ``Term.notice_to``. The end of the term is always one of them: a fixed term ends
then anyway, a renewing one is kept from renewing. "Ende der Laufzeit" in a fixed term therefore means: no ordinary
notice. Extraordinary notice and mutual endings know no period and are not reckoned here.
"""

from dataclasses import replace
from datetime import date

from agreements.calendar.months import end_of_span, last_of_month, last_span_end, plus_months
from agreements.calendar.term import Term, last_term_end, term_end, term_end_from
from agreements.enums import NoticeTo, TermKind

SPANS = {NoticeTo.MONTH.value: 1, NoticeTo.QUARTER.value: 3, NoticeTo.HALF_YEAR.value: 6, NoticeTo.YEAR.value: 12}


def earliest_end(term: Term, received_on: date) -> date:
    """The earliest last day of the agreement if ordinary notice is received on ``received_on``.

    Never before the agreement takes effect. A fixed term never ends later than agreed; if this is its ``ends_on``,
    notice changes nothing.
    """
    over = max(plus_months(received_on, term.notice_months), term.effective_from)
    ends = [term_end_from(term, over)]
    if term.notice_to in SPANS:
        ends.append(end_of_span(over, SPANS[term.notice_to]))
    elif term.notice_to == NoticeTo.ANY_DAY:
        ends.append(over)
    return min((end for end in ends if end is not None), default=over)


def latest_notice_day(term: Term, end: date) -> date | None:
    """The last day on which notice is in time to end the agreement on ``end``, or before if it cannot be to ``end``.

    The inverse of ``earliest_end``: received on this day it gives ``end`` or earlier, a day later it gives a later one
    (short of the end of the calendar). ``None`` where no such day exists: nothing can end it by then, or it ends then
    without notice.
    """
    fixed = term_end(term)
    if fixed is not None and end >= fixed:
        return None
    permitted = _last_permitted(term, end)
    if permitted is None or permitted < term.effective_from:
        return None
    day = plus_months(permitted, -term.notice_months)
    if permitted == last_of_month(permitted):  # 31 March is in time for 30 June, not only 30 March
        day = last_of_month(day)
    return day if plus_months(day, term.notice_months) <= permitted else None


def notice_deadline(term: Term, on: date) -> tuple[date, date] | None:
    """Until when notice is possible: the next deadline from ``on`` (included) and the last day it leads to.

    In a renewing term this is the end of the period that would otherwise renew, also if notice is possible to other
    days. ``None`` if there is nothing to miss: notice is possible on any day, or ordinary notice would not end a fixed
    term earlier.
    """
    if term.kind == TermKind.RENEWING and term.ends_on:
        term = replace(term, notice_to=NoticeTo.TERM.value)
    elif term.notice_to not in SPANS:
        return None
    end = earliest_end(term, on)
    deadline = latest_notice_day(term, end)
    return None if deadline is None or deadline < on else (deadline, end)


def _last_permitted(term: Term, day: date) -> date | None:
    """The latest day not after ``day`` to which notice can be given. Where nothing names one, every day is."""
    ends = [last_term_end(term, day)]
    if term.notice_to in SPANS:
        ends.append(last_span_end(day, SPANS[term.notice_to]))
    elif term.notice_to == NoticeTo.ANY_DAY or term_end_from(term, day) is None:
        ends.append(day)
    return max((end for end in ends if end is not None), default=None)
