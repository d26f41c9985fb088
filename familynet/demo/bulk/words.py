"""The words made-up offers are made of, from ``words.toml``. How often one occurs matters more than what it means.

Word classes as measurements need them: ``BROAD`` words stand in about four of ten offers, ``MID`` words in 2 %,
``RARE`` words in 0.1 %, ``SEASONAL`` words in 0.5 %, only in offers that begin late. None of them occurs elsewhere.
"""

import tomllib
from pathlib import Path
from typing import Any

Words = tuple[str, ...]
_TABLE: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))

BROAD = (("gemeinsam", 0.42), ("herzlich", 0.36))
MID: Words = tuple(_TABLE["mid"])
MID_SHARE = 0.02
RARE: Words = tuple(_TABLE["rare"])
RARE_SHARE = 0.001
SEASONAL: Words = tuple(_TABLE["seasonal"])
SEASONAL_SHARE = 0.05
"""Of the offers that begin late: 0.5 % of all."""

HEADS: Words = tuple(_TABLE["heads"])
MIDDLES: Words = tuple(_TABLE["middles"])
"""Between head and tail of long title words ("Krabbelmusikgruppe"); most of those occur once or twice."""
LONG = 20_000
TAILS = tuple((tail, gender) for gender, tails in _TABLE["tails"].items() for tail in tails)
"""Each with its grammatical gender, since articles and adjectives follow it."""
ADJECTIVES: Words = tuple(_TABLE["adjectives"])
ENDINGS = {"m": "er", "f": "e", "n": "es"}
WHO: Words = tuple(_TABLE["who"])
ABOUT: Words = tuple(_TABLE["about"])
DOING: Words = tuple(_TABLE["doing"])
BRING: Words = tuple(_TABLE["bring"])
LEADERS: Words = tuple(_TABLE["leaders"])
ROOMS: Words = tuple(_TABLE["rooms"])
PARTS: Words = tuple(_TABLE["parts"])
HOUSES: Words = tuple(_TABLE["houses"])
PLANTS: Words = tuple(_TABLE["plants"])
SENTENCES: Words = tuple(_TABLE["sentences"])
"""{a} {b} about, {d} {e} doing, {w} {v} who, {m} bring, {l} leader, {r} room, {t} the title word."""
LEADS: dict[str, Words] = {gender: tuple(sentences) for gender, sentences in _TABLE["leads"].items()}
"""First sentence, by gender of the title word."""
