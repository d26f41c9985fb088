"""Colours of states."""

from offers.enums import Approval, BookingStatus, EditionState, OfferState, RunState, SessionState

OFFERS = "Angebote"

OFFER_TONES = {
    OfferState.IDEA: "info",
    OfferState.COORDINATION: "info",
    OfferState.APPROVED: "info",
    OfferState.PUBLISHED: "success",
    OfferState.PAUSED: "warning",
}
RUN_TONES = {
    RunState.PLANNED: "info",
    RunState.OPEN: "success",
    RunState.CLOSED: "warning",
    RunState.CONFIRMED: "success",
    RunState.RUNNING: "success",
    RunState.CANCELLED: "danger",
}
SESSION_TONES = {
    SessionState.PLANNED: "info",
    SessionState.MOVED: "warning",
    SessionState.CANCELLED: "danger",
    SessionState.HELD: "muted",
}
EDITION_TONES = {
    EditionState.PLANNED: "info",
    EditionState.ANNOUNCED: "success",
    EditionState.CANCELLED: "danger",
}
APPROVAL_TONES = {Approval.PENDING: "warning", Approval.AGREED: "success", Approval.OBJECTED: "danger"}
BOOKING_TONES = {
    BookingStatus.REQUESTED: "warning",
    BookingStatus.CONFIRMED: "success",
    BookingStatus.CANCELLED: "muted",
}
