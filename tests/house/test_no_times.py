"""No test asks how many seconds something takes: machines differ, and figures belong into ``make bench``."""

import ast
from pathlib import Path

from tests.house.test_source import ROOT, tracked

CLOCKS = {"perf_counter", "monotonic", "process_time", "thread_time", "perf_counter_ns", "monotonic_ns"}


def reads_a_clock(node: ast.AST) -> bool:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Call):
            name = inner.func.attr if isinstance(inner.func, ast.Attribute) else getattr(inner.func, "id", "")
            if name in CLOCKS:
                return True
    return False


def measured_names(tree: ast.AST) -> set[str]:
    """Names that hold a reading of a clock."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and reads_a_clock(node.value):
            found |= {inner.id for target in node.targets for inner in ast.walk(target) if isinstance(inner, ast.Name)}
    return found


def offences(source: str) -> list[int]:
    """Lines that assert something about seconds, or give Hypothesis a deadline."""
    tree = ast.parse(source)
    names = measured_names(tree)
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Assert):
            used = {inner.id for inner in ast.walk(node.test) if isinstance(inner, ast.Name)}
            if (reads_a_clock(node.test) or used & names) and "calibration" not in used:
                found.append(node.lineno)
        is_deadline = isinstance(node, ast.keyword) and node.arg == "deadline"
        if is_deadline and not (isinstance(node.value, ast.Constant) and node.value.value is None):
            found.append(node.value.lineno)
    return found


def files_of_tests() -> list[Path]:
    return [path for path in tracked(".py") if "tests" in path.relative_to(ROOT).parts]


def test_no_test_asks_for_seconds():
    assert [f"{path}:{line}" for path in files_of_tests() for line in offences(path.read_text("utf-8"))] == []


def test_the_search_for_seconds_finds_them():
    """Negative control."""
    assert offences("began = time.monotonic()\nassert time.monotonic() - began < 2") == [2]
    assert offences("took = perf_counter() - began\nassert took < 5") == [2]
    assert offences("@settings(deadline=200)\ndef test(): ...") == [1]
    assert offences("@settings(deadline=None)\ndef test(): ...") == []
    assert offences("assert slowest < LIMIT * calibration()") == []
