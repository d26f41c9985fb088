"""Who may what with agreements (architecture 7, domain 2 and 3.7.2). Predicates; the querysets in ``models`` hold
the twins.

==================  =============================================================================================
Role                Agreements
==================  =============================================================================================
administration      all of them, everything
coordination        those its centre or network looks after: everything; those it is a party of: as a partner
partner_manager     those its organisation is invited to: read, comment, propose, agree to the text
partner_editor      the same, but does not agree to the whole text for its organisation
data_protection     reads all, with the names of those who signed
read_only           reads all, without these names
auditor             reads what its organisation looks after or is a party of, from the locked text on
all others          none
==================  =============================================================================================

Partners see an agreement from the moment they are invited (``AgreementInvitation``), or once its text is locked with
them as a party. They never see internal notes, internal files or other parties' invitations.
"""

from typing import TYPE_CHECKING

from accounts.enums import Role
from partners.rights.held import Person, rights_of, roles_of

if TYPE_CHECKING:
    from agreements.models import Agreement, AgreementTemplate

READS_ALL = frozenset({Role.ADMINISTRATION, Role.DATA_PROTECTION, Role.READ_ONLY})
LOOKS_AFTER = frozenset({Role.COORDINATION})
SPEAKS_FOR = frozenset({Role.COORDINATION, Role.PARTNER_MANAGER, Role.PARTNER_EDITOR})
AGREES_FOR = frozenset({Role.COORDINATION, Role.PARTNER_MANAGER})
MAY_OPEN = READS_ALL | SPEAKS_FOR | {Role.AUDITOR}
STEP_ROLES: dict[str, frozenset[Role]] = {
    verb: frozenset({Role.ADMINISTRATION, Role.COORDINATION})
    for verb in ("negotiate", "redraft", "lock", "reopen", "sign", "abandon", "give_notice", "withdraw")
}
"""Steps people take; all others are the system's. „Either party gives notice": the centre enters the letter it got."""


def center_ids(user: Person) -> frozenset[int]:
    """Organisations whose agreements this person looks after; administration looks after all and is not listed."""
    return rights_of(user).organizations(LOOKS_AFTER)


def party_ids(user: Person) -> frozenset[int]:
    """Organisations for which this person takes part in negotiations."""
    return rights_of(user).organizations(SPEAKS_FOR)


def agreeing_ids(user: Person) -> frozenset[int]:
    """Organisations for which this person may agree to a whole text."""
    return rights_of(user).organizations(AGREES_FOR)


def audited_ids(user: Person) -> frozenset[int]:
    """Organisations whose signed agreements this person examines."""
    return rights_of(user).organizations(frozenset({Role.AUDITOR}))


def may_open_agreements(user: Person) -> bool:
    """May open the pages about agreements at all."""
    return bool(roles_of(user) & MAY_OPEN)


def reads_all_agreements(user: Person) -> bool:
    return bool(roles_of(user) & READS_ALL)


def may_see_load(user: Person) -> bool:
    """How full partners are over all centres is for those who plan with them, not for other partners."""
    return bool(roles_of(user) & (READS_ALL | LOOKS_AFTER))


def may_create_agreement(user: Person) -> bool:
    """Has a centre or network whose agreements he looks after."""
    return Role.ADMINISTRATION in roles_of(user) or bool(center_ids(user))


def can_edit_agreement(user: Person, agreement: "Agreement") -> bool:
    """Twin of ``AgreementQuerySet.editable_by``: the centre's coordination, and administration."""
    return Role.ADMINISTRATION in roles_of(user) or agreement.center_id in center_ids(user)


def can_see_internals(user: Person, agreement: "Agreement") -> bool:
    """Internal notes, internal files, invitations with addresses: whoever looks after it, and data protection."""
    return can_edit_agreement(user, agreement) or Role.DATA_PROTECTION in roles_of(user)


def can_see_signatory_names(user: Person, agreement: "Agreement", speaks_for: frozenset[int]) -> bool:
    """Names of those who signed: the parties and administration (domain 5.4). ``speaks_for`` see ``parties_of``."""
    roles = roles_of(user)
    if roles & {Role.ADMINISTRATION, Role.DATA_PROTECTION} or can_edit_agreement(user, agreement):
        return True
    return bool(speaks_for)


def can_take_step(user: Person, agreement: "Agreement", verb: str) -> bool:
    """Whether this person may take the step at all; whether it is possible now is the workflow's to say."""
    return bool(roles_of(user) & STEP_ROLES.get(verb, frozenset())) and can_edit_agreement(user, agreement)


def may_open_templates(user: Person) -> bool:
    """Whoever makes agreements, and those who read everything; partners see agreements, not templates."""
    return bool(roles_of(user) & (READS_ALL | LOOKS_AFTER))


def can_edit_template(user: Person, template: "AgreementTemplate") -> bool:
    """Own templates of one's centre; the shipped ones are for administration."""
    if Role.ADMINISTRATION in roles_of(user):
        return True
    return template.organization_id is not None and template.organization_id in center_ids(user)
