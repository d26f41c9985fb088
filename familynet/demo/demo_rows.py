"""Keeping demo rows: created once, found again by an identifier made from their key (domain 8.1, R-9, R-10)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import models

from kit.models import Record

NAMESPACE = uuid5(NAMESPACE_URL, "https://familiennetz.example/demo")
R = TypeVar("R", bound=Record)


def demo_identifier(model: type[models.Model], key: str) -> UUID:
    """The same key of the same kind always gives the same identifier, on every installation."""
    return uuid5(NAMESPACE, f"{model._meta.label_lower}:{key}")


class Rows:
    """Writes what is missing and leaves everything else as it is, so a second load changes nothing.

    ``created`` counts new rows per model. What people changed in a demo row stays changed. Links of many-to-many
    columns and steps are collected and written by ``write_later``, which saves a thousand statements.
    """

    def __init__(self) -> None:
        self.created: Counter[type[models.Model]] = Counter()
        self._found: dict[UUID, Record] = {}
        self._new: set[UUID] = set()
        self._empty: dict[type[Record], bool] = {}
        self._links: defaultdict[Any, list[models.Model]] = defaultdict(list)
        self._steps: defaultdict[Any, list[tuple[Any, datetime]]] = defaultdict(list)

    def keep(
        self,
        model: type[R],
        key: str,
        /,
        *,
        known_by: models.Q | None = None,
        many: Mapping[str, Iterable[models.Model]] | None = None,
        **values: Any,
    ) -> R:
        """The row of ``key``, created from ``values`` when it is not there.

        ``known_by`` finds a real row that must not occur twice, for example a catalog entry of the same name: it is
        used and not touched. ``many`` are many-to-many columns, set on new rows only.
        """
        uuid = demo_identifier(model, key)
        known = self._found.get(uuid) or self._stored(model, uuid, known_by)
        if known is None:
            known = model(uuid=uuid, is_demo=True, **values)
            known.save(force_insert=True)
            for name, others in (many or {}).items():
                self._link(known, name, others)
            self.created[model] += 1
            self._new.add(uuid)
        self._found[uuid] = known
        return known  # type: ignore[return-value]

    def _link(self, row: Record, name: str, others: Iterable[models.Model]) -> None:
        column: Any = row._meta.get_field(name)
        through, own, other = column.remote_field.through, column.m2m_field_name(), column.m2m_reverse_field_name()
        self._links[through] += [through(**{own: row, other: one}) for one in others]

    def step(self, row: models.Model, at: datetime) -> None:
        """Keep a row of a workflow's history, to be dated ``at`` although it is written now."""
        self._steps[type(row)].append((row, at))

    def write_later(self) -> None:
        """Write what was collected: links of many-to-many columns, and steps."""
        for through, links in self._links.items():
            through._default_manager.bulk_create(links)
        for model, steps in self._steps.items():
            written = model._default_manager.bulk_create([row for row, _ in steps])
            for row, (_, at) in zip(written, steps, strict=True):
                row.at = at
            model._default_manager.bulk_update(written, ["at"], batch_size=500)
        self._links.clear()
        self._steps.clear()

    def _stored(self, model: type[R], uuid: UUID, known_by: models.Q | None) -> R | None:
        """What stands in the database; a table that was empty when the load began is not asked again."""
        rows = model._default_manager
        if model not in self._empty:
            self._empty[model] = not rows.exists()
        if self._empty[model]:
            return None
        found = rows.filter(uuid=uuid).first()
        if found is None and known_by is not None:
            found = rows.filter(known_by).first()
        return found

    def get(self, model: type[R], key: str) -> R:
        """The row kept before under ``key``. Raises ``LookupError`` that names a key nobody kept."""
        try:
            return self._found[demo_identifier(model, key)]  # type: ignore[return-value]
        except KeyError:
            raise LookupError(f"{model.__name__} „{key}“ gibt es in den Demodaten nicht.") from None

    def all(self, model: type[R], keys: Iterable[str]) -> list[R]:
        """``get`` for several keys."""
        return [self.get(model, key) for key in keys]

    def is_new(self, row: Record) -> bool:
        """Whether this load created ``row``; parts of rows that were there before are left alone."""
        return row.uuid in self._new
