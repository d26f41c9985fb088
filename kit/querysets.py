"""The vocabulary for sets of rows that count for a time only."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone


def contains_day(day: date | None = None, prefix: str = "") -> Q:
    """Rows whose period ``valid_from`` to ``valid_to`` contains ``day`` (default: today).

    Both days are included, an empty end is open. ``prefix`` leads to the dated row from another table
    (``"participations__"``).
    """
    day = day or timezone.localdate()
    begun = Q(**{f"{prefix}valid_from": None}) | Q(**{f"{prefix}valid_from__lte": day})
    not_over = Q(**{f"{prefix}valid_to": None}) | Q(**{f"{prefix}valid_to__gte": day})
    return begun & not_over


class DatedQuerySet(models.QuerySet):
    """Rows with ``valid_from`` and ``valid_to`` (``kit.model_fields.period_start``, ``period_end``)."""

    def valid_on(self, day: date | None = None) -> Self:
        """Rows whose period contains ``day`` (default: today)."""
        return self.filter(contains_day(day))
