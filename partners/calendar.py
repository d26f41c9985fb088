"""How long a confirmation counts; confirmed is not the same as edited (architecture 6.9)."""

from datetime import date

from django.conf import settings
from django.utils import timezone


def fresh_since(day: date | None = None) -> date:
    """First day whose confirmation still counts on ``day`` (I-07: ``FAMILYNET_FRESH_MONTHS``, default 12)."""
    day = day or timezone.localdate()
    years, months = divmod(day.month - 1 - settings.FRESH_MONTHS, 12)
    return day.replace(year=day.year + years, month=months + 1, day=min(day.day, 28))
