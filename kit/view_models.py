"""Small answers a view hands to the components: each is one line of a tab bar, a timeline, a week.

Templates receive answers, not objects to interrogate; these are the shapes of those answers.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.functional import Promise

Words = str | Promise
"""A text, or one that is still to be translated."""


@dataclass(frozen=True, slots=True)
class Tab:
    """One of several equal views of a page; each is a link."""

    label: Words
    href: str
    current: bool = False
    icon: str = ""
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Chip:
    """A choice as a pill. ``removes`` marks an active filter whose link takes it away again."""

    label: Words
    href: str = ""
    current: bool = False
    removes: bool = False
    icon: str = ""


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """Who did what when, as a sentence (``Koordination Elsterbogen hat die Fassung gesperrt.``)."""

    when: datetime
    text: Words
    note: Words = ""


@dataclass(frozen=True, slots=True)
class WeekEntry:
    """One date in the week grid."""

    time: str
    title: Words
    href: str = ""
    note: Words = ""


@dataclass(frozen=True, slots=True)
class WeekDay:
    """One column of the week grid."""

    day: date
    entries: Sequence[WeekEntry] = field(default_factory=tuple)
    note: Words = ""


@dataclass(frozen=True, slots=True)
class DiffPart:
    """A run of words that stayed (``same``), came (``new``) or went (``gone``)."""

    kind: str
    text: str
