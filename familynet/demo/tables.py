"""Reading the demo's tables: TOML files beside this module, checked so that a typing error is found at once."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

SHEETS = Path(__file__).parent / "sheets"
T = TypeVar("T")


class SheetError(ValueError):
    """A demo table has an unknown or missing column; the text names file and row."""


@cache
def read_table(name: str) -> dict[str, Any]:
    """The whole table file ``name``.toml."""
    return tomllib.loads((SHEETS / f"{name}.toml").read_text(encoding="utf-8"))


def unwrapped_text(text: str) -> str:
    """A text of a sheet as Markdown: lines are broken there for reading only, lists and empty lines count."""
    joined = re.sub(r"(?<=\S)\n(?=[^\s-])", " ", text.strip())
    return joined.strip()


def rows_of(name: str, table: str, shape: type[T]) -> Iterator[T]:
    """Every ``[[table]]`` of the file as an instance of the dataclass ``shape``."""
    for number, row in enumerate(read_table(name).get(table, []), start=1):
        yield shaped_row(row, shape, f"{name}.toml, {table} {number}")


def shaped_row(row: dict[str, Any], shape: type[T], where: str) -> T:
    """``row`` as ``shape``. Raises ``SheetError`` for columns ``shape`` does not know or misses."""
    known = {field.name for field in fields(shape)}  # type: ignore[arg-type]
    if unknown := set(row) - known:
        raise SheetError(f"{where}: unbekannte Spalte {', '.join(sorted(unknown))}")
    try:
        return shape(**row)
    except TypeError as error:
        raise SheetError(f"{where}: {error}") from error
