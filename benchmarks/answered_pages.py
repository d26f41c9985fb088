"""An answer of the portal taken apart: what is compared, and where it leads."""

import re
from hashlib import sha256
from io import BytesIO
from urllib.parse import urldefrag, urljoin, urlsplit
from zipfile import ZipFile

import pikepdf
from django.http import HttpResponseBase
from lxml import html

HOST = "127.0.0.1:8000"
TOLD = re.compile(rf"https?://{re.escape(HOST)}[^\s<>\"')\\]*")
LINKS = ("href", "src", "srcset", "action", "formaction", "hx-get", "hx-post")
FIELDS = ("form", "input", "select", "option", "textarea", "button")
SEEN = "//text()[not(ancestor::script or ancestor::style)]"
BY_CHANCE = {"etag", "x-request-id", "content-length", "content-type", "location"}
TEXTS = re.compile(r"text/|json|xml|javascript")


class Page:
    """One answer: its headers and its body; an HTML page also as ``elements``."""

    def __init__(self, response: HttpResponseBase, body: bytes) -> None:
        self.headers, self.body = response.headers, body
        self.kind = self.headers.get("Content-Type", "")
        self.text = body.decode(errors="replace") if TEXTS.search(self.kind) else ""
        self.tree = None
        if self.kind.startswith("text/html") and self.text.strip():
            self.tree = html.document_fromstring(body, parser=html.HTMLParser(encoding="utf-8"))
        self.elements = [] if self.tree is None else [one for one in self.tree.iter() if isinstance(one.tag, str)]

    def leads_to(self, address: str) -> set[str]:
        """Addresses of this host that the page at ``address`` links to, sends forms to, tells or redirects to."""
        found = {link.split(" ")[0] for _, _, link in self._links()} | set(TOLD.findall(self.text))
        found.add(self.headers.get("Location", ""))
        whole = (urlsplit(urldefrag(urljoin(f"http://{HOST}{address}", link)).url) for link in found if link)
        return {one._replace(scheme="", netloc="").geturl() for one in whole if one.netloc == HOST}

    def parts(self) -> dict[str, str]:
        """What is compared, by the name of the part; words are parted by spaces, all other lists by line ends."""
        headers = sorted(f"{name}: {value}" for name, value in self.headers.items() if name.lower() not in BY_CHANCE)
        parts = {"type": self.kind, "to": self.headers.get("Location", ""), "headers": "\n".join(headers)}
        if self.tree is None:
            return parts | {"text": " ".join(self.text.split()) if self.text else self._outline()}
        return parts | {
            "text": " ".join(" ".join(self.tree.xpath(SEEN)).split()),
            "links": "\n".join(f"{tag} {name}={link}" for tag, name, link in self._links()),
            "fields": "\n".join(_tag(one) for one in self.elements if one.tag in FIELDS),
            "markup": "\n".join(map(_tag, self.elements)),
        }

    def _links(self) -> list[tuple[str, str, str]]:
        return [(one.tag, name, one.get(name)) for one in self.elements for name in LINKS if one.get(name)]

    def _outline(self) -> str:
        """What a file is about: the pages of a PDF, the members of a table or a folder, else its size."""
        if self.body.startswith(b"%PDF"):
            with pikepdf.open(BytesIO(self.body)) as document:
                return f"{len(document.pages)} pages"
        if self.body.startswith(b"PK"):
            with ZipFile(BytesIO(self.body)) as folder:
                return " ".join(sorted(folder.namelist()))
        return f"{len(self.body)} bytes"


def _tag(element: html.HtmlElement) -> str:
    """The tag with its attributes, except the random value of the field against forged requests."""
    hidden = element.get("name") == "csrfmiddlewaretoken"
    attributes = [
        f'{name}="{" ".join(value.split())}"' for name, value in element.items() if not (hidden and name == "value")
    ]
    return " ".join([element.tag, *sorted(attributes)])


def fingerprint(text: str) -> str:
    """Short for what is too long to keep."""
    return sha256(text.encode()).hexdigest()[:16]
