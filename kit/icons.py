"""Lucide icons as lean inline SVG; the look comes from ``.icon`` in the stylesheet."""

from functools import cache
from xml.etree import ElementTree

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from lucide import IconDoesNotExist
from lucide.templatetags.lucide import lucide


@cache
def icon_svg(name: str) -> SafeString:
    """The icon called ``name``, hidden from screen readers: a word stands beside it. Unknown names raise."""
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" aria-hidden="true">{}</svg>',
        icon_shapes(name),
    )


@cache
def icon_shapes(name: str) -> SafeString:
    """The inside of an icon: the wheel's drawing rebuilt with only what the page needs."""
    drawing = ElementTree.fromstring(lucide(name, size=None))  # noqa: S314 - the wheel's own file, not input
    return format_html_join(
        "",
        "<{}{}/>",
        (
            (shape.tag, format_html_join("", ' {}="{}"', shape.attrib.items()))
            for shape in drawing.iter()
            if shape is not drawing
        ),
    )


@cache
def icon_sheet(names: frozenset[str]) -> SafeString:
    """Drawings for a long list, once in the page; ``<svg class="icon"><use href="#i-baby"/></svg>`` each time."""
    symbols = format_html_join(
        "", '<symbol id="i-{}" viewBox="0 0 24 24">{}</symbol>', ((name, icon_shapes(name)) for name in sorted(names))
    )
    return format_html('<svg class="d-none" aria-hidden="true">{}</svg>', symbols)


@cache
def icon_use(names: frozenset[str]) -> dict[str, SafeString]:
    """What to write for each drawing of the ``sheet``."""
    return {name: format_html('<svg class="icon" aria-hidden="true"><use href="#i-{}"/></svg>', name) for name in names}


def icon_exists(name: str) -> bool:
    """Whether there is an icon of that name; ask before drawing one that somebody typed."""
    try:
        icon_svg(name)
    except IconDoesNotExist:
        return False
    return True
