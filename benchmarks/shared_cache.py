"""How fast a kept result page comes out of the shipped nginx, beside a file of the same size from the same nginx."""

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.figures import Spread, paired
from benchmarks.load import Connection
from benchmarks.servers import family
from tests import proxy

ROUNDS, SECONDS = 5, 1.0
BATCH = 40  # requests sent at once, so that the client does not wait between them
PER_CONNECTION = 960  # nginx ends a connection after a thousand requests
HALF = 0.5
CHANGES = (
    (r"X-Forwarded-Proto \$scheme", "X-Forwarded-Proto https"),  # there is no TLS in the measurement
    (r"rate=30r/s", "rate=1000000r/s"),  # one visitor asks for everything here
    (r"burst=120", "burst=100000"),
)


class NotKept(Exception):
    """There is nothing to measure; the text says of which page."""


@dataclass(frozen=True, slots=True)
class Cached:
    """Speed of the kept page over that of the file, by requests per second and by nginx's processor time."""

    speed: Spread
    cpu: Spread
    per_second: float
    file_per_second: float
    size: int
    not_modified: bool


def measure(upstream: int, path: str) -> Cached | None:
    """``None`` without nginx. Raises ``NotKept`` when the page does not come from the cache."""
    if proxy.NGINX is None:
        return None
    with tempfile.TemporaryDirectory(prefix="bench-nginx-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "static").mkdir()
        with proxy.running(folder, upstream, *CHANGES) as (port, pid):
            connection = Connection(port)
            page = connection.get(path)
            again = connection.get(path)
            if (page.status, again.header("x-cache"), again.body) != (200, "HIT", page.body):
                raise NotKept(f"{path}: {page.status}, {again.header('x-cache')}")
            tagged = Connection(port, headers=f"If-None-Match: {again.header('etag')}\r\n").get(path)
            (folder / "static" / "page.html").write_bytes(b"x" * len(page.body))
            kept: list[tuple[float, float]] = []
            file: list[tuple[float, float]] = []
            pairs = [(kept, path), (file, "/static/page.html")]
            for number in range(-1, ROUNDS):  # the first warms up
                for results, one in pairs if number % 2 == 0 else reversed(pairs):
                    result = _speed(port, pid, one)
                    if number >= 0:
                        results.append(result)
    return Cached(
        speed=paired([one[0] for one in kept], [one[0] for one in file]),
        cpu=paired([one[1] for one in file], [one[1] for one in kept]),
        per_second=Spread.of([one[0] for one in kept]).median,
        file_per_second=Spread.of([one[0] for one in file]).median,
        size=len(page.body),
        not_modified=tagged.status == 304,
    )


def _speed(port: int, pid: int, path: str) -> tuple[float, float]:
    """Requests per second, and nginx's processor milliseconds per request."""
    cpu, began, number = family(pid), time.perf_counter(), 0
    connection = Connection(port)
    while time.perf_counter() - began < SECONDS:
        connection.send([path] * BATCH)
        for _ in range(BATCH):
            if connection.receive().status != 200:
                raise NotKept(f"{path} is not served")
        number += BATCH
        if number % PER_CONNECTION == 0:
            connection.close()
    connection.close()
    passed = time.perf_counter() - began
    return number / passed, max(family(pid) - cpu, 0.001) * 1000 / number
