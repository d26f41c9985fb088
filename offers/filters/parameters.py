"""From the address to the result (architecture 5). Nothing is an error: what cannot be read is named.

``search`` is the whole way: the parameters become ``Criteria``, joined with what the text says; the criteria become
sets of offers, and these a ``Result``.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kit.parsing import read_age, read_day, read_yes
from offers.calendar import monday_of, week_ahead
from offers.enums import DayPart
from offers.facets import FLAG_NAMES, LIST_NAMES, Flag
from offers.search.catalog import WIDEST, PlaceFilter, find_place_filter
from offers.search.criteria import Chosen, Criteria, Origin
from offers.search.index import Index, current_index
from offers.search.language import text_words
from offers.search.query_phrases import Field, Period
from offers.search.query_text import ParsedQuery, literal_query, parse_query
from offers.search.result import Result

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


def query_string(parameters: Values, **changes: str | tuple[str, ...] | None) -> str:
    """A query string with the parameters given, sorted; ``None`` takes one out, page numbers never survive.

    The same criteria give the same address, so a page can be cached once and named as canonical.
    """
    values = {**parameters, **{name.replace("_", "-"): value for name, value in changes.items()}}
    pairs = sorted((name, value) for name, value in values.items() if value)
    return f"?{urlencode(pairs, doseq=True)}" if pairs else "?"


def without_parameter(parameters: Values, name: str, value: str | None = None) -> str:
    """The address without one parameter, or without one of its values."""
    left = tuple(one for one in parameters.get(name, ()) if value is not None and one != value)
    return query_string({key: (left if key == name else values) for key, values in parameters.items()})


class ParameterReader:
    """Reads one ``QueryDict`` into ``Criteria``; a fresh one for each request."""

    def __init__(self, query: QueryDict, index: Index, today: date) -> None:
        self.query, self.index, self.catalog, self.today = query, index, index.catalog, today
        self.parameters: dict[str, tuple[str, ...]] = {}
        self.ignored: list[str] = []

    def read(self) -> Criteria:
        """All parameters; unknown ones are not looked at."""
        text = self._text()
        place = self._place()
        ages = self._several("alter", read_age, _("Das Alter „%(value)s“ verstehen wir nicht. Beispiele: 9 Monate, 4."))
        days = self._several("tag", DAYS.get, _("Den Wochentag „%(value)s“ kennen wir nicht."))
        parts = self._several("zeit", PARTS.get, _("Die Tageszeit „%(value)s“ kennen wir nicht."))
        entries = {
            group: tuple(self._several(name, partial(self.catalog.find, group), UNKNOWN[name]))
            for name, group in LISTS.items()
        }
        flags = self._flags()
        with_neighbors = self._yes("nachbarn")
        literally = self._yes("woertlich") and bool(text)
        period = self._period()
        sort = self._sort(text, place)
        view = self._view()
        query = self._parsed(text, literally=literally)
        return Criteria(
            text=text,
            query=query,
            ages=_both(ages, query.values(Field.AGES)),
            days=_sorted(_both(days, query.values(Field.DAYS))),
            parts=_sorted(_both(parts, query.values(Field.PARTS))),
            flags=_both(dict.fromkeys(flags, ""), query.values(Field.FLAGS)),
            entries={group: several for group, several in entries.items() if several},
            place=_first(place, query.value(Field.PLACE)),
            period=self._days_that_count(view, _first(period, query.value(Field.PERIOD))),
            with_neighbors=with_neighbors,
            literally=literally,
            sort=sort,
            view=view,
            ignored=tuple(self.ignored),
            parameters=self.parameters,
        )

    def _parsed(self, text: str, *, literally: bool) -> ParsedQuery:
        """The text with the filters in it, unless the family wants its words taken literally."""
        return literal_query(text) if literally else parse_query(text, self.catalog, self.today, self.index.knows)

    def _days_that_count(self, view: str, period: Chosen[Period] | None) -> Chosen[Period] | None:
        """In the week view the week that contains the first day asked for; without one this week, or the next one."""
        if view != "woche":
            return period
        first = period.value.start if period else None
        monday = monday_of(first) if first else week_ahead(self.today)
        return Chosen(Period(monday, monday + timedelta(days=6)), Origin.PARAMETER)

    def _one(self, name: str) -> str:
        return " ".join(self.query.get(name, "").split())

    def _ignore(self, message: Any, value: str = "") -> None:
        short = value if len(value) <= 40 else f"{value[:39]}…"
        self.ignored.append(str(message) % {"value": short})

    def _accept(self, name: str, *values: str) -> None:
        self.parameters[name] = values

    def _several(self, name: str, read: Callable[[str], V | None], message: Any) -> dict[V, str]:
        """The values of a parameter that may stand several times, each with the text it was read from."""
        found: dict[V, str] = {}
        for typed in dict.fromkeys(self.query.getlist(name)[:MOST_VALUES]):
            text = " ".join(typed.lower().split())
            value = read(text) if text else None
            if value is not None:
                found.setdefault(value, text)
            elif text:
                self._ignore(message, typed)
        if found:
            self._accept(name, *sorted(found.values()))
        return found

    def _text(self) -> str:
        typed = self._one("q")
        if len(typed) > LONGEST_TEXT:
            self._ignore(_("Ihre Suche ist zu lang. Bitte nehmen Sie höchstens 100 Zeichen."), typed)
        elif typed and not text_words(typed):
            self._ignore(_("In „%(value)s“ steht kein Wort, nach dem wir suchen können."), typed)
        elif typed:
            self._accept("q", typed)
            return typed
        return ""

    def _radius(self) -> int | None:
        typed = self._one("umkreis").lower().removesuffix("km").strip()
        if typed.isascii() and typed.isdigit() and 1 <= int(typed[:6]) <= WIDEST:
            return int(typed)
        if typed:
            self._ignore(_("Den Umkreis „%(value)s“ verstehen wir nicht. Möglich sind 1 bis 200 Kilometer."), typed)
        return None

    def _place(self) -> PlaceFilter | None:
        typed, radius = self._one("ort"), self._radius()
        if not typed:
            if radius:
                self._ignore(_("Ein Umkreis von %(value)s Kilometern braucht einen Ort."), str(radius))
            return None
        place = find_place_filter(typed[:LONGEST_TEXT], radius, self.catalog)
        if place is None:
            self._ignore(_("Den Ort „%(value)s“ kennen wir nicht. Mit einer Postleitzahl klappt es immer."), typed)
            return None
        self._accept("ort", typed)
        if place.guessed:
            self._ignore(_("Den Ort „%(value)s“ gibt es hier nicht. Wir haben den ähnlichsten genommen."), typed)
        if radius:
            self._accept("umkreis", str(radius))
        return place

    def _flags(self) -> list[Flag]:
        found = []
        for name, flag in FLAGS.items():
            typed = self._one(name)
            answer = read_yes(typed)
            if answer:
                found.append(flag)
                self._accept(name, "1")
            elif answer is None:
                self._ignore(_("Mit „%(value)s“ können wir bei diesem Filter nichts anfangen."), typed)
        return found

    def _yes(self, name: str) -> bool:
        answer = bool(read_yes(self._one(name)))
        if answer:
            self._accept(name, "1")
        return answer

    def _period(self) -> Period | None:
        start, end = self._date("von"), self._date("bis")
        if start and end and end < start:
            self._ignore(_("Das Ende liegt vor dem Anfang. Wir suchen ohne Zeitraum."))
            return None
        for name, day in (("von", start), ("bis", end)):
            if day:
                self._accept(name, day.isoformat())
        return Period(start, end) if start or end else None

    def _date(self, name: str) -> date | None:
        typed = self._one(name)
        day = read_day(typed, self.today)
        if typed and day is None:
            self._ignore(_("Das Datum „%(value)s“ kennen wir nicht. Beispiel: 29.11.2026."), typed)
        return day

    def _sort(self, text: str, place: PlaceFilter | None) -> str:
        default = default_sort(text)
        sort = self._one("sort").lower() or default
        if sort not in SORTS:
            self._ignore(_("Die Sortierung „%(value)s“ gibt es nicht."), sort)
            sort = default
        elif sort == "entfernung" and not (place and place.has_point):
            self._ignore(_("Nach Entfernung sortieren wir, wenn Sie einen Ort nennen."))
            sort = default
        elif sort == "relevanz" and not text:
            sort = default
        if sort != default:
            self._accept("sort", sort)
        return sort

    def _view(self) -> str:
        view = self._one("ansicht").lower() or "liste"
        if view not in VIEWS:
            self._ignore(_("Die Ansicht „%(value)s“ gibt es nicht."), view)
            return "liste"
        if view != "liste":
            self._accept("ansicht", view)
        return view


def default_sort(text: str) -> str:
    """The order without a parameter: the best first when there is a text, else the soonest."""
    return "relevanz" if text else "datum"


def _both(ticked: Mapping[V, str], typed: Iterable[V]) -> tuple[Chosen[V], ...]:
    """Values of parameters, and those of the text that are not among them."""
    parameters = [Chosen(value, Origin.PARAMETER, text) for value, text in ticked.items()]
    return (*parameters, *(Chosen(value, Origin.TEXT) for value in typed if value not in ticked))


def _sorted(several: Iterable[Chosen[Any]]) -> tuple[Chosen[Any], ...]:
    return tuple(sorted(several, key=lambda one: one.value))


def _first(ticked: V | None, typed: V | None) -> Chosen[V] | None:
    """Where only one can hold, the parameter decides."""
    if ticked is not None:
        return Chosen(ticked, Origin.PARAMETER)
    return None if typed is None else Chosen(typed, Origin.TEXT)


def read_criteria(query: QueryDict, index: Index, today: date) -> Criteria:
    """What the address asks for, with what its text says; costs no query. Use it inside the lock of the index."""
    return ParameterReader(query, index, today).read()


def search(query: QueryDict, *, moment: datetime | None = None) -> Result:
    """Read and count; costs no query when the words were asked for before.

    In the week view the period is the week that contains ``von``, whatever ``bis`` says; without it this week, on a
    Sunday the next one.
    """
    moment = moment or timezone.now()
    index = current_index()
    with index.lock:
        criteria = read_criteria(query, index, timezone.localdate(moment))
        return Result(index, criteria, moment).counted()
