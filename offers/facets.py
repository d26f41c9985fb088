"""Numbers that stand for filter values in ``OfferDocument.facets``: ``group * 1_000_000 + value``.

The SQL that writes them is in migration ``offers.0002_documents``; a test keeps both in step.
"""

from enum import IntEnum

from offers.enums import OfferKind

STEP = 1_000_000


class Group(IntEnum):
    """One facet group; the value beside it is a primary key unless said otherwise."""

    TOPIC = 1
    TARGET_GROUP = 2
    LANGUAGE = 3
    AREA = 4
    WEEKDAY = 5  # ISO: 1 Monday … 7 Sunday
    DAY_PART = 6  # offers.enums.DayPart
    SLOT = 7  # weekday * 10 + day part: both true for the same session
    FLAG = 8  # Flag below
    KIND = 9  # position in KINDS, from 1
    LIFE_STAGE = 10
    MUNICIPALITY = 11


class Flag(IntEnum):
    """Yes/no filters."""

    FREE = 1
    NO_REGISTRATION = 2
    CHILDCARE = 3
    STEP_FREE = 4
    PLACES = 5
    ONLINE = 6
    NO_FIXED_PLACE = 7
    CROSS_GENERATIONAL = 8


FLAG_NAMES = {
    Flag.FREE: "kostenlos",
    Flag.NO_REGISTRATION: "ohne-anmeldung",
    Flag.CHILDCARE: "kinderbetreuung",
    Flag.STEP_FREE: "stufenlos",
    Flag.PLACES: "plaetze",
    Flag.NO_FIXED_PLACE: "ohne-ort",
}
"""Parameters of the yes/no filters families can choose."""

LIST_NAMES = {
    Group.TOPIC: "thema",
    Group.TARGET_GROUP: "zielgruppe",
    Group.LANGUAGE: "sprache",
    Group.AREA: "stadtteil",
    Group.LIFE_STAGE: "lebenslage",
}
"""Parameters of the lists families can choose from."""

KINDS = tuple(OfferKind.values)


def facet_code(group: Group, value: int) -> int:
    """The number stored in the array."""
    return group * STEP + value


def split_facet_code(number: int) -> tuple[Group, int]:
    """Back from the stored number to group and value."""
    group, value = divmod(number, STEP)
    return Group(group), value
