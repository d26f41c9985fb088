"""Reads the relevance set: what families type and which offers are good answers."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

SET = Path(__file__).with_name("queries.toml")
SECOND = SET.with_name("second.toml")
"""Written without knowing the first one or the search; measured once before anything was changed because of it."""
GRADES = (1, 2, 3)


class BrokenSet(ValueError):
    """The file says something it must not; the text names the query."""


@dataclass(frozen=True, slots=True)
class Query:
    """``expected`` maps offer slugs to grades 1 to 3; empty when nothing fits. ``params`` is a query string."""

    text: str
    kind: str
    params: str
    expected: dict[str, int]

    def __str__(self) -> str:
        return f"{self.text} [{self.params}]" if self.params else self.text


def load(path: Path = SET) -> tuple[list[Query], list[Query]]:
    """The graded queries and those nothing fits. Raises ``BrokenSet``."""
    sheet = tomllib.loads(path.read_text("utf-8"))
    graded = [Query(row["text"], row["kind"], row.get("params", ""), row["expected"]) for row in sheet["query"]]
    nothing = [Query(row["text"], "nothing", row.get("params", ""), {}) for row in sheet["nothing"]]
    for query in graded:
        if not query.expected or not set(query.expected.values()) <= set(GRADES):
            raise BrokenSet(f"„{query}“ braucht Angebote mit den Noten 1 bis 3.")
    asked = [(query.text, query.params) for query in [*graded, *nothing]]
    if twice := [text for text, params in set(asked) if asked.count((text, params)) > 1]:
        raise BrokenSet(f"Doppelt: {', '.join(sorted(twice))}")
    return graded, nothing


def unknown_offers(queries: list[Query], known: set[str]) -> list[str]:
    """Slugs that are graded but not among the offers families can see."""
    return sorted({slug for query in queries for slug in query.expected} - known)
