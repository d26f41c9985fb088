"""Figures about source code as one table: ``python -m benchmarks.house_figures [FOLDER ...]``, one column per folder.

Counted with Python's own parser, so that other projects can be put beside ours with the same ruler; without folders it
counts this repository. Migrations are left out everywhere, tests are counted by their lines only. Each figure says in
``FIGURES`` how it is counted.
"""

import ast
import io
import sys
import tokenize
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from re import compile as pattern

from benchmarks.figures import percentile

LEFT_OUT = {".git", ".venv", "venv", "node_modules", "migrations", "var", "build", "dist", "__pycache__"}
TEST_FOLDERS = {"tests", "test"}
INLINE_STYLE = pattern(r"<style\b|\sstyle=")
BRANCHES = (ast.If, ast.IfExp, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.match_case, ast.Assert)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(slots=True)
class FunctionFigures:
    """One function: its lines from ``def`` to the end, its branches, and what is said about it."""

    lines: int
    complexity: int
    annotated: bool
    documented: bool


@dataclass(slots=True)
class SourceFigures:
    """Everything counted in one folder."""

    files: list[int] = field(default_factory=list)
    functions: list[FunctionFigures] = field(default_factory=list)
    comments: int = 0
    calls: Counter[str] = field(default_factory=Counter)
    receivers: int = 0
    late_imports: int = 0
    silenced: Counter[str] = field(default_factory=Counter)
    templates: list[int] = field(default_factory=list)
    inline_styles: int = 0
    test_lines: int = 0

    @property
    def lines(self) -> int:
        return sum(self.files)


def measured(folder: Path) -> SourceFigures:
    """Counts all Python files and templates below ``folder``; files that do not parse are an error."""
    found = SourceFigures()
    for path in _files(folder, ".py"):
        text = path.read_text("utf-8")
        if _is_test(path.relative_to(folder)):
            found.test_lines += _lines(text)
        elif text.strip():
            _add_module(found, text)
    for path in _files(folder, ".html"):
        if not _is_test(path.relative_to(folder)) and "pdf" not in path.parts:
            text = path.read_text("utf-8")
            found.templates.append(_lines(text))
            found.inline_styles += len(INLINE_STYLE.findall(text))
    return found


def _files(folder: Path, ending: str) -> Iterator[Path]:
    for path in sorted(folder.rglob(f"*{ending}")):
        if path.is_file() and LEFT_OUT.isdisjoint(path.relative_to(folder).parts):
            yield path


def _is_test(path: Path) -> bool:
    named = path.name.startswith("test_") or path.name == "conftest.py"
    return named or not TEST_FOLDERS.isdisjoint(path.parts[:-1])


def _lines(text: str) -> int:
    return len(text.splitlines())


def _add_module(found: SourceFigures, text: str) -> None:
    tree = ast.parse(text)
    found.files.append(_lines(text))
    for node in ast.walk(tree):
        if isinstance(node, FUNCTIONS):
            found.functions.append(function_figures(node))
            found.receivers += sum(_called_name(one) == "receiver" for one in node.decorator_list)
            found.late_imports += sum(isinstance(one, ast.Import | ast.ImportFrom) for one in _own_nodes(node))
        elif isinstance(node, ast.Call):
            found.calls[_called_name(node)] += 1
    _add_comments(found, text)


def _called_name(node: ast.expr) -> str:
    """``models.JSONField(...)`` is ``JSONField``."""
    target = node.func if isinstance(node, ast.Call) else node
    return target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", "")


def _add_comments(found: SourceFigures, text: str) -> None:
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type != tokenize.COMMENT:
            continue
        for mark in ("fmt: skip", "type: ignore"):
            found.silenced[mark] += mark in token.string
        found.comments += token.line.lstrip().startswith("#")


def function_figures(node: Function) -> FunctionFigures:
    """Figures of one function; functions inside it count for themselves only."""
    return FunctionFigures(
        lines=(node.end_lineno or node.lineno) - node.lineno + 1,
        complexity=1 + sum(_branches(one) for one in _own_nodes(node)),
        annotated=node.returns is not None,
        documented=ast.get_docstring(node) is not None,
    )


def _own_nodes(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, (*FUNCTIONS, ast.ClassDef)):
            yield child
            yield from _own_nodes(child)


