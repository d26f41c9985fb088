"""One thing that waits for somebody: what every app's ``tasks.py`` answers and the workspace shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Task:
    """One line: what, since when, and where it gets done (``href`` empty: nowhere to click)."""

    text: str
    action: str
    href: str
    since: datetime | None = None


def oldest_first(tasks: Iterable[Task]) -> list[Task]:
    """Those without a date first, then by how long they wait; equals keep their order."""
    return sorted(tasks, key=lambda task: (task.since is not None, task.since.timestamp() if task.since else 0))
