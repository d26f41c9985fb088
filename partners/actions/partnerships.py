"""Steps of a partnership (domain 3.7.1)."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from kit.models import save_step
from kit.workflow import StepRefused
from partners.enums import PartnershipState, Scope
from partners.models import ContactPoint, Partnership
from partners.workflow import PARTNERSHIP


@transaction.atomic
def step_partnership(
    partnership: Partnership, *, verb: str, by: User | None, note: str = "", on: date | None = None
) -> Partnership:
    """Take one step of ``partners.workflow.PARTNERSHIP`` under a row lock and keep it as ``PartnershipStep``.

    Raises ``StepRefused`` when the table or a guard says no. ``on`` is the day an ending takes effect.
    """
    locked = Partnership.objects.select_for_update(of=("self",), no_key=True).get(pk=partnership.pk)
    step = PARTNERSHIP.step(locked.state, verb, note=note)
    _guard(locked, step.target)
    if step.target == PartnershipState.ENDED:
        locked.end_date = on or timezone.localdate()
        if locked.start_date and locked.start_date > locked.end_date:
            raise StepRefused(_("Das Ende liegt vor dem Anfang."))
    if step.target == PartnershipState.ACTIVE and locked.start_date is None:
        locked.start_date = on or timezone.localdate()
    save_step(locked, step, by=by, note=note, columns=("start_date", "end_date"))
    return locked


def _guard(partnership: Partnership, target: str) -> None:
    if (
        target == PartnershipState.IN_TALKS
        and not ContactPoint.objects.filter(organization_id=partnership.partner_id).exists()
    ):
        raise StepRefused(_("Bitte legen Sie zuerst eine Ansprechstelle des Partners an."))
    if (
        target == PartnershipState.ACTIVE
        and partnership.scope == Scope.SUPRA_REGIONAL
        and not partnership.supraregional_reason.strip()
    ):
        raise StepRefused(_("Bitte begründen Sie, warum der Partner überregional ist."))
