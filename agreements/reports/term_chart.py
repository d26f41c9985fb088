"""Terms of agreements as a drawing: bars over months, with today, deadlines for notice and renewals. Plain numbers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from agreements.calendar import notice_deadline, renewal_days
from agreements.reports.overview import AgreementLine

WIDTH, LABEL, ROW, HEAD = 960, 260, 30, 34
MOST = 60


@dataclass(frozen=True, slots=True)
class ChartBar:
    """One agreement: its bar, the ticks on it, and whether it goes on beyond the right edge."""

    line: AgreementLine
    y: int
    x: float
    width: float
    is_open: bool
    renewed: tuple[float, ...]
    notice: float | None


@dataclass(frozen=True, slots=True)
class ChartMonth:
    """A vertical line with its name, at the beginning of a quarter."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class TermChart:
    """What the template draws; ``today`` is a place on the axis."""

    bars: list[ChartBar]
    months: list[ChartMonth]
    today: float
    height: int
    first: date
    last: date
    width: int = WIDTH
    label: int = LABEL


def draw_term_chart(lines: Iterable[AgreementLine], on: date) -> TermChart:
    """Terms of ``lines`` (at most ``MOST``) from a year before ``on`` to two years after; no queries."""
    shown = [line for line in lines if line.first_day][:MOST]
    first, last = on - relativedelta(years=1), on + relativedelta(years=2)
    scale = (WIDTH - LABEL) / (last - first).days

    def at(day: date) -> float:
        inside = min(max(day, first), last)
        return round(LABEL + (inside - first).days * scale, 1)

    bars = []
    for number, line in enumerate(shown):
        term = line.version.term if line.version else None
        start = line.first_day or on
        is_renewing = line.is_in_force and not line.is_ending and term is not None and term.kind == "renewing"
        end = last if is_renewing or line.last_day is None else line.last_day
        notice = notice_deadline(term, on) if term and line.is_in_force else None
        ends = [old for old, _new in renewal_days(term, last)] if term and is_renewing else []
        bars.append(
            ChartBar(
                line,
                HEAD + number * ROW,
                at(start),
                max(at(end) - at(start), 2),
                end >= last,
                tuple(at(day) for day in ends if first < day < last),
                at(notice[0]) if notice and is_renewing else None,
            )
        )
    return TermChart(bars, _quarters(first, last, at), at(on), HEAD + len(bars) * ROW + 8, first, last)


def _quarters(first: date, last: date, at) -> list[ChartMonth]:
    month = date(first.year, 3 * ((first.month - 1) // 3) + 1, 1)
    found = []
    while month <= last:
        if month >= first:
            found.append(ChartMonth(at(month), f"{month:%m/%Y}"))
        month += relativedelta(months=3)
    return found
