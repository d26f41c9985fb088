"""Makes broken requests: finds the doors of the portal like a visitor does, then knocks on them in all wrong ways.

Everything comes from one ``random.Random``, so a seed repeats a run exactly.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit

from django.http import HttpResponseBase
from django.test import Client
from django.urls import Resolver404, resolve

TEXTS = (
    *(
        "",
        " ",
        "0",
        "-1",
        "1",
        "2",
        "9" * 30,
        "-" + "9" * 19,
        "2147483648",
        "9223372036854775808",
        "1e9",
        "1e400",
        "NaN",
    ),
    *(
        "inf",
        "0x1f",
        "1.5",
        "1,5",
        "1.000,00",
        "²",
        "½",
        "٣",
        "１２",
        "true",
        "on",
        "null",
        "None",
        "undefined",
        "[]",
        "{}",
    ),
    *(
        "9m",
        "-3m",
        "99999999999999m",
        "9 Monate",
        "4 Jahre",
        "mo",
        "mo,di,so",
        "dienstag",
        "vormittag",
        "25:99",
        "24:00",
    ),
    *("2026-02-30", "2026-02-29", "31.02.2026", "0000-00-00", "0001-01-01", "9999-12-31", "10000-01-01", "-0001-01-01"),
    *(
        "1.1.26",
        "heute",
        "2026-W60",
        "2026-13",
        "2026-01-01T00:00:00+99:00",
        "07545",
        "00000",
        "Gera",
        "gera-bieblach-ost",
    ),
    *(
        "'",
        '"',
        "\\",
        "%",
        "_",
        "%%%",
        "' OR 1=1 --",
        "'; DROP TABLE offers_offer; --",
        "a & b | !c <-> d:*",
        "((((",
        ":*",
    ),
    *(
        "<script>alert(1)</script>",
        "{{ 7*7 }}",
        "{% include 'x' %}",
        "${7*7}",
        "%s%n%x",
        "{0.__class__}",
        "../../etc/passwd",
    ),
    *(
        "a\r\nSet-Cookie: x=1",
        "a\tb",
        "\u202egnp.exe",
        "\u200b\u200d",
        "\ufeff",
        "\ufffd",
        "\U0010ffff",
        "🦊" * 40,
        "ﬁ",
        "ẞ",
    ),
    *("İ", "e\u0301" * 30, "z\u0335\u0321" * 50, "Ä" * 100, "a" * 101, "wort " * 60, "a" * 3000, "x" * 70000),
    *(
        "file:///etc/passwd",
        "http://127.0.0.1:1/",
        "//boese.example/",
        "javascript:alert(1)",
        "a@b",
        "@",
        "a" * 300 + "@b.example",
    ),
    *("00000000-0000-0000-0000-000000000000", "not-a-uuid", "liste", "woche", "karte", "-name", "entfernung", "?"),
)
BYTES = (
    "%00",
    "%FF",
    "%C0%AF",
    "%ED%A0%80",
    "%F4%90%80%80",
    "%",
    "%zz",
    "%u0041",
    "+",
    "&&&",
    "=",
    ";",
    "#",
    "%0d%0a",
    "%2e%2e%2f",
)
PATHS = (
    "x.css",
    "..",
    "%2e%2e/",
    ".ics",
    "//",
    "/;a=b",
    "%00",
    "%ff",
    "?",
    "a" * 500,
    "0",
    "-1",
    "x.php",
    ".git/config",
    "%F0%9F%A6%8A",
)
METHODS = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "BREW", "get", "HEAD", "POST")
TYPES = (
    "application/json",
    "text/xml",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "application/octet-stream",
)
TYPES += (
    "application/x-www-form-urlencoded; charset=klingon",
    "multipart/form-data; boundary=\xff",
    "x" * 300,
    "",
    ";;;",
    "text/plain",
)
HEADERS: dict[str, tuple[str, ...]] = {
    "HTTP_ACCEPT": ("application/json", "*/*;q=x", "text/html" * 200, "\xff"),
    "HTTP_ACCEPT_LANGUAGE": ("xx", "de" * 300, "de;q=9e999", "a-" * 200, "\x80"),
    "HTTP_ACCEPT_ENCODING": ("gzip;q=0", "identity;q=0, *;q=0", "br" * 500),
    "HTTP_COOKIE": ("session=x", "session=" + "a" * 4000, "csrf=\xff; session=;;;=", 'messages=[["x"', "sessionid"),
    "HTTP_HOST": ("boese.example", "127.0.0.1:99999", "[::1", "a" * 400, "testserver:80:80", "xn--\xff"),
    "HTTP_IF_MODIFIED_SINCE": ("gestern", "Thu, 99 Foo 0000 99:99:99 GMT", "0" * 500),
    "HTTP_IF_NONE_MATCH": ("*", '"', "W/" * 300, "\xff"),
    "HTTP_RANGE": ("bytes=-1", "bytes=9-1", "bytes=0-0," * 200),
    "HTTP_REFERER": ("http://[", "https://boese.example/", "\xff" * 100),
    "HTTP_ORIGIN": ("null", "https://boese.example"),
    "HTTP_X_FORWARDED_FOR": ("127.0.0.1", "x, y, z", "1.2.3.4," * 300),
    "HTTP_X_FORWARDED_HOST": ("boese.example",),
    "HTTP_X_FORWARDED_PROTO": ("https", "gopher"),
    "HTTP_X_HTTP_METHOD_OVERRIDE": ("DELETE",),
    "HTTP_X_REQUEST_ID": ("a" * 64, "<script>", "\n\n"),
    "HTTP_X_REQUESTED_WITH": ("XMLHttpRequest",),
    "HTTP_HX_REQUEST": ("true", "\xff"),
    "HTTP_HX_CURRENT_URL": ("http://[", "//x"),
    "HTTP_HX_TARGET": ("ergebnisse", "\xff"),
    "CONTENT_LENGTH": ("-1", "x", "99999999999999999999", ""),
}
FILES = (
    b"",
    b"\x00" * 5000,
    b"\xff\xfe\x00",
    b"PK\x03\x04kaputt",
    b"PK\x05\x06" + b"\0" * 18,
    b'name;ort\n"offen',
    b"\xef\xbb\xbfName\n",
)
FILES += (
    b";" * 3000,
    b"Name;Name;Name\n=1+1;@x;-2\n",
    b"%PDF-1.7\n",
    b"GIF89a" + b"\xff" * 40,
    b"<svg onload=alert(1)>",
    "ß\r".encode("cp1252") * 999,
)
FILE_NAMES = (
    "a.csv",
    "a.xlsx",
    "a.exe",
    "a.svg",
    "../../x.csv",
    "",
    "a" * 300 + ".csv",
    "ä\u202e.csv",
    "a.xlsx.csv",
    "con",
)
SEARCHES = 0.25  # share of pages with a search in them: they take ten times as long as the others


@dataclass(frozen=True)
class Form:
    """A form found on a page: where it leads and what it would send untouched."""

    path: str
    method: str
    fields: tuple[tuple[str, str, str], ...]  # name, kind, value


@dataclass
class Doors:
    """Addresses and forms one kind of visitor can reach."""

    addresses: list[str] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    parameters: dict[str, list[str]] = field(default_factory=dict)  # path -> names seen in its queries and forms


class PageReader(HTMLParser):
    """Collects links and forms of one page."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self.base = base
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._open: tuple[str, str, list[tuple[str, str, str]]] | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "a" and values.get("href"):
            self.links.append(urljoin(self.base, values["href"]))
        elif tag == "form":
            action = urljoin(self.base, values.get("action", ""))
            self._open = (action, values.get("method", "get").upper(), [])
        elif self._open and tag in {"input", "textarea", "button"} and values.get("name"):
            self._open[2].append((values["name"], values.get("type", tag), values.get("value", "")))
        elif self._open and tag == "select":
            self._select = values.get("name", "")
        elif self._open and tag == "option" and self._select:
            self._open[2].append((self._select, "option", values.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        elif tag == "form" and self._open:
            self.forms.append(Form(self._open[0], self._open[1], tuple(self._open[2])))
            self._open = None


def explore(client: Client, starts: list[str], *, pages: int, each: int = 2) -> Doors:
    """Follow links from ``starts``: at most ``pages`` pages, ``each`` per kind of page (name of the address)."""
    doors = Doors()
    seen: set[str] = set()
    count: dict[str, int] = {}
    queue = list(starts)
    while queue and len(doors.addresses) < pages:
        parts = urlsplit(queue.pop(0))
        address = parts.path + (f"?{parts.query}" if parts.query else "")
        if parts.scheme not in {"", "http"} or parts.netloc not in {"", "testserver"} or address in seen:
            continue
        seen.add(address)
        names = doors.parameters.setdefault(parts.path, [])
        names += [name for name, _ in parse_qsl(parts.query) if name not in names]
        kind = _kind(parts.path)
        count[kind] = count.get(kind, 0) + 1
        if count[kind] > each:
            continue
        response = client.get(address)
        response.close()  # as a web server does
        doors.addresses.append(address)
        if response.status_code in {301, 302}:
            queue.append(urljoin(address, response["Location"]))
        if response.status_code != 200 or "html" not in response.get("Content-Type", ""):
            continue
        reader = PageReader(f"http://testserver{address}")
        reader.feed(response.content.decode())
        queue += reader.links
        for form in reader.forms:
            where = urlsplit(form.path)
            if where.netloc != "testserver":
                continue
            form = Form(where.path + (f"?{where.query}" if where.query else ""), form.method, form.fields)
            if form not in doors.forms:
                doors.forms.append(form)
            known = doors.parameters.setdefault(where.path, [])
            known += [name for name, _, _ in form.fields if name not in known]
    return doors


def _kind(path: str) -> str:
    try:
        return resolve(path).view_name
    except Resolver404:
        return "unknown"


@dataclass
class Knock:
    """One broken request, ready to be sent by a test client."""

    method: str
    path: str
    data: bytes = b""
    content_type: str = ""
    extra: dict[str, str] = field(default_factory=dict)

    def send(self, client: Client) -> HttpResponseBase:
        return client.generic(self.method, self.path, self.data, self.content_type or "text/plain", **self.extra)

    def __str__(self) -> str:
        sent = f" {self.content_type} {self.data[:300]!r}" if self.data else ""
        return f"{self.method} {self.path[:400]}{sent}{self.extra or ''}"


def knocks(doors: Doors, rng: random.Random) -> Iterator[Knock]:
    """Endless broken requests for one visitor."""
    makers = [_query] * 9 + [_raw_query] * 2 + [_path] * 3 + [_sent_form] * 5 + [_method] * 2 + [_header] * 3 + [_body]
    makers += [_file]
    while True:
        made = rng.choice(makers)(doors, rng)
        if made is not None:
            yield made


def _text(rng: random.Random) -> str:
    if rng.random() < 0.85:
        return rng.choice(TEXTS)
    ranges = ((32, 126), (0xA0, 0x2FF), (1, 31), (0x600, 0x6FF), (0x2000, 0x206F), (0x1F300, 0x1F5FF))
    return "".join(chr(rng.randint(*rng.choice(ranges))) for _ in range(rng.randint(1, 40)))


def _query(doors: Doors, rng: random.Random) -> Knock:
    searched = [path for path, names in doors.parameters.items() if names]
    path = rng.choice(searched if searched and rng.random() < SEARCHES else list(doors.parameters))
    names = doors.parameters[path] or ["q", "seite", "next"]
    pairs = [(rng.choice(names), _text(rng)) for _ in range(rng.choice((1, 1, 2, 3, 12)))]
    if rng.random() < 0.03:
        pairs *= 500
    return Knock("GET", f"{path}?{urlencode(pairs)}"[: rng.choice((8000, 8000, 20000))])


def _raw_query(doors: Doors, rng: random.Random) -> Knock:
    path = rng.choice(list(doors.parameters))
    names = doors.parameters[path] or ["q"]
    return Knock(
        "GET", path + "?" + "&".join(f"{rng.choice(names)}={rng.choice(BYTES)}" for _ in range(rng.randint(1, 4)))
    )


def _path(doors: Doors, rng: random.Random) -> Knock:
    parts = urlsplit(rng.choice(doors.addresses)).path.split("/")
    place = rng.randrange(1, len(parts)) if len(parts) > 1 else 0
    odd = rng.choice(PATHS) if rng.random() < 0.6 else quote(_text(rng)[:2000], safe="")
    parts[place] = rng.choice((odd, parts[place] + odd, odd + parts[place]))
    return Knock(rng.choice(("GET", "GET", "HEAD", "POST")), "/".join(parts) or "/")


def _values(form: Form, rng: random.Random) -> list[tuple[str, str]]:
    """What a person would send, with some of it broken, doubled or left out."""
    pairs = [(name, value) for name, kind, value in form.fields if kind not in {"file", "csrfmiddlewaretoken"}]
    damage = rng.choice((1, 2, 4, len(pairs)))
    for _ in range(damage):
        if not pairs:
            break
        place = rng.randrange(len(pairs))
        name = pairs[place][0]
        what = rng.random()
        if what < 0.75:
            pairs[place] = (name, _text(rng))
        elif what < 0.85:
            del pairs[place]
        elif what < 0.95:
            pairs.append((name, _text(rng)))
        else:
            pairs[place] = (_text(rng), pairs[place][1])
    return pairs


def _sent_form(doors: Doors, rng: random.Random) -> Knock | None:
    if not doors.forms:
        return None
    sending = [form for form in doors.forms if form.method == "POST"]
    form = rng.choice(sending if sending and rng.random() > SEARCHES else doors.forms)
    sent = urlencode(_values(form, rng), errors="replace")
    if form.method == "GET":
        return Knock("GET", f"{form.path.partition('?')[0]}?{sent[:8000]}")
    if rng.random() < 0.1:
        sent += "&" + rng.choice(BYTES)
    return Knock("POST", form.path, sent.encode(), "application/x-www-form-urlencoded")


def _method(doors: Doors, rng: random.Random) -> Knock:
    return Knock(rng.choice(METHODS), rng.choice(doors.addresses), _text(rng).encode(), rng.choice(TYPES[:2]))


def _header(doors: Doors, rng: random.Random) -> Knock:
    names = rng.sample(sorted(HEADERS), rng.choice((1, 1, 2, 3)))
    return Knock("GET", rng.choice(doors.addresses), extra={name: rng.choice(HEADERS[name]) for name in names})


def _body(doors: Doors, rng: random.Random) -> Knock:
    form = rng.choice(doors.forms).path if doors.forms else rng.choice(doors.addresses)
    data = rng.choice((b"", b"\x00\xff" * 200, b"--x\r\n", b"{" * 5000, b"a=1&" * 5000, rng.randbytes(300), b"=&=&;;%"))
    return Knock("POST", form, data, rng.choice(TYPES))


def _file(doors: Doors, rng: random.Random) -> Knock | None:
    with_file = [form for form in doors.forms if any(kind == "file" for _, kind, _ in form.fields)]
    form = rng.choice(with_file or doors.forms) if doors.forms else None
    if form is None:
        return None
    parts = [(f'name="{name}"', value.encode("utf-8", "replace")) for name, value in _values(form, rng)]
    for name in [name for name, kind, _ in form.fields if kind == "file"] or ["file"]:
        parts.append(
            (f'name="{name}"; filename="{rng.choice(FILE_NAMES)}"\r\nContent-Type: text/csv', rng.choice(FILES))
        )
    body = b"".join(
        b"--grenze\r\nContent-Disposition: form-data; " + head.encode() + b"\r\n\r\n" + content + b"\r\n"
        for head, content in parts
    )
    return Knock("POST", form.path, body + rng.choice((b"--grenze--\r\n", b"")), "multipart/form-data; boundary=grenze")
