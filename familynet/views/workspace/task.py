"""One thing that waits for somebody."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Task:
    """One line: what, since when, and where it gets done (``href`` empty: nowhere to click)."""

    text: str
    action: str
    href: str
    since: datetime | None = None
