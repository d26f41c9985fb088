"""Jinja2 for the one page where drawing costs more than searching (docs/adr/0011); everything else is Django's."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template import engines
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from jinja2 import Environment, StrictUndefined
from kit import icons

MARK = mark_safe("<!---->")  # noqa: S308 - a constant
"""Stands where a page's own parts go. What somebody typed cannot be taken for it: there ``<`` is always escaped."""


def environment(**options: Any) -> Environment:
    """For the setting ``TEMPLATES``: escapes everything, knows ``icon``, ``static`` and the words of the page."""
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True, "autoescape": True}
    made = Environment(**options)  # noqa: S701 - autoescape is on
    made.globals |= {"icon": icons.icon_svg, "static": _static(), "_": _said(), "ngettext": ngettext}
    return made


def render_jinja(template: str, **context: Any) -> list[SafeString]:
    """A piece of a page, drawn by itself and cut where ``{{ mark }}`` stands."""
    engine: Any = engines["jinja2"]
    return _cut(engine.env.get_template(template).render(mark=MARK, **context))


def _cut(drawn: str) -> list[SafeString]:
    return [mark_safe(piece) for piece in drawn.split(MARK)]  # noqa: S308 - it was escaped when it was drawn


def joined_html(pieces: Iterable[SafeString | int]) -> SafeString:
    """Drawn pieces and whole numbers one after the other, as one piece: escaping a hundred of them is not free."""
    return SafeString("".join([piece if isinstance(piece, str) else str(piece) for piece in pieces]))


def page_shell(request: HttpRequest, template: str) -> list[SafeString]:
    """The frame of a page, drawn by Django's engine from ``template``, cut where ``{{ mark }}`` stands.

    The frame is the same for everybody who is not signed in, so it is drawn once for them.
    """
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return _anonymous_shell(template, request.path, lambda: _draw(request, template))
    return _draw(request, template)


_frames: dict[tuple[str, str], list[SafeString]] = {}


def _anonymous_shell(template: str, path: str, draw: Callable[[], list[SafeString]]) -> list[SafeString]:
    key = (template, path)
    if settings.DEBUG or key not in _frames:
        _frames[key] = draw()
    return _frames[key]


def _draw(request: HttpRequest, template: str) -> list[SafeString]:
    return _cut(render_to_string(template, {"mark": MARK}, request=request))


def _said() -> Callable[[str], str]:
    """The portal speaks one language, so a sentence is looked up once."""
    return cache(gettext)


def _static() -> Callable[[str], str]:
    return cache(static)
