"""Dates of demo offers: rules in weeks from T, and the sessions they mean (domain 8.1, R-6)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from familynet.demo.calendar_days import is_working_day
from familynet.demo.demo_rows import Rows, demo_identifier
from familynet.demo.reference_date import Day
from offers.actions import planned_spans, skipped_periods
from offers.enums import Frequency, RunState, SessionState
from offers.models import OfferRun, OfferSession, SessionRule
from partners.models import Room

UNTIL = 26
RESERVE = 6  # weeks more for monthly dates: when a holiday takes one, another still lies behind T


@dataclass(frozen=True)
class When:
    """One rule of a sheet. Exactly one of ``weekly``, ``course``, ``monthly``, ``once`` names the weekday(s).

    ``since`` and ``until`` are weeks from T. A course has ``times`` sessions and pauses in the school holidays unless
    ``school`` is true; weekly and monthly dates go on in the holidays unless ``school`` is false.
    """

    at: str
    since: int
    weekly: str = ""
    course: str = ""
    monthly: str = ""
    once: str = ""
    times: int | None = None
    until: int = UNTIL
    every: int = 1
    nth: int | None = None
    school: bool | None = None

    @property
    def codes(self) -> list[str]:
        return (self.weekly or self.course or self.monthly or self.once).split()

    @property
    def in_school_holidays(self) -> bool:
        return not self.course if self.school is None else self.school


def add_dates(rows: Rows, day: Day, run: OfferRun, key: str, when: dict[str, Any], number: int) -> None:
    """One rule of ``run`` and its sessions; days before T have been held, those of a cancelled run are cancelled."""
    plan = When(**when)
    rule = _rule(rows, day, run, f"{key} {number}", plan)
    if not rows.is_new(rule):
        return
    skip = skipped_periods(run.lead_id or run.offer.lead_id, school_holidays=rule.skip_school_holidays)
    made = OfferSession.objects.bulk_create(
        OfferSession(
            uuid=demo_identifier(OfferSession, f"{rule.uuid} {start:%Y-%m-%d %H:%M}"),
            run=run,
            rule=rule,
            starts_at=start,
            ends_at=end,
            room=run.room,
            is_demo=True,
            state=_state(run, start, day),
        )
        for start, end in planned_spans(rule, skip)
    )
    rows.created[OfferSession] += len(made)


def _rule(rows: Rows, day: Day, run: OfferRun, key: str, plan: When) -> SessionRule:
    start, end = (time.fromisoformat(clock) for clock in plan.at.split("-"))
    first = min(chosen_day(day, plan, code) for code in plan.codes)
    freq: str = Frequency.WEEKLY
    until: date | None = day.plus(weeks=plan.until)
    count: int | None = None
    if plan.monthly:
        freq, first = Frequency.MONTHLY, day.plus(weeks=plan.since - RESERVE)
    elif plan.course:
        until, count = None, plan.times
    elif plan.once:
        freq, until = Frequency.ONCE, None
    return rows.keep(
        SessionRule,
        key,
        run=run,
        freq=freq,
        interval=plan.every,
        byday=plan.codes,
        nth=plan.nth,
        starts_on=first,
        until=until,
        count=count,
        start_time=start,
        end_time=end,
        room=run.room,
        skip_public_holidays=not plan.once,
        skip_school_holidays=not plan.in_school_holidays,
    )


def _state(run: OfferRun, start: datetime, day: Day) -> str:
    if run.state == RunState.CANCELLED:
        return SessionState.CANCELLED
    return SessionState.HELD if start.date() < day.today else SessionState.PLANNED


def chosen_day(day: Day, plan: When, code: str) -> date:
    """The day a rule begins. Single events count only weeks without holidays, so two never meet in one room."""
    if not plan.once:
        return day.weekday(code, weeks=plan.since)
    chosen = day.weekday(code)
    step = timedelta(weeks=1 if plan.since >= 0 else -1)
    left = plan.since if plan.since >= 0 else -plan.since
    while left or not is_working_day(chosen):
        left -= is_working_day(chosen)
        chosen += step
    return chosen


def room_of(rows: Rows, place: str, name: str) -> Room | None:
    """The room ``name`` of a site, or none when no name is given."""
    return rows.get(Room, f"{place} {name}") if name else None


def first_day(day: Day, when: list[dict[str, Any]]) -> date | None:
    """The first day the rules of a run can mean; holidays may push it back."""
    plans = [When(**row) for row in when]
    return min((chosen_day(day, plan, code) for plan in plans for code in plan.codes), default=None)
