"""Lucide icons as lean inline SVG; the look comes from ``.icon`` in the stylesheet."""

from functools import cache
from xml.etree import ElementTree

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from lucide import IconDoesNotExist
from lucide.templatetags.lucide import lucide


@cache
def svg(name: str) -> SafeString:
    """The icon called ``name``, hidden from screen readers: a word stands beside it. Unknown names raise.

    The wheel's drawing is rebuilt with only what the page needs, since a list carries a hundred of them.
    """
    drawing = ElementTree.fromstring(lucide(name, size=None))  # noqa: S314 - the wheel's own file, not input
    shapes = format_html_join(
        "",
        "<{}{}/>",
        (
            (shape.tag, format_html_join("", ' {}="{}"', shape.attrib.items()))
            for shape in drawing.iter()
            if shape is not drawing
        ),
    )
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" aria-hidden="true">{}</svg>', shapes
    )


def exists(name: str) -> bool:
    """Whether there is an icon of that name; ask before drawing one that somebody typed."""
    try:
        svg(name)
    except IconDoesNotExist:
        return False
    return True
