"""What a family asks for, read from the address (architecture 5). Nothing is an error: what cannot be read is named."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kit.parsing import Age, read_age, read_day, read_yes
from offers.enums import DayPart
from offers.facets import FLAG_NAMES, LIST_NAMES, Flag, Group
from offers.search.catalog import Catalog, Entry
from offers.search.language import text_words
from offers.search.place import WIDEST, PlaceFilter, find_place_filter

LONGEST_TEXT = 100
MOST_VALUES = 30
DAYS = {"mo": 1, "di": 2, "mi": 3, "do": 4, "fr": 5, "sa": 6, "so": 7}
PARTS = {"vormittag": DayPart.MORNING, "nachmittag": DayPart.AFTERNOON, "abend": DayPart.EVENING}
LISTS = {name: group for group, name in LIST_NAMES.items()}
UNKNOWN = {
    "thema": _("Das Thema „%(value)s“ gibt es hier nicht."),
    "zielgruppe": _("Die Zielgruppe „%(value)s“ gibt es hier nicht."),
    "sprache": _("Die Sprache „%(value)s“ steht nicht in unserer Liste."),
    "stadtteil": _("Den Stadtteil „%(value)s“ gibt es hier nicht."),
    "lebenslage": _("Die Lebenslage „%(value)s“ gibt es hier nicht."),
}
FLAGS = {name: flag for flag, name in FLAG_NAMES.items()}
SORTS = ("datum", "entfernung", "titel", "relevanz")
VIEWS = ("liste", "woche", "karte")

V = TypeVar("V")
Values = Mapping[str, tuple[str, ...]]


@dataclass(slots=True)
class SearchParameters:
    """Everything asked for. ``kept`` holds the parameters that were understood, as they go into links."""

    text: str = ""
    where: PlaceFilter | None = None
    ages: tuple[tuple[str, Age], ...] = ()
    days: tuple[int, ...] = ()
    parts: tuple[int, ...] = ()
    chosen: dict[Group, tuple[Entry, ...]] = field(default_factory=dict)
    flags: tuple[Flag, ...] = ()
    start: date | None = None
    end: date | None = None
    sort: str = "datum"
    view: str = "liste"
    with_neighbors: bool = False
    literally: bool = False
    """Take the text word by word; read no filters into it."""
    ignored: list[str] = field(default_factory=list)
    kept: dict[str, tuple[str, ...]] = field(default_factory=dict)


def query_string(kept: Values, **changes: str | tuple[str, ...] | None) -> str:
    """A query string with the parameters in ``kept``, sorted; ``None`` takes one out, page numbers never survive.

    The same wishes give the same address, so a page can be kept once and named as canonical.
    """
    values = {**kept, **{name.replace("_", "-"): value for name, value in changes.items()}}
    pairs = sorted((name, value) for name, value in values.items() if value)
    return f"?{urlencode(pairs, doseq=True)}" if pairs else "?"


def without_parameter(kept: Values, name: str, value: str | None = None) -> str:
    """The address without one parameter, or without one of its values."""
    left = tuple(one for one in kept.get(name, ()) if value is not None and one != value)
    return query_string({key: (left if key == name else values) for key, values in kept.items()})


class ParameterReader:
    """Reads one ``QueryDict`` into ``Wishes``; a fresh one for each request."""

    def __init__(self, query: QueryDict, catalog: Catalog, today: date | None = None) -> None:
        self.query, self.catalog = query, catalog
        self.today = today or timezone.localdate()
        self.wishes = SearchParameters()

    def read(self) -> SearchParameters:
        """All parameters; unknown ones are not looked at."""
        self._text()
        self._where()
        self._ages()
        days = self._several("tag", DAYS.get, _("Den Wochentag „%(value)s“ kennen wir nicht."))
        parts = self._several("zeit", PARTS.get, _("Die Tageszeit „%(value)s“ kennen wir nicht."))
        self.wishes.days, self.wishes.parts = tuple(sorted(days)), tuple(sorted(parts))
        for name, group in LISTS.items():
            entries = self._several(name, partial(self.catalog.find, group), UNKNOWN[name])
            if entries:
                self.wishes.chosen[group] = tuple(entries)
        self._flags()
        self._dates()
        self._sort_and_view()
        return self.wishes

    def _one(self, name: str) -> str:
        return " ".join(self.query.get(name, "").split())

    def _ignore(self, message: Any, value: str) -> None:
        shown = value if len(value) <= 40 else f"{value[:39]}…"
        self.wishes.ignored.append(str(message) % {"value": shown})

    def _keep(self, name: str, *values: str) -> None:
        self.wishes.kept[name] = values

    def _several(self, name: str, understand: Callable[[str], V | None], message: Any) -> dict[V, str]:
        """What was understood of a parameter that may stand several times, with the text it was read from."""
        understood: dict[V, str] = {}
        for typed in dict.fromkeys(self.query.getlist(name)[:MOST_VALUES]):
            value = " ".join(typed.lower().split())
            found = understand(value) if value else None
            if found is not None:
                understood.setdefault(found, value)
            elif value:
                self._ignore(message, typed)
        if understood:
            self._keep(name, *sorted(understood.values()))
        return understood

    def _text(self) -> None:
        typed = self._one("q")
        if len(typed) > LONGEST_TEXT:
            self._ignore(_("Ihre Suche ist zu lang. Bitte nehmen Sie höchstens 100 Zeichen."), typed)
        elif typed and not text_words(typed):
            self._ignore(_("In „%(value)s“ steht kein Wort, nach dem wir suchen können."), typed)
        elif typed:
            self.wishes.text = typed
            self._keep("q", typed)

    def _where(self) -> None:
        typed, width = self._one("ort"), self._one("umkreis").lower().removesuffix("km").strip()
        radius = int(width) if width.isascii() and width.isdigit() and 1 <= int(width[:6]) <= WIDEST else None
        if width and radius is None:
            self._ignore(_("Den Umkreis „%(value)s“ verstehen wir nicht. Möglich sind 1 bis 200 Kilometer."), width)
        if not typed:
            if radius:
                self._ignore(_("Ein Umkreis von %(value)s Kilometern braucht einen Ort."), str(radius))
            return
        where = find_place_filter(typed[:LONGEST_TEXT], radius, self.catalog)
        if where is None:
            self._ignore(_("Den Ort „%(value)s“ kennen wir nicht. Mit einer Postleitzahl klappt es immer."), typed)
            return
        self.wishes.where = where
        self._keep("ort", typed)
        if where.guessed:
            self._ignore(_("Den Ort „%(value)s“ gibt es hier nicht. Wir haben den ähnlichsten genommen."), typed)
        if radius:
            self._keep("umkreis", str(radius))

    def _ages(self) -> None:
        ages = self._several("alter", read_age, _("Das Alter „%(value)s“ verstehen wir nicht. Beispiele: 9 Monate, 4."))
        self.wishes.ages = tuple((typed, age) for age, typed in ages.items())

    def _flags(self) -> None:
        found = []
        for name, flag in FLAGS.items():
            typed = self._one(name)
            answer = read_yes(typed)
            if answer:
                found.append(flag)
                self._keep(name, "1")
            elif answer is None:
                self._ignore(_("Mit „%(value)s“ können wir bei diesem Filter nichts anfangen."), typed)
        self.wishes.flags = tuple(found)
        self.wishes.with_neighbors = self._yes("nachbarn")
        self.wishes.literally = self._yes("woertlich") and bool(self.wishes.text)

    def _yes(self, name: str) -> bool:
        answer = bool(read_yes(self._one(name)))
        if answer:
            self._keep(name, "1")
        return answer

    def _dates(self) -> None:
        start, end = self._date("von"), self._date("bis")
        if start and end and end < start:
            self.wishes.ignored.append(str(_("Das Ende liegt vor dem Anfang. Wir suchen ohne Zeitraum.")))
            return
        self.wishes.start, self.wishes.end = start, end
        for name, day in (("von", start), ("bis", end)):
            if day:
                self._keep(name, day.isoformat())

    def _date(self, name: str) -> date | None:
        typed = self._one(name)
        day = read_day(typed, self.today)
        if typed and day is None:
            self._ignore(_("Das Datum „%(value)s“ kennen wir nicht. Beispiel: 29.11.2026."), typed)
        return day

    def _sort_and_view(self) -> None:
        wishes = self.wishes
        default = "relevanz" if wishes.text else "datum"
        sort, view = self._one("sort").lower() or default, self._one("ansicht").lower() or "liste"
        if sort not in SORTS:
            self._ignore(_("Die Sortierung „%(value)s“ gibt es nicht."), sort)
            sort = default
        elif sort == "entfernung" and not (wishes.where and wishes.where.has_point):
            wishes.ignored.append(str(_("Nach Entfernung sortieren wir, wenn Sie einen Ort nennen.")))
            sort = default
        elif sort == "relevanz" and not wishes.text:
            sort = default
        if view not in VIEWS:
            self._ignore(_("Die Ansicht „%(value)s“ gibt es nicht."), view)
            view = "liste"
        wishes.sort, wishes.view = sort, view
        if sort != default:
            self._keep("sort", sort)
        if view != "liste":
            self._keep("ansicht", view)


def read_parameters(query: QueryDict, catalog: Catalog, today: date | None = None) -> SearchParameters:
    """What the address asks for; costs no query."""
    return ParameterReader(query, catalog, today).read()
