"""Dates of an offer as people write them: a list of single dates, or weekday, rhythm, beginning and end."""

import re
from datetime import date, datetime, time
from typing import NamedTuple

from django.utils.translation import gettext as _

from kit.imports.cells import Cell, CellRefused, fold_header, read_line, read_paragraphs
from kit.imports.dates import read_dated_span, read_weekday
from offers import calendar
from offers.enums import Frequency

MOST_DATES = 400
Span = tuple[datetime, datetime]


class Rhythm(NamedTuple):
    """How often: terms of RFC 5545, as in ``SessionRule``."""

    freq: str
    interval: int = 1
    nth: int | None = None


RHYTHMS = {
    "einmalig": Rhythm(Frequency.ONCE),
    "einmal": Rhythm(Frequency.ONCE),
    "wochentlich": Rhythm(Frequency.WEEKLY),
    "jedewoche": Rhythm(Frequency.WEEKLY),
    "14taglich": Rhythm(Frequency.WEEKLY, 2),
    "zweiwochentlich": Rhythm(Frequency.WEEKLY, 2),
    "vierzehntaglich": Rhythm(Frequency.WEEKLY, 2),
    "monatlich": Rhythm(Frequency.MONTHLY),
    "jedenmonat": Rhythm(Frequency.MONTHLY),
}
ORDINALS = {
    "1": 1,
    "ersten": 1,
    "erster": 1,
    "2": 2,
    "zweiten": 2,
    "3": 3,
    "dritten": 3,
    "4": 4,
    "vierten": 4,
    "letzten": -1,
    "letzter": -1,
}
RHYTHM_NAMES = (
    "wöchentlich",
    "14-täglich",
    "alle 3 Wochen",
    "monatlich",
    "1. im Monat",
    "letzter im Monat",
    "einmalig",
)


def read_rhythm(cell: Cell) -> Rhythm:
    """``wöchentlich``, ``14-täglich``, ``alle 3 Wochen``, ``monatlich``, ``2. im Monat``, ``letzter im Monat``."""
    text = read_line(cell)
    known = RHYTHMS.get(fold_header(text))
    if known:
        return known
    if match := re.fullmatch(r"alle ([1-9]|1[0-2]) wochen", text.casefold()):
        return Rhythm(Frequency.WEEKLY, int(match[1]))
    if match := re.fullmatch(r"alle ([1-9]|1[0-2]) monate", text.casefold()):
        return Rhythm(Frequency.MONTHLY, int(match[1]))
    match = re.fullmatch(r"(?:jeden |jeder |am )?(\w+)\.?(?: \w+)? im monat", text.casefold())
    if match and match[1] in ORDINALS:
        return Rhythm(Frequency.MONTHLY, 1, ORDINALS[match[1]])
    raise CellRefused(
        _("„%(text)s“ ist kein Rhythmus. Möglich: %(RHYTHM_NAMES)s.")
        % {"text": text[:40], "RHYTHM_NAMES": ", ".join(RHYTHM_NAMES)}
    )


def read_weekdays(cell: Cell) -> tuple[str, ...]:
    """``Di``, ``Mo und Mi``, ``Mo, Mi, Fr``, ``Mo-Fr`` as codes of RFC 5545, in the order of the week."""
    text = read_line(cell)
    found: set[int] = set()
    for part in re.split(r"\s*(?:[,;/|+]|\bund\b)\s*", text):
        ends = re.split(r"\s*(?:-|–|\bbis\b)\s*", part)
        if len(ends) == 2:
            first, last = read_weekday(ends[0]), read_weekday(ends[1])
            if last < first:
                raise CellRefused(_("„%(part)s“: Der zweite Wochentag liegt vor dem ersten.") % {"part": part[:40]})
            found.update(range(first, last + 1))
        else:
            found.add(read_weekday(part))
    return tuple(calendar.CODES[number] for number in sorted(found))


def read_single_dates(cell: Cell) -> tuple[Span, ...]:
    """``24.11.2026 09:30-11:00 | 01.12.2026``: times carry over from the date before. Sorted, each start once."""
    spans: dict[datetime, Span] = {}
    times: tuple[time, time] | None = None
    parts = [part.strip() for part in re.split(r"[|;\n]", read_paragraphs(cell)) if part.strip()]
    if len(parts) > MOST_DATES:
        raise CellRefused(
            _("Das sind %(count)s Termine; erlaubt sind %(MOST_DATES)s.")
            % {"count": len(parts), "MOST_DATES": MOST_DATES}
        )
    for part in parts:
        day, start, end = read_dated_span(part, default=times)
        times = (start, end)
        span = rhythm_moments(day, start, end)
        if span[0] in spans:
            raise CellRefused(
                _("Der Termin %(day)s %(start)s steht zweimal da.")
                % {"day": f"{day:%d.%m.%Y}", "start": f"{start:%H:%M}"}
            )
        spans[span[0]] = span
    if not spans:
        raise CellRefused(_("Bitte schreiben Sie Termine wie 24.11.2026 09:30-11:00."))
    return tuple(spans[start] for start in sorted(spans))


def rhythm_moments(day: date, start: time, end: time) -> Span:
    """Two local times of a day as moments. Raises ``CellRefused`` for the hour skipped in March."""
    try:
        return calendar.local_instant(day, start), calendar.local_instant(day, end)
    except calendar.TimeDoesNotExist as error:
        raise CellRefused(str(error)) from error
