"""Marking pages that are the same for everybody who is not signed in."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from django.http import HttpResponse

P = ParamSpec("P")


def anonymous_read(*, seconds: int = 60) -> Callable[[Callable[P, HttpResponse]], Callable[P, HttpResponse]]:
    """Decorator for public pages: an anonymous GET may be cached for ``seconds`` and may read from a replica.

    Put it on top of all other decorators. The view must be a function of address and query only: no session, no
    cookie, no message, no token of a form. Signed-in people get the same view uncached.
    """

    def mark(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
        @wraps(view)
        def marked(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            return view(*args, **kwargs)

        marked.anonymous_read = seconds  # type: ignore[attr-defined]
        return marked

    return mark
