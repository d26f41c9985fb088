"""What a row changes in a record: only real differences, with the values before and after in German."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils import timezone

from kit.imports.cells import quoted_value
from kit.imports.columns import CLEARED
from kit.imports.results import Change, Row


@dataclass(frozen=True, slots=True)
class Field:
    """A column that fills one model column as it is: ``key`` in the row, ``column`` of the model (``parent_id``).

    ``show`` turns a stored value into what people read (a name instead of a key).
    """

    key: str
    column: str
    label: str
    show: Callable[[Any], Any] = lambda value: value


def value_for(record: models.Model, column: str, value: Any) -> Any:
    """``value``, or what an emptied column holds."""
    if value is not CLEARED:
        return value
    field = _field(type(record), column)
    return None if field.null else field.get_default() if field.has_default() else ""


def _field(model: type[models.Model], column: str) -> Any:
    return next(field for field in model._meta.concrete_fields if field.attname == column)


def take_over(record: models.Model, row: Row, fields: Iterable[Field]) -> tuple[list[Change], set[str]]:
    """Set what the row says on ``record`` (unsaved); the changes and the model columns that differ."""
    changes, columns = [], set()
    for field in fields:
        if field.key not in row.values:
            continue
        before, after = getattr(record, field.column), value_for(record, field.column, row.values[field.key])
        if before != after:
            setattr(record, field.column, after)
            columns.add(field.column)
            changes.append(Change(field.label, quoted_value(field.show(before)), quoted_value(field.show(after))))
    return changes, columns


def choice_shown(choices: Any) -> Callable[[Any], str]:
    """Shows the German label of a stored choice."""
    labels = {str(value): str(label) for value, label in choices}
    return lambda value: labels.get(str(value), str(value or ""))


def save_planned(
    planned: Iterable[tuple[models.Model, set[str]]], by: Any, *, parents: Sequence[str] = ()
) -> list[models.Model]:
    """Write a batch: changed columns of records that were there, then the new ones; returns those.

    ``parents`` are foreign keys to records of the same batch. A record remembers the key its parent had when it was
    set, and a new parent had none then: setting it once more takes over the key.
    """
    planned = list(planned)
    for record, _ in planned:
        for parent in parents:
            setattr(record, parent, getattr(record, parent))
    new = [record for record, _ in planned if record.pk is None]
    save_changed([(record, columns) for record, columns in planned if record.pk is not None], by)
    return type(new[0])._default_manager.bulk_create(new) if new else []


def save_changed(records: Iterable[tuple[models.Model, set[str]]], by: Any) -> None:
    """Write only changed columns, together with time and person, in as few statements as there are kinds of change."""
    now = timezone.now()
    groups: dict[tuple[type[models.Model], frozenset[str]], list[models.Model]] = {}
    for record, columns in records:
        if columns:
            record.updated_at, record.updated_by = now, by  # type: ignore[attr-defined]
            groups.setdefault((type(record), frozenset(columns)), []).append(record)
    for (model, kinds), changed in groups.items():
        names = sorted(_field(model, column).name for column in kinds)
        model._default_manager.bulk_update(changed, [*names, "updated_at", "updated_by"], batch_size=250)
