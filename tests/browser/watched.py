"""A browser window that writes down everything a page must not do."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Error, Page, Request, Response

QUIET = "Failed to load resource"  # Chromium's note about a status; told apart by ``_answered``


@dataclass
class Complaints:
    """What a page did wrong while a test looked at it; empty at the end, or the test fails."""

    address: str
    found: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        context.on("console", self._console)
        context.on("request", self._request)
        context.on("response", self._response)
        context.on("weberror", lambda error: self.found.append(f"script error: {error.error}"))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith(QUIET):
            self.found.append(f"{message.type} on {_where(message.page)}: {message.text}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and f"{parts.scheme}://{parts.netloc}" != self.address:
            self.found.append(f"request to another host: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 500 or (response.status >= 400 and not response.request.is_navigation_request()):
            self.found.append(f"{response.status} for {response.url}")


def _where(page: Page | None) -> str:
    try:
        return page.url if page else "?"
    except Error:
        return "?"


def sideways(page: Page) -> list[str]:
    """What sticks out to the right at the present width; empty when nobody has to scroll sideways.

    Boxes that scroll by themselves (a wide table in its frame) may hold wide things.
    """
    return page.evaluate(
        """() => {
          const wide = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= wide) return [];
          const holds = ['auto', 'scroll', 'hidden', 'clip'];
          const scrolls = e => {
            for (let p = e.parentElement; p; p = p.parentElement)
              if (holds.includes(getComputedStyle(p).overflowX)) return true;
            return false;
          };
          const name = e => [e.tagName.toLowerCase() + (e.id ? '#' + e.id : ''), ...e.classList].join('.');
          return [`${document.documentElement.scrollWidth} > ${wide}`, ...[...document.querySelectorAll('body *')]
            .filter(e => e.getBoundingClientRect().right > wide + 1 && !scrolls(e)).slice(0, 6).map(name)];
        }"""
    )
