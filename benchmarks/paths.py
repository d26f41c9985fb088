"""The mix of 200 searches, always the same for the same data; each with an address for the portal and for the floor."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from urllib.parse import urlencode

import psycopg

from familynet.demo.bulk import words
from familynet.demo.bulk.offer_texts import COMPOUNDS

KINDS = {"none": 40, "broad": 40, "mid": 70, "rare": 20, "seasonal": 10, "typo": 10, "deep": 10}
LABELS = {
    "none": "ohne Text",
    "broad": "häufiges Wort",
    "mid": "mittleres Wort",
    "rare": "seltenes Wort",
    "seasonal": "jahreszeitlich",
    "typo": "vertippt",
    "deep": "tiefe Seite",
}
EVERY_RADIUS = 10  # each tenth search is inside a circle
RADII = (5, 10, 20)
HOW_MANY_FILTERS = (1, 1, 1, 2, 2, 3)
PER_PAGE = 20
LAST_PAGE = 400
SEARCH = "/angebote/"
FLOOR = "/jinja-sql"
AGES = (("9m", 9), ("2", 30), ("4", 54), ("8", 102), ("14", 174))
DAYS = ("mo", "di", "mi", "do", "fr", "sa", "so")
DAY, FREE, NO_REGISTRATION = 5_000_000, 8_000_001, 8_000_002  # codes in the floor's table (floor/table.sql)
LISTS = {  # the common values of each list, with the floor's code
    "thema": "SELECT slug, 1000000 + id FROM partners_topic WHERE parent_id IS NOT NULL ORDER BY position, id LIMIT 8",
    "zielgruppe": "SELECT slug, 2000000 + id FROM offers_targetgroup ORDER BY position, id LIMIT 6",
    "sprache": "SELECT code, 3000000 + id FROM partners_language ORDER BY position, id LIMIT 5",
    "lebenslage": "SELECT slug, 10000000 + id FROM offers_lifestage ORDER BY position, id LIMIT 6",
}
PLACES = """
    SELECT m.name, m.lat, m.lon FROM partners_municipality m JOIN partners_location l ON l.municipality_id = m.id
    WHERE m.lat IS NOT NULL GROUP BY m.id ORDER BY count(*) DESC, m.name LIMIT 6
"""


@dataclass(frozen=True, slots=True)
class Data:
    """What the mix is made of: values of each list with their codes, places with their points, how many offers."""

    offers: int
    lists: Mapping[str, Sequence[tuple[str, int]]]
    places: Sequence[tuple[str, float, float]]


@dataclass(frozen=True, slots=True)
class Query:
    """One search of the mix."""

    kind: str
    path: str
    floor: str


def read_data(address: str, offers: int) -> Data:
    """Looks into a built database."""
    with psycopg.connect(address) as connection:
        lists = {name: connection.execute(query).fetchall() for name, query in LISTS.items()}
        return Data(offers, lists, connection.execute(PLACES).fetchall())


def mix(data: Data, *, seed: int = 7) -> list[Query]:
    """All kinds, half of each with one to three filters, a tenth with a radius, shuffled."""
    rng = Random(seed)  # noqa: S311 - not a secret, the same on every machine
    found = []
    for kind, amount in KINDS.items():
        for number in range(amount):
            filters = rng.choice(HOW_MANY_FILTERS) if number % 2 else 0
            radius = len(found) % EVERY_RADIUS == EVERY_RADIUS - 1
            found.append(_query(kind, number, data, rng, filters, radius=radius))
    rng.shuffle(found)
    return found


def plain(kind: str, data: Data, *, amount: int = 40) -> list[Query]:
    """Searches of one kind only, half with one filter: what compares two kinds of words."""
    rng = Random(11)  # noqa: S311
    return [_query(kind, number, data, rng, number % 2, radius=False) for number in range(amount)]


def misspelt(word: str, rng: Random) -> str:
    """``word`` with one letter lost, doubled or swapped with the next; never the first."""
    place = rng.randrange(1, len(word) - 1)
    before, letter, after = word[:place], word[place], word[place + 1 :]
    match rng.randrange(3):
        case 0:
            return before + after
        case 1:
            return before + letter * 2 + after
        case _ if letter != after[0]:
            return before + after[0] + letter + after[1:]
        case _:
            return before + after


def _query(kind: str, number: int, data: Data, rng: Random, filters: int, *, radius: bool) -> Query:
    asked: dict[str, str] = {}
    sql: dict[str, object] = {}
    word = _word(kind, number)
    if word:
        asked["q"], sql["q"] = word, word
    if kind == "typo":
        asked["q"] = misspelt(word, rng)
    if kind == "deep":
        share = dict(words.BROAD).get(word, 1.0)
        last = max(2, min(LAST_PAGE, int(data.offers * share * 0.9) // PER_PAGE))
        page = rng.randint(max(2, last // 2), last)
        asked["seite"], sql["offset"] = str(page), (page - 1) * PER_PAGE
        filters, radius = 0, False
    codes = []
    for name in rng.sample([*data.lists, "tag", "alter", "kostenlos", "ohne-anmeldung"], filters):
        value, code = _value(name, data, rng)
        asked[name] = value
        if name == "alter":
            sql["age"] = code
        else:
            codes.append(code)
    if codes:
        sql["f"] = ",".join(map(str, sorted(codes)))
    if radius:
        place, lat, lon = rng.choice(data.places)
        kilometres = rng.choice(RADII)
        asked |= {"ort": place, "umkreis": str(kilometres)}
        sql |= {"lat": lat, "lon": lon, "km": kilometres}
    return Query(kind, _address(SEARCH, asked), _address(FLOOR, sql))


def _word(kind: str, number: int) -> str:
    match kind:
        case "broad":
            return words.BROAD[number % len(words.BROAD)][0]
        case "mid":
            return words.MID[number % len(words.MID)]
        case "rare":
            return words.RARE[number % len(words.RARE)]
        case "seasonal":
            return words.SEASONAL[number % len(words.SEASONAL)]
        case "typo":
            return COMPOUNDS[number * 3][0] if number % 2 else words.MID[number % len(words.MID)]
        case "deep":
            return words.BROAD[0][0] if number % 2 else ""
        case _:
            return ""


def _value(name: str, data: Data, rng: Random) -> tuple[str, int]:
    match name:
        case "tag":
            day = rng.randrange(5)
            return DAYS[day], DAY + day + 1
        case "alter":
            return rng.choice(AGES)
        case "kostenlos":
            return "1", FREE
        case "ohne-anmeldung":
            return "1", NO_REGISTRATION
        case _:
            return rng.choice(data.lists[name])


def _address(path: str, parameters: dict) -> str:
    return f"{path}?{urlencode(sorted(parameters.items()))}" if parameters else path
