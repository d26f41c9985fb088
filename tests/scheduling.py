"""Which tests one of the parallel processes takes together: a file, and everything that needs a browser.

What a module sets up (a copy of the demo network) is then made once and not once per process; there is one portal and
one Chromium, which keeps more than one processor busy by itself.
"""

from xdist.scheduler import LoadFileScheduling

BROWSER = "tests/browser/"


class ByFile(LoadFileScheduling):
    """The largest group first, as its parent does it; short files come last and even out who is ready."""

    def _split_scope(self, nodeid: str) -> str:
        return BROWSER if nodeid.startswith(BROWSER) else super()._split_scope(nodeid)
