"""Rules every public page keeps, read from its HTML: weight (design 5), outline, no scripts in it, no leftovers."""

import gzip
import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

HTML_LIMIT = 60_000
FILES_LIMIT = 120_000  # style and script of one page, compressed
LEFTOVERS = re.compile(
    r"\{\{|\}\}|\{%|%\}|\{#|\bNone\b|\bNaN\b|\bundefined\b|\bTrue\b|\bFalse\b|object at 0x|&amp;(amp|lt|quot|#)"
)
ENGLISH = re.compile(
    r"\b(Submit|Search|Previous|Next page|Sign [Ii]n|Log ?[Ii]n|Password|required field|Page not found)\b"
)
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Page(HTMLParser):
    """What the rules need to know of one page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.title = self.words = ""
        self.files: list[str] = []
        self.wrong: list[str] = []
        self.meta: dict[str, str] = {}
        self._inside: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: C901 - a list of rules
        values = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        if tag not in VOID:
            self._inside.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if "id" in values:
            self.ids.append(values["id"])
        if "style" in values or any(name.startswith("on") for name in values) or tag == "style":
            self.wrong.append(f"style or script inside <{tag}>")
        if tag == "script" and "src" not in values and values.get("type") != "application/ld+json":
            self.wrong.append("script without a file")
        if tag == "html":
            self.meta["lang"] = values.get("lang", "")
        if tag == "meta" and "name" in values:
            self.meta[values["name"]] = values.get("content", "")
        if tag == "link" and values.get("rel") == "canonical":
            self.meta["canonical"] = values["href"]
        if tag == "img" and not ({"alt", "width", "height"} <= values.keys()):
            self.wrong.append(f"picture without alt or size: {values.get('src')}")
        file = values.get("src") or (values.get("href") if values.get("rel") in {"stylesheet", "icon"} else "")
        if file:
            self.files.append(file)
        if values.get("href", "").startswith("javascript:"):
            self.wrong.append("javascript: as an address")
        if tag == "a" and values.get("target") == "_blank":
            self.wrong.append("opens a window nobody asked for")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._inside:
            while self._inside.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if "script" in self._inside or "style" in self._inside:
            return
        if self._inside[-1:] == ["title"] and "svg" not in self._inside:
            self.title += data
        self.words += data + " "


def outline_gaps(headings: list[int]) -> list[str]:
    """Places where the outline jumps down more than one level."""
    return [f"h{one} is followed by h{two}" for one, two in zip(headings, headings[1:], strict=False) if two > one + 1]


def weight_of_files(page: Page) -> int:
    """Bytes of the styles and scripts the page names, compressed."""
    total = 0
    for file in page.files:
        path = urlsplit(file).path
        if path.endswith((".css", ".js")):
            found = finders.find(path.removeprefix("/static/"))
            assert found, f"{path} is not there"
            with open(found, "rb") as content:
                total += len(gzip.compress(content.read(), 9))
    return total


def broken_rules(path: str, text: str) -> list[str]:
    """What is wrong with one page, in words."""
    page = Page(text)
    wrong = list(page.wrong)
    if page.meta.get("lang") != "de":
        wrong.append("language of the page is not said")
    if page.headings.count(1) != 1 or page.headings[:1] != [1]:
        wrong.append(f"headings begin {page.headings[:4]}")
    wrong += outline_gaps(page.headings)
    wrong += [f"id twice: {name}" for name in set(page.ids) if page.ids.count(name) > 1]
    wrong += [f"no <{tag}>" for tag in ("header", "main", "footer", "nav") if tag not in page.tags]
    if not page.title.strip() or not page.meta.get("description"):
        wrong.append("no title or description")
    for_search_engines = "noindex" not in page.meta.get("robots", "")
    if for_search_engines and not re.fullmatch(r"https?://[^/]+/.*", page.meta.get("canonical", "")):
        wrong.append(f"canonical address: {page.meta.get('canonical')}")
    wrong += [f"file of another host: {file}" for file in page.files if urlsplit(file).netloc]
    wrong += [f"leftover: {found.group()!r}" for found in LEFTOVERS.finditer(page.words)]
    wrong += [f"English: {found.group()!r}" for found in ENGLISH.finditer(page.words)]
    if len(text.encode()) > HTML_LIMIT:
        wrong.append(f"{len(text.encode())} bytes of HTML")
    if (weight := weight_of_files(page)) > FILES_LIMIT:
        wrong.append(f"{weight} bytes of style and script")
    return wrong


@pytest.fixture
def pages(demo_site, public_doors) -> dict[str, str]:
    """HTML of every public page that was found, by address."""
    client = Client()
    answers = {path: client.get(path) for path in public_doors.addresses}
    return {
        path: answer.text
        for path, answer in answers.items()
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")
    }


def test_every_public_page_keeps_the_rules(pages):
    broken = {path: broken_rules(path, text) for path, text in pages.items()}
    assert {path: wrong for path, wrong in broken.items() if wrong} == {}
    assert len(pages) > 25


def test_no_two_kinds_of_page_share_a_title(pages):
    titles: dict[str, set[str]] = {}
    for path, text in pages.items():
        titles.setdefault(Page(text).title.strip(), set()).add(urlsplit(path).path)
    assert {title: paths for title, paths in titles.items() if len(paths) > 1} == {}


def test_every_link_of_a_public_page_leads_somewhere(pages, public_doors):
    client = Client(raise_request_exception=False)
    found: dict[str, str] = {}
    for path, text in pages.items():
        for address in re.findall(r'href="(/[^"#]*)', text):
            found.setdefault(address.replace("&amp;", "&"), path)
    plain = {address: path for address, path in found.items() if "?" not in address and "/static/" not in address}
    dead = {address: path for address, path in plain.items() if client.head(address).status_code >= 400}
    assert dead == {}


def test_the_rules_find_what_they_look_for():
    bad = (
        '<html><head><title></title><style>a{}</style></head><body onload="x()"><h2 id="a">None</h2>'
        '<h4 id="a">{{ x }}</h4>'
        '<img src="https://cdn.example/x.png"><script>1</script><a href="javascript:x">Submit</a></body></html>'
    )
    found = " ".join(broken_rules("/", bad))
    for part in (
        "inside <body>",
        "inside <style>",
        "without a file",
        "picture",
        "headings begin",
        "h2 is followed",
        "id twice",
    ):
        assert part in found
    for part in (
        "no <main>",
        "no title",
        "canonical",
        "another host",
        "'None'",
        "'{{'",
        "English",
        "language",
        "javascript:",
    ):
        assert part in found
