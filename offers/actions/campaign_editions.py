"""Steps of a campaign edition."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from kit.workflow import StepRefused
from offers.enums import EditionState
from offers.models import CampaignEdition
from offers.workflow import EDITION


@transaction.atomic
def step_edition(edition: CampaignEdition, *, verb: str, by: User | None, note: str = "") -> CampaignEdition:
    """Take one step of ``offers.workflow.EDITION``; pghistory keeps who and when. Raises ``StepRefused``."""
    locked = CampaignEdition.objects.select_for_update(of=("self",), no_key=True).get(pk=edition.pk)
    step = EDITION.step(locked.state, verb, note=note)
    if step.target in {EditionState.ANNOUNCED, EditionState.HELD} and locked.starts_on is None:
        raise StepRefused(_("Bitte geben Sie zuerst einen Tag an."))
    locked.state, locked.updated_by = step.target, by
    locked.save(update_fields=["state", "updated_by", "updated_at"])
    return locked
