"""Links whose address is the key (T25): making a token, what of it is stored, when it ends, what a page of it says.

Two kinds of tokens. A *random* one exists in the mailed link only; the table keeps its hash. A *computed* one follows
from an identity in the table and the server's secret key, so a later letter can carry the same link again, while the
database alone opens nothing. Neither is ever stored, logged or compared in the clear.
"""

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.views.decorators.cache import never_cache


def random_token() -> str:
    """256 bits by lot; whoever makes it mails it and keeps only ``token_hash`` of it."""
    return secrets.token_urlsafe(32)


def computed_token(salt: str, identity: str) -> str:
    """256 bits nobody can compute who lacks the secret key; ``salt`` keeps one kind of link from opening another."""
    return salted_hmac(salt, identity, algorithm="sha256").hexdigest()


def token_hash(token: str) -> str:
    """What is stored of a token, and what a link is looked up by. No salt: the token has 256 bits of its own."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_same_token(given: str, expected: str) -> bool:
    """Compared in constant time, so that the time of an answer tells nobody how much of a guess was right."""
    return constant_time_compare(given, expected)


def is_run_out(expires_at: datetime | None, now: datetime | None = None) -> bool:
    """Whether a link's time is over; the last moment does not belong to it, and one without an end never is."""
    return expires_at is not None and expires_at <= (now or timezone.now())


def secret_link(view_name: str, token: str) -> str:
    """The absolute address for a letter or a program."""
    return settings.PUBLIC_BASE_URL + reverse(view_name, args=[token])


def secret_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page behind a secret link: not kept anywhere, not listed, no link on it tells more than our host name.

    Not ``no-referrer``: then browsers send forms with ``Origin: null``, and the CSRF check refuses them.
    """
    return _guarded(view, "strict-origin")


def secret_file(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The same for what has no form: no link in it tells where it was read at all."""
    return _guarded(view, "no-referrer")


def _guarded(view: Callable[..., HttpResponse], referrer: str) -> Callable[..., HttpResponse]:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Referrer-Policy"] = referrer
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return never_cache(guarded)
