"""Steps of offers, runs and campaign editions (domain 3.7.3, 3.7.4)."""

from kit.workflow import Workflow, step
from offers.enums import EditionState as Edition
from offers.enums import OfferState as Offer
from offers.enums import RunState as Run

OFFER = Workflow(
    "Angebot",
    (
        step("coordinate", "Abstimmen", Offer.IDEA, Offer.COORDINATION),
        step("approve", "Freigeben", Offer.COORDINATION, Offer.APPROVED),
        step("publish", "Veröffentlichen", [Offer.APPROVED, Offer.PAUSED], Offer.PUBLISHED),
        step("pause", "Pausieren", Offer.PUBLISHED, Offer.PAUSED, needs_note=True),
        step(
            "retire",
            "Einstellen",
            [Offer.PUBLISHED, Offer.PAUSED, Offer.APPROVED],
            Offer.RETIRED,
            needs_note=True,
        ),
        step(
            "reject",
            "Nicht weiterverfolgen",
            [Offer.IDEA, Offer.COORDINATION],
            Offer.REJECTED,
            needs_note=True,
        ),
        step("rethink", "Neu überlegen", [Offer.REJECTED, Offer.COORDINATION], Offer.IDEA),
    ),
)

RUN = Workflow(
    "Durchführung",
    (
        step("open", "Anmeldung öffnen", [Run.PLANNED, Run.CLOSED], Run.OPEN),
        step("close", "Anmeldung schließen", Run.OPEN, Run.CLOSED),
        step("confirm", "Findet statt", [Run.OPEN, Run.CLOSED], Run.CONFIRMED),
        step("start", "Beginnen", Run.CONFIRMED, Run.RUNNING, system=True),
        step("complete", "Abschließen", Run.RUNNING, Run.COMPLETED),
        step("report", "Abrechnen", Run.COMPLETED, Run.REPORTED),
        step(
            "cancel",
            "Absagen",
            [Run.PLANNED, Run.OPEN, Run.CLOSED, Run.CONFIRMED],
            Run.CANCELLED,
            needs_note=True,
        ),
    ),
)

EDITION = Workflow(
    "Aktionsjahr",
    (
        step("announce", "Ankündigen", Edition.PLANNED, Edition.ANNOUNCED),
        step("hold", "Hat stattgefunden", Edition.ANNOUNCED, Edition.HELD),
        step("cancel", "Absagen", [Edition.PLANNED, Edition.ANNOUNCED], Edition.CANCELLED, needs_note=True),
    ),
)
