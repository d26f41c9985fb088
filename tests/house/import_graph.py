"""Who imports whom, read from the source: for the rules about floors, rooms and circles."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

Graph = dict[str, set[str]]


def module_name(path: Path, root: Path) -> str:
    """``root/kit/models/__init__.py`` is ``kit.models``."""
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def import_graph(paths: Iterable[Path], root: Path) -> Graph:
    """Every module of ``paths`` with those of them it imports at run time; what only type checkers read is left out.

    ``from kit import audit`` leads to ``kit.audit`` when that is a module, else to ``kit`` itself.
    """
    sources = {module_name(path, root): path for path in paths}
    graph: Graph = {}
    for name, path in sources.items():
        tree = ast.parse(path.read_text("utf-8"))
        graph[name] = {target for target in _imported_names(tree, sources.keys()) if target != name}
    return graph


def _imported_names(node: ast.AST, known: Iterable[str]) -> Iterator[str]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test):
            for other in child.orelse:
                yield from _imported_names(other, known)
        elif isinstance(child, ast.Import):
            yield from (alias.name for alias in child.names if alias.name in known)
        elif isinstance(child, ast.ImportFrom) and child.module:
            for alias in child.names:
                inner = f"{child.module}.{alias.name}"
                if inner in known or child.module in known:
                    yield inner if inner in known else child.module
        else:
            yield from _imported_names(child, known)


def circles(graph: Graph) -> list[list[str]]:
    """Groups of modules that reach each other and themselves (Tarjan's strongly connected components)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(name: str) -> None:
        index[name] = low[name] = len(index)
        stack.append(name)
        for other in sorted(graph[name]):
            if other not in index:
                visit(other)
                low[name] = min(low[name], low[other])
            elif other in stack:
                low[name] = min(low[name], index[other])
        if low[name] == index[name]:
            start = stack.index(name)
            group = stack[start:]
            del stack[start:]
            if len(group) > 1:
                found.append(sorted(group))

    for name in sorted(graph):
        if name not in index:
            visit(name)
    return found
