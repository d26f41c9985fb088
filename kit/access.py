"""Fetching one thing somebody asked for: unseen is 404, seen but not entitled is 403 (architecture 6.4)."""

from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db import models
from django.shortcuts import get_object_or_404

M = TypeVar("M", bound=models.Model)


def get_or_refuse(queryset: "models.QuerySet[M]", allowed: Callable[[M], bool] | None = None, **lookup: object) -> M:
    """The one object of ``queryset`` that matches ``lookup``, if ``allowed`` says yes to it.

    ``queryset`` holds what this person may see, so everything else is ``Http404``: that a draft exists is itself
    information. ``allowed`` is the predicate of what she wants to do, bound to the person
    (``partial(can_edit, request.user)``); when it says no, ``PermissionDenied`` is raised.
    """
    found = get_object_or_404(queryset, **lookup)
    if allowed is not None and not allowed(found):
        raise PermissionDenied
    return found
