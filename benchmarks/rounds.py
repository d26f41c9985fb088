"""Paired rounds: each round asks every target once, forwards and backwards in turn: all share the same weather."""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks import load
from benchmarks.figures import Spread, paired, percentile
from benchmarks.paths import Query
from benchmarks.servers import Database, Web
from familynet.demo.bulk.progress import Progress

SECONDS = 1.2  # a run repeats its paths until this long; the kernel counts processor time in hundredths
FEWEST_ROUNDS, BUDGET = 3, 240.0


@dataclass(frozen=True, slots=True)
class Run:
    """One target in one round. Times are milliseconds, processor time is milliseconds per request."""

    times: list[float]
    app: float
    database: float
    size: float
    bad: list[str]

    @property
    def mean(self) -> float:
        return sum(self.times) / len(self.times)

    @property
    def p95(self) -> float:
        return percentile(self.times, 0.95)

    @property
    def cpu(self) -> float:
        return self.app + self.database


@dataclass(slots=True)
class Target:
    """Addresses of one server that are asked in this order."""

    label: str
    server: Web
    paths: Sequence[str]
    kinds: Sequence[str] = ()
    runs: list[Run] = field(default_factory=list)
    passes: int = 1

    @classmethod
    def of(cls, label: str, server: Web, queries: Sequence[Query], *, floor: bool = False) -> "Target":
        return cls(label, server, [one.floor if floor else one.path for one in queries], [one.kind for one in queries])

    def over(self, other: "Target", value: str) -> Spread:
        """Ratio of ``mean``, ``p95`` or ``cpu`` to another target, round by round."""
        return paired([getattr(run, value) for run in self.runs], [getattr(run, value) for run in other.runs])

    def spread(self, value: str) -> Spread:
        return Spread.of([getattr(run, value) for run in self.runs])

    @property
    def bad(self) -> list[str]:
        """Paths that were not answered with 200, in all rounds."""
        return [path for run in self.runs for path in run.bad]

    def by_kind(self) -> dict[str, list[float]]:
        """Times of all rounds, by the kind of search."""
        found: dict[str, list[float]] = {}
        for run in self.runs:
            for position, milliseconds in enumerate(run.times):
                found.setdefault(self.kinds[position % len(self.kinds)], []).append(milliseconds)
        return found


def cold(target: Target) -> load.Pass:
    """The first pass of a process that has just been started."""
    return load.once(target.server.connection, target.paths)


def warm(target: Target, seconds: float = SECONDS) -> float:
    """Two passes; sets how many passes a run has and returns how long one run will take."""
    for _ in range(2):
        began = time.perf_counter()
        load.once(target.server.connection, target.paths)
        passed = time.perf_counter() - began
    target.passes = max(1, math.ceil(seconds / passed))
    return passed * target.passes


def run(target: Target, database: Database) -> Run:
    """All paths as often as ``passes`` says, one after the other."""
    app, data = target.server.cpu(), database.cpu()
    passes = [load.once(target.server.connection, target.paths) for _ in range(target.passes)]
    app, data = target.server.cpu() - app, database.cpu() - data
    times = [one for part in passes for one in part.times]
    return Run(
        times,
        app * 1000 / len(times),
        data * 1000 / len(times),
        sum(part.size for part in passes) / len(times),
        [path for part in passes for path in part.bad],
    )


def run_rounds(targets: Sequence[Target], database: Database, *, rounds: int) -> int:
    """Warm up, then all rounds; returns how many there were (fewer when one takes very long)."""
    progress = Progress("Aufwärmen", len(targets))
    length = 0.0
    for number, target in enumerate(targets):
        progress.show(number)
        target.runs.clear()
        length += warm(target)
    progress.end()
    rounds = max(FEWEST_ROUNDS, min(rounds, int(BUDGET / length)))
    progress = Progress("Messrunden", rounds * len(targets))
    done = 0
    for number in range(rounds):
        for target in targets if number % 2 == 0 else reversed(targets):
            progress.show(done)
            target.runs.append(run(target, database))
            done += 1
    progress.end()
    return rounds
