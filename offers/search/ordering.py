"""Putting many hits in order without sorting all of them: nobody looks at more than the first pages."""

import numpy as np

from offers.search.sets import Numbers

FEW = 2000
"""So many are simply sorted."""


class Positions:
    """Where members of a sorted row of numbers stand in it."""

    def __init__(self, row: Numbers) -> None:
        self.row = row
        self._places: Numbers | None = None

    def of(self, members: Numbers) -> "Numbers | slice":
        """Positions of ``members``, all of which are in the row, in their order."""
        if len(members) == len(self.row):
            return slice(None)
        if len(members) <= FEW:
            return np.searchsorted(self.row, members)
        if self._places is None:
            self._places = np.empty(int(self.row[-1]) + 1, dtype=np.int32)
            self._places[self.row] = np.arange(len(self.row), dtype=np.int32)
        return self._places[members]


def best_positions(points: Numbers, start: Numbers, count: int) -> Numbers:
    """Positions of the ``count`` best: most points (whole numbers) first, then soonest, then as they stand."""
    chosen = np.arange(len(points)) if len(points) <= max(count, FEW) else _chosen(points, start, count)
    return chosen[np.lexsort((chosen, start[chosen], -points[chosen]))][:count]


def _chosen(points: Numbers, start: Numbers, count: int) -> Numbers:
    """Positions of the ``count`` best in no order: all with more points than the last of them, and of its equals the
    soonest."""
    least = points.min()
    reached = np.cumsum(np.bincount(points - least)[::-1])  # how many have at least so many points
    last = least + len(reached) - 1 - int(np.searchsorted(reached, count))
    better, equal = np.flatnonzero(points > last), np.flatnonzero(points == last)
    missing = count - len(better)
    if len(equal) > missing:
        begins = start[equal]
        latest = np.partition(begins, missing - 1)[missing - 1]
        sooner = equal[begins < latest]
        equal = np.concatenate((sooner, equal[begins == latest][: missing - len(sooner)]))
    return np.concatenate((better, equal))
