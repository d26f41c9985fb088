"""What a search text says: filters that families type as words, and what is left to look for.

„Turnen samstags kostenlos in Lusan“ is the word „turnen“ and three filters. The phrases stand in ``query_phrases``;
ages („9 Monate“, „3 und 6 Jahre“, „Sohn (14)“) and hours („nach 16 Uhr“, „14–16 Uhr“) are read at the end of this file.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from rapidfuzz.distance import OSA

from kit.parsing import Age, read_age, read_day
from offers.enums import DayPart
from offers.facets import FLAG_NAMES
from offers.search.catalog import Catalog, PlaceFilter, find_place_filter
from offers.search.language import MOST_WORDS, STOP_WORDS, Token, fold_word, spelled_out, typed_words
from offers.search.query_phrases import PERIODS, Field, Period, phrase_table

BEFORE_PLACES = frozenset(["in", "im", "bei", "nahe", "nähe", "um", "aus", "nach", "near"])
"""Words before the name of a place."""
CHILDREN = frozenset(
    ["kind", "kinder", "kindern", "kindes", "kids", "sohn", "söhne", "söhnen", "tochter", "töchter", "töchtern"]
)
"""Beside an age they say nothing more; „Mädchen“ and „Enkel“ do."""
SHORTEST_PLACE = 4
LONGEST_PHRASE, LONGEST_PLACE = 4, 3
"""Words in a phrase that stands for a filter, and in the name of a place."""
POSTAL_CODE_DIGITS = 5
LONG_NAME = 6
"""From so many letters on a name may have two slips and still be taken for a place, before only one."""


@dataclass(frozen=True, slots=True)
class TextFilter:
    """One filter that was read from the text, in words; the parameters it stands for; where in the text it stands."""

    field: Field
    values: tuple[Any, ...]
    label: Any
    parameters: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A search text as it was read. ``words`` are what is left to look for beside the filters."""

    text: str = ""
    words: tuple[str, ...] = ()
    filters: tuple[TextFilter, ...] = ()
    unknown_place: str = ""
    """A place that was asked for and does not exist here."""

    def values(self, field: Field) -> tuple[Any, ...]:
        """Everything the text says about this field, each value once."""
        return tuple(dict.fromkeys(value for one in self.filters if one.field is field for value in one.values))

    def value(self, field: Field) -> Any | None:
        """What the text says about a field that holds one value; the last mention counts."""
        return next((one.values[0] for one in reversed(self.filters) if one.field is field), None)

    def without(self, *filters: TextFilter) -> str:
        """The text without these filters."""
        left = self.text
        for one in sorted(filters, key=lambda one: -one.start):
            left = f"{left[: one.start]} {left[one.end :]}"
        return " ".join(left.split())

    def without_words(self) -> str:
        """Only the filters of the text, without the words that were looked for."""
        return " ".join(self.text[one.start : one.end] for one in self.filters)


