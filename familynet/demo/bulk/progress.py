"""A line on standard error that says how far a long load has come, and how long it will still take."""

import sys
import time
from typing import TextIO

WIDTH = 30


class Progress:
    """``total`` steps of ``label``, of which ``done`` were there before; in a pipe it writes a line every tenth."""

    def __init__(self, label: str, total: int, *, done: int = 0, stream: TextIO | None = None) -> None:
        self.label, self.total, self.first, self.stream = label, total, done, stream or sys.stderr
        self.began = time.monotonic()
        self.tenth = -1

    def show(self, done: int) -> None:
        """Write where it stands."""
        share = done / self.total
        if not self.stream.isatty():
            if int(share * 10) == self.tenth:
                return
            self.tenth = int(share * 10)
        passed = time.monotonic() - self.began
        here = done - self.first
        left = (
            f", noch {minutes_and_seconds(passed / here * (self.total - done))}" if here and done < self.total else ""
        )
        bar = "█" * int(share * WIDTH)
        numbers = f"{done:,} von {self.total:,}".replace(",", ".")
        line = f"{self.label} [{bar:·<{WIDTH}}] {share:4.0%}  {numbers}  {minutes_and_seconds(passed)} vergangen{left}"
        self.stream.write(f"\r{line}   " if self.stream.isatty() else f"{line}\n")
        self.stream.flush()

    def end(self) -> None:
        """Write that it is done."""
        if self.total:
            self.show(self.total)
            if self.stream.isatty():
                self.stream.write("\n")


def minutes_and_seconds(seconds: float) -> str:
    """``m:ss``."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02}"
