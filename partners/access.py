"""Who may open the pages about partners and people, and their tables in the staff area."""

from accounts.enums import Role
from accounts.page_access import ADMINISTRATION, Audience, button, internal, public
from accounts.staff_access import LISTS, NO_ONE, PEOPLE, PROTECTED, REGISTER, Group

R = Role
SEES_REGISTER = frozenset({R.ADMINISTRATION, R.COORDINATION, R.DATA_PROTECTION, R.READ_ONLY})
SEES_PEOPLE = frozenset({R.ADMINISTRATION, R.DATA_PROTECTION, R.COORDINATION, R.PARTNER_MANAGER, R.COMMITTEE_OFFICE})
INVITES = frozenset({R.ADMINISTRATION, R.COORDINATION, R.PARTNER_MANAGER, R.COMMITTEE_OFFICE})
DATA_PROTECTION = frozenset({R.DATA_PROTECTION})
INVITES_INTO_ONE = Audience(INVITES, elsewhere=ADMINISTRATION, elsewhere_sees=SEES_REGISTER)
ENDS_ONE = Audience(
    frozenset({R.ADMINISTRATION, R.COORDINATION, R.PARTNER_MANAGER}),
    otherwise=404,
    sees=DATA_PROTECTION,
    elsewhere=ADMINISTRATION,
    elsewhere_sees=DATA_PROTECTION,
)
"""The role of a partner's editor is ended by who may grant it; data protection sees it and changes nothing."""

PAGES = (
    # --- for everybody ---------------------------------------------------------------------------------------------
    public("partners:directory", "Partnerverzeichnis"),
    public("partners:places", "Orte für Familien"),
    public("partners:logo", "Logo einer Organisation", elsewhere=SEES_REGISTER),
    public("partners:site_photo", "Bild eines Hauses"),
    public("partners:invitation", "Eine Einladung", post=422, post_signed_in=403),
    # --- people and roles ------------------------------------------------------------------------------------------
    internal("partners:people", "Personen und Rollen", SEES_PEOPLE),
    internal("partners:invite_where", "Einladen: wohin", INVITES),
    internal("partners:invite", "Person in eine Organisation einladen", INVITES_INTO_ONE, post=422),
    button("partners:invitation_revoke", "Einladung zurückziehen", ENDS_ONE),
    button("partners:membership_end", "Rolle einer Person beenden", ENDS_ONE),
)

ROLES = Group("Rollen", PROTECTED)
SENT = Group("Einladungen", PROTECTED, NO_ONE)
TABLES = {
    "partners_organization": REGISTER,
    "partners_partnership": REGISTER,
    "partners_operatorassignment": REGISTER,
    "partners_umbrellamembership": REGISTER,
    "partners_programparticipation": REGISTER,
    "partners_contactpoint": REGISTER,
    "partners_personconsent": PEOPLE,
    "partners_resource": REGISTER,
    "partners_fundingaward": REGISTER,
    "partners_location": REGISTER,
    "partners_room": REGISTER,
    "partners_hostedorganization": REGISTER,
    "partners_pointofinterest": LISTS,
    "partners_municipality": LISTS,
    "partners_planningarea": LISTS,
    "partners_membership": ROLES,
    "partners_invitation": SENT,
    "partners_joinrequest": PEOPLE,
    "partners_topic": LISTS,
    "partners_partnercategory": LISTS,
    "partners_language": LISTS,
    "partners_program": LISTS,
    "partners_actionfield": LISTS,
}