class QueryParser:
    """Takes the filters out of one text; a fresh one for each."""

    def __init__(self, text: str, catalog: Catalog, today: date, is_known: Callable[[str], bool]) -> None:
        """``is_known``: some offer or phrase uses this word; such a word is not taken for a misspelt place."""
        self.text, self.catalog, self.today, self.is_known = text, catalog, today, is_known
        self.filters: list[TextFilter] = []
        self.unknown_place = ""
        self._spans: list[tuple[int, int]] = []
        self._tokens = typed_words(text)

    def parse(self) -> ParsedQuery:
        """All filters in the text; what remains goes to ``words``, without stop words."""
        self._hours()
        self._ages()
        self._phrases()
        self._dates()
        self._places()
        words = self._words([token for token in self._left() if token.word not in STOP_WORDS])
        return ParsedQuery(self.text, words, tuple(self.filters), self.unknown_place)

    def _words(self, left: list[Token]) -> tuple[str, ...]:
        """What to look for: without this year and the next, and without what says nothing beside the rest.

        Those are bare numbers („ich bin 16 und schwanger“), and beside filters alone the children somebody comes
        „mit“: on a Saturday everybody does. „Basteln mit Kindern“ is something else than Basteln.
        """
        years = {str(self.today.year), str(self.today.year + 1)}
        tokens = [token for token in left if token.word not in years]
        tokens = [t for t in tokens if not (t.word.isdigit() and len(t.word) < 3)] or tokens
        if self.filters and all(self._comes_along(token) for token in tokens):
            tokens = []
        return tuple(dict.fromkeys(token.word for token in tokens))[:MOST_WORDS]

    def _comes_along(self, token: Token) -> bool:
        before = self.text[: token.start].lower().split()[-2:]
        return token.word in CHILDREN and "mit" in before and before[-1] in STOP_WORDS

    def _left(self) -> list[Token]:
        """The words that no filter has taken yet."""
        return [t for t in self._tokens if not any(start < t.end and t.start < end for start, end in self._spans)]

    def _take(self, field: Field, values: tuple[Any, ...], label: Any, start: int, end: int, *parameters: str) -> None:
        """A filter from ``start`` to ``end``; ``parameters`` when it is not all of the field's."""
        self._spans.append((start, end))
        self.filters.append(TextFilter(field, values, label, parameters or field.value, start, end))

    def _has(self, field: Field) -> bool:
        return any(one.field is field for one in self.filters)

    def _ages(self) -> None:
        for one in read_ages(self.text):
            if one.ages:
                self._take(Field.AGES, tuple(age for _typed, age in one.ages), one.label, one.start, one.end)
            else:
                self._spans.append((one.start, one.end))
        if self._has(Field.AGES):
            self._spans += [(token.start, token.end) for token in self._tokens if token.word in CHILDREN]

    def _hours(self) -> None:
        for one in read_hours(self.text):
            if len(one.parts) < len(DayPart):
                label = _(" oder ").join(str(part.label) for part in one.parts)
                self._take(Field.PARTS, one.parts, label, one.start, one.end)
            else:
                self._spans.append((one.start, one.end))

    def _phrases(self) -> None:
        """The longest phrase at each word, from left to right."""
        left = self._left()
        at = 0
        while at < len(left):
            lengths = range(min(LONGEST_PHRASE, len(left) - at), 0, -1)
            at += next((length for length in lengths if self._phrase(left[at : at + length])), 1)

    def _phrase(self, tokens: Sequence[Token]) -> bool:
        phrase = phrase_table().get(tuple(spelled_out(fold_word(token.word)) for token in tokens))
        if phrase is None or not self._stand_side_by_side(tokens):
            return False
        values = (PERIODS[phrase.value](self.today),) if phrase.field is Field.PERIOD else phrase.value
        names = [FLAG_NAMES[flag] for flag in phrase.value] if phrase.field is Field.FLAGS else []
        self._take(phrase.field, values, phrase.label, tokens[0].start, tokens[-1].end, *names)
        return True

    def _stand_side_by_side(self, tokens: Sequence[Token]) -> bool:
        gaps = (self.text[one.end : other.start] for one, other in zip(tokens, tokens[1:], strict=False))
        return all(not gap.strip() for gap in gaps)

    def _dates(self) -> None:
        """The first date, unless words like „heute“ say which days."""
        for token in self._left():
            day = read_day(token.word.replace(" ", ""), self.today) if "." in token.word else None
            if day is not None and not self._has(Field.PERIOD):
                self._take(Field.PERIOD, (Period(day, day),), f"{day:%d.%m.%Y}", token.start, token.end)

    def _places(self) -> None:
        """The longest name at each word, from left to right; only the first place counts."""
        left = self._left()
        at = 0
        while at < len(left):
            lengths = range(min(LONGEST_PLACE, len(left) - at), 0, -1)
            at += next((length for length in lengths if self._place(left, at, length)), 1)

    def _place(self, left: list[Token], at: int, length: int) -> bool:
        tokens = left[at : at + length]
        before = left[at - 1] if at and left[at - 1].word in BEFORE_PLACES else None
        place = self._place_called(" ".join(token.word for token in tokens), after_in=bool(before) and length == 1)
        if place is None:
            return False
        start, end = (before or tokens[0]).start, tokens[-1].end
        if self._has(Field.PLACE):
            self._spans.append((start, end))
        else:
            label = _("in %(place)s") % {"place": place.label} if not place.radius else place.label
            self._take(Field.PLACE, (place,), label, start, end)
        return True

    def _place_called(self, name: str, *, after_in: bool) -> PlaceFilter | None:
        """The place that is meant by ``name``; one that does not exist is noted in ``unknown_place``."""
        if name.isdigit():
            return self._postal_code(name)
        if len(name) < SHORTEST_PLACE - 1 or name in STOP_WORDS:
            return None
        place = find_place_filter(name, None, self.catalog)
        if place is not None and not place.guessed:
            return place
        if place is not None and _is_slip(name, place.label):
            return None if " " in name or self.is_known(name) else place
        could_be_one = " " not in name if place is not None else len(name) >= SHORTEST_PLACE
        if after_in and could_be_one and not self.is_known(name):
            self.unknown_place = name
        return None

    def _postal_code(self, digits: str) -> PlaceFilter | None:
        if len(digits) != POSTAL_CODE_DIGITS:
            return None
        place = find_place_filter(digits, None, self.catalog)
        if place is None:
            self.unknown_place = digits
        return place


def _is_slip(typed: str, name: str) -> bool:
    most = 1 if len(typed) < LONG_NAME else 2
    return OSA.distance(spelled_out(fold_word(typed)), spelled_out(fold_word(name))) <= most


def parse_query(text: str, catalog: Catalog, today: date, is_known: Callable[[str], bool]) -> ParsedQuery:
    """Filters and words of a search text; costs no query."""
    return QueryParser(text, catalog, today, is_known).parse()


