"""The arithmetic: percentiles, ratios of paired rounds, the A/A rule and the levels to reach."""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

TOLERANCE = 0.10  # how far the same target, named twice, may be from itself


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least ``share`` of ``values`` do not exceed. Raises ``ValueError`` without values."""
    if not values:
        raise ValueError("no values")
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


@dataclass(frozen=True, slots=True)
class Spread:
    """The median of the rounds, and their extremes."""

    median: float
    least: float
    most: float

    @classmethod
    def of(cls, values: Sequence[float]) -> "Spread":
        return cls(statistics.median(values), min(values), max(values))


def paired(over: Sequence[float], under: Sequence[float]) -> Spread:
    """Ratios of two targets, each taken inside one round. Raises ``ValueError`` when they ran a different number."""
    if len(over) != len(under):
        raise ValueError("not the same rounds")
    return Spread.of([above / below for above, below in zip(over, under, strict=True)])


def counts(control: Spread) -> bool:
    """Whether a run counts: the floor measured against itself is 1 within the tolerance."""
    return abs(control.median - 1) <= TOLERANCE + 1e-9


@dataclass(frozen=True, slots=True)
class Goal:
    """One line of the protocol: less is better."""

    number: str
    text: str
    enough: float
    ambitious: float

    def verdict(self, value: float) -> str:
        if value <= self.ambitious:
            return "ambitioniert"
        return "erreicht" if value <= self.enough else "verfehlt"


P1 = Goal("P1", "Suchseite / (Jinja-Boden + eine SQL-Anweisung derselben Suche), 10k, Mischung: Zeit", 1.6, 1.15)
P2 = Goal("P2", "Suchseite / Boden mit Django-Vorlagen, 10k, mittlere Wörter: CPU", 1.3, 0.75)
P3 = Goal("P3", "p95 bei 100k / p95 bei 1k, ganze Mischung", 3, 1.5)
P4 = Goal("P4", "p95 bei 1m / p95 bei 1k, ganze Mischung", 8, 4)
P9_SEARCH = Goal("P9", "SQL-Anweisungen einer Suchseite (höchstens)", 5, 2)
P9_OFFER = Goal("P9", "SQL-Anweisungen einer Angebotsseite", 6, 3)
P10 = Goal("P10", "p95 jahreszeitliches Wort / p95 mittleres Wort", 5, 2)
