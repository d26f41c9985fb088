"""How long a sign-in lasts: a working day at most, and not through a long break (T23)."""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

BEGAN, SEEN = "began_at", "seen_at"
EVERY = 60
"""Seconds between two notes of when somebody was last seen; each costs one write."""


class SessionLimits:
    """Signs out who was idle for ``SESSION_IDLE_SECONDS`` or signed in ``SESSION_COOKIE_AGE`` ago.

    What was being typed is not lost: ``familynet.views.account.kept_form`` keeps it. Nothing happens without a session
    cookie.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            now = int(time.time())
            began, seen = request.session.setdefault(BEGAN, now), request.session.setdefault(SEEN, now)
            if now - began >= settings.SESSION_COOKIE_AGE or now - seen >= settings.SESSION_IDLE_SECONDS:
                logout(request)
            elif now - seen >= EVERY:
                request.session[SEEN] = now
        return self.get_response(request)


def note_sign_in(*, request: HttpRequest | None, **rest: Any) -> None:
    """Receiver of Django's ``user_logged_in``: the clock starts."""
    if request is not None and hasattr(request, "session"):
        request.session[BEGAN] = request.session[SEEN] = int(time.time())
