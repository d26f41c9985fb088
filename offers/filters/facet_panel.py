"""The filter column, and the links to other views and orders of the same hits."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from kit.formatting import MONTHS_AS_MONTHS
from kit.view_models import Chip, Tab
from offers.facets import Group, facet_code
from offers.filters.facet_options import (
    FacetBox,
    FacetOption,
    facet_box,
    facet_boxes,
    facet_options,
    render_facet_options,
)
from offers.filters.labels import DAY_LABELS, FLAG_LABELS, LEGENDS, PART_LABELS, WITH_NEIGHBORS, age_label
from offers.filters.parameters import DAYS, FLAGS, LISTS, PARTS, default_sort, query_string
from offers.search.catalog import RADII
from offers.search.criteria import Criteria
from offers.search.result import Result

AGES = (*(f"{months}m" for months in range(MONTHS_AS_MONTHS)), *(str(years) for years in range(2, 18)))
MOST_CHILDREN = 4
"""So many choices of an age the form has at most; more ages are asked for in the address or the text."""
SELECTED = format_html(" {}", "selected")
MOST_OPEN = 7
"""So many values of a list stand open; the rest unfolds."""

SORT_LABELS = {
    "relevanz": _("beste Treffer"),
    "datum": _("nächster Termin"),
    "entfernung": _("Entfernung"),
    "titel": _("Titel"),
}
VIEW_LABELS = {"liste": (_("Liste"), "list"), "woche": (_("Woche"), "calendar-days"), "karte": (_("Karte"), "map")}


@dataclass(frozen=True, slots=True)
class OptionGroup:
    """One list of boxes under a legend; ``more`` unfolds."""

    name: str
    legend: str
    options: list[FacetOption]
    more: list[FacetOption] = field(default_factory=list)

    @property
    def html(self) -> SafeString:
        """The boxes that stand open."""
        return render_facet_options(self.options)

    @property
    def more_html(self) -> SafeString:
        """The boxes that unfold."""
        return render_facet_options(self.more)


@dataclass(frozen=True, slots=True)
class FacetPanel:
    """Everything the filter form shows."""

    text: str
    where: str
    radius: str
    radii: tuple[int, ...]
    ages: list[tuple[str, SafeString]]
    """One choice per child and one more: what is chosen, and what there is to choose from, as HTML."""
    start: str
    end: str
    groups: list[OptionGroup]
    flags: OptionGroup
    hidden: list[tuple[str, str]]
    active: int


def facet_panel(result: Result, active: int) -> FacetPanel:
    """The filter form with counts, and how many filters are ``active``; no query."""
    parameters = result.criteria.parameters
    first = {name: values[0] for name, values in parameters.items()}
    groups = [
        _group(result, "tag", day_boxes()),
        _group(result, "zeit", part_boxes()),
        *(_list(result, name) for name in LISTS if name != "lebenslage"),
    ]
    named = ("lebenslage", "ansicht", "sort", "woertlich")
    hidden = [(name, value) for name in named for value in parameters.get(name, ())]
    return FacetPanel(
        text=result.criteria.text,
        where=first.get("ort", ""),
        radius=first.get("umkreis", ""),
        radii=RADII,
        ages=[(typed, _ages(typed)) for typed in (*parameters.get("alter", ()), "")[:MOST_CHILDREN]],
        start=first.get("von", ""),
        end=first.get("bis", ""),
        groups=[group for group in groups if group.options],
        flags=OptionGroup("gilt", facet_legends()["gilt"], _flags_that_help(result)),
        hidden=hidden,
        active=active,
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


def _flags_that_help(result: Result) -> list[FacetOption]:
    return [*_options(result, flag_boxes()), *_neighbors(result)]


def _options(result: Result, boxes: Iterable[FacetBox]) -> list[FacetOption]:
    return facet_options(boxes, result.counts.by_code, result.criteria.parameters)


def _neighbors(result: Result) -> list[FacetOption]:
    """„mit Nachbarstadtteilen“, once a district is asked for."""
    criteria, place = result.criteria, result.sets.place
    if not (criteria.entries.get(Group.AREA) or (place and place.areas and not place.radius)):
        return []
    box = facet_box(0, "nachbarn", "1", str(WITH_NEIGHBORS))
    return [FacetOption(box, result.total_with_neighbors(), criteria.with_neighbors)]


def _group(result: Result, name: str, boxes: Iterable[FacetBox]) -> OptionGroup:
    return OptionGroup(name, facet_legends()[name], _options(result, boxes))


def _list(result: Result, name: str) -> OptionGroup:
    """Values that give hits, and those already ticked: the most useful ones open, the others behind "mehr"."""
    group = _group(result, name, facet_boxes(result.index.catalog, LISTS[name], name))
    if len(group.options) <= MOST_OPEN + 1:
        return group
    top = {one.value for one in sorted(group.options, key=lambda one: (not one.checked, -one.hits))[:MOST_OPEN]}
    return replace(
        group,
        options=[one for one in group.options if one.value in top],
        more=[one for one in group.options if one.value not in top],
    )


@cache
def facet_legends() -> dict[str, str]:
    """What stands above each list of boxes."""
    return {name: str(legend) for name, legend in LEGENDS.items()}


@cache
def day_boxes() -> tuple[FacetBox, ...]:
    """A box for each weekday."""
    return tuple(
        facet_box(facet_code(Group.WEEKDAY, day), "tag", name, str(DAY_LABELS[name])) for name, day in DAYS.items()
    )


@cache
def part_boxes() -> tuple[FacetBox, ...]:
    """A box for each time of day."""
    return tuple(
        facet_box(facet_code(Group.DAY_PART, part), "zeit", name, str(PART_LABELS[name]))
        for name, part in PARTS.items()
    )


@cache
def flag_boxes() -> tuple[FacetBox, ...]:
    """A box for each question with yes or no."""
    return tuple(
        facet_box(facet_code(Group.FLAG, flag), name, "1", str(FLAG_LABELS[name])) for name, flag in FLAGS.items()
    )


def view_links(criteria: Criteria) -> list[Tab]:
    """List, week and map show the same hits."""
    others = {name: values for name, values in criteria.parameters.items() if name != "ansicht"}
    return [
        Tab(label, query_string(others, ansicht=None if name == "liste" else name), name == criteria.view, icon)
        for name, (label, icon) in VIEW_LABELS.items()
    ]


def sort_links(criteria: Criteria) -> list[Chip]:
    """The orders that make sense for this search."""
    default, place = default_sort(criteria.text), criteria.ticked_place
    names = [name for name in SORT_LABELS if name != "relevanz" or criteria.text]
    names = [name for name in names if name != "entfernung" or (place and place.has_point)]
    return [
        Chip(
            SORT_LABELS[name],
            query_string(criteria.parameters, sort=None if name == default else name),
            name == criteria.sort,
        )
        for name in names
    ]
