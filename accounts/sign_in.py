"""Signing a person in from a page of ours, through all stages of the sign-in library (second factor, session list)."""

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.http import HttpRequest, HttpResponse

from accounts.models import User


def sign_in_with_new_password(request: HttpRequest, user: User, *, redirect_url: str) -> HttpResponse:
    """Sign ``user`` in, who has just chosen a password on this page; the response leads to ``redirect_url``."""
    return perform_password_login(request, {"email": user.email}, Login(user=user, redirect_url=redirect_url))
