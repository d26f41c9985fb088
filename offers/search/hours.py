"""Hours in a search text as times of day: „nach 16 Uhr“, „14–16 Uhr“, „bis 12 Uhr“."""

import re
from dataclasses import dataclass

from offers.enums import DayPart

_HOURS = re.compile(
    r"\b(?:(?P<how>nach|ab|vor|bis|um|gegen|von|zwischen)\s+)?(?P<first>\d{1,2})(?:[:.]\d{2})?"
    r"(?:\s*(?:uhr|h)?\s*(?:-|–|bis|und)\s*(?P<last>\d{1,2})(?:[:.]\d{2})?)?\s*(?:uhr|h)\b",
    re.IGNORECASE,
)
_BEGINS = {DayPart.MORNING: 0, DayPart.AFTERNOON: 12, DayPart.EVENING: 17}
_MIDNIGHT = 24


@dataclass(frozen=True, slots=True)
class HoursInText:
    """What stands from ``start`` to ``end`` in the text; all times of day are no filter."""

    start: int
    end: int
    parts: tuple[DayPart, ...]


def read_hours(text: str) -> list[HoursInText]:
    """Every mention of hours that a day has."""
    found = []
    for match in _HOURS.finditer(text):
        first, last = _span((match["how"] or "").lower(), int(match["first"]), int(match["last"] or 0))
        if first < last <= _MIDNIGHT:
            found.append(HoursInText(match.start(), match.end(), _parts(first, last)))
    return found


def _span(how: str, first: int, last: int) -> tuple[int, int]:
    if last:
        return first, last
    if how in {"nach", "ab"}:
        return first, _MIDNIGHT
    return (0, first) if how in {"vor", "bis"} else (first, first + 1)


def _parts(first: int, last: int) -> tuple[DayPart, ...]:
    ends = [*list(_BEGINS.values())[1:], _MIDNIGHT]
    spans = zip(_BEGINS.items(), ends, strict=True)
    return tuple(part for (part, begin), end in spans if first < end and begin < last)
