"""How a record came to its state: rows of the workflow tables, dated in the past, ending at the state it has."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from familynet.demo.demo_rows import Rows
from kit.workflow import Workflow
from offers.enums import OfferState, RunState
from partners.enums import PartnershipState

OFFER_WAYS: dict[str, list[str]] = {
    OfferState.IDEA: [],
    OfferState.COORDINATION: ["coordinate"],
    OfferState.PUBLISHED: ["coordinate", "approve", "publish"],
    OfferState.PAUSED: ["coordinate", "approve", "publish", "pause"],
    OfferState.RETIRED: ["coordinate", "approve", "publish", "retire"],
}
RUN_WAYS: dict[str, list[str]] = {
    RunState.PLANNED: [],
    RunState.OPEN: ["open"],
    RunState.CONFIRMED: ["open", "confirm"],
    RunState.RUNNING: ["open", "confirm", "start"],
    RunState.COMPLETED: ["open", "confirm", "start", "complete"],
    RunState.REPORTED: ["open", "confirm", "start", "complete", "report"],
    RunState.CANCELLED: ["open", "cancel"],
}
PARTNERSHIP_WAYS: dict[str, list[str]] = {
    PartnershipState.PROSPECT: [],
    PartnershipState.IN_TALKS: ["talk"],
    PartnershipState.DECLINED: ["talk", "decline"],
    PartnershipState.ACTIVE: ["talk", "activate"],
    PartnershipState.DORMANT: ["talk", "activate", "rest"],
    PartnershipState.ENDED: ["talk", "activate", "end"],
}


def keep_steps(
    rows: Rows,
    model: Any,
    owner: dict[str, Any],
    workflow: Workflow,
    start: str,
    way: Iterable[str],
    *,
    first: datetime,
    apart: timedelta,
    note: str = "",
) -> None:
    """Step rows of ``model`` along ``way`` from ``start``, ``apart`` from each other; the last one carries ``note``.

    Every verb is looked up in ``workflow``, so a way the table does not allow raises ``StepRefused``. The actions are
    not called: they would date every step now.
    """
    state, verbs = start, list(way)
    for number, verb in enumerate(verbs):
        reason = note if verb == verbs[-1] else ""
        step = workflow.step(state, verb, note=reason)
        rows.step(model(**owner, verb=verb, before=state, after=step.target, note=reason), first + number * apart)
        state = step.target
