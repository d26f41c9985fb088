"""Terms of agreements as a drawing: bars over months, with today, deadlines for notice and renewals. Plain numbers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from agreements.calendar import Term, notice_deadline, renewal_days
from agreements.enums import TermKind
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


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """Days on the width of the drawing, beside the names."""

    first: date
    last: date

    def at(self, day: date) -> float:
        """The place of ``day``; what lies outside stands at the edge."""
        inside = min(max(day, self.first), self.last)
        scale = (WIDTH - LABEL) / (self.last - self.first).days
        return round(LABEL + (inside - self.first).days * scale, 1)


def draw_term_chart(lines: Iterable[AgreementLine], on: date) -> TermChart:
    """Terms of ``lines`` (at most ``MOST``) from a year before ``on`` to two years after; no queries."""
    axis = TimeAxis(on - relativedelta(years=1), on + relativedelta(years=2))
    shown = [line for line in lines if line.first_day][:MOST]
    bars = [_bar(line, HEAD + number * ROW, axis, on) for number, line in enumerate(shown)]
    return TermChart(bars, _quarters(axis), axis.at(on), HEAD + len(bars) * ROW + 8, axis.first, axis.last)


def _bar(line: AgreementLine, y: int, axis: TimeAxis, on: date) -> ChartBar:
    start, end = axis.at(line.first_day or on), _end_of_bar(line, axis)
    return ChartBar(
        line=line,
        y=y,
        x=start,
        # A term of a few days would be no wider than a hair.
        width=max(axis.at(end) - start, 2),
        is_open=end >= axis.last,
        renewed=_renewals(line, axis),
        notice=_notice(line, axis, on),
    )


def _renewing_term(line: AgreementLine) -> Term | None:
    """The term of what is in force, under no notice, and goes on unless somebody gives one; ``None`` for all others."""
    term = line.version.term if line.version else None
    if term is None or term.kind != TermKind.RENEWING:
        return None
    return term if line.is_in_force and not line.is_ending else None


def _end_of_bar(line: AgreementLine, axis: TimeAxis) -> date:
    return axis.last if line.last_day is None or _renewing_term(line) else line.last_day


def _renewals(line: AgreementLine, axis: TimeAxis) -> tuple[float, ...]:
    """Where one period ends and the next begins."""
    term = _renewing_term(line)
    ends = [old for old, _new in renewal_days(term, axis.last)] if term else []
    return tuple(axis.at(day) for day in ends if axis.first < day < axis.last)


def _notice(line: AgreementLine, axis: TimeAxis, on: date) -> float | None:
    """The last day for notice, only where missing it costs something: a term that renews itself."""
    term = _renewing_term(line)
    deadline = notice_deadline(term, on) if term else None
    return axis.at(deadline[0]) if deadline else None


def _quarters(axis: TimeAxis) -> list[ChartMonth]:
    month = date(axis.first.year, 3 * ((axis.first.month - 1) // 3) + 1, 1)
    found = []
    while month <= axis.last:
        if month >= axis.first:
            found.append(ChartMonth(axis.at(month), f"{month:%m/%Y}"))
        month += relativedelta(months=3)
    return found
