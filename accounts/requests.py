"""The request of somebody who is signed in: every view without ``@login_not_required`` gets one."""

from django.http import HttpRequest

from accounts.models import User


class SignedInRequest(HttpRequest):
    """What ``LoginRequiredMiddleware`` lets through: ``user`` is a person, never anonymous."""

    user: User  # type: ignore[assignment]
