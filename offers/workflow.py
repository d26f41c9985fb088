"""Steps of offers, runs and campaign editions (domain 3.7.3, 3.7.4)."""

from kit.workflow import Workflow, take_step
from offers.enums import EditionState as Edition
from offers.enums import OfferState as Offer
from offers.enums import RunState as Run

OFFER = Workflow(
    "Angebot",
    (
        take_step("coordinate", "Abstimmen", Offer.IDEA, Offer.COORDINATION),
        take_step("approve", "Freigeben", Offer.COORDINATION, Offer.APPROVED),
        take_step("publish", "Veröffentlichen", [Offer.APPROVED, Offer.PAUSED], Offer.PUBLISHED),
        take_step("pause", "Pausieren", Offer.PUBLISHED, Offer.PAUSED, needs_note=True),
        take_step(
            "retire",
            "Einstellen",
            [Offer.PUBLISHED, Offer.PAUSED, Offer.APPROVED],
            Offer.RETIRED,
            needs_note=True,
        ),
        take_step(
            "reject",
            "Nicht weiterverfolgen",
            [Offer.IDEA, Offer.COORDINATION],
            Offer.REJECTED,
            needs_note=True,
        ),
        take_step("rethink", "Neu überlegen", [Offer.REJECTED, Offer.COORDINATION], Offer.IDEA),
    ),
)

RUN = Workflow(
    "Durchführung",
    (
        take_step("open", "Anmeldung öffnen", [Run.PLANNED, Run.CLOSED], Run.OPEN),
        take_step("close", "Anmeldung schließen", Run.OPEN, Run.CLOSED),
        take_step("confirm", "Findet statt", [Run.OPEN, Run.CLOSED], Run.CONFIRMED),
        take_step("start", "Beginnen", Run.CONFIRMED, Run.RUNNING, system=True),
        take_step("complete", "Abschließen", Run.RUNNING, Run.COMPLETED),
        take_step("report", "Abrechnen", Run.COMPLETED, Run.REPORTED),
        take_step(
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
        take_step("announce", "Ankündigen", Edition.PLANNED, Edition.ANNOUNCED),
        take_step("hold", "Hat stattgefunden", Edition.ANNOUNCED, Edition.HELD),
        take_step("cancel", "Absagen", [Edition.PLANNED, Edition.ANNOUNCED], Edition.CANCELLED, needs_note=True),
    ),
)
