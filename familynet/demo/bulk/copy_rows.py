"""Writing many rows of a model by COPY: the columns that differ per row, and the model's defaults for all others."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, models
from psycopg import sql

ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
NULL = "\\N"


def copy_cell(value: Any) -> str:
    """``value`` as COPY's text format wants it."""
    match value:
        case None:
            return NULL
        case bool():
            return "t" if value else "f"
        case str():
            return value.translate(ESCAPES)
        case datetime():
            return value.isoformat()
        case _:
            return str(value)


class Copier:
    """Writes rows of ``model``; ``columns`` are attribute names in the order each row gives them.

    Columns nobody names get the default a form would give, time stamps get ``now``, rows are marked as demo. Keys the
    database makes and generated columns are left out.
    """

    def __init__(self, model: type[models.Model], columns: Sequence[str], *, now: datetime) -> None:
        by_attribute = {field.attname: field for field in model._meta.local_concrete_fields}
        constants: dict[str, str] = {}
        for attribute, field in by_attribute.items():
            if attribute in columns or isinstance(field, models.GeneratedField | models.AutoField):
                continue
            value: Any = field.get_default()
            if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
                value = now
            constants[str(field.column)] = copy_cell(True if attribute == "is_demo" else value)
        names = [str(by_attribute[attribute].column) for attribute in columns]
        self.statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier(model._meta.db_table), sql.SQL(", ").join(map(sql.Identifier, [*names, *constants]))
        )
        self.tail = "".join("\t" + value for value in constants.values()) + "\n"

    def write(self, rows: Iterable[Sequence[Any]]) -> None:
        """One COPY with all ``rows``."""
        with connection.cursor() as cursor, cursor.cursor.copy(self.statement) as copy:
            block: list[str] = []
            for row in rows:
                block.append("\t".join([copy_cell(value) for value in row]) + self.tail)
                if len(block) == 500:
                    copy.write("".join(block))
                    block.clear()
            copy.write("".join(block))
