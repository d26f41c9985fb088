"""What of a search may be counted: normalised words, without numbers and addresses that belong to somebody."""

import re
import unicodedata
from collections.abc import Iterable

from kit.postal_codes import POSTAL_CODE, find_place
from kit.text_search import fold_text
from offers.models.search_demand import AREA_LENGTH, FILTERS_LENGTH, WORDS_LENGTH

LONGEST_INPUT = 120
"""The search takes no longer texts; the rest is not even looked at."""
BETWEEN_FILTERS = "; "

MAIL = re.compile(r"\S*\s*(?:@|\(at\))\s*\S*")
WEB = re.compile(r"\b(?:https?:|www\.)\S*")
DIGITS_WITH_MARKS = re.compile(r"\+?\d(?:[\s()/.\-–]{0,3}\d)*")
FEWEST_PHONE_DIGITS, MOST_OTHER_DIGITS = 7, 4
UNITS = r"(?!\s*(?:jahr|monat|woche|tag|uhr|kind|klasse|euro|personen|km|min|std|stund))"
HOUSE_NUMBER = rf"\s*\d{{1,3}}(?!\d)\s?(?:[a-z]\b)?{UNITS}"
STREETS = r"straße|strasse|str\b\.?|gasse|allee|chaussee|promenade|weg|platz|ring|ufer|damm|graben|steig"
STREET = re.compile(
    rf"[\w-]+(?:{STREETS})(?<!spielplatz){HOUSE_NUMBER}"  # Gartenstraße 5
    rf"|[\w-]+\s(?:{STREETS}){HOUSE_NUMBER}"  # Lange Straße 5
    rf"|\b(?:straße|strasse|platz|weg)\s(?:der|des|dem|den)\s[\w-]+(?:\s[\w-]+)?{HOUSE_NUMBER}"  # Straße des Friedens 5
    rf"|\b(?:am|an der|an den|auf dem|auf der|unter den|hinter der|vor dem)\s[\w-]+{HOUSE_NUMBER}"  # Am Anger 5
)


def normal_words(text: str) -> str:
    """``text`` in lower case without accents and punctuation, in its order, at most 60 characters.

    Taken out: e-mail and web addresses, telephone numbers, a street with a house number, runs of five and more digits
    but for postal codes. Names of people cannot be told from other words; rare words are taken out later
    (``offers.retention``). Never raises, whatever comes in.
    """
    text = without_traces(unicodedata.normalize("NFKC", text[:LONGEST_INPUT]).lower())
    return shortened_words(" ".join(fold_text("".join(_letter(one) for one in text)).split()), WORDS_LENGTH)


def normal_filters(filters: Iterable[str]) -> str:
    """Each filter once, sorted, as one line of at most 300 characters; one that names a household is left out."""
    line = ""
    for one in sorted({_plain(each.replace(";", ",")) for each in filters} - {""}):
        longer = f"{line}{BETWEEN_FILTERS}{one}" if line else one
        if len(longer) <= FILTERS_LENGTH:
            line = longer
    return line


def normal_area(area: str) -> str:
    """The name of a planning area or municipality as it is stored."""
    return shortened_words(_plain(area), AREA_LENGTH)


def without_traces(text: str) -> str:
    """``text``, in lower case, without what leads to a person or a household."""
    for pattern in (MAIL, WEB, STREET):
        text = pattern.sub(" ", text)
    return DIGITS_WITH_MARKS.sub(_number, text)


def shortened_words(text: str, length: int) -> str:
    """At most ``length`` characters, cut between words where there is a gap."""
    if len(text) <= length:
        return text
    return text[: length + 1].rpartition(" ")[0] or text[:length]


def _number(found: re.Match[str]) -> str:
    """A run of digits, perhaps with marks between: left when it is a postal code or short."""
    runs = re.findall(r"\d+", found[0])
    if sum(map(len, runs)) < FEWEST_PHONE_DIGITS and all(
        len(run) <= MOST_OTHER_DIGITS or _is_code(run) for run in runs
    ):
        return found[0]
    return " "


def _is_code(run: str) -> bool:
    return POSTAL_CODE.fullmatch(run) is not None and find_place(run) is not None


def _letter(one: str) -> str:
    kind = unicodedata.category(one)
    if kind[0] in "LNM":
        return one
    return "" if kind in ("Cs", "Cf") or one in "'’ʼ" else " "  # noqa: RUF001 - the apostrophes people type


def _plain(text: str) -> str:
    """``text`` on one line; nothing at all when it holds a trace of somebody."""
    text = "".join(" " if unicodedata.category(one)[0] == "C" else one for one in text[:LONGEST_INPUT])
    return " ".join(text.split()) if without_traces(text.lower()) == text.lower() else ""
