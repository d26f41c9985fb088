"""Who operates the facility of each row (Trägerschaft); a new operator ends the old assignment the day before."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from kit.imports.compare import save_changed, save_planned
from kit.imports.results import Change, Row
from partners.enums import OperatorRole
from partners.models import OperatorAssignment, Organization


@dataclass(slots=True, eq=False)
class Takeover:
    """A row's operator: the assignment to create or correct, and the one that ends."""

    assignment: OperatorAssignment
    target: "Organization | Row"
    columns: set[str] = field(default_factory=set)
    ended: OperatorAssignment | None = None


def organization_of(target: "Organization | Row") -> Organization:
    """The organisation a reference means; rows of the file have theirs once they are planned."""
    return target.plan.organization if isinstance(target, Row) else target


class Operators:
    """Plans and writes operator assignments for one import."""

    def __init__(self, source: str, by: Any, today: date) -> None:
        self.source, self.by, self.today = source, by, today
        self._current: dict[int, OperatorAssignment] = {}

    def load(self, organizations: Sequence[Organization]) -> None:
        """Read today's operators of these organisations."""
        pks = [organization.pk for organization in organizations if organization.pk]
        rows = OperatorAssignment.objects.valid_on(self.today).filter(facility__in=pks, role=OperatorRole.OPERATOR)
        self._current = {row.facility_id: row for row in rows.select_related("operating_body")}

    def plan(self, row: Row, organization: Organization, target: "Organization | Row | None") -> Takeover | None:
        """The change of operator the row asks for; ``None`` when there is none."""
        if target is None:
            return None
        body = organization_of(target)
        if body is organization or (body.pk and body.pk == organization.pk):
            row.refuse("Träger", _("Eine Einrichtung kann nicht ihr eigener Träger sein."))
            return None
        since: date | None = row.values.get("operator_since") or None
        current = self._current.get(organization.pk) if organization.pk else None
        if current and body.pk == current.operating_body_id:
            return self._same_body(row, current, target, since)
        row.changes.append(Change("Träger", current.operating_body.name if current else "–", body.name))
        if current is None:
            return Takeover(self._new(organization, since), target)
        begins = since or self.today
        if current.valid_from and current.valid_from >= begins:
            return Takeover(current, target, {"operating_body_id"})
        current.valid_to = begins - timedelta(days=1)
        return Takeover(self._new(organization, begins), target, ended=current)

    def _same_body(
        self, row: Row, current: OperatorAssignment, target: "Organization | Row", since: date | None
    ) -> Takeover | None:
        if since is None or since == current.valid_from:
            return None
        before = f"{current.valid_from:%d.%m.%Y}" if current.valid_from else "–"
        row.changes.append(Change("Träger seit", before, f"{since:%d.%m.%Y}"))
        current.valid_from = since
        return Takeover(current, target, {"valid_from"})

    def _new(self, organization: Organization, since: date | None) -> OperatorAssignment:
        return OperatorAssignment(
            facility=organization,
            role=OperatorRole.OPERATOR,
            valid_from=since,
            source_note=f"Import: {self.source}"[:200],
            created_by=self.by,
            updated_by=self.by,
        )

    def write(self, takeovers: Sequence[Takeover], created: list[Any]) -> None:
        """Save planned assignments; adds what it created to ``created``."""
        for takeover in takeovers:
            takeover.assignment.operating_body = organization_of(takeover.target)
        # The old operator ends before the new one begins: the database refuses two at once.
        save_changed([(takeover.ended, {"valid_to"}) for takeover in takeovers if takeover.ended], self.by)
        assignments = [(takeover.assignment, takeover.columns) for takeover in takeovers]
        created += save_planned(assignments, self.by, parents=["facility"])
