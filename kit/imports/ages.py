"""Spans of age in months: ``6-12 Monate``, ``ab 3 Jahre``, ``0 bis 3 Jahre``, ``unter 6``, ``9 M``.

A single age is read by ``kit.reading.read_age``, as in the search: a bare number means years, and an upper age in years
includes that year of life („bis 3 Jahre“ ends with month 47, the last before the fourth birthday).
"""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kit.imports.cells import Cell, CellRefused, read_line
from kit.parsing import OLDEST_MONTHS, Age, read_age

EVERYBODY = frozenset(
    {"alle", "alle altersgruppen", "jedes alter", gettext_lazy("für alle"), gettext_lazy("ohne altersgrenze")}
)
Span = tuple[int | None, int | None]


def read_age_span(cell: Cell) -> Span:
    """Lowest and highest age in months; ``None`` is open. Raises ``CellRefused``."""
    text = read_line(cell)
    plain = text.casefold().removeprefix("von ")
    if plain in EVERYBODY:
        return None, None
    if match := re.fullmatch(r"(?:ab|mindestens) (.+)|(.+?) ?(?:\+|und älter)", plain):
        return _age(match[1] or match[2], text).lowest, None
    if match := re.fullmatch(r"(?:bis zu|bis|höchstens) (.+)", plain):
        return None, _highest(match[1], text)
    if match := re.fullmatch(r"unter (.+)", plain):
        return None, _below(match[1], text)
    parts = re.split(r"\s*(?:-|–|—|\bbis\b)\s*", plain)
    if len(parts) > 2:
        raise CellRefused(_example(text))
    if len(parts) == 1:
        return _age(plain, text).lowest, _highest(plain, text)
    lower, upper = parts
    unit = re.fullmatch(r"[0-9.,½ ]+([a-zäöü]+)\.?(?: alt)?", upper)
    if unit and re.fullmatch(r"[0-9.,½]+", lower):
        lower += f" {unit[1]}"
    youngest, oldest = _age(lower, text).lowest, _highest(upper, text)
    if youngest > oldest:
        raise CellRefused(_("„%(value)s“: Das Alter „bis“ liegt unter dem Alter „von“.") % {"value": text[:40]})
    return youngest, oldest


def read_lowest_age(cell: Cell) -> int:
    """The first month of an age: ``3 Jahre`` is 36."""
    text = read_line(cell)
    return _age(text.casefold().removeprefix("ab "), text).lowest


def read_highest_age(cell: Cell) -> int:
    """The last month of an age: ``3 Jahre`` is 47, ``9 Monate`` is 9."""
    text = read_line(cell)
    return _highest(text.casefold().removeprefix("bis "), text)


def _highest(plain: str, text: str) -> int:
    return min(_age(plain, text).highest, OLDEST_MONTHS)


def _below(plain: str, text: str) -> int:
    months = _age(plain, text).lowest - 1
    if months < 0:
        raise CellRefused(_example(text))
    return months


def _age(plain: str, text: str) -> Age:
    age = read_age(plain.replace("½", ",5"))
    if age is None:
        raise CellRefused(_example(text))
    return age


def _example(text: str) -> str:
    return _("„%(value)s“ ist kein Alter. Bitte schreiben Sie zum Beispiel 6-12 Monate oder ab 3 Jahre.") % {
        "value": text[:40]
    }
