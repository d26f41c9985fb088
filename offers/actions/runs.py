"""Steps of a run (domain 3.7.4)."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from kit.models import save_step
from kit.workflow import StepRefused
from offers.enums import OfferState, RunState, SessionState
from offers.models import OfferRun
from offers.workflow import RUN


@transaction.atomic
def step_run(run: OfferRun, *, verb: str, by: User | None, note: str = "") -> OfferRun:
    """Take one step of ``offers.workflow.RUN`` under a row lock and keep it as ``RunStep``.

    Cancelling a run cancels its coming sessions, which frees their rooms. Confirming below the minimum needs a note.
    Raises ``StepRefused`` with a German reason.
    """
    locked = OfferRun.objects.select_for_update(of=("self",), no_key=True).select_related("offer").get(pk=run.pk)
    step = RUN.step(locked.state, verb, note=note)
    if step.target == RunState.OPEN and locked.offer.state != OfferState.PUBLISHED:
        raise StepRefused(_("Die Anmeldung öffnet erst, wenn das Angebot veröffentlicht ist."))
    if step.target == RunState.CONFIRMED and locked.places_taken < (locked.minimum_places or 0) and not note.strip():
        raise StepRefused(
            _("Die Mindestzahl von %(minimum_places)s ist nicht erreicht. Mit einer Begründung geht es trotzdem.")
            % {"minimum_places": locked.minimum_places}
        )
    if step.target == RunState.CANCELLED:
        locked.sessions.filter(starts_at__gt=timezone.now()).exclude(state=SessionState.CANCELLED).update(
            state=SessionState.CANCELLED, sequence=F("sequence") + 1, updated_at=timezone.now()
        )
    save_step(locked, step, by=by, note=note)
    return locked
