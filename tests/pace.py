"""Time without seconds: machines differ twofold, and a busy one by more.

``cpu_units`` says how much work something is in units of this machine at this moment: one unit is the processor time of
a million additions. Bounds in units have to be wide; they tell "grows without end" from "is done", nothing finer.
What is to be quick is measured by ``make bench``. ``wait_until`` waits for what has to happen, however long it takes.
"""

import os
import time
from collections.abc import Callable

WAIT = 300
"""Seconds after which nothing more is expected, on the slowest machine we can imagine."""


def processor_seconds() -> float:
    """Processor time of this process and of its children that have ended."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def calibration() -> float:
    """Processor seconds of a million additions, now."""
    began = time.process_time()
    total = 0
    for number in range(1_000_000):
        total += number
    return time.process_time() - began


def cpu_units(work: Callable[[], object]) -> float:
    """The processor time of ``work()`` and its children, in units; measured between two calibrations."""
    before = calibration()
    began = processor_seconds()
    work()
    spent = processor_seconds() - began
    return spent / max(before, calibration())


def wait_until(condition: Callable[[], object], seconds: float = WAIT) -> None:
    """Returns as soon as ``condition()`` holds; raises ``TimeoutError`` when it never does."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError("hat zu lange gedauert")
        time.sleep(0.05)
