"""Days, times and spans as written here: ``24.12.2026``, ``Di 24.11.26``, ``9.30 Uhr``, ``9-11 Uhr``."""

import re
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from kit.imports.cells import Cell, CellRefused, read_line

DAY_ZERO = date(1899, 12, 30)  # Excel's day 0 (it believes that 1900 was a leap year)
WEEKDAYS = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
SHOWN = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
MONTHS = ("jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez")
EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)

WEEKDAY = re.compile(r"^(?P<name>[A-Za-zäöü]+)\.?\s*,?\s+(?=\d)")
NUMERIC = re.compile(r"(\d{1,2})\s*\.\s*(\d{1,2})\s*\.\s*(\d{4}|\d{2})", re.ASCII)
NAMED = re.compile(r"([0-9]{1,2})\.?\s*([A-Za-zäÄ]{3,9})\.?\s*([0-9]{4}|[0-9]{2})")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?", re.ASCII)
SERIAL = re.compile(r"\d{5}(?:[.,]0+)?", re.ASCII)
CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?::00)?(?:\s*(?:uhr|h))?", re.ASCII | re.IGNORECASE)
BETWEEN = re.compile(r"\s*(?:-|–|—|\bbis\b)\s*", re.IGNORECASE)


def read_day(cell: Cell) -> date:
    """A calendar day. Raises ``CellRefused`` when it is none, or when the weekday written beside it is another one."""
    if isinstance(cell, datetime):
        return _possible(cell.date())
    if isinstance(cell, date):
        return _possible(cell)
    if isinstance(cell, (time, timedelta, bool)):
        raise CellRefused(_("Hier gehört ein Datum hin, zum Beispiel 24.12.2026."))
    text = read_line(cell)
    weekday = WEEKDAY.match(text)
    found = _day(text[weekday.end() :] if weekday else text, text)
    if weekday:
        _check_weekday(weekday["name"], found, text)
    return found


def _day(plain: str, text: str) -> date:
    plain = plain.strip().rstrip(",")
    if match := ISO.fullmatch(plain):
        return _built(int(match[1]), int(match[2]), int(match[3]), text)
    if match := NUMERIC.fullmatch(plain):
        return _built(_year(match[3]), int(match[2]), int(match[1]), text)
    if (match := NAMED.fullmatch(plain)) and (month := _month(match[2])):
        return _built(_year(match[3]), month, int(match[1]), text)
    if SERIAL.fullmatch(plain):
        return _possible(DAY_ZERO + timedelta(days=int(plain[:5])))
    raise CellRefused(
        _("„%(value)s“ ist kein Datum. Bitte schreiben Sie zum Beispiel 24.12.2026.") % {"value": text[:40]}
    )


def _built(year: int, month: int, day_of_month: int, text: str) -> date:
    try:
        return _possible(date(year, month, day_of_month))
    except ValueError as error:
        if isinstance(error, CellRefused):
            raise
        raise CellRefused(_("Den Tag „%(value)s“ gibt es nicht.") % {"value": text[:40]}) from error


def _possible(found: date) -> date:
    if not EARLIEST <= found <= LATEST:
        raise CellRefused(_("Das Jahr %(year)s kann nicht stimmen.") % {"year": found.year})
    return found


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year
    return 2000 + year if year < 70 else 1900 + year


def _month(name: str) -> int | None:
    short = name.casefold().replace("ae", "ä")[:3]
    short = {"mar": "mär", "mrz": "mär", "may": "mai", "oct": "okt", "dec": "dez"}.get(short, short)
    return MONTHS.index(short) + 1 if short in MONTHS else None


def _check_weekday(name: str, found: date, text: str) -> None:
    written = read_weekday(name)
    if written != found.weekday():
        raise CellRefused(
            _("„%(value)s“: Der %(found)s ist ein %(value_2)s.")
            % {"value": text[:40], "found": f"{found:%d.%m.%Y}", "value_2": SHOWN[found.weekday()]}
        )


