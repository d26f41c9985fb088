"""What a person holds today: roles by organisation and what is within reach of them; every app asks here.

Rights follow from today's memberships. They are read once per request (kept on the request's user object, never in
the session), so a role that ends is gone with the next click (T04).
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from partners.rights import scope
from partners.rights.roles import ADMIN_ROLES, EDITS_OWN, SEES_PERSONAL_DATA

Person: TypeAlias = User | AnonymousUser
"""Whoever asks for a page, signed in or not."""


@dataclass(slots=True)
class Rights:
    """What a person may do today, read once: roles by organisation, and the organisations within reach.

    ``wholly_coordinated`` are partners of which the person looks after everything that hangs below them, too.
    """

    roles: frozenset[Role] = frozenset()
    by_organization: dict[int, frozenset[Role]] = field(default_factory=dict)
    reach: dict[int, frozenset[int]] = field(default_factory=dict)
    coordinated: frozenset[int] = frozenset()
    wholly_coordinated: frozenset[int] = frozenset()

    def organizations(self, roles: frozenset[Role]) -> frozenset[int]:
        """Organisations in which the person holds one of ``roles``, and what hangs below them."""
        return frozenset().union(*(self.reach[pk] for pk, held in self.by_organization.items() if held & roles))


NOBODY = Rights()


def rights_of(user: Person) -> Rights:
    """Today's rights of ``user``; one to four queries the first time, none afterwards on the same user object."""
    if not user.is_authenticated or not user.is_active:
        return NOBODY
    known = getattr(user, "_rights", None)
    if known is None:
        known = user._rights = _read_rights(user)  # type: ignore[attr-defined]
    return known


def forget_rights(user: Person) -> None:
    """Read the rights of this user object anew next time, after a membership changed within the same request."""
    if hasattr(user, "_rights"):
        del user._rights


def _read_rights(user: User) -> Rights:
    day = timezone.localdate()
    held: defaultdict[int, set[Role]] = defaultdict(set)
    for organization_id, role in user.memberships.valid_on(day).values_list("organization_id", "role"):
        held[organization_id].add(Role(role))
    roles = frozenset().union(*held.values()) | ({Role.ADMINISTRATION} if user.is_superuser else frozenset())
    rights = Rights(roles, {pk: frozenset(names) for pk, names in held.items()}, scope.organizations_below(held, day))
    rights.coordinated = scope.coordinated_organizations(rights.organizations(frozenset({Role.COORDINATION})), day)
    managed = rights.organizations(EDITS_OWN) | rights.coordinated
    parts = scope.organizations_below(rights.coordinated, day)
    rights.wholly_coordinated = frozenset(pk for pk, ids in parts.items() if ids <= managed)
    return rights


def roles_of(user: Person) -> frozenset[Role]:
    """The roles ``user`` holds today in any organisation; a superuser of the command line counts as administration."""
    return rights_of(user).roles


def is_administration(user: Person) -> bool:
    return Role.ADMINISTRATION in roles_of(user)


def may_use_admin(user: Person) -> bool:
    """May open the staff area ``/verwaltung/``; the flag ``is_staff`` of the account does not count."""
    return bool(roles_of(user) & ADMIN_ROLES)


def needs_second_factor(user: Person) -> bool:
    """Whether one of today's roles sees personal data of others."""
    return bool(roles_of(user) & SEES_PERSONAL_DATA)


def managed_organization_ids(user: Person) -> frozenset[int]:
    """Organisations this person looks after by role. Administration manages all and is not listed: ask first."""
    rights = rights_of(user)
    return rights.organizations(EDITS_OWN) | rights.coordinated


def own_organization_ids(user: Person) -> frozenset[int]:
    """Organisations a person belongs to in any role, and what hangs below them."""
    return rights_of(user).organizations(frozenset(Role))
