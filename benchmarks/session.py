"""One whole measurement: servers up, first passes, rounds, and what the pages hold."""

from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import pages, paths, shared_cache
from benchmarks.databases import address
from benchmarks.figures import Spread, counts
from benchmarks.load import Pass
from benchmarks.rounds import Target, cold, run_rounds
from benchmarks.servers import Database, Web, production
from benchmarks.sizes import SIZES, floor_size

PORTAL, COLD, FLOOR = "familynet.wsgi", "benchmarks.cold", "benchmarks.floor.application"


@dataclass(slots=True)
class Measured:
    """Everything the report tells."""

    sizes: list[str]
    floor: str
    rounds: int = 0
    repeated: bool = False
    targets: dict[str, Target] = field(default_factory=dict)
    cold: dict[str, Pass] = field(default_factory=dict)
    kinds: list[str] = field(default_factory=list)
    memory: dict[str, int] = field(default_factory=dict)
    weights: dict[str, pages.Weight] = field(default_factory=dict)
    statements: pages.Statements | None = None
    cached: shared_cache.Cached | None = None
    not_cached: str = "nginx fehlt"

    @property
    def control(self) -> Spread:
        """The floor over itself."""
        return self.targets["same"].over(self.targets["floor"], "mean")

    @property
    def errors(self) -> dict[str, list[str]]:
        """Per target the addresses that were not answered with 200."""
        found = {label: target.bad for label, target in self.targets.items() if target.bad}
        if self.statements and self.statements.bad:
            found["SQL-Anweisungen"] = self.statements.bad
        return found

    @property
    def counts(self) -> bool:
        """An error page is fast and proves nothing, so a run with one does not count."""
        return counts(self.control) and not self.errors


def measure(databases: dict[str, str], folder: Path, *, most_rounds: int) -> Measured:
    """``databases`` names one for each size. Runs all rounds a second time when the A/A control is off."""
    measured = Measured(list(databases), floor_size(list(databases)))
    with ExitStack() as stack:
        mixes, portals = {}, {}
        for size, name in databases.items():
            data = paths.read_data(address(name), SIZES[size])
            mixes[size] = paths.mix(data)
            environment = production(folder, address(name))
            portals[size] = stack.enter_context(Web(f"portal-{size}", PORTAL, environment, folder, "/livez"))
            target = Target.of(f"mix {size}", portals[size], mixes[size])
            measured.cold[size] = cold(target)
            measured.targets[target.label] = target
            for kind in ("mid", "seasonal"):
                label = f"{kind} {size}"
                measured.targets[label] = Target.of(label, portals[size], paths.plain(kind, data))
                if size == measured.floor and kind == "mid":
                    anew = stack.enter_context(Web("portal-cold", COLD, environment, folder, "/livez"))
                    measured.targets["mid cold"] = Target.of("mid cold", anew, paths.plain(kind, data))
                    measured.targets["mix cold"] = Target.of("mix cold", anew, mixes[size])
        measured.kinds = [query.kind for query in mixes[measured.floor]]
        base = address(databases[measured.floor])
        usual = stack.enter_context(Web("floor", FLOOR, {"FLOOR_DATABASE": base, "FLOOR_STACK": ""}, folder, "/hello"))
        ours = {**production(folder, base), "FLOOR_DATABASE": base, "FLOOR_STACK": "ours"}
        behind = stack.enter_context(Web("floor-ours", FLOOR, ours, folder, "/hello"))
        measured.targets |= _floors(usual, behind, mixes[measured.floor])
        database = Database()
        targets = list(measured.targets.values())
        for attempt in range(2):
            measured.rounds = run_rounds(targets, database, rounds=most_rounds)
            measured.repeated = attempt > 0
            if counts(measured.control):
                break
        for size, portal in portals.items():
            measured.memory[size] = portal.memory()
            measured.weights[size] = pages.weigh(portal.port, mixes[size])
        chosen, smallest = measured.floor, mixes[measured.floor]
        environment = portals[chosen].environment
        measured.statements = pages.count_statements(environment, smallest)
        plain = next(query.path for query in smallest if query.kind == "mid")
        try:
            measured.cached = shared_cache.measure(portals[chosen].port, plain)
        except shared_cache.NotKept as problem:
            measured.not_cached = str(problem)
    return measured


def _floors(usual: Web, behind: Web, mix: list[paths.Query]) -> dict[str, Target]:
    """The floor's pages; the one the portal is compared with is there twice."""
    static = [query.floor.replace(paths.FLOOR, "/jinja", 1) for query in mix]
    found = [
        Target("hello", usual, ["/hello"] * 200),
        Target("hello-ours", behind, ["/hello"] * 200),
        Target("django", usual, [path.replace("/jinja", "/django", 1) for path in static]),
        Target("jinja", usual, static),
        Target.of("floor", usual, mix, floor=True),
        Target.of("same", usual, mix, floor=True),
    ]
    return {target.label: target for target in found}
