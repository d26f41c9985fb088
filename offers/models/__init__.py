"""Tables of offers, courses, campaigns and events, one module per aggregate."""

from offers.models.campaign import Campaign, CampaignEdition, Contribution
from offers.models.catalog import AccessMeasure, LifeStage, TargetGroup
from offers.models.document import OfferDocument
from offers.models.document_change import DocumentChange
from offers.models.event import EventProgramItem, EventResult, MediaAsset, PracticeExample
from offers.models.holidays import ClosingDay, SchoolHoliday
from offers.models.instructor import Instructor, InstructorCredential
from offers.models.offer import Offer, OfferPartner, OfferStep, OfferText
from offers.models.resource_use import ResourceUse
from offers.models.run import CancellationPolicy, FeeOption, OfferRun, ProgramPeriod, RunInstructor, RunStep
from offers.models.search_demand import SearchDemand
from offers.models.search_word import SearchWord
from offers.models.session import OfferSession, RoomBooking, SessionRule

__all__ = [
    "AccessMeasure",
    "Campaign",
    "CampaignEdition",
    "CancellationPolicy",
    "ClosingDay",
    "Contribution",
    "DocumentChange",
    "EventProgramItem",
    "EventResult",
    "FeeOption",
    "Instructor",
    "InstructorCredential",
    "LifeStage",
    "MediaAsset",
    "Offer",
    "OfferDocument",
    "OfferPartner",
    "OfferRun",
    "OfferStep",
    "OfferText",
    "PracticeExample",
    "ProgramPeriod",
    "ResourceUse",
    "RoomBooking",
    "RunInstructor",
    "RunStep",
    "SchoolHoliday",
    "SearchDemand",
    "SearchWord",
    "OfferSession",
    "SessionRule",
    "TargetGroup",
]
