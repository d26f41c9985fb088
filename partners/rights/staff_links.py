"""Links to pages that may not be there (yet) or not be for this person: then there is none."""

from typing import Any

from django.urls import NoReverseMatch, reverse

from accounts.models import User
from partners.rights.held import may_use_admin


def staff_list(user: User, model: str, query: str = "") -> str:
    """Address of a list in the staff area (``partners_organization``); empty for people who may not go there."""
    return _staff(user, f"{model}_changelist", query=query)


def staff_record(user: User, model: str, pk: Any) -> str:
    """Address of one record in the staff area; empty for people who may not go there."""
    return _staff(user, f"{model}_change", pk)


def _staff(user: User, name: str, *args: Any, query: str = "") -> str:
    if not may_use_admin(user):
        return ""
    try:
        return reverse(f"admin:{name}", args=args) + (f"?{query}" if query else "")
    except NoReverseMatch:
        return ""
