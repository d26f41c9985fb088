"""Sets of roles that say what somebody is in the network, whatever record it is about.

Who may what with one organisation, contact or person stands in ``partners.permissions``.
"""

from accounts.enums import Role

EDITS_OWN = frozenset({Role.COORDINATION, Role.PARTNER_EDITOR, Role.PARTNER_MANAGER})
"""Look after the records of the organisation in which they hold the role, and of what hangs below it."""
IN_NETWORK = frozenset(
    {
        Role.ADMINISTRATION,
        Role.DATA_PROTECTION,
        Role.COORDINATION,
        Role.PARTNER_EDITOR,
        Role.PARTNER_MANAGER,
        Role.COMMITTEE_OFFICE,
        Role.COMMITTEE_MEMBER,
        Role.READ_ONLY,
    }
)
"""Who belongs to the network in the sense of ``Visibility.NETWORK``; planners, auditors and freelancers do not."""
ADMIN_ROLES = frozenset({Role.ADMINISTRATION, Role.DATA_PROTECTION, Role.COORDINATION, Role.READ_ONLY})
"""Who may open the staff area."""
SEES_PERSONAL_DATA = frozenset(
    {
        Role.ADMINISTRATION,
        Role.DATA_PROTECTION,
        Role.COORDINATION,
        Role.PARTNER_MANAGER,
        Role.INSTRUCTOR,
        Role.COMMITTEE_OFFICE,
    }
)
"""Roles that see personal data of others and therefore need a second factor (architecture 3)."""
