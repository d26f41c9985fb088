"""Saving what people type about an organisation; the staff area and self-service pages both come through here."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.models import User
from kit.editing import EditionMark, save_edited
from partners.models import Organization

BY_STEPS_ONLY = frozenset({"status", "closed_on", "assured_on", "assured_by"})
"""Change by ``set_organization_status``, ``close_organization`` and ``confirm_organization``, never as a field."""


@transaction.atomic
def save_organization(
    organization: Organization, *, values: Mapping[str, Any], read: EditionMark, by: User
) -> Organization:
    """Write ``values`` by field name; ``read`` says what the person had before her when she began to type.

    Changes of two people to different fields are merged. Raises ``kit.editing.EditConflict`` with both sides when both
    changed the same field, ``ValidationError`` when a rule of the row is broken, and ``ValueError`` for a state: that
    is a mistake of the caller. Whether ``by`` may edit is asked before (``permissions.can_edit_organization``).
    The history follows by trigger. Returns the organisation as saved.
    """
    if states := BY_STEPS_ONLY & values.keys():
        raise ValueError(f"States change by their actions only: {', '.join(sorted(states))}")
    return save_edited(organization, values=values, read=read, by=by)
