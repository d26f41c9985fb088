"""Turns away input no page of ours can mean: broken bytes, NUL, endless queries (T35)."""

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote_to_bytes

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from kit import error_pages

LONGEST_QUERY = 8192
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"


class InputGuard:
    """Answers 400 before a view sees input PostgreSQL could not store or a person could not have typed.

    Path and query are checked as bytes, form fields as text after Django has parsed them. Too many fields are
    refused by Django itself (``DATA_UPLOAD_MAX_NUMBER_FIELDS``).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        path = request.META.get("PATH_INFO", "")
        if len(query) > LONGEST_QUERY:
            return error_pages.error_page(400)
        if not (is_clean_text(_bytes(path)) and is_clean_text(unquote_to_bytes(_bytes(query).replace(b"+", b" ")))):
            return error_pages.error_page(400)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        """Look at the fields of a sent form; reading them here costs nothing, the CSRF check reads them anyway."""
        if request.method != "POST" or request.content_type not in {FORM, MULTIPART}:
            return
        fields = request.POST
        if request.content_type == FORM and not is_clean_text(unquote_to_bytes(request.body)):
            raise BadRequest("bytes that are no text")
        texts = [text for name, values in fields.lists() for text in (name, *values)]
        texts += [file.name or "" for _, files in request.FILES.lists() for file in files]
        if any("\x00" in text or _has_surrogate(text) for text in texts):
            raise BadRequest(gettext("NUL or surrogate in a field"))


def is_clean_text(raw: bytes) -> bool:
    """The bytes are UTF-8 (which excludes lone surrogates) and hold no NUL."""
    try:
        return "\x00" not in raw.decode("utf-8")
    except UnicodeDecodeError:
        return False


def _bytes(text: str) -> bytes:
    """WSGI hands bytes over as Latin-1 text; the test client as text."""
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")


def _has_surrogate(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)
