"""One log line per request, without anything that could name a person (T54)."""

import re
import time
import uuid
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

log = structlog.get_logger("familynet.access")
GIVEN_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
QUIET = {"livez", "readyz"}


class RequestLog:
    """Gives each request an id (header ``X-Request-ID``, taken over from the proxy) and logs how it went.

    Logged are method, name of the address (never the path: it can hold a token), status and milliseconds. Not logged:
    network address, query, person. Files and health checks are left out.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        request.id = given if GIVEN_ID.fullmatch(given) else uuid.uuid4().hex  # type: ignore[attr-defined]
        began = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=request.id):  # type: ignore[attr-defined]
            response = self.get_response(request)
            match = request.resolver_match
            name = match.view_name if match else ""
            if name not in QUIET and (match or response.status_code >= 400):
                log.info(
                    "request",
                    method=request.method if request.method in KNOWN else "other",
                    view=name,
                    status=response.status_code,
                    ms=round((time.perf_counter() - began) * 1000, 1),
                )
        response.headers["X-Request-ID"] = request.id  # type: ignore[attr-defined]
        return response


KNOWN = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
