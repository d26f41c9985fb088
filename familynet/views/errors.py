"""Error pages. Django calls these by status; ``familynet.urls`` names them as handlers."""

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import requires_csrf_token

from kit import error_pages


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: input no page of ours can mean."""
    return error_pages.error_page(400, request)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: seen, but not entitled."""
    return error_pages.error_page(403, request)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: not there, or not for this person."""
    return error_pages.error_page(404, request)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 409/503 when a middleware met the database refusing or away."""
    return error_pages.error_page(error_pages.status_of(sys.exc_info()[1]), request)


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 page for a form whose protection token is missing or stale."""
    return render(request, "403_csrf.html", status=403)
