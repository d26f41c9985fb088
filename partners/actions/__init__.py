"""Verbs of the partner register; each is atomic and says who."""

from partners.actions.editing import save_organization
from partners.actions.invitations import (
    InvitationGone,
    accept_as_new_person,
    accept_invitation,
    invite,
    open_invitation,
    revoke_invitation,
)
from partners.actions.memberships import end_all_memberships, end_membership, retire_account
from partners.actions.organizations import close_organization, confirm_organization, set_organization_status
from partners.actions.partnerships import step_partnership
from partners.actions.requests import close_join_request, convert_join_request, take_join_request

__all__ = [
    "InvitationGone",
    "accept_as_new_person",
    "accept_invitation",
    "close_join_request",
    "close_organization",
    "confirm_organization",
    "convert_join_request",
    "end_all_memberships",
    "end_membership",
    "invite",
    "open_invitation",
    "retire_account",
    "revoke_invitation",
    "save_organization",
    "set_organization_status",
    "step_partnership",
    "take_join_request",
]
