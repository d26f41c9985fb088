"""Text people typed, made safe for a page. The only module that declares text safe (``mark_safe``).

Markdown is read with HTML switched off, and what comes out passes a short allow-list once more.
"""

import json
import re
from typing import Any

import nh3
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt

TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "blockquote"}
SCHEMES = {"https", "mailto", "tel"}
REL = "nofollow noopener noreferrer"
VALUE, GAP, MARK_END = "\ue000", "\ue001", "\ue002"
"""Around words that are to stand out (``to_html(marks=True)``): a value filled in, and one that lacks."""
MARKS = {VALUE: '<mark class="value">', GAP: '<mark class="gap">', MARK_END: "</mark>"}
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}

_reader = MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": True}).disable(["image", "code"])


def to_html(text: str | None, *, heading: int = 3, anchors: bool = False, marks: bool = False) -> SafeString:
    """HTML for Markdown source, with headings that fit the page.

    ``#`` and ``##`` become level ``heading`` (``h1`` belongs to the page), everything below one level deeper.
    ``anchors`` gives headings an address (``#abschnitt-barriere-melden``); once per page at most, or ids repeat.
    ``marks`` draws what stands between ``VALUE`` or ``GAP`` and ``MARK_END``; only whole pairs around plain words.
    Links keep only https, mailto and tel and addresses of this site (``/...``); pictures and raw HTML are dropped.
    """
    rendered = _reader.render(text or "")
    rendered = re.sub(r"<(/?)h([1-6])>", lambda m: f"<{m[1]}h{heading + (m[2] > '2')}>", rendered)
    clean = nh3.clean(
        rendered,
        tags=TAGS | {f"h{heading}", f"h{heading + 1}"},
        attributes={"a": {"href"}},
        attribute_filter=_allowed_attribute,
        url_schemes=SCHEMES,
        link_rel=REL,
        strip_comments=True,
    )
    if marks:
        clean = re.sub(f"<[^>]*>|[{''.join(MARKS)}]", _mark, clean)
    return mark_safe(_with_anchors(clean) if anchors else clean)  # noqa: S308 - the allow-list has just been applied


def _mark(found: re.Match[str]) -> str:
    """The tag for a mark; marks inside other tags (the address of a link) go."""
    return MARKS.get(found[0]) or re.sub(f"[{''.join(MARKS)}]", "", found[0])


def _allowed_attribute(tag: str, attribute: str, value: str) -> str | None:
    """A link's target if it is one of ours or says its scheme; ``//host`` and ``?query`` are dropped."""
    if attribute == "href" and not re.match(r"(https://|mailto:|tel:|/(?![/\\]))", value):
        return None
    return value


def _with_anchors(html: str) -> str:
    """Each heading gets an ``id`` from its words; a second heading with the same words gets a number."""
    seen: dict[str, int] = {}

    def opened(match: re.Match[str]) -> str:
        words = slugify(strip_tags(match[2])) or "text"
        seen[words] = seen.get(words, 0) + 1
        number = f"-{seen[words]}" if seen[words] > 1 else ""
        return f'<{match[1]} id="abschnitt-{words}{number}">{match[2]}</{match[1]}>'

    return re.sub(r"<(h\d)>(.*?)</\1>", opened, html, flags=re.DOTALL)


def json_ld(data: Any) -> SafeString:
    """A ``<script type="application/ld+json">`` that no value in ``data`` can close or break out of."""
    text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 - escaped by ESCAPES
