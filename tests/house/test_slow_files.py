"""What ``make quick`` leaves out by name is there: a renamed file would come back into the quick part unseen."""

from tests.conftest import SLOW, SLOW_FOLDERS
from tests.house.test_source import ROOT


def missing(names: frozenset[str]) -> list[str]:
    return [name for name in sorted(names) if not (ROOT / "tests" / f"{name}.py").is_file()]


def test_slow_files_and_folders_are_there():
    assert missing(SLOW) == []
    assert all((ROOT / "tests" / folder).is_dir() for folder in SLOW_FOLDERS)


def test_a_renamed_file_is_noticed():
    """Negative control."""
    assert missing(frozenset({"roof/test_of_long_ago"})) == ["roof/test_of_long_ago"]
