"""Error pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 page for a form whose protection token is missing or stale."""
    return render(request, "403_csrf.html", status=403)
