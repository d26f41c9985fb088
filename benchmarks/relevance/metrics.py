"""nDCG, recall and empty answers of one list of slugs against graded offers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log2

GOOD = 2  # from this grade on an offer must be found


def ndcg(expected: Mapping[str, int], found: Sequence[str], places: int = 10) -> float:
    """Discounted gain ``(2 ** grade - 1) / log2(place + 1)`` of the first places, as a share of the best order.

    An offer that is listed twice gains once. Raises ``ValueError`` when nothing is expected.
    """
    if not expected:
        raise ValueError("nothing expected")
    seen: set[str] = set()
    grades = []
    for slug in found[:places]:
        grades.append(0 if slug in seen else expected.get(slug, 0))
        seen.add(slug)
    return _gain(grades) / _gain(sorted(expected.values(), reverse=True)[:places])


def _gain(grades: Iterable[int]) -> float:
    return sum((2**grade - 1) / log2(place + 1) for place, grade in enumerate(grades, start=1))


def recall(expected: Mapping[str, int], found: Sequence[str], places: int = 20) -> float:
    """Share of the good offers (all of them when none is good) among the first places; what cannot fit is not asked.

    Raises ``ValueError`` when nothing is expected.
    """
    if not expected:
        raise ValueError("nothing expected")
    wanted = {slug for slug, grade in expected.items() if grade >= GOOD} or set(expected)
    return len(wanted & set(found[:places])) / min(places, len(wanted))


@dataclass(frozen=True, slots=True)
class Score:
    """Averages over some queries."""

    queries: int
    ndcg: float
    recall: float
    empty: float

    @classmethod
    def of(cls, answers: Sequence[tuple[Mapping[str, int], Sequence[str]]]) -> "Score":
        """``answers`` are pairs of expected grades and found slugs; at least one."""
        number = len(answers)
        return cls(
            queries=number,
            ndcg=sum(ndcg(expected, found) for expected, found in answers) / number,
            recall=sum(recall(expected, found) for expected, found in answers) / number,
            empty=sum(not found for _, found in answers) / number,
        )