def literal_query(text: str) -> ParsedQuery:
    """The text with nothing read into it."""
    return ParsedQuery(text, tuple(dict.fromkeys(token.word for token in typed_words(text)))[:MOST_WORDS])


# --- hours as times of day ------------------------------------------------------------------------------------------
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


# --- ages of one or several children --------------------------------------------------------------------------------
_NUMBER = r"\d{1,3}(?:[.,]5(?!\d))?+"
_AND = r"-?\s*(?:,|;|\+|&|/|-|–|\bund\b|\bu\b\.?|\boder\b|\bbis\b|\band\b)\s*"
_UNITS = {
    "Jahre": r"jahre[ns]?|jahr|j|jährig\w*|jaehrig\w*|years?|yrs?|лет|года?|років|роки|рік|yaş\w*|سنوات|سنة|سنين",
    "Monate": r"monate[ns]?|monat|mon|m|months?|месяц\w*|місяц\w*|aylık|أشهر|شهور|شهر",
    "Wochen": r"wochen?|weeks?|недел\w*|тижн\w*|haftalık|أسابيع|أسبوع",
}
"""In the languages the search knows words of."""
_UNIT = "|".join(_UNITS.values())
_PERSON = "|".join([*sorted(CHILDREN), "junge", "jungen", "jungs", "mädchen", "enkelkind", "enkelkinder", "enkelin"])
# Few repetitions, and a half that is never given back: „5,5,5,5,…“ could be cut in millions of ways.
_WITH_UNIT = re.compile(
    rf"(?:\b(?:ab|für|fuer|mit|alter)\s*)?\b(?P<numbers>{_NUMBER}(?:{_AND}{_NUMBER}){{0,5}})[\s-]*(?P<unit>{_UNIT})\b"
    r"(?:\s*(?:alt(?:e|es|en|er)?|old)\b)?",
    re.IGNORECASE,
)
_WITHOUT_UNIT = re.compile(
    rf"\b(?:{_PERSON}|ab)\b\s*(?:ist|sind|von|im alter von|alter|[,:(])?\s*"
    rf"(?P<taken>\b(?P<numbers>\d{{1,2}}(?:{_AND}\d{{1,2}}){{0,5}})\b\)?)(?!\s*(?:uhr|h\b|km|€|euro|mal\b|x\b|\.|:\d))",
    re.IGNORECASE,
)
_HOW_MANY = re.compile(
    r"\b(?:\d|zwei|drei|vier|fünf|sechs|mehrere[nr]?)\s+(?=(?:kinder|kindern|kids)\b)", re.IGNORECASE
)
_OLDEST_YEARS = 17


@dataclass(frozen=True, slots=True)
class AgesInText:
    """What stands from ``start`` to ``end`` in the text. Without ``ages``: how many children there are, no filter."""

    start: int
    end: int
    label: str = ""
    ages: tuple[tuple[str, Age], ...] = ()


def read_ages(text: str) -> list[AgesInText]:
    """Every mention of ages in the text, in order, none overlapping another; each age as typed and as months."""
    found: list[AgesInText] = []
    for one in (*_with_unit(text), *_without_unit(text), *_how_many(text)):
        if not any(one.start < other.end and other.start < one.end for other in found):
            found.append(one)
    return sorted(found, key=lambda one: one.start)


def _with_unit(text: str) -> Iterator[AgesInText]:
    for match in _WITH_UNIT.finditer(text):
        unit = next(name for name, spelled in _UNITS.items() if re.fullmatch(spelled, match["unit"], re.IGNORECASE))
        if aged := _aged(match["numbers"], unit, match.start(), match.end()):
            yield aged


def _without_unit(text: str) -> Iterator[AgesInText]:
    for match in _WITHOUT_UNIT.finditer(text):
        if all(int(number) <= _OLDEST_YEARS for number in re.findall(r"\d+", match["numbers"])):
            begin = match.start() if match[0].lower().startswith("ab") else match.start("taken")
            if aged := _aged(match["numbers"], "Jahre", begin, match.end("taken")):
                yield aged


def _how_many(text: str) -> Iterator[AgesInText]:
    return (AgesInText(match.start(), match.end()) for match in _HOW_MANY.finditer(text))


def _aged(numbers: str, unit: str, start: int, end: int) -> AgesInText | None:
    """``None`` when one of the numbers is no age of a child."""
    several = list(dict.fromkeys(re.findall(_NUMBER, numbers)))
    ages = [(f"{number} {unit}", read_age(f"{number} {unit}")) for number in several]
    known = tuple((typed, age) for typed, age in ages if age is not None)
    if len(known) < len(ages):
        return None
    *others, last = several
    return AgesInText(start, end, f"{', '.join(others)} und {last} {unit}" if others else f"{last} {unit}", known)
