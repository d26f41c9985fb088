"""``gunicorn benchmarks.cold``: the portal, but every card is read and drawn anew for every page."""

from familynet.wsgi import application
from offers.search import index

__all__ = ["application"]

index.MOST_OFFERS = 0
