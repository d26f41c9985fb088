"""``/intern/``: what waits for the person who has just signed in; each role has a home of its own."""

from familynet.views.workspace.home import workspace

__all__ = ["workspace"]
