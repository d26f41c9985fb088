"""The figures about source code, on a small house whose numbers are known."""

import ast

import pytest

from benchmarks.house_figures import FIGURES, function_figures, measured, table

SOURCE = '''"""A module."""

import os

# a comment of its own
LIMIT = 3  # a comment beside code does not count


def plain() -> int:
    """Says what it does."""
    return LIMIT


@receiver(signal)
def many(rows):
    import json

    found = [row for row in rows if row and row.ok or row.late]

    def inner():
        return 1 if rows else 2

    for row in found:
        try:
            json.dumps(row)  # type: ignore
        except ValueError:
            pass


class Row(Model):
    data = models.JSONField()

    class Meta:
        constraints = [models.CheckConstraint(name="a"), UniqueConstraint(name="b")]
'''


@pytest.fixture
def house(tmp_path):
    files = {
        "app/module.py": SOURCE,
        "app/__init__.py": "",
        "app/migrations/0001.py": "x = 1\n" * 900,
        "app/tests/test_a.py": "x = 1\n" * 9,
        "app/conftest.py": "x = 1\n",
        "app/templates/page.html": '<p style="color:red">\n<style></style>\n',
        "app/templates/pdf/letter.html": "<style></style>\n",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return measured(tmp_path)


def test_a_small_house_is_counted_right(house):
    lines = len(SOURCE.splitlines())
    assert (house.files, house.test_lines) == ([lines], 10)
    assert [one.lines for one in house.functions] == [3, 13, 2]
    assert [one.complexity for one in house.functions] == [1, 7, 2]
    assert [one.annotated for one in house.functions] == [True, False, False]
    assert [one.documented for one in house.functions] == [True, False, False]
    assert (house.comments, house.silenced["type: ignore"], house.receivers, house.late_imports) == (1, 1, 1, 1)
    assert [house.calls[name] for name in ("JSONField", "CheckConstraint", "UniqueConstraint")] == [1, 1, 1]
    assert (house.templates, house.inline_styles) == ([2], 2)


@pytest.mark.parametrize(
    ("body", "complexity"),
    [
        ("pass", 1),
        ("if a:\n  pass\n elif b:\n  pass", 3),
        ("return a and b and c or d", 4),
        ("while a:\n  assert b", 3),
        ("return {x for x in a for y in b if x if y}", 5),
        ("match a:\n  case 1:\n   pass\n  case _:\n   pass", 3),
    ],
)
def test_every_branch_counts_once(body, complexity):
    function = ast.parse(f"def f():\n {body}\n").body[0]
    assert function_figures(function).complexity == complexity


def test_the_table_has_a_row_per_figure_and_a_column_per_folder(house, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    rows = table({"ours": house, "empty": measured(empty)}).splitlines()
    assert len(rows) == len(FIGURES) + 2
    assert {row.count("|") for row in rows} == {4}
    assert rows[0] == "| | ours | empty |"
    assert rows[2].startswith("| Dateien / Zeilen | 1 / ")
