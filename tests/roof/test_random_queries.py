"""Whatever somebody types, the search answers (issue: 10 000 random queries without an error, none over 3 s).

``make test`` asks 400; ``RANDOM_QUERIES=10000 make test ARGS=tests/roof/test_random_queries.py`` the whole lot.
"""

import os
import random
import time

import pytest
from django.http import QueryDict

from offers.filters import search
from tests.pace import calibration

pytestmark = pytest.mark.slow

QUERIES = int(os.environ.get("RANDOM_QUERIES", "400"))
SEED = os.environ.get("FUZZ_SEED", "familynet")
SLOWEST = 60  # units of processor time (tests/pace.py)
PHRASES = (
    "krabbelgruppe samstag kostenlos 9 monate in lusan gera 07545 99999 hilfe beim antrag ohne anmeldung консультація "
    "swimming تعلم çocuk kinder und oder nicht & | ! <-> :* ' \" ( ) * % _ \\ / -- ; select drop 1e9 ∞ ﷽ ½ ß ẞ İ ı "
    "donaudampfschifffahrtsgesellschaftskapitänsmütze x xx xxx 12.12. 31.02. 0 monate 999 jahre heute morgen woche"
)
WORDS = PHRASES.split()
PARAMETERS = {
    "ort": ["Gera", "Lusan", "07545", "99999", "Nirgendwo", "'", "\x1f", "🦊"],
    "umkreis": ["1", "5", "-3", "1e9", "NaN"],
    "alter": ["9m", "4", "-1", "∞", "1,5"],
    "tag": ["mo", "sa", "xx"],
    "zeit": ["abend", "nacht"],
    "von": ["2026-12-01", "31.02.2026", "0000-00-00", "9999-12-31"],
    "bis": ["2026-12-24", "1.1.1", "9999-12-31"],
    "sort": ["titel", "entfernung", "relevanz", "?"],
    "ansicht": ["woche", "karte", "liste", "3d"],
    "kostenlos": ["1", "vielleicht"],
    "nachbarn": ["1"],
    "woertlich": ["1"],
    "stadtteil": ["lusan", "nix"],
}


def text(rng: random.Random) -> str:
    kind = rng.random()
    if kind < 0.2:
        return "".join(
            chr(rng.choice((rng.randrange(32, 0x2FF), rng.randrange(0x400, 0x6FF))))
            for _ in range(rng.randrange(1, 100))
        )
    typed = " ".join(rng.choices(WORDS, k=rng.randrange(1, 9)))
    if kind < 0.5 and typed:
        at = rng.randrange(len(typed))
        typed = typed[:at] + rng.choice(("", "x", typed[at] * 2)) + typed[at + 1 :]
    return typed[:100]


def query(rng: random.Random) -> QueryDict:
    made = QueryDict(mutable=True)
    made["q"] = text(rng)
    for name in rng.sample(list(PARAMETERS), k=rng.choice((0, 0, 1, 2, 6))):
        made.setlist(name, rng.choices(PARAMETERS[name], k=rng.choice((1, 1, 3))))
    return made


def test_random_queries_are_answered(demo_site):
    rng = random.Random(SEED)
    slowest = 0.0
    for _ in range(QUERIES):
        asked = query(rng)
        began = time.process_time()
        result = search(asked)
        hits = result.page(0, 20)
        slowest = max(slowest, time.process_time() - began)
        assert len(hits) == min(20, result.total) == len(set(hits)), asked.urlencode()
    assert slowest < SLOWEST * calibration()


def test_a_lone_letter_apostrophe_is_no_word(demo_site):
    """U+02BC counts as a letter; nothing of it is left once apostrophes are taken out."""
    for typed in ("\u02bc", "krabbelgruppe \u02bc \u02bc", "\u02bc \u2019 '"):
        made = QueryDict(mutable=True)
        made["q"] = typed
        assert search(made).total is not None
        made["woertlich"] = "1"
        assert search(made).total is not None
