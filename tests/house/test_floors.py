"""The house has floors and rooms (architecture 4): nobody looks up, nobody runs in circles, no file stands in the hall.

``lint-imports`` asks part of this too; here it is read from the source once more, so that a contract that was loosened
in ``pyproject.toml`` shows as well.
"""

import re
import tomllib
from pathlib import Path

import pytest

from tests.house.import_graph import Graph, circles, import_graph
from tests.house.test_source import ROOT, tracked

FLOORS = (
    "kit",
    "accounts",
    "texts",
    "partners",
    "offers",
    "registrations",
    "agreements",
    "committees",
    "planning",
    "familynet",
)
"""From the ground to the roof; every app may know those before it (architecture 4)."""
CONFIGURATION = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
CONTRACTS = CONFIGURATION["contracts"]
ROOMS = [contract for contract in CONTRACTS if "containers" in contract]


def own_modules() -> list[Path]:
    """Source of the apps, without migrations, which are dated and not composed."""
    paths = [path for path in tracked(".py") if path.relative_to(ROOT).parts[0] in FLOORS]
    return [path for path in paths if "migrations" not in path.parts]


@pytest.fixture(scope="module")
def graph() -> Graph:
    return import_graph(own_modules(), ROOT)


def arrows_up(graph: Graph) -> list[str]:
    """Imports that lead from a lower floor to a higher one."""
    return [
        f"{name} -> {target}"
        for name, targets in graph.items()
        for target in targets
        if FLOORS.index(target.split(".")[0]) > FLOORS.index(name.split(".")[0])
    ]


def test_no_floor_imports_from_a_higher_one(graph):
    assert len(graph) > 500, "the source was not found"
    assert arrows_up(graph) == []


def test_no_files_import_each_other_in_a_circle(graph):
    assert circles(graph) == []


def test_the_contract_names_the_same_floors():
    lines = [contract["layers"] for contract in CONTRACTS if contract.get("layers", [""])[-1] == "kit"]
    assert lines == [list(reversed(FLOORS))]
    assert set(CONFIGURATION["root_packages"]) == set(FLOORS)


def rooms_of(app: str) -> set[str]:
    """The rooms the contracts know for ``app``; a layer may name several, optional ones stand in brackets."""
    named: set[str] = set()
    for contract in ROOMS:
        if app in contract["containers"]:
            assert contract["exhaustive"] is True, contract["name"]
            named.update(contract.get("exhaustive_ignores", ()))
            for layer in contract["layers"]:
                named.update(re.findall(r"\w+", layer))
    return named


def outside_every_room(app: str, folder: Path, rooms: set[str]) -> list[str]:
    """Files and packages directly in ``folder`` that no contract places."""
    found = {path.stem if path.suffix else path.name for path in _python_in(folder)}
    return sorted(f"{app}.{name}" for name in found - rooms - {"__init__"})


def _python_in(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.suffix == ".py" or (path.is_dir() and any(path.glob("**/*.py")))]


@pytest.mark.parametrize("app", FLOORS)
def test_every_file_stands_in_a_room(app):
    assert outside_every_room(app, ROOT / app, rooms_of(app)) == [], "say in pyproject.toml where it belongs"


def write_modules(folder: Path, files: dict[str, str]) -> list[Path]:
    paths = []
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        paths.append(path)
    return paths


def test_the_search_finds_arrows_up_and_circles(tmp_path):
    """Negative control: one import up, a circle over three files, also inside a function; not what is only typed."""
    paths = write_modules(
        tmp_path,
        {
            "kit/__init__.py": "",
            "kit/low.py": "from offers import high\n",
            "offers/__init__.py": "",
            "offers/high.py": "from kit import other\n",
            "kit/other.py": "def late():\n    import kit.low\n",
            "kit/typed.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from offers.high import A\n",
        },
    )
    graph = import_graph(paths, tmp_path)
    assert arrows_up(graph) == ["kit.low -> offers.high"]
    assert circles(graph) == [["kit.low", "kit.other", "offers.high"]]
    assert graph["kit.typed"] == set()


def test_the_search_finds_a_file_outside_every_room(tmp_path):
    """Negative control."""
    write_modules(tmp_path, {"__init__.py": "", "views/__init__.py": "", "loose.py": "", "notes/a.txt": ""})
    assert outside_every_room("app", tmp_path, {"views"}) == ["app.loose"]
    assert rooms_of("an app no contract knows") == set()
