"""``/intern/vereinbarungen/<uuid>/``: one agreement at a glance, and the one step that comes next."""

from uuid import UUID

from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import SignedInRequest
from agreements import permissions
from agreements.models import Agreement
from agreements.reports.summary import agreement_summary
from agreements.text.readiness import readiness_gaps
from agreements.views.page import access_to, agreement_or_refuse, agreement_page_context
from agreements.workflow import AGREEMENT

FORWARD = {"draft": "negotiate", "in_negotiation": "lock"}
"""The step a state is waiting for; the page explains what still hinders it."""


@require_safe
def agreement_page(request: SignedInRequest, uuid: UUID) -> TemplateResponse:
    """State, whose move it is, what is missing, parties, term, what rests on it."""
    found = agreement_or_refuse(request, uuid)
    person = access_to(request, found)
    today = timezone.localdate()
    seen = agreement_summary(found, today)
    version = seen.working
    missing = readiness_gaps(version) if version is not None and version.is_open and person.can_edit else []
    stage = version.stage if version is not None and version.is_open else found.state
    steps = [step for step in AGREEMENT.possible(stage) if permissions.can_take_step(request.user, found, step.verb)]
    return TemplateResponse(
        request,
        "agreements/agreement.html",
        agreement_page_context(
            request,
            found,
            "agreement",
            person=person,
            summary=seen,
            gaps=missing,
            today=today,
            hindrances=[gap for gap in missing if not gap.is_hint],
            forward=next((step for step in steps if step.verb == FORWARD.get(stage)), None),
            steps=[step for step in steps if step.verb in ("redraft", "reopen", "abandon")],
            may_sign=any(step.verb == "sign" for step in steps),
            is_in_force=is_in_force(found, today),
        ),
    )


def is_in_force(found: Agreement, today) -> bool:
    """One query; the same answer as every list gives (I-14)."""
    return Agreement.objects.in_force(today).filter(pk=found.pk).exists()
