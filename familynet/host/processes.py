"""Child processes that do not outlive their parent. Plain Python, used before Django is there."""

import contextlib
import ctypes
import fcntl
import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def dying_with_parent(sig: signal.Signals) -> Callable[[], None] | None:
    """A ``preexec_fn`` that lets the Linux kernel send ``sig`` to the child as soon as the parent is gone.

    ``None`` where the kernel cannot do it; there the next start tidies up (``end_sessions``, ``clear_leftovers``).
    """
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl  # loaded here: nothing may be imported between fork and exec
    parent = os.getpid()

    def ask_kernel() -> None:
        prctl(PR_SET_PDEATHSIG, int(sig), 0, 0, 0)
        if os.getppid() != parent:  # the parent died before the request: nobody will ever signal us
            os._exit(1)

    return ask_kernel


def try_lock(path: Path) -> int | None:
    """Take the exclusive lock on ``path``; its descriptor, or ``None`` when another process holds it.

    The kernel frees the lock when the process ends, however it ends; so there are no stale lock files.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor


@contextlib.contextmanager
def file_lock(path: Path) -> Iterator[None]:
    """Wait for the exclusive lock on ``path`` and hold it inside the block."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
