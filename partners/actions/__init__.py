"""Verbs of the partner register; each is atomic and says who."""

from partners.actions.organizations import close_organization, confirm_organization, set_organization_status
from partners.actions.partnerships import step_partnership
from partners.actions.requests import close_join_request, convert_join_request, take_join_request

__all__ = [
    "close_join_request",
    "close_organization",
    "confirm_organization",
    "convert_join_request",
    "set_organization_status",
    "step_partnership",
    "take_join_request",
]
