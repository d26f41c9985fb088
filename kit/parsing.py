"""Reads ages, days and yes/no the way people here write them. Nothing is raised: ``None`` is "no idea"."""

import re
from datetime import date, timedelta
from typing import NamedTuple

OLDEST_MONTHS = 1500
NO = {"", "0", "nein", "no", "false", "off"}
YES = {"1", "ja", "yes", "true", "on"}

_AGE = re.compile(
    r"(?P<number>\d{1,4})(?:[.,](?P<half>5))?\s*"
    r"(?P<unit>m|mon|monat|monate|monaten|j|jahr|jahre|jahren|w|woche|wochen)?\.?(?:\s*alt)?",
    re.IGNORECASE,
)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_GERMAN = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4}|\d{2})?")


class Age(NamedTuple):
    """One age as a span of months: ``9m`` is 9 to 9, ``4`` (years) is 48 to 59."""

    lowest: int
    highest: int


def read_age(text: str) -> Age | None:
    """``9m``, ``9 Monate``, ``4``, ``4 Jahre``, ``1,5``, ``6 Wochen``."""
    found = _AGE.fullmatch(text.strip())
    if found is None:
        return None
    number, unit = int(found["number"]), (found["unit"] or "j").lower()[0]
    if unit == "w":
        lowest = highest = number * 12 // 52
    elif unit == "m":
        lowest = highest = number
    else:
        lowest = number * 12 + (6 if found["half"] else 0)
        highest = lowest + (5 if found["half"] else 11)
    return Age(lowest, highest) if lowest <= OLDEST_MONTHS else None


def read_day(text: str, today: date) -> date | None:
    """``2026-11-29``, ``29.11.2026``, ``29.11.26``, ``29.11.`` (the next one), ``heute``, ``morgen``."""
    text = text.strip().lower()
    near = {"heute": 0, "morgen": 1, "übermorgen": 2}.get(text)
    if near is not None:
        return today + timedelta(days=near)
    if found := _ISO.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _GERMAN.fullmatch(text):
        day, month = int(found[1]), int(found[2])
        if found[3]:
            return _day(int(found[3]) + (2000 if len(found[3]) == 2 else 0), month, day)
        this_year = _day(today.year, month, day)
        return this_year if this_year is None or this_year >= today else _day(today.year + 1, month, day)
    return None


def read_yes(text: str) -> bool | None:
    """``1``, ``ja``, ``on`` are yes; ``0``, ``nein`` and nothing are no; everything else is unknown."""
    word = text.strip().lower()
    return True if word in YES else False if word in NO else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 2000 <= year <= 2100 else None
    except ValueError:
        return None
