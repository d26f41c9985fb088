"""Steps of offers, runs and campaign editions (domain 3.7.3, 3.7.4)."""

from familynet.kit.workflow import Workflow, step
from offers.enums import EditionState, OfferState, RunState

OFFER = Workflow(
    "Angebot",
    (
        step("coordinate", "Abstimmen", OfferState.IDEA, OfferState.COORDINATION),
        step("approve", "Freigeben", OfferState.COORDINATION, OfferState.APPROVED),
        step("publish", "Veröffentlichen", [OfferState.APPROVED, OfferState.PAUSED], OfferState.PUBLISHED),
        step("pause", "Pausieren", OfferState.PUBLISHED, OfferState.PAUSED, needs_note=True),
        step(
            "retire",
            "Einstellen",
            [OfferState.PUBLISHED, OfferState.PAUSED, OfferState.APPROVED],
            OfferState.RETIRED,
            needs_note=True,
        ),
        step(
            "reject",
            "Nicht weiterverfolgen",
            [OfferState.IDEA, OfferState.COORDINATION],
            OfferState.REJECTED,
            needs_note=True,
        ),
        step("rethink", "Neu überlegen", [OfferState.REJECTED, OfferState.COORDINATION], OfferState.IDEA),
    ),
)

RUN = Workflow(
    "Durchführung",
    (
        step("open", "Anmeldung öffnen", [RunState.PLANNED, RunState.CLOSED], RunState.OPEN),
        step("close", "Anmeldung schließen", RunState.OPEN, RunState.CLOSED),
        step("confirm", "Findet statt", [RunState.OPEN, RunState.CLOSED], RunState.CONFIRMED),
        step("start", "Beginnen", RunState.CONFIRMED, RunState.RUNNING, system=True),
        step("complete", "Abschließen", RunState.RUNNING, RunState.COMPLETED),
        step("report", "Abrechnen", RunState.COMPLETED, RunState.REPORTED),
        step(
            "cancel",
            "Absagen",
            [RunState.PLANNED, RunState.OPEN, RunState.CLOSED, RunState.CONFIRMED],
            RunState.CANCELLED,
            needs_note=True,
        ),
    ),
)

EDITION = Workflow(
    "Aktionsjahr",
    (
        step("announce", "Ankündigen", EditionState.PLANNED, EditionState.ANNOUNCED),
        step("hold", "Hat stattgefunden", EditionState.ANNOUNCED, EditionState.HELD),
        step(
            "cancel", "Absagen", [EditionState.PLANNED, EditionState.ANNOUNCED], EditionState.CANCELLED, needs_note=True
        ),
    ),
)
