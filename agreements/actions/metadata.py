"""The head of an agreement: title, purpose, what sorts it in, who looks after it. Contract text is not changed here."""

from typing import Any

from django.db import transaction

from accounts.models import User
from agreements.actions.editing import EditConflict
from agreements.actions.steps import lock_agreement
from agreements.models import Agreement

SETS = ("topics", "areas", "action_fields")


@transaction.atomic
def describe_agreement(agreement: Agreement, *, moment: str, values: dict[str, Any], by: User) -> Agreement:
    """Save the head. ``moment`` is ``updated_at`` of the state that was read, as text.

    Raises ``EditConflict`` when somebody saved since, and ``ValidationError`` when a rule of the row is broken.
    """
    held = lock_agreement(agreement)
    sets = {name: values[name] for name in SETS if name in values}
    columns = {name: value for name, value in values.items() if name not in SETS}
    if moment != held.updated_at.isoformat():
        raise EditConflict(held)
    for name, value in columns.items():
        setattr(held, name, value)
    held.updated_by = by
    held.full_clean(exclude=["created_by", "updated_by", "template"])
    held.save()
    for name, rows in sets.items():
        getattr(held, name).set(rows)
    return held
