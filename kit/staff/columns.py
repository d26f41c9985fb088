"""What list columns and read-only lines look like."""

from collections.abc import Mapping
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString


def badge_column(label: Any, tone: str = "muted") -> SafeString:
    """A state as a word on its colour; tones as in the components: success, warning, danger, info, muted."""
    return format_html('<span class="staff-badge staff-badge-{}">{}</span>', tone, label)


def state_badge_column(record: Any, field: str, tones: Mapping[str, str]) -> str:
    """The state of ``record`` as a badge; empty before it exists."""
    value = getattr(record, field)
    return badge_column(getattr(record, f"get_{field}_display")(), tones.get(value, "muted")) if value else ""
