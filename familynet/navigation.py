"""The menu as data: label, URL name, who sees it."""

from django.http import HttpRequest


def context(request: HttpRequest) -> dict[str, object]:
    """Template context every page needs; must not touch session or database for anonymous visitors."""
    return {}
