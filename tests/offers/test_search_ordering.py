"""The first hits in order without sorting all: the same as sorting all."""

import numpy as np
import pytest

from offers.search.ordering import FEW, Positions, best_positions


@pytest.mark.parametrize("size", [1, 30, FEW, FEW + 1, 5 * FEW])
@pytest.mark.parametrize("spread", [1, 3, 200])
def test_the_best_are_those_of_a_whole_sort(size, spread):
    random = np.random.default_rng(size + spread)
    points = random.integers(-40, -40 + spread, size).astype(np.int32)
    start = random.integers(0, spread, size)
    sorted_all = np.lexsort((np.arange(size), start, -points))
    for count in (1, 20, size // 2 + 1, size, size + 5):
        assert best_positions(points, start, count).tolist() == sorted_all[:count].tolist()


def test_soonest_counts_among_equals():
    """Negative control: with other dates the order is another one."""
    points, start = np.zeros(FEW * 2, np.int32), np.arange(FEW * 2)[::-1]
    assert best_positions(points, start, 2).tolist() == [FEW * 2 - 1, FEW * 2 - 2]
    assert best_positions(points, start * 0, 2).tolist() == [0, 1]


def test_positions():
    row = np.arange(0, 30_000, 3)
    for members in (row[::2], row[:5], row[5 : FEW * 2], row):
        places = np.arange(len(row))[Positions(row).of(members)]
        assert row[places].tolist() == members.tolist()
