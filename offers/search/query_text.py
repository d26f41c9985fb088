"""Filters that families type as words: „kostenlos“, „samstags“, „9 Monate“, „ohne Anmeldung“, „in Lusan“, „07545“."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext_lazy as _
from rapidfuzz.distance import OSA

from kit.parsing import Age, read_day
from offers.calendar import monday_of
from offers.enums import DayPart
from offers.facets import FLAG_NAMES, Flag
from offers.search.ages import CHILDREN, read_ages
from offers.search.catalog import Catalog
from offers.search.hours import read_hours
from offers.search.language import APOSTROPHES, MOST_WORDS, STOP_WORDS, fold_word, spelled_out
from offers.search.place import PlaceFilter, find_place_filter

FLAGS = {
    Flag.FREE: "kostenlos|kostenlose|kostenloser|kostenloses|kostenlosen|kostenfrei|kostenfreie|gratis|umsonst|"
    "gebührenfrei|kostet nichts|ohne kosten|ohne geld|free|for free|free of charge|безкоштовно|бесплатно|ücretsiz|"
    "مجاني|مجانا|مجاناً",
    Flag.NO_REGISTRATION: "ohne anmeldung|ohne voranmeldung|ohne anmelden|ohne termin|einfach vorbeikommen|"
    "einfach hingehen|einfach kommen|spontan|keine anmeldung|without registration|без реєстрації|без регистрации",
    Flag.CHILDCARE: "mit kinderbetreuung|mit betreuung|kinderbetreuung dabei|with childcare",
    Flag.STEP_FREE: "barrierefrei|barrierefreie|barrierefreier|barrierefreies|stufenlos|stufenfrei|ebenerdig|"
    "rollstuhl|rollstuhlgerecht|mit rollstuhl|wheelchair",
    Flag.NO_FIXED_PLACE: "nach hause|zu uns nach hause|zu mir nach hause|hausbesuch|hausbesuche|home visit",
    Flag.PLACES: "freie plätze|freie plaetze|freier platz|plätze frei|plaetze frei|noch plätze|noch frei",
}
DAYS = {
    (1,): "montag|montags|monday|mondays|понеділок|понедельник|pazartesi|الاثنين",
    (2,): "dienstag|dienstags|tuesday|tuesdays|вівторок|вторник|salı|الثلاثاء",
    (3,): "mittwoch|mittwochs|wednesday|wednesdays|середа|среда|çarşamba|الأربعاء",
    (4,): "donnerstag|donnerstags|thursday|thursdays|четвер|четверг|perşembe|الخميس",
    (5,): "freitag|freitags|friday|fridays|пятниця|п'ятниця|пятница|cuma|الجمعة",
    (6,): "samstag|samstags|sonnabend|sonnabends|saturday|saturdays|субота|суббота|cumartesi|السبت",
    (7,): "sonntag|sonntags|sunday|sundays|неділя|воскресенье|pazar|الأحد",
    (6, 7): "wochenende|am wochenende|wochenends|weekend|вихідні|выходные|hafta sonu",
    (1, 2, 3, 4, 5): "unter der woche|werktags|wochentags",
}
PARTS = {
    DayPart.MORNING: "vormittag|vormittags|morgens|am morgen|frühmorgens|morning|mornings|вранці|утром|sabah",
    DayPart.AFTERNOON: "nachmittag|nachmittags|mittags|am nachmittag|afternoon|afternoons|вдень|днем|öğleden sonra",
    DayPart.EVENING: "abend|abends|am abend|nach feierabend|evening|evenings|ввечері|вечером|akşam",
}
SPANS: dict[str, Callable[[date], tuple[date, date]]] = {
    "heute": lambda day: (day, day),
    "today": lambda day: (day, day),
    "morgen": lambda day: (day + timedelta(days=1),) * 2,
    "tomorrow": lambda day: (day + timedelta(days=1),) * 2,
    "übermorgen": lambda day: (day + timedelta(days=2),) * 2,
    "diese woche": lambda day: (day, monday_of(day) + timedelta(days=6)),
    "dieser woche": lambda day: (day, monday_of(day) + timedelta(days=6)),
    "nächste woche": lambda day: (monday_of(day) + timedelta(days=7), monday_of(day) + timedelta(days=13)),
    "kommende woche": lambda day: (monday_of(day) + timedelta(days=7), monday_of(day) + timedelta(days=13)),
    "dieses wochenende": lambda day: (monday_of(day) + timedelta(days=5), monday_of(day) + timedelta(days=6)),
}
PARAMETERS = {"days": ("tag",), "part": ("zeit",), "span": ("von", "bis")}
NEAR = frozenset(["in", "im", "bei", "nahe", "nähe", "um", "aus", "nach", "near"])
"""Words before the name of a place."""
SHORTEST_PLACE = 4

_TOKEN = re.compile(r"\d{1,2}\.\s?\d{1,2}\.(?:\d{2,4})?|\w+(?:['\u2019\u02bc]\w+)?")


@dataclass(frozen=True, slots=True)
class Token:
    """One typed word and where it stands in the text."""

    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TextFilter:
    """One filter that was read from the text, in words; the parameters it stands for; where in the text it stands."""

    label: Any
    parameters: tuple[str, ...]
    start: int
    end: int


@dataclass(slots=True)
class ParsedQuery:
    """What the text says besides what to look for. ``words`` are what is left to look for."""

    words: tuple[str, ...] = ()
    days: tuple[int, ...] = ()
    parts: tuple[int, ...] = ()
    flags: tuple[Flag, ...] = ()
    ages: tuple[tuple[str, Age], ...] = ()
    start: date | None = None
    end: date | None = None
    where: PlaceFilter | None = None
    nowhere: str = ""
    """A place that was asked for and does not exist here."""
    chips: list[TextFilter] = field(default_factory=list)
    text: str = ""

    @property
    def has_filters(self) -> bool:
        return bool(self.chips)

    def without(self, *chips: TextFilter) -> str:
        """The text without these filters."""
        left = self.text
        for chip in sorted(chips, key=lambda one: -one.start):
            left = f"{left[: chip.start]} {left[chip.end :]}"
        return " ".join(left.split())


class QueryParser:
    """Takes the filters out of one text; a fresh one for each."""

    def __init__(self, text: str, catalog: Catalog, today: date, knows: Callable[[str], bool]) -> None:
        """``knows`` says whether some offer or phrase uses a word; such a word is not taken for a misspelt place."""
        self.text, self.catalog, self.today, self.knows = text, catalog, today, knows
        self.found = ParsedQuery(text=text)
        self.spans: list[tuple[int, int]] = []
        self.tokens = _tokens(text)

    def read(self) -> ParsedQuery:
        """All filters in the text; what remains goes to ``words``, without stop words."""
        self._hours()
        self._ages()
        self._phrases()
        self._dates()
        self._places()
        self.found.words = self._words([token for token in self._left() if token.word not in STOP_WORDS])
        return self.found

    def _words(self, left: list[Token]) -> tuple[str, ...]:
        """What to look for: without this year and the next, and without what says nothing beside the rest.

        Those are bare numbers („ich bin 16 und schwanger“), and beside filters alone the children somebody comes
        „mit“: on a Saturday everybody does. „Basteln mit Kindern“ is something else than Basteln.
        """
        years = {str(self.today.year), str(self.today.year + 1)}
        said = [token for token in left if token.word not in years]
        said = [t for t in said if not (t.word.isdigit() and len(t.word) < 3)] or said
        if self.found.chips and all(self._comes_along(token) for token in said):
            said = []
        return tuple(dict.fromkeys(token.word for token in said))[:MOST_WORDS]

    def _comes_along(self, token: Token) -> bool:
        before = self.text[: token.start].lower().split()[-2:]
        return token.word in CHILDREN and "mit" in before and before[-1] in STOP_WORDS

    def _left(self) -> list[Token]:
        return [t for t in self.tokens if not any(start < t.end and t.start < end for start, end in self.spans)]

    def _take(self, label: Any, parameters: tuple[str, ...], start: int, end: int) -> None:
        self.spans.append((start, end))
        self.found.chips.append(TextFilter(label, parameters, start, end))

    def _ages(self) -> None:
        for one in read_ages(self.text):
            if one.ages:
                self.found.ages += one.ages
                self._take(one.label, ("alter",), one.start, one.end)
            else:
                self.spans.append((one.start, one.end))
        if self.found.ages:
            self.spans += [(token.start, token.end) for token in self.tokens if token.word in CHILDREN]

    def _hours(self) -> None:
        for one in read_hours(self.text):
            if len(one.parts) < len(DayPart):
                self.found.parts = tuple(sorted({*self.found.parts, *one.parts}))
                label = _(" oder ").join(str(part.label) for part in one.parts)
                self._take(label, PARAMETERS["part"], one.start, one.end)
            else:
                self.spans.append((one.start, one.end))

    def _phrases(self) -> None:
        table = _phrases()
        left = self._left()
        at = 0
        while at < len(left):
            for length in range(min(4, len(left) - at), 0, -1):
                said = tuple(spelled_out(fold_word(token.word)) for token in left[at : at + length])
                if said in table and self._is_together(left[at : at + length]):
                    kind, value, label = table[said]
                    start = left[at].start
                    self._apply(kind, value)
                    self._take(label, PARAMETERS.get(kind) or (FLAG_NAMES[value],), start, left[at + length - 1].end)
                    at += length - 1
                    break
            at += 1

    def _is_together(self, tokens: Sequence[Token]) -> bool:
        between = (self.text[one.end : other.start] for one, other in zip(tokens, tokens[1:], strict=False))
        return all(not gap.strip() for gap in between)

    def _apply(self, kind: str, value: Any) -> None:
        found = self.found
        match kind:
            case "flag":
                found.flags = tuple(dict.fromkeys((*found.flags, value)))
            case "days":
                found.days = tuple(sorted({*found.days, *value}))
            case "part":
                found.parts = tuple(sorted({*found.parts, value}))
            case _:
                found.start, found.end = SPANS[value](self.today)

    def _dates(self) -> None:
        for token in self._left():
            day = read_day(token.word.replace(" ", ""), self.today) if "." in token.word else None
            if day is not None and self.found.start is None:
                self.found.start = self.found.end = day
                self._take(f"{day:%d.%m.%Y}", PARAMETERS["span"], token.start, token.end)

    def _places(self) -> None:
        left = self._left()
        at = 0
        while at < len(left):
            step = 1
            for length in range(min(3, len(left) - at), 0, -1):
                if self._place(left, at, length):
                    step = length
                    break
            at += step

    def _place(self, left: list[Token], at: int, length: int) -> bool:
        said = left[at : at + length]
        before = left[at - 1] if at and left[at - 1].word in NEAR else None
        where = self._where(" ".join(token.word for token in said), after_in=before is not None and length == 1)
        if where is None:
            return False
        if self.found.where is None:
            self.found.where = where
            label = _("in %(place)s") % {"place": where.label} if not where.radius else where.label
            self._take(label, ("ort", "umkreis"), (before or said[0]).start, said[-1].end)
        else:
            self.spans.append(((before or said[0]).start, said[-1].end))
        return True

    def _where(self, typed: str, *, after_in: bool) -> PlaceFilter | None:
        if typed.isdigit():
            if len(typed) != 5:
                return None
            found = find_place_filter(typed, None, self.catalog)
            if found is None:
                self.found.nowhere = typed
            return found
        if len(typed) < SHORTEST_PLACE - 1 or typed in STOP_WORDS:
            return None
        found = find_place_filter(typed, None, self.catalog)
        if found is None:
            if after_in and len(typed) >= SHORTEST_PLACE and not self.knows(typed):
                self.found.nowhere = typed
            return None
        if not found.guessed:
            return found
        if " " in typed or self.knows(typed):
            return None
        if OSA.distance(spelled_out(fold_word(typed)), spelled_out(fold_word(found.label))) <= (
            1 if len(typed) < 6 else 2
        ):
            return found
        if after_in:
            self.found.nowhere = typed
        return None


def parse_query(text: str, catalog: Catalog, today: date, knows: Callable[[str], bool]) -> ParsedQuery:
    """Filters and words of a search text; costs no query."""
    return QueryParser(text, catalog, today, knows).read()


def literal_query(text: str) -> ParsedQuery:
    """The text with nothing read into it."""
    return replace(ParsedQuery(), words=tuple(dict.fromkeys(token.word for token in _tokens(text)))[:MOST_WORDS])


def _tokens(text: str) -> list[Token]:
    """The typed words. A lone modifier apostrophe (U+02BC) is a letter to ``\\w`` and no word to us."""
    said = (Token(APOSTROPHES.sub("", m[0].lower()), m.start(), m.end()) for m in _TOKEN.finditer(text))
    return [token for token in said if token.word]


@lru_cache(maxsize=1)
def _phrases() -> dict[tuple[str, ...], tuple[str, Any, Any]]:
    """Every phrase, folded, with what it does and how it is called."""
    table: dict[tuple[str, ...], tuple[str, Any, Any]] = {}

    def add(phrases: str, kind: str, value: Any, label: Any) -> None:
        for phrase in phrases.split("|"):
            table[tuple(spelled_out(fold_word(APOSTROPHES.sub("", token))) for token in _TOKEN.findall(phrase))] = (
                kind,
                value,
                label,
            )

    for flag, phrases in FLAGS.items():
        add(phrases, "flag", flag, FLAG_LABELS[flag])
    for days, phrases in DAYS.items():
        add(phrases, "days", days, phrases.split("|", 1)[0].capitalize() if len(days) == 1 else DAYS_LABELS[days])
    for part, phrases in PARTS.items():
        add(phrases, "part", part, DayPart(part).label)
    for phrase in SPANS:
        add(phrase, "span", phrase, phrase)
    return table


FLAG_LABELS = {
    Flag.FREE: _("kostenlos"),
    Flag.NO_REGISTRATION: _("ohne Anmeldung"),
    Flag.CHILDCARE: _("mit Kinderbetreuung"),
    Flag.STEP_FREE: _("stufenlos erreichbar"),
    Flag.PLACES: _("Plätze frei"),
    Flag.NO_FIXED_PLACE: _("kommt zu Ihnen oder hat keinen festen Ort"),
}
DAYS_LABELS = {(6, 7): _("am Wochenende"), (1, 2, 3, 4, 5): _("Montag bis Freitag")}
