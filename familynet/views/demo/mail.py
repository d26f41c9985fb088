"""``/demo/post/``: the letters of the demo, which never leave the machine. Not there when mail is really sent.

Open without signing in, because that is where invitations and forgotten-password links arrive. So it only exists
where nothing real is at stake: demo mode without a mail server.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from kit.models import OutgoingMail
from kit.pagination import paginate

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def demo_only(view: View[P]) -> View[P]:
    """404 unless mails stay in the demo's own post office."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if settings.PRODUCTION or not settings.DEMO_POST:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@login_not_required
@require_safe
@demo_only
def post_list(request: HttpRequest) -> HttpResponse:
    """All letters, newest first."""
    letters = OutgoingMail.objects.only("uuid", "to", "subject", "state", "created_at", "sent_at")
    return TemplateResponse(request, "demo/post_list.html", {"page": paginate(letters, request, per_page=30)})


@login_not_required
@require_safe
@demo_only
def post_detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One letter."""
    return TemplateResponse(request, "demo/post_detail.html", {"letter": get_object_or_404(OutgoingMail, uuid=uuid)})
