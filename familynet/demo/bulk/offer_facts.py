"""What is true of made-up offer number ``n``: always the same for the same number and day."""

from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from random import Random
from typing import TypeVar
from zoneinfo import ZoneInfo

from familynet.demo.bulk.offer_texts import Text, make_text
from offers.enums import AgeOf, CapacityUnit, OfferKind, RegistrationMode

PER_ORGANIZATION = 40
LATE = 260  # days after T from which an offer counts as late: a tenth of them, and seasonal words stand only there
FARTHEST = 300
ZONE = ZoneInfo("Europe/Berlin")
X = TypeVar("X")

KINDS = (
    (OfferKind.COURSE, 30),
    (OfferKind.OPEN_MEETING, 20),
    (OfferKind.GROUP, 16),
    (OfferKind.EVENT, 16),
    (OfferKind.CONSULTATION, 8),
    (OfferKind.COUNSELLING, 4),
    (OfferKind.SERVICE, 3),
    (OfferKind.VOLUNTEERING, 2),
    (OfferKind.EMPLOYER, 1),
)
MODES = (
    (RegistrationMode.NONE, 40),
    (RegistrationMode.ONLINE, 40),
    (RegistrationMode.PHONE, 15),
    (RegistrationMode.OPTIONAL, 5),
)
AGES = (
    ((0, 12), 14),
    ((0, 36), 16),
    ((12, 36), 10),
    ((36, 83), 16),
    ((72, 131), 12),
    ((120, 215), 8),
    ((216, None), 10),
    ((720, None), 4),
    ((None, None), 10),
)
STARTS = ("09:00", "09:30", "10:00", "10:00", "14:00", "15:00", "15:30", "16:00", "17:00", "18:00", "19:00")
LENGTHS = (45, 60, 90, 90, 120, 180)
TIMES = (1, 1, 1, 2, 3, 4, 6, 8)
AMOUNTS = (2, 3, 5, 8, 12, 18, 24, 32, 40, 48, 60, 75)
WEEKDAYS = (20, 19, 18, 17, 12, 10, 4)  # Monday to Sunday


@dataclass(frozen=True, slots=True)
class Catalogs:
    """Keys of the lists an offer points to; the first are common, the last are rare."""

    topics: Sequence[int]
    targets: Sequence[int]
    stages: Sequence[int]
    german: int
    languages: Sequence[int]


@dataclass(frozen=True, slots=True)
class Facts:
    """One offer; ``sessions`` are pairs of aware moments, ``fees`` pairs of label and amount."""

    text: Text
    kind: str
    minimum_age: int | None
    maximum_age: int | None
    age_of: str
    mode: str
    unit: str
    topics: list[int]
    targets: list[int]
    stages: list[int]
    languages: list[int]
    sessions: list[tuple[datetime, datetime]]
    fees: list[tuple[str, int]]
    maximum: int | None
    taken: int
    childcare: int
    cross: bool
    online: bool
    assured: date
    published: datetime


class _Weighted:
    def __init__(self, rows: Sequence[tuple[X, float]]) -> None:
        self.values = [value for value, _ in rows]
        self.sums = list(accumulate(weight for _, weight in rows))

    def pick(self, rng: Random):  # noqa: ANN202 - whatever the table holds
        return self.values[bisect(self.sums, rng.random() * self.sums[-1])]


KIND, MODE, AGE = _Weighted(KINDS), _Weighted(MODES), _Weighted(AGES)
WEEKDAY = _Weighted(list(enumerate(WEEKDAYS)))
ZIPF = [list(accumulate(1 / (rank + 1) ** 0.7 for rank in range(count))) for count in range(100)]


def facts_of(number: int, day: date, town: str, catalogs: Catalogs) -> Facts:
    """Offer ``number`` (from 0), dated from ``day``, held in ``town``."""
    rng = Random(number * 2_654_435_761 % 2**32)  # noqa: S311 - not a secret, the same on every machine
    first = int(FARTHEST * rng.random() ** 1.4) + 1
    minimum, maximum = AGE.pick(rng)
    mode = MODE.pick(rng)
    registered = mode in (RegistrationMode.ONLINE, RegistrationMode.PHONE)
    places = rng.randint(6, 24) if registered else None
    taken = 0
    if places:
        taken = places if rng.random() < 0.08 else rng.randrange(places)
    fees: list[tuple[str, int]] = []
    if rng.random() < 0.55:
        amount = rng.choice(AMOUNTS)
        fees = [("Regulär", amount), ("Ermäßigt", amount // 2)] if rng.random() < 0.4 else [("Regulär", amount)]
    return Facts(
        text=make_text(rng, town, late=first > LATE),
        kind=KIND.pick(rng),
        minimum_age=minimum,
        maximum_age=maximum,
        age_of=AgeOf.CHILD if maximum is not None else AgeOf.ALL,
        mode=mode,
        unit=CapacityUnit.PAIR if maximum is not None and maximum <= 36 else CapacityUnit.PERSON,
        topics=_several(rng, catalogs.topics, (1, 2, 2, 3)),
        targets=_several(rng, catalogs.targets, (1, 1, 2, 2, 3)),
        stages=_several(rng, catalogs.stages, (1, 1, 2)),
        languages=[catalogs.german, *(_several(rng, catalogs.languages, (1, 1, 2)) if rng.random() < 0.3 else [])],
        sessions=_sessions(rng, day + timedelta(days=first)),
        fees=fees,
        maximum=places,
        taken=taken,
        childcare=rng.randint(3, 8) if rng.random() < 0.1 else 0,
        cross=rng.random() < 0.08,
        online=rng.random() < 0.03,
        assured=day - timedelta(days=rng.randrange(1, 300)),
        published=datetime.combine(day - timedelta(days=rng.randrange(1, 300)), time(10), tzinfo=ZONE),
    )


def _several(rng: Random, keys: Sequence[int], how_many: Sequence[int]) -> list[int]:
    sums = ZIPF[len(keys)]
    return list({keys[bisect(sums, rng.random() * sums[-1])] for _ in range(rng.choice(how_many))})


def _sessions(rng: Random, first: date) -> list[tuple[datetime, datetime]]:
    start = time.fromisoformat(rng.choice(STARTS))
    length = timedelta(minutes=rng.choice(LENGTHS))
    day = first + timedelta(days=(WEEKDAY.pick(rng) - first.weekday()) % 7)
    begins = (datetime.combine(day + timedelta(weeks=week), start, tzinfo=ZONE) for week in range(rng.choice(TIMES)))
    return [(begin, begin + length) for begin in begins]
