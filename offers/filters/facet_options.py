"""The boxes of the filter column as they stand in the page: rendered once for each list, then the hits are put in."""

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString

from kit.jinja import joined_html
from offers.facets import Group
from offers.search.catalog import Catalog, Entry

TICKED = format_html(" {}", "checked")
AFTER = format_html(")</{}></{}></{}>", "small", "span", "label")


class FacetBox(NamedTuple):
    """One box to tick, with the code its hits are counted under; rendered up to the number, as it is and ticked."""

    code: int
    name: str
    value: str
    plain: SafeString
    ticked: SafeString


class FacetOption(NamedTuple):
    """A box with the number of hits it gives."""

    box: FacetBox
    hits: int
    checked: bool

    @property
    def name(self) -> str:
        return self.box.name

    @property
    def value(self) -> str:
        return self.box.value


@lru_cache(maxsize=500)
def facet_box(code: int, name: str, value: str, label: str) -> FacetBox:
    """The box for one value of a filter; ``label`` as people read it."""
    return FacetBox(code, name, value, _render(name, value, label, ""), _render(name, value, label, TICKED))


@lru_cache(maxsize=20)
def facet_boxes(catalog: Catalog, group: Group, name: str) -> tuple[FacetBox, ...]:
    """Boxes for all values of a list, each directly after its parent."""
    return tuple(facet_box(entry.code, name, entry.slug, entry.name) for entry in _in_tree_order(catalog.of(group)))


def facet_options(
    boxes: Iterable[FacetBox], hits: Mapping[int, int], parameters: Mapping[str, Collection[str]]
) -> list[FacetOption]:
    """Those boxes that give hits, and those ``parameters`` have ticked already."""
    counted = ((one, hits.get(one.code, 0), one.value in parameters.get(one.name, ())) for one in boxes)
    return [FacetOption(one, count, checked) for one, count, checked in counted if count or checked]


def render_facet_options(several: Iterable[FacetOption]) -> SafeString:
    """Boxes with their numbers of hits."""
    return joined_html(
        piece for one, count, checked in several for piece in (one.ticked if checked else one.plain, count, AFTER)
    )


def _render(name: str, value: str, label: str, ticked: str) -> SafeString:
    return format_html(
        '<label><input type="checkbox" id="f-{}-{}" name="{}" value="{}"{}><span>{} <small>(',
        name,
        value,
        name,
        value,
        ticked,
        label,
    )


def _in_tree_order(entries: list[Entry]) -> list[Entry]:
    position = {entry.pk: number for number, entry in enumerate(entries)}
    by_pk = {entry.pk: entry for entry in entries}

    def path(entry: Entry) -> list[int]:
        above = by_pk.get(entry.parent or 0)
        return [*(path(above) if above else []), position[entry.pk]]

    return sorted(entries, key=path)
