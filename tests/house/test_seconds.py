"""The table of seconds per folder: which growth it finds and what it puts down to the machine (tests/seconds.py)."""

import pytest

from tests.seconds import TABLE, grown, read_table

KEPT = {"roof": 200.0, "agreements": 150.0, "kit": 100.0, "texts": 5.0}


def scaled(factor: float, **folders: float) -> dict[str, float]:
    return {name: units * factor for name, units in (KEPT | folders).items()}


@pytest.mark.parametrize("factor", [0.5, 0.8, 1.0, 1.4])
def test_another_machine_is_no_growth(factor):
    assert grown(KEPT, scaled(factor)) == []


@pytest.mark.parametrize("factor", [0.5, 1.0, 1.3])
def test_a_folder_that_grows_by_more_than_a_quarter_is_named(factor):
    (line,) = grown(KEPT, scaled(factor, kit=140))
    assert line.startswith("tests/kit: ")


def test_the_largest_folder_is_named_as_well():
    (line,) = grown(KEPT, scaled(1, roof=270))
    assert line.startswith("tests/roof: ")


def test_up_to_a_quarter_and_a_few_units_are_noise():
    assert grown(KEPT, scaled(1, kit=120, texts=15)) == []


def test_shrinking_is_no_growth_of_the_others_beyond_measure():
    assert grown(KEPT, scaled(1, agreements=130)) == []


def test_a_new_folder_is_named_until_it_has_its_line():
    (line,) = grown(KEPT, KEPT | {"planning": 30.0})
    assert line.startswith("tests/planning: ")
    assert grown(KEPT, KEPT | {"planning": 10.0}) == []


def test_folders_that_did_not_run_are_left_out():
    assert grown(KEPT | {"browser": 500.0}, KEPT) == []


def test_all_together_have_a_limit_too():
    (line,) = grown(KEPT, scaled(1.7))
    assert line.startswith("all folders together")


def test_every_folder_with_tests_has_its_line():
    """Once the table is there. A folder that is new or gone asks for ``make seconds``."""
    folders = {path.relative_to(TABLE.parent).parts[0] for path in TABLE.parent.rglob("*/test_*.py")}
    assert "house" in folders
    assert folders == set(read_table() or folders)
