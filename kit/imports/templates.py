"""The file to fill in: all columns, one example row that is never read, and a sheet with what may stand where."""

from collections.abc import Iterator
from itertools import zip_longest
from typing import BinaryIO

from django.utils.translation import gettext as _

from kit.exports.tables import Sheet, csv_lines, xlsx_book
from kit.imports.columns import EXAMPLE_KEY, Layout

MOST_VALUES = 500
Rows = list[list[str]]


def example_row(layout: Layout, key: str) -> list[str]:
    """The example row; its id says that it is one."""
    return [EXAMPLE_KEY if column.key == key else column.example for column in layout.columns]


def csv_template(layout: Layout, key: str) -> Iterator[bytes]:
    """The template as CSV."""
    return csv_lines([column.name for column in layout.columns], [example_row(layout, key)])


def xlsx_template(layout: Layout, key: str, title: str) -> BinaryIO:
    """The template as workbook with three sheets: the table, the columns explained, the permitted values."""
    header = [column.name for column in layout.columns]
    explained = [
        [
            column.name,
            "ja" if column.required else "",
            str(column.hint),
            column.example,
            ", ".join(column.aliases),
        ]
        for column in layout.columns
    ]
    chosen = [column for column in layout.columns if column.choices]
    values = zip_longest(*(list(column.choices())[:MOST_VALUES] for column in chosen if column.choices), fillvalue="")
    return xlsx_book(
        [
            Sheet(title, header, [example_row(layout, key)]),
            Sheet("Spalten", ["Spalte", "nötig", "Hinweis", "Beispiel", _("heißt auch")], explained),
            Sheet(_("Zulässige Werte"), [column.name for column in chosen], values),
        ]
    )
