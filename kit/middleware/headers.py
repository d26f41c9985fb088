"""Response headers that no package of ours sets."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class ResponseHeaders:
    """On everything: no other site may embed or frame what we send, and nobody keeps it unasked (T12, T27, T29).

    Also on answers the inner middleware never sees, such as the 400 of the input guard.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("X-Frame-Options", "DENY")
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response
