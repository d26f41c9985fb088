"""Database refusals and outages become pages, not crashes."""

from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

from kit import error_pages

log = structlog.get_logger("familynet.failures")


class DatabaseFailures:
    """409 for a constraint that refused a race, 503 for a database that is away or busy; the rest goes on as 500.

    Sees what views and their templates raise. What middleware raises ends in ``handler500``, which decides the same.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        status = error_pages.status_of(exception)
        if status == 500:
            return None
        log.warning("database", status=status, exc_info=exception)
        return error_pages.error_page(status, request)
