"""Names say what they hold: no drawers for anything, and none of the words that only its author understood.

The words below were module names once. Each was private vocabulary for something the field has a word for; whoever
looked for that word did not find it. They stay away as names of modules, classes and functions; a few say too little as
a file, but enough as a method.
"""

import ast
from pathlib import Path

from tests.house.test_source import ROOT, tracked

JUNK_DRAWERS = frozenset({"utils", "util", "helpers", "helper", "common", "misc", "stuff", "tools"})
PRIVATE_WORDS = frozenset(
    {
        "advancing",
        "asking",
        "boxes",
        "card_rows",
        "caring",
        "choosing",
        "comparing",
        "describing",
        "disguise",
        "drawn_cards",
        "giving",
        "glance",
        "hanging",
        "inviting",
        "keeper",
        "kept",
        "life_answers",
        "losing",
        "page_parts",
        "pdf_answer",
        "reading",
        "registering",
        "rescue",
        "resting",
        "sheets",
        "speaking",
        "stepping",
        "story",
        "suggesting",
        "timed",
        "trees",
        "verifying",
        "wishes",
        "wording",
    }
)
FILE_WORDS = PRIVATE_WORDS | {"counted", "meaning"}


def module_word(path: Path) -> str:
    """The last part of the module's dotted name."""
    return (path.parent.name if path.stem == "__init__" else path.stem).strip("_").lower()


def named_things(path: Path) -> set[str]:
    """Classes and functions, also those inside others, without leading underscores."""
    kinds = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    tree = ast.parse(path.read_text("utf-8"))
    return {node.name.strip("_").lower() for node in ast.walk(tree) if isinstance(node, kinds)}


def badly_named(paths: list[Path]) -> list[str]:
    """File and name of everything that is called by one of the words."""
    found = [(path, module_word(path)) for path in paths if module_word(path) in FILE_WORDS]
    found += [(path, name) for path in paths for name in sorted(named_things(path) & PRIVATE_WORDS)]
    return [f"{path}: {name}" for path, name in found]


def source() -> list[Path]:
    return [path for path in tracked(".py") if path.relative_to(ROOT).parts[0] not in {"tests", "benchmarks"}]


def test_no_name_is_private_vocabulary():
    assert badly_named(source()) == []


def test_no_junk_drawers():
    paths = [path for path in tracked(".py") if path.parent != ROOT]
    assert [path for path in paths if module_word(path) in JUNK_DRAWERS] == []


def test_the_search_finds_bad_names(tmp_path):
    """Negative control: module, class, a function inside a function; longer names that contain a word are fine."""
    files = {
        "wishes.py": "class Disguise: ...\ndef ask():\n    def _resting(): ...\ndef reading_order(): ...\n",
        "story/__init__.py": "",
        "counted.py": "def meaning(): ...\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    found = {line.rpartition(" ")[2] for line in badly_named([tmp_path / name for name in files])}
    assert found == {"wishes", "disguise", "resting", "story", "counted"}
