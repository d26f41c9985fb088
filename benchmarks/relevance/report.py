"""The numbers in words: a table by kind, the queries nothing fits, and the losers."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from benchmarks.relevance.metrics import Score, ndcg, recall
from benchmarks.relevance.queries import Query

NDCG, RECALL = 0.90, 0.97  # what the search must reach
LOSER = 0.90
KINDS = {
    "everyday": "Alltagswörter",
    "typo": "Tippfehler",
    "compound": "Zusammensetzungen",
    "folding": "Umlaute und ß",
    "joined": "Striche, Leerzeichen",
    "abbreviation": "Abkürzungen",
    "former": "frühere Namen",
    "organisation": "Organisationen",
    "synonym": "andere Wörter",
    "language": "andere Sprachen",
    "typed_filters": "Filter als Wörter",
    "place": "Orte, Stadtteile",
    "words": "mehrere Wörter",
    "question": "ganze Fragen",
    "prefix": "beim Tippen",
    "chosen": "gewählte Filter",
}
MORE_KINDS = {
    "problem": "Sorgen",
    "filter": "Filter als Wörter",
    "sentence": "ganze Sätze",
    "foreign": "andere Sprachen",
}
"""Of the second set."""


@dataclass(frozen=True, slots=True)
class Answered:
    """One query with what a search found."""

    query: Query
    found: list[str]

    @property
    def ndcg(self) -> float:
        return ndcg(self.query.expected, self.found)

    @property
    def recall(self) -> float:
        return recall(self.query.expected, self.found)


def ask(queries: Sequence[Query], search: Callable[[Query], list[str]]) -> list[Answered]:
    """Every query, one after the other."""
    return [Answered(query, search(query)) for query in queries]


def score(answers: Sequence[Answered]) -> Score:
    """Averages over ``answers``."""
    return Score.of([(one.query.expected, one.found) for one in answers])


def table(name: str, answers: Sequence[Answered], nothing: Sequence[Answered]) -> Iterator[str]:
    """One line per kind, then all; below it how often nothing was rightly answered with nothing."""
    yield f"{name:<24} Fragen  nDCG@10  recall@20  leer"
    for kind, label in (KINDS | MORE_KINDS).items():
        of_kind = [one for one in answers if one.query.kind == kind]
        if of_kind:
            yield _line(label, score(of_kind))
    yield _line("alle", score(answers))
    honest = sum(not one.found for one in nothing)
    yield f"  Wo nichts passt, kommt nichts: {honest} von {len(nothing)}"
    yield from (f"    „{one.query}“ liefert {', '.join(one.found[:5])} …" for one in nothing if one.found)


def _line(label: str, values: Score) -> str:
    numbers = f"{values.queries:>6}  {values.ndcg:7.3f}  {values.recall:9.3f}  {values.empty:4.0%}"
    return f"  {label:<22} {numbers}"


def losers(answers: Sequence[Answered]) -> Iterator[str]:
    """Queries below the mark, worst first: what was expected, what came."""
    lost = sorted((one for one in answers if one.ndcg < LOSER), key=lambda one: one.ndcg)
    yield f"Verlierer (nDCG unter {LOSER:.2f}): {len(lost)} von {len(answers)}"
    for one in lost:
        expected = sorted(one.query.expected.items(), key=lambda pair: -pair[1])
        yield f"  {one.ndcg:.3f}  recall {one.recall:.2f}  {one.query.kind}: „{one.query}“"
        yield f"         erwartet {_short([f'{slug}={grade}' for slug, grade in expected])}"
        yield f"         gekommen {_short([f'{slug}={one.query.expected.get(slug, 0)}' for slug in one.found])}"


def _short(names: list[str]) -> str:
    shown = ", ".join(names[:10]) or "nichts"
    return f"{shown} … ({len(names)})" if len(names) > 10 else shown


def failures(answers: Sequence[Answered]) -> Iterator[str]:
    """What keeps the search from passing; empty when it passes."""
    values = score(answers)
    if values.ndcg < NDCG:
        yield f"nDCG@10 ist {values.ndcg:.3f}, nötig sind {NDCG:.2f}."
    if values.recall < RECALL:
        yield f"recall@20 ist {values.recall:.3f}, nötig sind {RECALL:.2f}."
    if empty := [f"„{one.query}“" for one in answers if not one.found]:
        yield f"Leere Antwort, obwohl etwas passt: {', '.join(empty)}"
