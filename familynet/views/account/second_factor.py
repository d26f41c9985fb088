"""People whose role sees personal data of others reach nothing but the set-up pages until they have a second factor."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from partners.rights.held import needs_second_factor

SET_UP = frozenset(
    {
        "account_logout",
        "account_reauthenticate",
        "account_change_password",
        "account_set_password",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
    }
)
"""URL names that stay open without a factor; public pages do, too."""


class SecondFactorMiddleware:
    """Sends a signed-in person who needs a second factor and has none to the page that sets one up (T24).

    Asked per request, so a factor that is removed locks at once. Costs one query for roles that need one, none for
    everybody else. ``REQUIRE_MFA`` switches it off (the demo does).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not settings.REQUIRE_MFA or not getattr(view, "login_required", True):
            return None
        if request.resolver_match and request.resolver_match.view_name in SET_UP:
            return None
        if not needs_second_factor(request.user) or is_mfa_enabled(request.user):
            return None
        following = {"next": request.get_full_path()} if request.method == "GET" else {}
        return HttpResponseRedirect(f"{reverse('mfa_index')}?{urlencode(following)}".rstrip("?"))
