"""Verbs of offers, runs, sessions and campaigns; each is atomic and says who."""

from offers.actions.campaign_editions import step_edition
from offers.actions.editing import save_offer
from offers.actions.offers import Readiness, confirm_offer, missing_for_publication, step_offer
from offers.actions.publishing import publish_offers
from offers.actions.runs import step_run
from offers.actions.sessions import (
    cancel_session,
    generate_sessions,
    move_session,
    planned_spans,
    restore_session,
    skipped_periods,
)

__all__ = [
    "Readiness",
    "cancel_session",
    "confirm_offer",
    "generate_sessions",
    "missing_for_publication",
    "move_session",
    "planned_spans",
    "publish_offers",
    "restore_session",
    "save_offer",
    "skipped_periods",
    "step_edition",
    "step_offer",
    "step_run",
]
