"""Very many rows into one table by ``COPY``: triggers and constraints count as always, keys do not come back."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models
from django.utils import timezone


def copy_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Add ``rows``, each with a value for every one of ``columns`` (``run_id``); the other columns get their defaults.

    For tables that grow by tens of thousands of rows at once, where building model instances costs more than the
    database does. Raises the same errors as ``bulk_create``.
    """
    now = timezone.now()
    fixed: list[tuple[str, Any]] = []  # a value, or a function that makes one for each row
    for field in model._meta.concrete_fields:
        if field.primary_key or getattr(field, "generated", False) or field.attname in columns:
            continue
        if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
            fixed.append((str(field.column), now))
        elif isinstance(field, models.UUIDField):
            fixed.append((str(field.column), field.default))
        else:
            fixed.append((str(field.column), field.get_db_prep_save(field.get_default(), connection)))
    by_name = {field.attname: str(field.column) for field in model._meta.concrete_fields}
    names = [by_name[column] for column in columns]
    quoted = ", ".join(connection.ops.quote_name(name) for name in [*names, *(name for name, _ in fixed)])
    statement = f"COPY {connection.ops.quote_name(model._meta.db_table)} ({quoted}) FROM STDIN"
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row([*row, *(value() if callable(value) else value for _, value in fixed)])
