"""The filter column and the chips above the results: wishes and counts as things to tick and to take away."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from familynet.kit.jinja import joined
from familynet.kit.page_parts import Chip, Tab
from familynet.kit.wording import MONTHS_AS_MONTHS, day_words
from offers.enums import DayPart, Weekday
from offers.facets import Group, code
from offers.filters.search import Search
from offers.filters.wishes import DAYS, FLAGS, LISTS, PARTS, address, without
from offers.search.catalog import Entry
from offers.search.where import RADII

AGES = (*(f"{months}m" for months in range(MONTHS_AS_MONTHS)), *(str(years) for years in range(2, 18)))
MOST_CHILDREN = 4
AFTER = format_html(")</{}></{}></{}>", "small", "span", "label")
SELECTED, CHECKED = format_html(" {}", "selected"), format_html(" {}", "checked")
SHOWN = 7
"""So many values of a list stand open; the rest unfolds."""

LEGENDS = {
    "thema": _("Thema"),
    "zielgruppe": _("Für wen"),
    "sprache": _("Sprache vor Ort"),
    "stadtteil": _("Stadtteil"),
    "lebenslage": _("Lebenslage"),
}
FLAG_LABELS = {
    "kostenlos": _("kostenlos"),
    "ohne-anmeldung": _("ohne Anmeldung"),
    "kinderbetreuung": _("mit Kinderbetreuung"),
    "stufenlos": _("stufenlos erreichbar"),
    "plaetze": _("Plätze frei"),
    "ohne-ort": _("ohne festen Ort"),
}
DAY_LABELS = dict(zip(DAYS, Weekday.labels, strict=True))
PART_LABELS = dict(zip(PARTS, DayPart.labels, strict=True))
SORT_LABELS = {
    "relevanz": _("beste Treffer"),
    "datum": _("nächster Termin"),
    "entfernung": _("Entfernung"),
    "titel": _("Titel"),
}
VIEW_LABELS = {"liste": (_("Liste"), "list"), "woche": (_("Woche"), "calendar-days"), "karte": (_("Karte"), "map")}


@dataclass(frozen=True, slots=True)
class Option:
    """One box to tick."""

    name: str
    value: str
    label: Any
    count: int
    checked: bool
    indented: bool = False

    @property
    def before(self) -> SafeString:
        """The box and its label, drawn up to the number of hits."""
        return _box(self.name, self.value, str(self.label), self.checked)


@dataclass(frozen=True, slots=True)
class OptionGroup:
    """One list of boxes under a legend; ``more`` unfolds."""

    name: str
    legend: Any
    options: list[Option]
    more: list[Option] = field(default_factory=list)

    @property
    def drawn(self) -> SafeString:
        """The boxes that stand open, drawn."""
        return draw(self.options)

    @property
    def drawn_more(self) -> SafeString:
        """The boxes that unfold, drawn."""
        return draw(self.more)


@dataclass(frozen=True, slots=True)
class Panel:
    """Everything the filter form shows."""

    text: str
    where: str
    radius: str
    radii: tuple[int, ...]
    ages: list[tuple[str, SafeString]]
    """One choice per child and one more: what is chosen, and what there is to choose from, drawn."""
    start: str
    end: str
    groups: list[OptionGroup]
    flags: OptionGroup
    hidden: list[tuple[str, str]]
    active: int


@lru_cache(maxsize=10_000)
def _box(name: str, value: str, label: str, checked: bool) -> SafeString:
    return format_html(
        '<label><input type="checkbox" id="f-{}-{}" name="{}" value="{}"{}>'
        "<span>{} <small>(",
        name, value, name, value, CHECKED if checked else "", label,
    )  # fmt: skip


def draw(options: Iterable[Option]) -> SafeString:
    """Boxes with their numbers of hits."""
    return joined(piece for one in options for piece in (one.before, one.count, AFTER))


def panel(found: Search) -> Panel:
    """The filter form with counts; no query."""
    wishes, kept = found.wishes, found.wishes.kept
    first = {name: values[0] for name, values in kept.items()}
    groups = [_days(found), _parts(found), *(_list(found, name) for name in LISTS if name != "lebenslage")]
    named = ("lebenslage", "ansicht", "sort", "woertlich")
    hidden = [(name, value) for name in named for value in kept.get(name, ())]
    return Panel(
        text=wishes.text,
        where=first.get("ort", ""),
        radius=first.get("umkreis", ""),
        radii=RADII,
        ages=[(typed, _ages(typed)) for typed in (*kept.get("alter", ()), "")[:MOST_CHILDREN]],
        start=first.get("von", ""),
        end=first.get("bis", ""),
        groups=[group for group in groups if group.options],
        flags=OptionGroup("gilt", _("Was soll gelten?"), _flags_that_help(found)),
        hidden=hidden,
        active=len(chips(found)),
    )


@lru_cache(maxsize=500)
def _ages(typed: str) -> SafeString:
    """Ages to choose from, with the one asked for, however it was typed."""
    values = AGES if not typed or typed in AGES else (typed, *AGES)
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((value, SELECTED if value == typed else "", age_label(value)) for value in values),
    )


def _flags_that_help(found: Search) -> list[Option]:
    return [*(option for option in _flags(found) if option.count or option.checked), *_neighbors(found)]


def _flags(found: Search) -> list[Option]:
    hits, kept = found.counts.by_code, found.wishes.kept
    return [
        Option(name, "1", FLAG_LABELS[name], hits.get(code(Group.FLAG, flag), 0), name in kept)
        for name, flag in FLAGS.items()
    ]


def _neighbors(found: Search) -> list[Option]:
    """„mit Nachbarstadtteilen“, once a district is asked for."""
    ask = found.result.ask
    if not (ask.chosen.get(Group.AREA) or (ask.where and ask.where.areas and not ask.where.radius)):
        return []
    hits = found.with_neighbors()
    return [Option("nachbarn", "1", _("mit Nachbarstadtteilen"), hits, ask.with_neighbors)]


def _days(found: Search) -> OptionGroup:
    chosen, hits = found.wishes.kept.get("tag", ()), found.counts.by_code
    options = [
        Option("tag", day, DAY_LABELS[day], hits.get(code(Group.WEEKDAY, number), 0), day in chosen)
        for day, number in DAYS.items()
    ]
    return OptionGroup("tag", _("Wochentag"), [one for one in options if one.count or one.checked])


def _parts(found: Search) -> OptionGroup:
    chosen, hits = found.wishes.kept.get("zeit", ()), found.counts.by_code
    options = [
        Option("zeit", part, PART_LABELS[part], hits.get(code(Group.DAY_PART, number), 0), part in chosen)
        for part, number in PARTS.items()
    ]
    return OptionGroup("zeit", _("Tageszeit"), [one for one in options if one.count or one.checked])


def _list(found: Search, name: str) -> OptionGroup:
    """Values that give hits, and those already ticked: the most useful ones open, the others behind "mehr"."""
    chosen = found.wishes.kept.get(name, ())
    options = [
        Option(name, entry.slug, entry.name, found.counts.by_code.get(entry.code, 0), entry.slug in chosen)
        for entry in _in_tree_order(found.catalog.of(LISTS[name]))
    ]
    options = [option for option in options if option.count or option.checked]
    if len(options) <= SHOWN + 1:
        return OptionGroup(name, LEGENDS[name], options)
    top = {one.value for one in sorted(options, key=lambda one: (not one.checked, -one.count))[:SHOWN]}
    return OptionGroup(
        name,
        LEGENDS[name],
        [one for one in options if one.value in top],
        [one for one in options if one.value not in top],
    )


def _in_tree_order(entries: list[Entry]) -> list[Entry]:
    """Each entry directly after its parent."""
    position = {entry.pk: number for number, entry in enumerate(entries)}
    by_pk = {entry.pk: entry for entry in entries}

    def path(entry: Entry) -> list[int]:
        above = by_pk.get(entry.parent or 0)
        return [*(path(above) if above else []), position[entry.pk]]

    return sorted(entries, key=path)


def chips(found: Search) -> list[Chip]:
    """Every active filter in words; its link takes it away."""
    wishes, kept = found.wishes, found.wishes.kept
    rows: list[tuple[Any, str]] = []
    if wishes.text:
        said = " ".join(found.understood.words)
        if said or not found.understood.chips:
            rows.append((f"„{said or wishes.text}“", without(kept, "q")))
        rows += [(one.label, address(kept, q=found.understood.without(one) or None)) for one in found.understood.chips]
    if wishes.where:
        words = wishes.where.label
        if wishes.where.radius:
            words = _("%(place)s + %(km)s km") % {"place": words, "km": wishes.where.radius}
        rows.append((words, address({**kept, "umkreis": ()}, ort=None)))
    rows += [(age_label(typed), without(kept, "alter", typed)) for typed, _age in wishes.ages]
    rows += [(DAY_LABELS[day], without(kept, "tag", day)) for day in kept.get("tag", ())]
    rows += [(PART_LABELS[part], without(kept, "zeit", part)) for part in kept.get("zeit", ())]
    if wishes.view != "woche":
        if wishes.start:
            rows.append((_("ab %(day)s") % {"day": day_words(wishes.start)}, without(kept, "von")))
        if wishes.end:
            rows.append((_("bis %(day)s") % {"day": day_words(wishes.end)}, without(kept, "bis")))
    rows += [
        (entry.name, without(kept, name, entry.slug))
        for name, group in LISTS.items()
        for entry in wishes.chosen.get(group, ())
    ]
    rows += [(FLAG_LABELS[name], without(kept, name)) for name, flag in FLAGS.items() if flag in wishes.flags]
    if wishes.with_neighbors:
        rows.append((_("mit Nachbarstadtteilen"), without(kept, "nachbarn")))
    if wishes.literally:
        rows.append((_("wörtlich"), without(kept, "woertlich")))
    return [Chip(label, href, removes=True) for label, href in rows]


def age_label(typed: str) -> str:
    """The age as it was typed, with its unit: ``4`` is ``4 Jahre``, ``9m`` is ``9 Monate``."""
    if typed.isdigit():
        return str(_("%(years)s Jahre")) % {"years": typed} if typed != "1" else str(_("1 Jahr"))
    if typed[:-1].isdigit() and typed.endswith("m"):
        return str(_("%(months)s Monate")) % {"months": typed[:-1]} if typed != "1m" else str(_("1 Monat"))
    return typed


def views(found: Search) -> list[Tab]:
    """List, week and map show the same hits."""
    kept = {name: values for name, values in found.wishes.kept.items() if name != "ansicht"}
    return [
        Tab(label, address(kept, ansicht=None if name == "liste" else name), name == found.wishes.view, icon)
        for name, (label, icon) in VIEW_LABELS.items()
    ]


def sorts(found: Search) -> list[Chip]:
    """The orders that make sense for this search."""
    wishes, default = found.wishes, "relevanz" if found.wishes.text else "datum"
    names = [name for name in SORT_LABELS if name != "relevanz" or wishes.text]
    names = [name for name in names if name != "entfernung" or (wishes.where and wishes.where.has_point)]
    return [
        Chip(SORT_LABELS[name], address(wishes.kept, sort=None if name == default else name), name == wishes.sort)
        for name in names
    ]