def _branches(node: ast.AST) -> int:
    """Ways a node adds: each condition, loop, handler and case, each further part of ``and``/``or``."""
    if isinstance(node, ast.BoolOp):
        return len(node.values) - 1
    if isinstance(node, ast.comprehension):
        return 1 + len(node.ifs)
    return int(isinstance(node, BRANCHES))


def _spread(values: Sequence[int], *shares: float) -> str:
    """The percentiles ``shares`` and the greatest value; zeros when there are no values."""
    known = values or [0]
    return " / ".join(f"{number:.0f}" for number in (*(percentile(known, share) for share in shares), max(known)))


def _above(values: Iterable[int], *limits: int) -> str:
    known = list(values)
    return " / ".join(str(sum(value > limit for value in known)) for limit in limits)


def _share(flags: Iterable[bool]) -> str:
    known = list(flags)
    return f"{100 * sum(known) / len(known):.0f} %" if known else "–"


def _per(part: int, whole: int, *, times: int = 1) -> str:
    return f"{times * part / whole:.1f}".replace(".", ",") if whole else "–"


def _called(figures: SourceFigures, *names: str) -> str:
    return " / ".join(str(figures.calls[name]) for name in names)


def _lengths(figures: SourceFigures) -> list[int]:
    return [one.lines for one in figures.functions]


def _complexities(figures: SourceFigures) -> list[int]:
    return [one.complexity for one in figures.functions]


FIGURES: tuple[tuple[str, Callable[[SourceFigures], str]], ...] = (
    ("Dateien / Zeilen", lambda f: f"{len(f.files)} / {f.lines}"),
    ("Zeilen je Datei: Median / p90 / größte", lambda f: _spread(f.files, 0.5, 0.9)),
    ("Dateien über 300 / über 500 Zeilen", lambda f: _above(f.files, 300, 500)),
    ("Funktionen", lambda f: str(len(f.functions))),
    ("Zeilen je Funktion: Median / p90 / p95 / größte", lambda f: _spread(_lengths(f), 0.5, 0.9, 0.95)),
    ("Funktionen über 50 Zeilen", lambda f: _above(_lengths(f), 50)),
    ("Zyklomatische Zahl: Median / p95 / größte", lambda f: _spread(_complexities(f), 0.5, 0.95)),
    ("Zyklomatische Zahl über 10 / über 15", lambda f: _above(_complexities(f), 10, 15)),
    ("Funktionen mit Rückgabetyp", lambda f: _share(one.annotated for one in f.functions)),
    ("Funktionen mit Docstring", lambda f: _share(one.documented for one in f.functions)),
    ("Kommentarzeilen je 100 Zeilen", lambda f: _per(f.comments, f.lines, times=100)),
    ("`# fmt: skip` / `# type: ignore`", lambda f: f"{f.silenced['fmt: skip']} / {f.silenced['type: ignore']}"),
    (
        "Constraints: check / unique / exclusion",
        lambda f: _called(f, "CheckConstraint", "UniqueConstraint", "ExclusionConstraint"),
    ),
    (
        "JSON-Felder / generische Schlüssel / Signalempfänger",
        lambda f: f"{_called(f, 'JSONField', 'GenericForeignKey')} / {f.receivers}",
    ),
    ("Importe in Funktionen", lambda f: str(f.late_imports)),
    ("Vorlagen: Zahl, Zeilen Median / p90 / größte", lambda f: f"{len(f.templates)}, {_spread(f.templates, 0.5, 0.9)}"),
    ("Vorlagen: Stil im HTML", lambda f: str(f.inline_styles)),
    ("Testzeilen je Zeile", lambda f: _per(f.test_lines, f.lines)),
)


def table(columns: dict[str, SourceFigures]) -> str:
    """The figures as a Markdown table, one column per folder."""
    head = ["| | " + " | ".join(columns) + " |", "| --- |" + " ---: |" * len(columns)]
    rows = (f"| {label} | " + " | ".join(count(one) for one in columns.values()) + " |" for label, count in FIGURES)
    return "\n".join(chain(head, rows))


def main(arguments: Sequence[str]) -> None:
    """Prints the table of the folders named, or of this repository."""
    folders = [Path(name).resolve() for name in arguments] or [Path(__file__).resolve().parent.parent]
    sys.stdout.write(table({folder.name: measured(folder) for folder in folders}) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
