"""Calendar files (RFC 5545 and 7986). Takes plain rows, gives bytes; knows no table.

Times are written in Europe/Berlin with its rules (``VTIMEZONE``), so that a course keeps its hour in October.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component, Event

CONTENT_TYPE = "text/calendar; charset=utf-8"
ZONE = ZoneInfo("Europe/Berlin")
PRODUCT = "-//Familiennetz//Termine//DE"
REFRESH = timedelta(hours=12)
RULES = """BEGIN:VTIMEZONE\r
TZID:Europe/Berlin\r
BEGIN:DAYLIGHT\r
DTSTART:19960331T020000\r
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r
TZNAME:CEST\r
TZOFFSETFROM:+0100\r
TZOFFSETTO:+0200\r
END:DAYLIGHT\r
BEGIN:STANDARD\r
DTSTART:19961027T030000\r
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r
TZNAME:CET\r
TZOFFSETFROM:+0200\r
TZOFFSETTO:+0100\r
END:STANDARD\r
END:VTIMEZONE\r
"""
"""The rule of the European Union since 1996, by which calendar programs know the zone for every later year."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One date. ``uid`` never changes; ``sequence`` grows with every change of time or state.

    ``is_all_day`` takes the days of both moments here and no time; such an entry blocks nobody's calendar.
    """

    uid: str
    starts_at: datetime
    ends_at: datetime
    title: str
    modified_at: datetime
    sequence: int = 0
    is_cancelled: bool = False
    description: str = ""
    place: str = ""
    position: tuple[float, float] | None = None
    address: str = ""
    categories: tuple[str, ...] = ()
    is_all_day: bool = False


def write_calendar(name: str, source: str, entries: Iterable[Entry]) -> bytes:
    """A calendar called ``name`` that can be subscribed to at ``source`` (an absolute address)."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("source", source, parameters={"value": "URI"})
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    calendar.add_component(Component.from_ical(RULES))
    for entry in entries:
        calendar.add_component(_event(entry))
    return bytes(calendar.to_ical())


def last_modified(entries: Iterable[Entry]) -> datetime | None:
    """The newest change among ``entries``; ``None`` when there are none."""
    return max((entry.modified_at for entry in entries), default=None)


def _event(entry: Entry) -> Event:
    event = Event()
    modified = entry.modified_at.astimezone(UTC).replace(microsecond=0)
    event.add("uid", entry.uid)
    event.add("dtstamp", modified)  # of the published state, so that the file only changes when a date does
    event.add("last-modified", modified)
    start, end = entry.starts_at.astimezone(ZONE), entry.ends_at.astimezone(ZONE)
    if entry.is_all_day:
        event.add("dtstart", start.date())
        event.add("dtend", end.date() + timedelta(days=1))  # RFC 5545, 3.6.1: the day after the last one
        event.add("transp", "TRANSPARENT")
    else:
        event.add("dtstart", start)
        event.add("dtend", end)
    event.add("summary", entry.title)
    event.add("sequence", entry.sequence)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    for field, value in (("description", entry.description), ("location", entry.place), ("url", entry.address)):
        if value:
            event.add(field, value)
    if entry.position is not None:
        event.add("geo", entry.position)
    if entry.categories:
        event.add("categories", list(entry.categories))
    return event
