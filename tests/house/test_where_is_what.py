"""``docs/where-is-what.md`` leads to the thing: the file is there, and few others hold the word to look for."""

import re
from pathlib import Path

import pytest

from tests.house.test_source import ROOT, tracked

PAGE = ROOT / "docs" / "where-is-what.md"
ROW = re.compile(r"^\| (?P<what>[^|]+) \| `(?P<path>[^`]+)` \| `(?P<word>[^`]+)` \|$", re.M)
FEW = 12
"""So many files may hold the word: a newcomer still sees at a glance which one is meant."""


def rows() -> list[tuple[str, str, str]]:
    return [(row["what"], row["path"], row["word"]) for row in ROW.finditer(PAGE.read_text("utf-8"))]


def holding(word: str) -> list[Path]:
    pattern = re.compile(rf"\b{re.escape(word)}\b")
    sources = [path for path in tracked(".py") if "tests" not in path.parts and "migrations" not in path.parts]
    return [path for path in sources if pattern.search(path.read_text("utf-8"))]


def problems(path: str, word: str) -> str:
    """Why a row leads nowhere; empty when it leads to the thing."""
    if not (ROOT / path).is_file():
        return f"{path} gibt es nicht"
    found = holding(word)
    if ROOT / path not in found:
        return f"„{word}“ steht nicht in {path}"
    return f"„{word}“ steht in {len(found)} Dateien" if word.startswith(("def ", "class ")) and len(found) > FEW else ""


def test_at_least_thirty_things_can_be_found():
    assert len(rows()) >= 30


@pytest.mark.parametrize(("what", "path", "word"), rows(), ids=lambda value: str(value)[:40])
def test_the_place_is_right(what, path, word):
    assert problems(path, word) == "", what


def test_a_wrong_place_is_noticed():
    """Negative control."""
    assert problems("kit/nowhere.py", "def nothing")
    assert problems("kit/markdown.py", "def nothing_of_this_name")
