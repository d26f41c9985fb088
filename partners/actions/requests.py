"""Verbs about join requests; closing starts the retention period (domain 7.3)."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from kit.workflow import StepRefused
from partners.enums import JoinRequestState
from partners.models import JoinRequest, Organization

OPEN_STATES = (JoinRequestState.OPEN, JoinRequestState.IN_PROGRESS)


def _locked(request: JoinRequest) -> JoinRequest:
    locked = JoinRequest.objects.select_for_update(of=("self",), no_key=True).get(pk=request.pk)
    if locked.state not in OPEN_STATES:
        raise StepRefused(_("Diese Anfrage ist schon abgeschlossen."))
    return locked


@transaction.atomic
def take_join_request(request: JoinRequest, *, by: User) -> JoinRequest:
    """``by`` takes the request on."""
    locked = _locked(request)
    locked.state, locked.assigned_to, locked.updated_by = JoinRequestState.IN_PROGRESS, by, by
    locked.save(update_fields=["state", "assigned_to", "updated_by", "updated_at"])
    return locked


@transaction.atomic
def close_join_request(request: JoinRequest, *, by: User) -> JoinRequest:
    """Close without a partner."""
    locked = _locked(request)
    locked.state, locked.closed_on, locked.updated_by = JoinRequestState.CLOSED, timezone.localdate(), by
    locked.save(update_fields=["state", "closed_on", "updated_by", "updated_at"])
    return locked


@transaction.atomic
def convert_join_request(request: JoinRequest, *, to: Organization, by: User) -> JoinRequest:
    """Close because ``to`` now stands in the register."""
    locked = _locked(request)
    locked.state, locked.converted_to = JoinRequestState.CONVERTED, to
    locked.closed_on, locked.updated_by = timezone.localdate(), by
    locked.save(update_fields=["state", "converted_to", "closed_on", "updated_by", "updated_at"])
    return locked
