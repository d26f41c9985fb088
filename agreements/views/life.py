"""``/intern/vereinbarungen/<uuid>/verlauf/``: what happened, what comes next, and what can be done about it."""

from uuid import UUID

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import SignedInRequest
from agreements import permissions
from agreements.actions.life.notice import binding_version
from agreements.enums import AgreementState
from agreements.life.timeline import gaps_to_successors, last_day, notice_words, timeline_entries
from agreements.models import Agreement, AgreementVersion
from agreements.reports.summary import upcoming_deadlines
from agreements.views.page import access_to, agreement_or_refuse, agreement_page_context
from agreements.workflow import ALIVE, BEFORE_SIGNED


@require_safe
def life_page(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Dates in words, notice, suspension, talks, who joined, what came before and after, notes, and the whole story."""
    found = agreement_or_refuse(request, uuid)
    person = access_to(request, found)
    today = timezone.localdate()
    version = binding_version(found, today)
    termination = found.terminations.filter(withdrawn_at=None).select_related("declared_by").first()
    end = last_day(found, version)
    context = agreement_page_context(
        request,
        found,
        "life",
        person=person,
        version=version,
        termination=termination,
        today=today,
        last_day=end,
        deadlines=upcoming_deadlines(found, version, termination, today)
        if found.state in (*ALIVE, *BEFORE_SIGNED)
        else [],
        notice_words=notice_words(version, termination, today) if found.state in ALIVE else "",
        reviews=list(found.reviews.select_related("document")),
        suspensions=list(found.suspensions.all()),
        accessions=list(found.accessions.select_related("organization")),
        successors=[one for one in gaps_to_successors(found, end) if _may_see(request, one.agreement)],
        replaced=found.replaces if found.replaces and _may_see(request, found.replaces) else None,
        notes=list(found.notes.select_related("by")) if person.sees_internals else [],
        can=offered_actions(request, found, version) if person.can_edit else frozenset(),
        entries=timeline_entries(
            found,
            sees_internals=person.sees_internals,
            sees_names=permissions.can_see_signatory_names(request.user, found, person.speaks_for),
        ),
    )
    return TemplateResponse(request, "agreements/life/life.html", context)


def offered_actions(request: SignedInRequest, found: Agreement, version: AgreementVersion | None) -> frozenset[str]:
    """What whoever looks after it can do now; the actions themselves decide again."""
    can = {"note", "hand_over"}
    alive = found.state in ALIVE
    if found.state in (AgreementState.IN_FORCE, AgreementState.SIGNED):
        can.add("notice")
    if found.state == AgreementState.NOTICE_GIVEN:
        can.add("withdraw")
    if alive:
        can |= {"amend", "suspend"}
    if version is not None and found.state in (*ALIVE, AgreementState.EXPIRED, AgreementState.ENDED):
        can.add("review")
    if found.state not in BEFORE_SIGNED and version is not None:
        can.add("succeed")
    if found.state == AgreementState.IN_FORCE and version is not None and version.open_to_accession:
        can.add("accede")
    return frozenset(can)


def _may_see(request: SignedInRequest, other: Agreement) -> bool:
    return Agreement.objects.visible_to(request.user).filter(pk=other.pk).exists()
