"""A form sent after the sign-in had run out: what was typed waits until the person is back (architecture 6.8)."""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, resolve_url
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

KEY = "kept_form"
KEPT_SECONDS = 60 * 60
MOST_BYTES = 200_000
FORM_TYPES = {"application/x-www-form-urlencoded", "multipart/form-data"}


class KeepForm:
    """Keeps the fields of a form that arrives from a browser whose sign-in is over, and asks to sign in.

    Only with a session cookie, so strangers leave no session behind, and only after the form's token was checked.
    Passwords are not kept, files cannot be.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if request.method != "POST" or not getattr(view, "login_required", True) or request.user.is_authenticated:
            return None
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or request.content_type not in FORM_TYPES:
            return None
        fields = [
            [name, value]
            for name, values in request.POST.lists()
            for value in values
            if name != "csrfmiddlewaretoken" and "password" not in name
        ]
        if not fields or sum(len(name) + len(value) for name, value in fields) > MOST_BYTES:
            return None
        request.session[KEY] = {
            "address": request.get_full_path(),
            "fields": fields,
            "files": bool(request.FILES),
            "at": int(time.time()),
        }
        return HttpResponseRedirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': reverse('kept_form')})}")


@require_http_methods(["GET", "HEAD", "POST"])
def kept_form(request: HttpRequest) -> HttpResponse:
    """``/konto/eingaben/``: shows what was typed and sends it on; POST throws it away."""
    kept = request.session.get(KEY)
    if request.method == "POST":
        request.session.pop(KEY, None)
        return redirect("workspace")
    if kept is None or time.time() - kept["at"] > KEPT_SECONDS:
        return redirect("workspace")
    texts = [value for _, value in kept["fields"] if len(value) > 12]
    return TemplateResponse(request, "account/kept_form.html", {"kept": kept, "texts": texts})
