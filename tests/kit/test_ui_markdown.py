"""Typed text becomes safe HTML, whatever was typed."""

import json
import re

import pytest

from kit.markdown import json_ld, to_html

REL = 'rel="nofollow noopener noreferrer"'


def test_the_allowed_marks():
    assert to_html("Ein **wichtiger** *Satz*") == "<p>Ein <strong>wichtiger</strong> <em>Satz</em></p>\n"
    assert to_html("- eins\n- zwei") == "<ul>\n<li>eins</li>\n<li>zwei</li>\n</ul>\n"
    assert to_html("> Zitat") == "<blockquote>\n<p>Zitat</p>\n</blockquote>\n"
    assert to_html("a\nb") == "<p>a<br>\nb</p>\n"


def test_headings_fit_under_the_page():
    assert to_html("# A\n\n## B\n\n### C\n\n###### D") == "<h3>A</h3>\n<h3>B</h3>\n<h4>C</h4>\n<h4>D</h4>\n"
    assert to_html("## A\n\n### B", heading=2) == "<h2>A</h2>\n<h3>B</h3>\n"


def test_anchors_are_unique():
    html = to_html("## Barriere melden\n\n## Barriere melden\n\n## 你好", heading=2, anchors=True)
    assert re.findall(r'id="(.*?)"', html) == [
        "abschnitt-barriere-melden",
        "abschnitt-barriere-melden-2",
        "abschnitt-text",
    ]


@pytest.mark.parametrize("address", ["https://stadt.example/", "mailto:a@stadt.example", "tel:+493023125100", "/orte/"])
def test_links_that_stay(address):
    assert to_html(f"[Wort]({address})") == f'<p><a href="{address}" {REL}>Wort</a></p>\n'


@pytest.mark.parametrize(
    "address",
    [
        "http://stadt.example/",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "//stadt.example/",
        "?a=1",
        "ftp://stadt.example/",
        "&#106;avascript:alert(1)",
    ],
)
def test_links_that_go(address):
    assert "href" not in to_html(f"[Wort](<{address}>)")


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![Bild](https://stadt.example/b.png)",
        '<a href="https://stadt.example/" onclick="x()">x</a>',
        "<style>body{}</style>",
        "<iframe src=https://stadt.example></iframe>",
        '[x](https://stadt.example/ "onmouseover=alert(1)")',
        "# <svg onload=alert(1)>",
    ],
)
def test_nothing_else_gets_through(source):
    html = str(to_html(source, anchors=True))
    tags = set(re.findall(r"</?([a-z0-9]+)", html))
    assert tags <= {"p", "a", "h3"}
    assert not re.search(r"<[^>]*\son\w+=", html)


def test_no_surprise_links_and_no_text_lost():
    assert to_html("www.stadt.example") == "<p>www.stadt.example</p>\n"
    assert to_html("    eingerückt") == "<p>eingerückt</p>\n"
    assert to_html(None) == ""


def test_json_ld_cannot_be_closed_from_inside():
    nasty = {"name": "</script><script>alert(1)</script> & \u2028 ä"}
    html = json_ld(nasty)
    assert html.startswith('<script type="application/ld+json">')
    assert html.count("</script>") == 1
    inside = html.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert not set("<>&\u2028") & set(inside)
    assert json.loads(inside) == nasty
