"""What became of each row: created, changed, unchanged or refused, with reasons people can act on."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Outcome(StrEnum):
    """What happens (or happened) to one row."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        return str(LABELS[self])


LABELS = {
    Outcome.CREATED: _("neu"),
    Outcome.UPDATED: _("geändert"),
    Outcome.UNCHANGED: _("unverändert"),
    Outcome.REFUSED: _("abgelehnt"),
}


class Problem(NamedTuple):
    """Why a row is refused: the column's German name (empty: the row as a whole) and the reason."""

    column: str
    reason: str


class Change(NamedTuple):
    """What a row changes in the record: label, value before and after, as people read them."""

    label: str
    before: str
    after: str


@dataclass(slots=True, eq=False)
class Row:
    """One row of the file on its way into the database. ``plan`` belongs to the importer; ``needs`` are rows first."""

    line: int
    values: dict[str, Any] = field(default_factory=dict)
    key: str = ""
    title: str = ""
    outcome: Outcome | None = None
    problems: list[Problem] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    needs: list["Row"] = field(default_factory=list)
    plan: Any = None

    @property
    def refused(self) -> bool:
        return self.outcome == Outcome.REFUSED

    def refuse(self, column: str, reason: str | Promise) -> None:
        """The row cannot be taken over; more than one reason may be given."""
        self.outcome = Outcome.REFUSED
        self.problems.append(Problem(column, str(reason)))

    def hint(self, text: str | Promise) -> None:
        """Something to look at; the row is taken over all the same."""
        self.hints.append(str(text))

    def has(self, *keys: str) -> bool:
        """The file says something in one of these columns."""
        return any(key in self.values for key in keys)


@dataclass(slots=True)
class Result:
    """The whole run. ``applied`` is false for a dry run and when a refused row stopped everything."""

    rows: list[Row]
    notices: list[str]
    applied: bool = False

    def count(self, outcome: Outcome) -> int:
        return sum(row.outcome == outcome for row in self.rows)

    @property
    def has_refused(self) -> bool:
        return any(row.refused for row in self.rows)

    def summary(self) -> str:
        """``12 neu, 3 geändert, 40 unverändert, 1 abgelehnt``."""
        return ", ".join(f"{self.count(outcome)} {outcome.label}" for outcome in Outcome)


REPORT_HEADER = ("Zeile", "Kennung", "Name", "Ergebnis", "Spalte", "Bisher", _("Neu oder Grund"))


def report_lines(row: Row) -> list[tuple[str | int, ...]]:
    """The lines of the report about one row: one per problem, change and hint, at least one."""
    about = (row.line, row.key, row.title, row.outcome.label if row.outcome else "")
    lines: list[tuple[str | int, ...]] = [(*about, problem.column, "", problem.reason) for problem in row.problems]
    if not row.refused:
        lines += [(*about, change.label, change.before, change.after) for change in row.changes]
    lines += [(*about, "Hinweis", "", hint) for hint in row.hints]
    return lines or [(*about, "", "", "")]
