"""Who may what with organisations and people (architecture 7, domain 2). Predicates; ``querysets`` holds their twins.

What somebody holds today is read by ``partners.rights.held``; here it is compared with one record.

==================  ==============================================  ==================================
Role                Organisations it may change                     Organisations it sees
==================  ==============================================  ==================================
administration      all                                             all
data_protection     none                                            all
coordination        its centre or network and what hangs below;     all: whoever looks for partners must
                    its partners (possible ones only while nobody   find those that are there already
                    looks after them); who shares a house with it
partner_manager     its organisation and what hangs below           the same, and everything public
partner_editor      its organisation and what hangs below           the same, and everything public
read_only           none                                            all
all others          none                                            their own, and everything public
==================  ==============================================  ==================================

„Below" means parts of an organisation and the facilities it operates today (``scope.below``).
"""

from typing import TYPE_CHECKING

from django.utils import timezone

from accounts.enums import Role
from partners.calendar import fresh_since
from partners.enums import OrganizationStatus, Visibility
from partners.rights.held import (
    Person,
    is_administration,
    managed_organization_ids,
    own_organization_ids,
    rights_of,
    roles_of,
)
from partners.rights.roles import IN_NETWORK

if TYPE_CHECKING:
    from partners.models import ContactPoint, Invitation, Membership, Organization

SEES_ALL = frozenset({Role.ADMINISTRATION, Role.COORDINATION, Role.DATA_PROTECTION, Role.READ_ONLY})
SEES_INTERNAL_CONTACTS = frozenset({Role.ADMINISTRATION, Role.DATA_PROTECTION})
SEES_ALL_PEOPLE = frozenset({Role.ADMINISTRATION, Role.DATA_PROTECTION})
SEES_PEOPLE = frozenset({Role.COORDINATION, Role.PARTNER_MANAGER})
COMMITTEE_ROLES = frozenset({Role.COMMITTEE_OFFICE, Role.COMMITTEE_MEMBER})
GRANTS: dict[Role, frozenset[Role]] = {
    Role.ADMINISTRATION: frozenset(Role),
    Role.COORDINATION: frozenset(
        {Role.COORDINATION, Role.PARTNER_MANAGER, Role.PARTNER_EDITOR, Role.INSTRUCTOR, Role.AUDITOR}
    ),
    Role.PARTNER_MANAGER: frozenset({Role.PARTNER_MANAGER, Role.PARTNER_EDITOR, Role.INSTRUCTOR}),
    Role.COMMITTEE_OFFICE: COMMITTEE_ROLES,
}
"""Who may hand out which role: never above his own (T05). ``read_only`` sees every record: only administration may."""
GRANTS_TO_PARTNERS = frozenset({Role.PARTNER_MANAGER, Role.PARTNER_EDITOR})
"""What coordination may hand out in an organisation that is a partner, not its own."""


def sees_all_organizations(user: Person) -> bool:
    return bool(roles_of(user) & SEES_ALL)


def can_view_organization(user: Person, organization: "Organization") -> bool:
    """Everything public; the rest only for those who look after it, belong to it or see the whole register."""
    if organization.status == OrganizationStatus.ACTIVE and (
        organization.freshness_exempt or (organization.assured_on and organization.assured_on >= fresh_since())
    ):
        return True
    if sees_all_organizations(user):
        return True
    return organization.pk in managed_organization_ids(user) | own_organization_ids(user)


def can_edit_organization(user: Person, organization: "Organization") -> bool:
    """Administration, and those who look after the organisation by role."""
    return is_administration(user) or organization.pk in managed_organization_ids(user)


def can_view_contact(user: Person, contact: "ContactPoint") -> bool:
    """Public contacts of today for everybody; network contacts for the network; internal ones for who looks after them.

    An organisation one cannot see hides its contacts as well.
    """
    roles = roles_of(user)
    if roles & SEES_INTERNAL_CONTACTS or contact.organization_id in managed_organization_ids(user):
        return True
    if not can_view_organization(user, contact.organization):
        return False
    day = timezone.localdate()
    if (contact.valid_from and contact.valid_from > day) or (contact.valid_to and contact.valid_to < day):
        return False
    if contact.visibility == Visibility.PUBLIC:
        return True
    return contact.visibility == Visibility.NETWORK and bool(roles & IN_NETWORK)


def sees_all_people(user: Person) -> bool:
    """Administration, and data protection to answer who sees what; the latter changes nothing."""
    return bool(roles_of(user) & SEES_ALL_PEOPLE)


def people_organization_ids(user: Person) -> frozenset[int]:
    """Organisations whose people in every role this person sees; those who see all people are not listed."""
    rights = rights_of(user)
    return rights.organizations(SEES_PEOPLE) | rights.coordinated


def committee_organization_ids(user: Person) -> frozenset[int]:
    """Organisations whose committee people this person sees: the offices she works in."""
    return rights_of(user).organizations(frozenset({Role.COMMITTEE_OFFICE}))


def may_see_people(user: Person) -> bool:
    """May open the pages about people at all."""
    return bool(roles_of(user) & (SEES_ALL_PEOPLE | SEES_PEOPLE | {Role.COMMITTEE_OFFICE}))


def may_invite(user: Person) -> bool:
    """Has any role to hand out somewhere."""
    return bool(roles_of(user) & GRANTS.keys())


def can_view_membership(user: Person, membership: "Membership | Invitation") -> bool:
    """People of organisations one looks after; an office sees its committee people only. Also for invitations."""
    return (
        sees_all_people(user)
        or membership.organization_id in people_organization_ids(user)
        or (membership.role in COMMITTEE_ROLES and membership.organization_id in committee_organization_ids(user))
    )


def grantable_roles(user: Person, organization: "Organization") -> frozenset[Role]:
    """Roles ``user`` may hand out in ``organization``: nobody grants more than he has (T05).

    Every role comes with everything that hangs below the organisation, so a person who looks after an organisation
    but not after all of that may not grant a role there; administration does.
    """
    rights = rights_of(user)
    if Role.ADMINISTRATION in rights.roles:
        return GRANTS[Role.ADMINISTRATION]
    granted: set[Role] = set()
    for own, held in rights.by_organization.items():
        if organization.pk in rights.reach[own]:
            granted.update(*(GRANTS.get(role, frozenset()) for role in held))
    if organization.pk in rights.wholly_coordinated:
        granted |= GRANTS_TO_PARTNERS
    return frozenset(granted)


def can_invite(user: Person, organization: "Organization", role: str) -> bool:
    """Whether ``user`` may invite somebody into ``organization`` in ``role``."""
    return role in grantable_roles(user, organization)


def invitable_organization_ids(user: Person) -> frozenset[int]:
    """Organisations in which ``user`` has any role to hand out; administration may everywhere and is not listed."""
    rights = rights_of(user)
    return rights.organizations(frozenset(GRANTS)) | rights.wholly_coordinated


def can_end_membership(user: Person, membership: "Membership") -> bool:
    """Who may grant a role may also take it."""
    return can_invite(user, membership.organization, membership.role)


def can_revoke_invitation(user: Person, invitation: "Invitation") -> bool:
    """Who may grant the role may withdraw an invitation to it."""
    return can_invite(user, invitation.organization, invitation.role)
