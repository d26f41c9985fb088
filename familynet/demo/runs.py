"""Runs of demo offers: places, fees, people, how far they have come, and their dates."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from familynet.demo.calendar_days import period_key
from familynet.demo.demo_rows import Rows
from familynet.demo.reference_date import Day
from familynet.demo.sessions import add_dates, first_day, room_of
from familynet.demo.workflow_steps import RUN_WAYS, keep_steps
from offers.enums import MaterialPayee, RegistrationMode, RunState
from offers.models import (
    CancellationPolicy,
    FeeOption,
    Instructor,
    Offer,
    OfferRun,
    ProgramPeriod,
    RunInstructor,
    RunStep,
)
from offers.workflow import RUN


@dataclass(frozen=True)
class Fee:
    """One price: the columns of a sheet's ``fees``."""

    label: str
    amount: float
    per: str
    proof: str = ""
    voucher: bool = False


@dataclass(frozen=True)
class RunRow:
    """One run of a sheet; ``opens`` is weeks from T."""

    when: list[dict[str, Any]]
    number: str = ""
    name: str = ""
    room: str = ""
    online_url: str = ""
    state: str = RunState.PLANNED
    reason: str = ""
    min: int | None = None
    max: int | None = None
    list: int | None = None
    taken: int = 0
    waiting: int = 0
    childcare: int = 0
    childcare_taken: int = 0
    childcare_ages: tuple[int | None, int | None] = (None, None)
    opens: int = -6
    policy: str = ""
    team: tuple[tuple[str, str], ...] = ()
    fees: tuple[tuple[Any, ...], ...] = ()
    material: float = 0
    payee: str = MaterialPayee.INCLUDED


def add_run(rows: Rows, day: Day, offer: Offer, place: str, values: dict[str, Any]) -> None:
    """One run with everything below it."""
    row = RunRow(**values)
    key = f"{offer.slug} {row.number or row.name or 'laufend'}"
    first = first_day(day, row.when)
    opens, closes = _registration(day, offer, row, first)
    run = rows.keep(
        OfferRun,
        key,
        offer=offer,
        course_number=row.number,
        name=row.name,
        room=room_of(rows, place, row.room),
        online_url=row.online_url,
        minimum_places=row.min,
        maximum_places=row.max,
        waiting_list_limit=row.list,
        places_taken=row.taken,
        waiting_count=row.waiting,
        childcare_places=row.childcare,
        childcare_taken=row.childcare_taken,
        childcare_age_from=row.childcare_ages[0],
        childcare_age_to=row.childcare_ages[1],
        registration_opens_at=opens,
        registration_closes_at=closes,
        go_decision_due_on=first - timedelta(days=5) if first and row.min else None,
        program_period=rows.get(ProgramPeriod, period_key(first)) if first and row.number else None,
        cancellation_policy=rows.get(CancellationPolicy, row.policy) if row.policy else None,
        material_cost=row.material,
        material_payee=row.payee,
        state=row.state,
    )
    for position, fee in enumerate((Fee(*columns) for columns in row.fees), start=1):
        rows.keep(
            FeeOption,
            f"{key} {fee.label}",
            run=run,
            label=fee.label,
            amount=fee.amount,
            per=fee.per,
            proof_required=fee.proof,
            bookable_with_voucher=fee.voucher,
            order=position,
        )
    RunInstructor.objects.bulk_create(
        RunInstructor(run=run, instructor=rows.get(Instructor, who), role=role) for who, role in row.team
    )
    for number, when in enumerate(row.when, start=1):
        add_dates(rows, day, run, key, when, number)
    _steps(rows, day, run, row, first)


def _registration(day: Day, offer: Offer, row: RunRow, first: date | None) -> tuple[datetime | None, datetime | None]:
    if offer.registration_mode in {RegistrationMode.NONE, RegistrationMode.OPTIONAL} or first is None:
        return None, None
    opens = day.moment(day.plus(weeks=row.opens), "08:00")
    closes = day.moment(first - timedelta(days=2), "18:00")
    return (opens, closes) if closes > opens else (None, None)


def _steps(rows: Rows, day: Day, run: OfferRun, row: RunRow, first: date | None) -> None:
    way = RUN_WAYS[row.state]
    begin = day.moment(min(first or day.today, day.today) - timedelta(days=60), "08:00")
    end = day.moment(day.plus(days=-2), "12:00")
    keep_steps(
        rows,
        RunStep,
        {"run": run},
        RUN,
        RunState.PLANNED,
        way,
        first=begin,
        apart=(end - begin) / max(len(way), 1),
        note=row.reason,
    )
