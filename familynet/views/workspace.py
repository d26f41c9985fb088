"""``/intern/``: what waits for the person who has just signed in; each role has a home of its own."""

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from partners import permissions


@require_safe
def workspace(request: HttpRequest) -> TemplateResponse:
    """The sections of all roles this person holds today, the most urgent first."""
    return TemplateResponse(
        request,
        "workspace/home.html",
        {"today": timezone.localdate(), "roles": permissions.roles_of(request.user), "sections": []},
    )
