"""Who may what with offers beyond the public pages (architecture 7, domain 2)."""

from typing import TYPE_CHECKING

from accounts.enums import Role
from partners import permissions

if TYPE_CHECKING:
    from partners.permissions import Person

SEES_DEMAND = frozenset({Role.PLANNER, Role.ADMINISTRATION, Role.COORDINATION})


def may_see_demand(user: "Person") -> bool:
    """What is looked for is for those who plan offers."""
    return bool(permissions.roles_of(user) & SEES_DEMAND)
