"""The arithmetic of ``make bench``."""

import pytest

from benchmarks import figures, sizes
from benchmarks.figures import Goal, Spread, counts, paired, percentile
from benchmarks.report import number, spread


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ([5], 0.5, 5),
        ([5], 0.95, 5),
        ([3, 1, 2], 0.5, 2),
        ([4, 1, 3, 2], 0.5, 2),
        (list(range(1, 101)), 0.95, 95),
        (list(range(1, 21)), 0.95, 19),
        ([1, 2], 0.0, 1),
        ([1, 2], 1.0, 2),
    ],
)
def test_percentiles_are_values_that_occurred(values, share, expected):
    assert percentile(values, share) == expected


def test_no_values_have_no_percentile():
    with pytest.raises(ValueError, match="no values"):
        percentile([], 0.5)


def test_ratios_are_taken_inside_a_round():
    """A slow hour makes both slow: the ratio of the sums would say 1.4, every round says 2."""
    ratio = paired([2.0, 20.0, 4.0], [1.0, 10.0, 2.0])
    assert (ratio.median, ratio.least, ratio.most) == (2, 2, 2)
    assert paired([1, 3, 8], [1, 2, 2]) == Spread(1.5, 1, 4)


def test_both_targets_ran_in_the_same_rounds():
    with pytest.raises(ValueError, match="not the same rounds"):
        paired([1.0], [1.0, 2.0])


@pytest.mark.parametrize(
    ("median", "valid"), [(1.0, True), (1.1, True), (0.9, True), (1.11, False), (0.89, False), (2.0, False)]
)
def test_a_run_counts_when_the_floor_is_itself(median, valid):
    assert counts(Spread(median, 0.1, 9.0)) is valid


@pytest.mark.parametrize(
    ("value", "word"), [(1, "ambitioniert"), (1.15, "ambitioniert"), (1.6, "erreicht"), (1.61, "verfehlt")]
)
def test_levels(value, word):
    assert figures.P1.verdict(value) == word


def test_the_ambitious_level_is_the_stricter_one():
    goals = [goal for goal in vars(figures).values() if isinstance(goal, Goal)]
    assert len(goals) == 7
    assert all(goal.ambitious < goal.enough for goal in goals)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1k", ["1k"]),
        ("100k", ["1k", "10k", "100k"]),
        ("1M", ["1k", "10k", "100k", "1m"]),
        ("10k, 1k", ["1k", "10k"]),
        ("1k,100k", ["1k", "100k"]),
    ],
)
def test_sizes(text, expected):
    assert sizes.chosen(text) == expected


@pytest.mark.parametrize("text", ["", ",", "5k", "1k,2k", "zehn"])
def test_other_sizes_are_refused(text):
    with pytest.raises(ValueError, match="geht nicht"):
        sizes.chosen(text)


def test_the_floor_reads_ten_thousand_if_it_can():
    assert sizes.floor_size(["1k", "10k", "100k"]) == "10k"
    assert sizes.floor_size(["1k", "100k"]) == "1k"


def test_numbers_are_german():
    assert [number(one) for one in (3, 3.0, 0.456, 12.3456, 1234.5)] == ["3", "3", "0,46", "12,35", "1234"]
    assert spread(Spread(1.25, 1, 1.5)) == "1,25 (1–1,50)"
