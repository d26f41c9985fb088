"""The few pages around allauth's that behave differently here."""

from typing import Any

from allauth.account.views import LogoutView
from allauth.usersessions.views import ListUserSessionsView
from django.http import HttpRequest, HttpResponse

from accounts.devices import Device


class SignOut(LogoutView):
    """Signs out and asks the browser to forget the pages it kept (T29)."""

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = super().post(request, *args, **kwargs)
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response


class SignedInDevices(ListUserSessionsView):
    """The sessions of a person, each as a device in words."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"devices": [Device.of(session) for session in reversed(context["sessions"])]}


sign_out = SignOut.as_view()
signed_in_devices = SignedInDevices.as_view()
