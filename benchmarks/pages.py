"""What the pages hold: their weight, how many offers they show, how many statements they cost. Not timed."""

import gzip
import json
import re
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.load import Connection
from benchmarks.paths import Query
from benchmarks.servers import BASE

ITEM = re.compile(rb'href="[^"]*/angebote/(lasttest-\d+)/"')
OFFER = "/angebote/lasttest-0000007/"


@dataclass(frozen=True, slots=True)
class Weight:
    """Medians over the mix, in bytes; ``empty`` and ``bad`` are numbers of pages."""

    plain: float
    packed: float
    items: float
    empty: int
    bad: int


@dataclass(frozen=True, slots=True)
class Statements:
    """SQL statements: of the searches the median and the most, with the address of the worst; of an offer's page.

    ``bad`` are the pages that were no page.
    """

    usual: float
    most: int
    worst: str
    offer: int
    bad: list[str]


def weigh(port: int, queries: Sequence[Query]) -> Weight:
    """Fetch every page once; packed here, at the level Django packs with."""
    plain, packed, items, bad = [], [], [], 0
    connection = Connection(port)
    for query in queries:
        answer = connection.get(query.path)
        bad += answer.status != 200
        plain.append(len(answer.body))
        items.append(len(set(ITEM.findall(answer.body))))
        packed.append(len(gzip.compress(answer.body, 6)))
    connection.close()
    return Weight(statistics.median(plain), statistics.median(packed), statistics.median(items), items.count(0), bad)


def count_statements(environment: Mapping[str, str], queries: Sequence[Query]) -> Statements:
    """Ask the pages inside a process of its own, where every statement passes by."""
    done = subprocess.run(  # noqa: S603 - our own module
        [sys.executable, "-m", "benchmarks.statements"],
        cwd=BASE,
        env=dict(environment),
        input=json.dumps([OFFER, *(query.path for query in queries)]),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    counted: dict[str, int] = json.loads(done.stdout)
    offer = counted.pop(OFFER)
    worst = max(counted, key=lambda path: counted[path])
    bad = [path for path, amount in counted.items() if amount < 0] + ([OFFER] if offer < 0 else [])
    return Statements(statistics.median(counted.values()), counted[worst], worst, offer, bad)
