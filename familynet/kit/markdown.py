"""Text people typed, made safe for a page. The only module that declares text safe (``mark_safe``).

Markdown is read with HTML switched off, and what comes out passes a short allow-list once more.
"""

import json
import re
from typing import Any

import nh3
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "h3", "h4", "blockquote"}
SCHEMES = {"https", "mailto", "tel"}
REL = "nofollow noopener noreferrer"
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}

_reader = MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": True}).disable(["image", "code"])


def to_html(text: str | None) -> SafeString:
    """HTML for Markdown source. Headings become ``h3``/``h4``, because ``h1`` and ``h2`` belong to the page.

    Links keep only https, mailto and tel and addresses of this site (``/...``); pictures and raw HTML are dropped.
    """
    rendered = _reader.render(text or "")
    rendered = re.sub(r"<(/?)h[123]>", r"<\1h3>", rendered)
    rendered = re.sub(r"<(/?)h[56]>", r"<\1h4>", rendered)
    clean = nh3.clean(
        rendered, tags=TAGS, attributes={"a": {"href"}}, url_schemes=SCHEMES, link_rel=REL, strip_comments=True
    )
    return mark_safe(clean)  # noqa: S308 - nh3's allow-list has just been applied


def json_ld(data: Any) -> SafeString:
    """A ``<script type="application/ld+json">`` that no value in ``data`` can close or break out of."""
    text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 - escaped by ESCAPES
