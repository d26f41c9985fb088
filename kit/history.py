"""History of records: which columns are kept, and how a timeline reads them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

import pghistory
from django.contrib.auth import get_user_model
from django.db import models
from django.utils import timezone

M = TypeVar("M", bound=type[models.Model])
LIMIT = 200
WHAT = {"insert": "angelegt", "update": "geändert", "delete": "gelöscht"}


def tracked(*fields: str) -> Callable[[M], M]:
    """Class decorator: PostgreSQL triggers keep every value ``fields`` ever had.

    Only listed columns are copied. Never list phone numbers, e-mail addresses, names or notes about people: history
    outlives erasure (domain 7.3). Who and which address caused a change is recorded by pghistory's middleware.
    """

    def decorate(model: M) -> M:
        track = pghistory.track(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(),
            pghistory.DeleteEvent(),
            fields=list(fields),
            model_name=f"{model.__name__}Event",
        )
        return track(model)

    return decorate


@dataclass(frozen=True, slots=True)
class Change:
    """One field, before and after, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """What happened at one moment to a record or to one of its parts.

    ``by`` is empty for the system (import, worker, SQL). ``what`` reads like „geändert“ or „Trägerschaft angelegt“.
    """

    at: datetime
    by: str
    what: str
    changes: tuple[Change, ...] = ()
    note: str = ""


def entries_of(
    record: models.Model, parts: Iterable[tuple[type[models.Model], str]] = (), limit: int = LIMIT
) -> list[HistoryEntry]:
    """What pghistory and the step table know about ``record``, newest first, at most ``limit`` rows of each kind.

    ``parts`` are tracked tables that belong to it, each with the name of its foreign key (``OperatorAssignment``,
    ``"facility"``). Costs a query per kind plus one per table that names have to be read from.
    """
    found = _events(type(record), models.Q(pgh_obj_id=record.pk), limit, own=True)
    for part, key in parts:
        found += _events(part, models.Q(**{key: record.pk}), limit, own=False)
    found += _steps(record, limit)
    return sorted(found, key=lambda entry: entry.at, reverse=True)


def is_tracked(model: type[models.Model]) -> bool:
    """Whether ``tracked`` stands on the model."""
    return bool(getattr(model, "pgh_event_models", None))


def event_model_of(model: type[models.Model]) -> Any:
    """The table that keeps every change of a ``tracked`` model; pghistory makes it, so no module has it by name."""
    return next(iter(model.pgh_event_models.values()))  # type: ignore[attr-defined]


def _events(model: type[models.Model], where: models.Q, limit: int, *, own: bool) -> list[HistoryEntry]:
    if not is_tracked(model):
        return []
    event_model = event_model_of(model)
    fields = [f for f in event_model._meta.fields if not f.name.startswith("pgh_")]
    rows = list(event_model.objects.filter(where).select_related("pgh_context").order_by("-pgh_id")[: limit + 1])[::-1]
    names, people = _names(fields, rows), _people(rows)
    entries: list[HistoryEntry] = []
    before: dict[int, Any] = {}
    for number, row in enumerate(rows):
        earlier, before[row.pgh_obj_id] = before.get(row.pgh_obj_id), row
        if row.pgh_label == "update" and earlier is None and number == 0 and len(rows) > limit:
            continue  # the row before it was not read, so nothing can be compared
        changes = _changes(fields, names, earlier if row.pgh_label == "update" else None, row)
        if row.pgh_label == "update" and not changes:
            continue
        what = WHAT[row.pgh_label] if own else f"{model._meta.verbose_name} {WHAT[row.pgh_label]}"
        entries.append(
            HistoryEntry(
                at=row.pgh_created_at,
                by=people.get(_actor(row), ""),
                what=what,
                changes=() if row.pgh_label == "delete" and own else changes,
            )
        )
    return entries


def _changes(fields: Sequence[Any], names: dict[Any, dict[Any, str]], before: Any, after: Any) -> tuple[Change, ...]:
    found = []
    for field in fields:
        old = None if before is None else getattr(before, field.attname)
        new = getattr(after, field.attname)
        if old != new and not (before is None and new in (None, "")):
            found.append(Change(str(field.verbose_name), _shown(field, names, old), _shown(field, names, new)))
    return tuple(found)


def _shown(field: Any, names: dict[Any, dict[Any, str]], value: Any) -> str:
    if value in (None, ""):
        return ""
    if field.is_relation:
        return names[field].get(value, f"Nr. {value}")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%d.%m.%Y %H:%M}"
    return f"{value:%d.%m.%Y}" if isinstance(value, date) else str(value)


def _names(fields: Sequence[Any], rows: Sequence[Any]) -> dict[Any, dict[Any, str]]:
    """Today's names of the records the rows point to; what is gone keeps its number."""
    names = {}
    for field in fields:
        if field.is_relation:
            ids = {getattr(row, field.attname) for row in rows} - {None}
            found = field.related_model._base_manager.in_bulk(ids) if ids else {}
            names[field] = {pk: str(each) for pk, each in found.items()}
    return names


def _actor(row: Any) -> Any:
    return (row.pgh_context.metadata or {}).get("user") if row.pgh_context else None


def _people(rows: Sequence[Any]) -> dict[Any, str]:
    ids = {_actor(row) for row in rows} - {None}
    return {person.pk: str(person) for person in get_user_model()._base_manager.filter(pk__in=ids)} if ids else {}


def _steps(record: models.Model, limit: int) -> list[HistoryEntry]:
    """Rows of the step table (``record.steps``), where there is one."""
    steps = getattr(record, "steps", None)
    if steps is None:
        return []
    return [
        HistoryEntry(
            at=step.at,
            by=str(step.by or ""),
            what=f"{step.get_before_display() or 'neu'} → {step.get_after_display()}",
            note=step.note,
        )
        for step in steps.select_related("by").order_by("-pk")[:limit]
    ]
