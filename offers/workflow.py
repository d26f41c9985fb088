"""Steps of offers, runs and campaign editions (domain 3.7.3, 3.7.4)."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kit.workflow import Workflow, define_step
from offers.enums import EditionState as Edition
from offers.enums import OfferState as Offer
from offers.enums import RunState as Run

OFFER = Workflow(
    "Angebot",
    (
        define_step("coordinate", _("Abstimmen"), Offer.IDEA, Offer.COORDINATION),
        define_step("approve", _("Freigeben"), Offer.COORDINATION, Offer.APPROVED),
        define_step("publish", _("Veröffentlichen"), [Offer.APPROVED, Offer.PAUSED], Offer.PUBLISHED),
        define_step("pause", _("Pausieren"), Offer.PUBLISHED, Offer.PAUSED, needs_note=True),
        define_step(
            "retire",
            _("Einstellen"),
            [Offer.PUBLISHED, Offer.PAUSED, Offer.APPROVED],
            Offer.RETIRED,
            needs_note=True,
        ),
        define_step(
            "reject",
            _("Nicht weiterverfolgen"),
            [Offer.IDEA, Offer.COORDINATION],
            Offer.REJECTED,
            needs_note=True,
        ),
        define_step("rethink", _("Neu überlegen"), [Offer.REJECTED, Offer.COORDINATION], Offer.IDEA),
    ),
    translate=gettext,
)

RUN = Workflow(
    "Durchführung",
    (
        define_step("open", _("Anmeldung öffnen"), [Run.PLANNED, Run.CLOSED], Run.OPEN),
        define_step("close", _("Anmeldung schließen"), Run.OPEN, Run.CLOSED),
        define_step("confirm", _("Findet statt"), [Run.OPEN, Run.CLOSED], Run.CONFIRMED),
        define_step("start", _("Beginnen"), Run.CONFIRMED, Run.RUNNING, system=True),
        define_step("complete", _("Abschließen"), Run.RUNNING, Run.COMPLETED),
        define_step("report", _("Abrechnen"), Run.COMPLETED, Run.REPORTED),
        define_step(
            "cancel",
            _("Absagen"),
            [Run.PLANNED, Run.OPEN, Run.CLOSED, Run.CONFIRMED],
            Run.CANCELLED,
            needs_note=True,
        ),
    ),
    translate=gettext,
)

EDITION = Workflow(
    "Aktionsjahr",
    (
        define_step("announce", _("Ankündigen"), Edition.PLANNED, Edition.ANNOUNCED),
        define_step("hold", _("Hat stattgefunden"), Edition.ANNOUNCED, Edition.HELD),
        define_step("cancel", _("Absagen"), [Edition.PLANNED, Edition.ANNOUNCED], Edition.CANCELLED, needs_note=True),
    ),
    translate=gettext,
)
