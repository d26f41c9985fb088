"""Positions as a plain drawing: where things lie to each other, without a map and without asking another host."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, hypot, radians

WIDTH = HEIGHT = 360
MARGIN = 24
KM_PER_DEGREE = 111.32
SMALLEST_KM = 0.5
"""A single place, or several in one street, still get a bit of surroundings."""
SCALES = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500)


FAR_APART_KM = 15
"""Places farther than this from all others are drawn on a sheet of their own: two towns on one would be two blots."""

GAP = 20
MOST_MOVED = 60
ROUNDS = 40
"""Numbers nearer than ``GAP`` cover each other and are pushed apart, as long as there are not too many."""

Point = tuple[int, float, float]


@dataclass(frozen=True, slots=True)
class Mark:
    """One numbered spot, in units of the drawing."""

    number: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """One town or region: spots, north on top, and a bar that says how far ``scale_words`` is."""

    marks: list[Mark]
    scale_words: str
    scale_length: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """What the template draws: a sheet for each region, the fullest first."""

    sheets: list[Sheet]
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def marks(self) -> list[Mark]:
        return [mark for sheet in self.sheets for mark in sheet.marks]


def draw_positions(points: Iterable[Point]) -> Drawing | None:
    """A drawing of (number, latitude, longitude), each sheet to its own scale; ``None`` without points.

    A flat picture of a round earth, exact enough within a state. At most some hundred points: each is compared with
    each.
    """
    regions = _regions(list(points))
    return Drawing([_sheet(region) for region in regions]) if regions else None


def _regions(points: list[Point]) -> list[list[Point]]:
    """Points in groups whose members are linked by steps of at most ``FAR_APART_KM``."""
    found: list[list[Point]] = []
    for point in points:
        near = [region for region in found if any(_km(point, other) <= FAR_APART_KM for other in region)]
        found = [region for region in found if region not in near]
        found.append([*(other for region in near for other in region), point])
    return sorted((sorted(region) for region in found), key=lambda region: (-len(region), region))


def _km(one: Point, other: Point) -> float:
    east = (one[2] - other[2]) * cos(radians((one[1] + other[1]) / 2))
    return KM_PER_DEGREE * hypot(one[1] - other[1], east)


def _sheet(known: list[Point]) -> Sheet:
    north, south = max(lat for _, lat, _ in known), min(lat for _, lat, _ in known)
    east, west = max(lon for _, _, lon in known), min(lon for _, _, lon in known)
    per_degree = KM_PER_DEGREE * cos(radians((north + south) / 2))
    span = max((north - south) * KM_PER_DEGREE, (east - west) * per_degree, SMALLEST_KM)
    unit = (WIDTH - 2 * MARGIN) / span

    spots = [
        (
            WIDTH / 2 + (lon - (east + west) / 2) * per_degree * unit,
            HEIGHT / 2 - (lat - (north + south) / 2) * KM_PER_DEGREE * unit,
        )
        for _, lat, lon in known
    ]
    marks = [
        Mark(number, round(x, 1), round(y, 1))
        for (number, _, _), (x, y) in zip(known, _moved_apart(spots), strict=True)
    ]
    scale = max((km for km in SCALES if km <= span / 3), default=SCALES[0])
    words = f"{scale:g} km" if scale >= 1 else f"{scale * 1000:g} m"
    return Sheet(marks, words, round(scale * unit, 1))


def _moved_apart(spots: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """``spots`` pushed apart until their numbers can be read; with too many of them they stay where they are."""
    if len(spots) > MOST_MOVED:
        return spots
    moved = [list(spot) for spot in spots]
    for _ in range(ROUNDS):
        for n, one in enumerate(moved):
            for other in moved[n + 1 :]:
                east, south = other[0] - one[0], other[1] - one[1]
                apart = hypot(east, south)
                if apart >= GAP:
                    continue
                if apart < 1:  # the same address: to the sides, in the order of their numbers
                    east, south, apart = 1, 0, 1
                push = (GAP - apart) / 2 / apart
                one[0], one[1] = one[0] - east * push, one[1] - south * push
                other[0], other[1] = other[0] + east * push, other[1] + south * push
        for spot in moved:
            spot[0] = min(max(spot[0], MARGIN), WIDTH - MARGIN)
            spot[1] = min(max(spot[1], MARGIN), HEIGHT - MARGIN)
    return [(x, y) for x, y in moved]
