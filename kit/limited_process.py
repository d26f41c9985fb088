"""A child process for work on bytes nobody has checked: little memory, little time, no secrets, an empty folder.

The child calls ``hold_limits`` first; the limits cannot be raised again. Bytes go in on stdin and come out on stdout.
"""

import resource
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LARGEST_FILE = 50_000_000  # bytes; a font of the page is written to the child's own folder, nothing else


class ChildFailed(Exception):
    """The child ended without a result: it crashed, met its limits, or said so itself."""


class ChildTooSlow(ChildFailed):
    """The child was still at work when its time or its processor time was over; it has been killed."""


def hold_limits(*, memory: int, seconds: int) -> None:
    """Called by the child: at most ``memory`` bytes of address space and ``seconds`` of processor time from now on."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))  # SIGXCPU first, so the parent knows why
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))


def run_limited(module: str, *arguments: str, source: bytes, seconds: float) -> bytes:
    """What ``python -m module arguments`` writes to stdout when it reads ``source``.

    It runs in an empty folder with an empty environment. Raises ``ChildTooSlow`` when it takes longer than
    ``seconds`` or its own limit of processor time, and ``ChildFailed`` when it ends with another status than 0.
    Side effect: one short-lived process.
    """
    with tempfile.TemporaryDirectory(prefix="familynet-child-") as folder:
        try:
            child = subprocess.run(  # noqa: S603 - our own interpreter, a module of ours
                [sys.executable, "-m", module, *arguments],
                input=source,
                capture_output=True,
                timeout=seconds,
                cwd=folder,
                env={"PYTHONPATH": str(ROOT), "HOME": folder, "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"},
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise ChildTooSlow(module) from error
    if child.returncode == -signal.SIGXCPU:
        raise ChildTooSlow(module)
    if child.returncode != 0:
        raise ChildFailed(f"{module}: {child.returncode}")
    return child.stdout
