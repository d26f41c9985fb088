"""Headings of the start page and colours of states, shared by the admin pages of partners and offers."""

from partners.enums import JoinRequestState, OrganizationStatus, PartnershipState

PARTNERS = "Partner"
PLACES = "Orte"
PEOPLE = "Personen"
LISTS = "Listen"

STATUS_TONES = {
    OrganizationStatus.PROSPECT: "info",
    OrganizationStatus.ACTIVE: "success",
    OrganizationStatus.DORMANT: "warning",
    OrganizationStatus.CLOSED: "muted",
}
PARTNERSHIP_TONES = {
    PartnershipState.PROSPECT: "info",
    PartnershipState.IN_TALKS: "info",
    PartnershipState.ACTIVE: "success",
    PartnershipState.DORMANT: "warning",
    PartnershipState.DECLINED: "muted",
    PartnershipState.ENDED: "muted",
}
REQUEST_TONES = {
    JoinRequestState.OPEN: "warning",
    JoinRequestState.IN_PROGRESS: "info",
    JoinRequestState.CONVERTED: "success",
    JoinRequestState.CLOSED: "muted",
}
