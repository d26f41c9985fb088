"""Tables of the partner register, one module per aggregate."""

from partners.models.areas import Municipality, PlanningArea
from partners.models.catalog import ActionField, Language, PartnerCategory, Program, Topic
from partners.models.contacts import ContactPoint, PersonConsent
from partners.models.funding import FundingAward
from partners.models.join_request import JoinRequest
from partners.models.membership import Invitation, Membership
from partners.models.organization import (
    FormerName,
    OperatorAssignment,
    Organization,
    ProgramParticipation,
    UmbrellaMembership,
)
from partners.models.partnership import Partnership, PartnershipStep
from partners.models.point_of_interest import PointOfInterest
from partners.models.resource import Resource
from partners.models.venue import HostedOrganization, Location, Room

__all__ = [
    "ActionField",
    "ContactPoint",
    "FormerName",
    "FundingAward",
    "HostedOrganization",
    "Invitation",
    "JoinRequest",
    "Language",
    "Location",
    "Membership",
    "Municipality",
    "OperatorAssignment",
    "Organization",
    "PartnerCategory",
    "Partnership",
    "PartnershipStep",
    "PersonConsent",
    "PlanningArea",
    "PointOfInterest",
    "Program",
    "ProgramParticipation",
    "Resource",
    "Room",
    "Topic",
    "UmbrellaMembership",
]
