"""What the person who imports may do row by row; the command line may everything."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accounts.enums import Role
from partners.rights.held import is_administration, managed_organization_ids, rights_of, roles_of
from partners.rights.roles import EDITS_OWN

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class ImportRights:
    """``may_change``: organisations she may edit, ``None`` means all. ``may_extend``: where she may add new ones.

    Parts and operated facilities come under the rights of everybody who works above them. So only administration says
    what belongs to what; others may add organisations below their own, never below one they merely coordinate.
    """

    may_change: frozenset[int] | None
    may_extend: frozenset[int] | None

    @classmethod
    def of(cls, user: "User | None") -> "ImportRights":
        """Rights of ``user``; ``None`` is the command line."""
        if user is None or is_administration(user):
            return cls(None, None)
        own = rights_of(user).organizations(EDITS_OWN)
        return cls(managed_organization_ids(user), own)

    @property
    def unlimited(self) -> bool:
        return self.may_change is None

    def change(self, pk: int) -> bool:
        return self.may_change is None or pk in self.may_change

    def extend(self, pk: int | None) -> bool:
        return self.may_extend is None or pk in self.may_extend


def may_import(user: "User") -> bool:
    """May send tables to be taken over: administration, and coordination for what it looks after."""
    return bool(roles_of(user) & {Role.ADMINISTRATION, Role.COORDINATION})
