"""``/vereinbarung/<token>/``: a party reads and answers by the link of its letter, without an account (T25).

Looking changes nothing but the note that the page was called up; every answer is a form with a token of its own. The
page shows the text and what the parties said to it, and nothing else of the portal's inside.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.negotiation.guest_links import LinkGone, note_opened
from agreements.negotiation.guest_links import guest as open_link
from agreements.negotiation.reading import Voice
from agreements.views import speaking
from agreements.views.speaking import Desk, Places
from familynet.kit.token_pages import token_page


def by_link(view: Callable[[Desk], HttpResponse]) -> Callable[..., HttpResponse]:
    """The view gets the desk its link leads to. A link that does not open says why: 404 unknown, 410 over."""

    @wraps(view)
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        try:
            invitation, version = open_link(token)
        except LinkGone as gone:
            status = 404 if gone.state == "unknown" else 410
            return TemplateResponse(request, "agreements/guest_gone.html", {"reason": str(gone)}, status=status)
        if request.method == "GET":
            note_opened(invitation.agreement, frozenset({invitation.organization_id}))

        def frame(**context: Any) -> dict[str, Any]:
            shared = {"layout": "agreements/guest_layout.html", "agreement": version.agreement, "is_guest": True}
            return shared | {"expires_at": invitation.expires_at, "voices": []} | context

        voice = Voice(invitation.organization, may_agree=True, invitation=invitation)
        return view(Desk(request, version, voice, Places("guest", token), frame))

    return opened


@login_not_required
@token_page
@require_safe
@by_link
def guest(desk: Desk) -> HttpResponse:
    """The text, clause by clause."""
    return speaking.read_page(desk)


@login_not_required
@token_page
@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def guest_remark(desk: Desk) -> HttpResponse:
    """A remark or other words."""
    return speaking.remark_page(desk)


@login_not_required
@token_page
@require_POST
@by_link
def guest_agree(desk: Desk) -> HttpResponse:
    """Agreement, or taking it back."""
    return speaking.agree(desk)


@login_not_required
@token_page
@require_POST
@by_link
def guest_take_back(desk: Desk) -> HttpResponse:
    """One's own remark is settled."""
    return speaking.take_back(desk)


@login_not_required
@token_page
@require_safe
@by_link
def guest_changes(desk: Desk) -> HttpResponse:
    """What changed since this organisation agreed."""
    return speaking.changes_page(desk)
