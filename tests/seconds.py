"""Which folder of tests takes how much of a run, kept in ``seconds.toml`` so that growth is seen and meant.

Every test is charged with the processor time it used, its fixtures and ended children included, in units of a
calibration repeated during the same run: twenty million Python additions are one unit (some 0.8 s on a machine of
2026). What is made once for all (the migrated database) is nobody's. At the end of a full run with ``CI=true`` it fails
when a folder has grown by more than a quarter, see ``grown``. ``make seconds`` measures and writes the table anew.
"""

import os
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median

import pytest

from tests.pace import calibration, processor_seconds

TABLE = Path(__file__).with_name("seconds.toml")
HEAD = """# Processor time of the tests by folder, in units of 20 million Python additions (tests/seconds.py).
# Written by "make seconds". CI fails when a folder grows by more than a quarter against the others.
"""
GROWTH = 1.25
SMALLEST = 15.0
"""Units a folder may always grow by, because small figures waver."""
TOTAL_GROWTH = 1.6
"""Of all folders together; wide, because no two processors weigh additions against the rest alike."""
ADDITIONS_PER_UNIT = 20  # millions
CALIBRATE_EVERY = 100  # tests

Units = Mapping[str, float]


def grown(kept: Units, now: Units) -> list[str]:
    """One line for each folder that has grown, none when all is as it was.

    A folder is compared with all the others of the same run: if these take twice the units they took when the table was
    written, the machine is another one, and a folder may take twice as well. It has grown when it takes more than a
    quarter above that and also more than ``SMALLEST`` units. A folder without a line in the table counts from nothing.
    Folders that did not run now (no browser here) are left out. All together may grow by ``TOTAL_GROWTH``.
    """
    known = {folder: kept.get(folder, 0.0) for folder in now}
    total_kept, total_now = sum(known.values()), sum(now.values())
    found = []
    for folder in sorted(now):
        others_kept, others_now = total_kept - known[folder], total_now - now[folder]
        expected = known[folder] * (others_now / others_kept if others_kept and others_now else 1.0)
        if now[folder] > GROWTH * expected and now[folder] - expected > SMALLEST:
            found.append(f"tests/{folder}: {now[folder]:.1f} units, {expected:.1f} expected by the table")
    if not found and total_kept and total_now > TOTAL_GROWTH * total_kept:
        found.append(f"all folders together: {total_now:.1f} units, {total_kept:.1f} in the table")
    return found


def read_table() -> dict[str, float]:
    return tomllib.loads(TABLE.read_text("utf-8"))["units"] if TABLE.exists() else {}


def write_table(units: Units) -> None:
    lines = (f"{folder} = {units[folder]:.1f}" for folder in sorted(units))
    TABLE.write_text("\n".join([HEAD, "[units]", *lines, ""]), "utf-8")


def folder_of(item: pytest.Item) -> str:
    """Top folder below ``tests/``."""
    return item.nodeid.removeprefix("tests/").partition("/")[0]


class Seconds:
    """The plug-in. In a parallel run every worker measures and hands its figures to the controller."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.spent: dict[str, float] = defaultdict(float)  # processor seconds by folder
        self.additions: list[float] = []
        self.tests: Counter[str] = Counter()
        self.handed: list[dict[str, float]] = []
        self.shared = 0.0
        self.lost = False
        self.said: list[str] = []

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        if sum(self.tests.values()) % CALIBRATE_EVERY == 0:
            self.additions.append(calibration())
        folder, began, shared = folder_of(item), processor_seconds(), self.shared
        self.tests[folder] += 1
        result = yield
        if not item.get_closest_marker("skip"):
            self.spent[folder] += processor_seconds() - began - (self.shared - shared)
        return result

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef) -> Iterator[object]:
        if fixturedef.scope != "session":
            return (yield)
        began, inner = processor_seconds(), self.shared
        result = yield
        self.shared = inner + processor_seconds() - began  # fixtures inside it are part of it
        return result

    def units(self) -> dict[str, float]:
        """Of this process."""
        one = ADDITIONS_PER_UNIT * median(self.additions) if self.additions else 1.0
        return {folder: seconds / one for folder, seconds in self.spent.items()}

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: object, error: object) -> None:
        """Controller of a parallel run: a worker has ended."""
        output = getattr(node, "workeroutput", {})
        self.lost |= "seconds" not in output
        self.handed.append(output.get("seconds", {}))

    def together(self) -> dict[str, float]:
        total: dict[str, float] = defaultdict(float)
        for part in self.handed or [self.units()]:
            for folder, units in part.items():
                total[folder] += units
        return dict(total)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if hasattr(self.config, "workeroutput"):
            self.config.workeroutput["seconds"] = self.units()
            return
        if self.lost or not is_whole(self.config):
            return
        now = self.together()
        if self.config.getoption("write_seconds"):
            write_table(now)
            self.said = [f"written: {TABLE.relative_to(self.config.rootpath)}"]
        elif os.environ.get("CI") == "true" and not session.testsfailed:
            self.compare(session, read_table(), now)

    def compare(self, session: pytest.Session, kept: Units, now: Units) -> None:
        """Fails the run when a folder has grown; without a table there is nothing to compare, and that is said."""
        if not kept:
            self.said = ["tests/seconds.toml is missing: make seconds writes it."]
        elif found := grown(kept, now):
            self.said = [*found, "If that is meant: make seconds, and commit tests/seconds.toml."]
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self.said:
            terminalreporter.section("seconds by folder")
            for line in self.said:
                terminalreporter.line(line)


def is_whole(config: pytest.Config) -> bool:
    """Was every test asked for?"""
    option = config.option
    everything = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    return everything and not (
        option.keyword or option.markexpr or option.deselect or option.collectonly or option.maxfail
    )
