"""Positions as a plain drawing: where things lie to each other, without a map and without asking another host."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, radians

WIDTH = HEIGHT = 360
MARGIN = 24
KM_PER_DEGREE = 111.32
SMALLEST_KM = 0.5
"""A single place, or several in one street, still get a bit of surroundings."""
SCALES = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500)


@dataclass(frozen=True, slots=True)
class Mark:
    """One numbered spot, in units of the drawing."""

    number: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """What the template draws: spots, north on top, and a bar that says how far ``scale_words`` is."""

    marks: list[Mark]
    scale_words: str
    scale_length: float
    width: int = WIDTH
    height: int = HEIGHT


def draw_positions(points: Iterable[tuple[int, float, float]]) -> Drawing | None:
    """A drawing of (number, latitude, longitude), to scale; ``None`` without points.

    A flat picture of a round earth, exact enough within a state.
    """
    known = list(points)
    if not known:
        return None
    north, south = max(lat for _, lat, _ in known), min(lat for _, lat, _ in known)
    east, west = max(lon for _, _, lon in known), min(lon for _, _, lon in known)
    per_degree = KM_PER_DEGREE * cos(radians((north + south) / 2))
    span = max((north - south) * KM_PER_DEGREE, (east - west) * per_degree, SMALLEST_KM)
    unit = (WIDTH - 2 * MARGIN) / span

    def place(number: int, lat: float, lon: float) -> Mark:
        x = WIDTH / 2 + (lon - (east + west) / 2) * per_degree * unit
        y = HEIGHT / 2 - (lat - (north + south) / 2) * KM_PER_DEGREE * unit
        return Mark(number, round(x, 1), round(y, 1))

    scale = max((km for km in SCALES if km <= span / 3), default=SCALES[0])
    words = f"{scale:g} km" if scale >= 1 else f"{scale * 1000:g} m"
    return Drawing([place(*point) for point in known], words, round(scale * unit, 1))
