"""Who may what with offers beyond the public pages (architecture 7, domain 2)."""

from accounts.enums import Role
from partners.rights.held import Person, roles_of

SEES_DEMAND = frozenset({Role.PLANNER, Role.ADMINISTRATION, Role.COORDINATION})


def may_see_demand(user: Person) -> bool:
    """What is looked for is for those who plan offers."""
    return bool(roles_of(user) & SEES_DEMAND)