def read_weekday(text: str) -> int:
    """0 for Monday: ``Mo``, ``Mo.``, ``Montag``, ``montags``, ``Sonnabend``. Raises ``CellRefused``."""
    name = text.strip().rstrip(".").casefold()
    name = "samstag" if name in {"sonnabend", "sonnabends"} else name.removesuffix("s") if len(name) > 6 else name
    for number, full in enumerate(WEEKDAYS):
        if name == full or (2 <= len(name) <= 3 and full.startswith(name)):
            return number
    raise CellRefused(_("„%(value)s“ ist kein Wochentag.") % {"value": text.strip()[:40]})


def read_clock(cell: Cell) -> time:
    """A time of day to the minute: ``9:30``, ``9.30 Uhr``, ``9 Uhr``, Excel's fraction of a day."""
    if isinstance(cell, datetime):
        return _minute(cell.time())
    if isinstance(cell, time):
        return _minute(cell)
    if isinstance(cell, timedelta):
        cell = cell / timedelta(days=1)
    if isinstance(cell, float) and 0 <= cell < 1:
        minutes = round(cell * 24 * 60)
        return time(minutes // 60 % 24, minutes % 60)
    text = read_line(cell)
    match = CLOCK.fullmatch(text)
    if not match or int(match[1]) > 23 or int(match[2] or 0) > 59:
        raise CellRefused(
            _("„%(value)s“ ist keine Uhrzeit. Bitte schreiben Sie zum Beispiel 9:30.") % {"value": text[:40]}
        )
    return time(int(match[1]), int(match[2] or 0))


def _minute(moment: time) -> time:
    """Excel keeps times as fractions and may be a second off."""
    rounded = round((moment.hour * 3600 + moment.minute * 60 + moment.second) / 60)
    return time(rounded // 60 % 24, rounded % 60)


def read_clock_span(text: str) -> tuple[time, time]:
    """``09:30-11:00``, ``von 9.30 bis 11 Uhr``. Raises ``CellRefused`` when the end is not after the beginning."""
    parts = BETWEEN.split(re.sub(r"(?i)^\s*von\s+", "", text.strip()))
    if len(parts) != 2:
        raise CellRefused(
            _("„%(value)s“: Bitte schreiben Sie Beginn und Ende, zum Beispiel 9:30-11:00.")
            % {"value": text.strip()[:40]}
        )
    start, end = read_clock(parts[0]), read_clock(parts[1])
    if end <= start:
        raise CellRefused(_("„%(value)s“: Das Ende liegt nicht nach dem Beginn.") % {"value": text.strip()[:40]})
    return start, end


SPAN = re.compile(
    r"(?P<day>.*?\d{4}-\d{1,2}-\d{1,2}|.*?\d\s*\.\s*\d{1,2}\s*\.\s*(?:\d{4}|\d{2})|.*?[a-zä]{3,9}\.?\s*\d{4})"
    r"\s*[,:]?\s*(?P<span>(?:von\s+)?\d{1,2}\D.*)?",
    re.IGNORECASE,
)


def read_dated_span(text: str, *, default: tuple[time, time] | None = None) -> tuple[date, time, time]:
    """``24.11.2026 09:30-11:00``: the day with beginning and end; ``default`` stands in for missing times."""
    match = SPAN.fullmatch(text.strip())
    if not match:
        raise CellRefused(
            _("„%(value)s“ ist kein Termin. Bitte schreiben Sie 24.11.2026 09:30-11:00.") % {"value": text.strip()[:40]}
        )
    found = read_day(match["day"])
    if match["span"]:
        return found, *read_clock_span(match["span"])
    if default is None:
        raise CellRefused(
            _("„%(value)s“: Es fehlen Beginn und Ende, zum Beispiel 24.11.2026 09:30-11:00.")
            % {"value": text.strip()[:40]}
        )
    return found, *default
