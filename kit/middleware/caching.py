"""Who may keep a copy of what: nobody, unless a view says it is the same for everybody (T29)."""

from collections.abc import Callable
from typing import Any

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from kit import replica

log = structlog.get_logger("familynet.caching")
PRIVATE = "no-store, private"


class CacheRules:
    """``no-store`` on everything, except anonymous GETs of views marked with ``kit.caching.anonymous_read``.

    Those may be kept by a proxy for the seconds they name; a browser has to ask again (with the ``ETag`` Django adds),
    so that somebody who has just signed in does not see the page from before. They never carry a cookie and do not
    vary by cookie: the proxy goes around its cache when a session cookie comes along (deploy/nginx.conf).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with replica.is_before_replica():
            response = self.get_response(request)
        seconds = getattr(request, "shared_for", None)
        if seconds is None or response.status_code not in {200, 301, 304} or self._personal(response):
            response.headers["Cache-Control"] = PRIVATE
            return response
        response.headers["Cache-Control"] = f"public, max-age=0, s-maxage={seconds}"
        varies = [name.strip() for name in response.headers.get("Vary", "").split(",")]
        kept = [name for name in varies if name.lower() not in {"", "cookie"}]
        if kept:
            response.headers["Vary"] = ", ".join(kept)
        else:
            response.headers.pop("Vary", None)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        """Note that this request is an anonymous read; its queries may go to the replica."""
        seconds = getattr(view, "anonymous_read", None)
        if seconds is None or request.method not in {"GET", "HEAD"} or settings.SESSION_COOKIE_NAME in request.COOKIES:
            return
        request.shared_for = seconds  # type: ignore[attr-defined]
        replica.may_be_used()

    def _personal(self, response: HttpResponse) -> bool:
        if response.cookies:
            log.warning("a page marked anonymous_read sets a cookie")
            return True
        return False
