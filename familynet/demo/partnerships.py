"""Partnerships in every state, each with the steps that led there (domain 3.7.1, 8.3)."""

from dataclasses import dataclass, field
from datetime import timedelta

from familynet.demo.demo_rows import Rows
from familynet.demo.reference_date import Day
from familynet.demo.tables import rows_of
from familynet.demo.workflow_steps import PARTNERSHIP_WAYS, keep_steps
from partners.enums import Assessment, PartnershipState, Scope
from partners.models import ActionField, Organization, Partnership, PartnershipStep, Topic
from partners.workflow import PARTNERSHIP


@dataclass(frozen=True)
class PartnershipRow:
    """``since`` counts months, ``end_days``, ``contact`` and ``review`` count days from T."""

    center: str
    partner: str
    intensity: str
    basis: str
    state: str
    topics: list[str]
    model: str = ""
    scope: str = Scope.LOCAL
    scope_reason: str = ""
    action: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    purpose: str = ""
    since: int | None = None
    end_days: int | None = None
    hours: float | None = None
    willingness: str = Assessment.UNKNOWN
    feasibility: str = Assessment.UNKNOWN
    note: str = ""
    reason: str = ""
    contact: int | None = None
    review: int | None = None


def load_partnerships(rows: Rows, day: Day) -> None:
    for row in rows_of("partnerships", "partnership", PartnershipRow):
        start = day.months(row.since) if row.since is not None else None
        partnership = rows.keep(
            Partnership,
            f"{row.center} {row.partner}",
            center=rows.get(Organization, row.center),
            partner=rows.get(Organization, row.partner),
            intensity=row.intensity,
            basis=row.basis,
            scope=row.scope,
            supraregional_reason=row.scope_reason,
            model=row.model,
            role_tags=row.roles,
            purpose=row.purpose,
            start_date=start,
            end_date=_days(day, row.end_days),
            willingness=row.willingness,
            feasibility=row.feasibility,
            assessment_note=row.note,
            capacity_hours_year=row.hours,
            state=row.state,
            last_contact_on=_days(day, row.contact),
            next_review_on=_days(day, row.review),
            many={"topics": rows.all(Topic, row.topics), "action_fields": rows.all(ActionField, row.action)},
        )
        if rows.is_new(partnership):
            first = day.moment(start or day.plus(days=-110), "10:00")
            apart = (day.moment(day.plus(days=-10), "10:00") - first) / 3
            keep_steps(
                rows,
                PartnershipStep,
                {"partnership": partnership},
                PARTNERSHIP,
                PartnershipState.PROSPECT,
                PARTNERSHIP_WAYS[row.state],
                first=first - timedelta(days=5),
                apart=apart,
                note=row.reason,
            )


def _days(day: Day, number: int | None):
    return None if number is None else day.plus(days=number)
