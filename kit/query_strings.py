"""Addresses of the page somebody is on, with one thing changed: for tabs, chips and jump marks."""

from django.http import HttpRequest

from kit.pagination import PARAMETER


def query_with(request: HttpRequest, **parameters: str) -> str:
    """``?...`` with ``parameters`` set (or taken away where empty) and everything else kept; from the first page on."""
    kept = request.GET.copy()
    kept.pop(PARAMETER, None)
    for name, value in parameters.items():
        if value:
            kept[name] = value
        else:
            kept.pop(name, None)
    return f"?{kept.urlencode()}"


def query_without(request: HttpRequest, name: str, value: str) -> str:
    """``?...`` with one ``value`` of a parameter taken away, its other values and everything else kept."""
    kept = request.GET.copy()
    kept.pop(PARAMETER, None)
    kept.setlist(name, [one for one in kept.getlist(name) if one != value])
    return f"?{kept.urlencode()}"
