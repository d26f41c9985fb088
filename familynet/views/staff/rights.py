"""Who may what in the staff admin: one table, read from the roles of architecture 7 and the days of domain 2.

Administration does everything there; coordination sees everything that is not personal and works on what its centre
looks after; data protection reads personal tables and the log; read-only staff reads what is not personal.
"""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.enums import Role
from kit import audit
from kit.staff.rights import Audience, Reach, Verb
from partners.rights.held import is_administration, managed_organization_ids, may_use_admin, rights_of, roles_of

NOTHING: dict[Verb, Reach] = {}
LOOK = {Verb.VIEW: Reach.ALL}
EVERYTHING = dict.fromkeys(Verb, Reach.ALL)
OWN = dict.fromkeys(Verb, Reach.OWN)
LOOK_AND_OWN = OWN | LOOK

TABLE: dict[Audience, dict[Role, dict[Verb, Reach]]] = {
    Audience.REGISTER: {
        Role.ADMINISTRATION: EVERYTHING,
        Role.COORDINATION: LOOK_AND_OWN,
        Role.DATA_PROTECTION: LOOK,
        Role.READ_ONLY: LOOK,
    },
    Audience.LISTS: {
        Role.ADMINISTRATION: EVERYTHING,
        Role.COORDINATION: LOOK,
        Role.DATA_PROTECTION: LOOK,
        Role.READ_ONLY: LOOK,
    },
    Audience.PEOPLE: {
        Role.ADMINISTRATION: EVERYTHING,
        Role.COORDINATION: OWN,
        Role.DATA_PROTECTION: LOOK,
    },
    Audience.ACCOUNTS: {Role.ADMINISTRATION: EVERYTHING, Role.DATA_PROTECTION: LOOK},
    Audience.CREDENTIALS: {Role.ADMINISTRATION: EVERYTHING, Role.DATA_PROTECTION: LOOK},
    Audience.TECHNICAL: {Role.ADMINISTRATION: LOOK},
    Audience.PROTOCOL: {Role.ADMINISTRATION: LOOK, Role.DATA_PROTECTION: LOOK},
}


class RoleRights:
    """``kit.staff.rights.Rights`` answered from today's memberships."""

    def may_enter(self, user: Any) -> bool:
        return may_use_admin(user)

    def reach(self, user: Any, audience: Audience, verb: Verb) -> Reach:
        """The furthest of what the person's roles give."""
        row = TABLE[audience]
        given = (row.get(role, NOTHING).get(verb, Reach.NONE) for role in roles_of(user))
        return max(given, default=Reach.NONE)

    def own_organizations(self, user: Any, audience: Audience) -> frozenset[int]:
        """Of personal data each organisation is its own controller: coordinating a partner gives no view into it."""
        if audience == Audience.REGISTER:
            return managed_organization_ids(user)
        return rights_of(user).organizations(frozenset({Role.COORDINATION}))

    def sees_confidential(self, user: Any, organization_id: int | None) -> bool:
        """Assessments of partners are for administration and the coordination that wrote them (domain 001-09)."""
        if is_administration(user):
            return True
        return organization_id in rights_of(user).organizations(frozenset({Role.COORDINATION}))

    def confirm_identity(self, request: HttpRequest) -> None:
        """Left through an exception when the password was not asked for lately; allauth's middleware asks."""
        reauthentication_required(lambda confirmed: None)(request)

    def record_export(self, user: Any, about: type[Model], detail: str) -> None:
        audit.record_event(verb=_("Herunterladen"), by=user, about=str(about._meta.verbose_name_plural), detail=detail)
