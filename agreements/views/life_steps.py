"""Steps people take with an agreement: forward and back, notice, amendment, successor, accession."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest
from agreements import permissions
from agreements.actions.drafting import begin_amendment, begin_successor
from agreements.actions.life.joining import accede_with_evidence, leave_agreement
from agreements.actions.life.notice import binding_version, give_notice, notice_terms, withdraw_notice
from agreements.actions.locking import (
    abandon_agreement,
    begin_negotiation,
    lock_version,
    reopen_version,
    return_to_draft,
)
from agreements.actions.steps import open_version
from agreements.calendar import earliest_end, term_end
from agreements.forms.joining import AccessionForm, LeaveForm
from agreements.forms.life import AmendForm, LetterForm, NoticeForm, StepForm
from agreements.life import notices
from agreements.life.loss_of_basis import losses_of_basis
from agreements.life.timeline import last_day
from agreements.models import Accession
from agreements.text.readiness import ReadinessGap, readiness_gaps
from agreements.views.life_responses import form_or_redirect
from agreements.views.page import agreement_or_refuse, agreement_page_context
from agreements.workflow import AGREEMENT
from kit.workflow import Step, StepRefused

METHODS = ["GET", "HEAD", "POST"]
STEPS: dict[str, Callable[..., Any]] = {
    "negotiate": begin_negotiation,
    "redraft": return_to_draft,
    "lock": lock_version,
    "reopen": reopen_version,
    "abandon": abandon_agreement,
}
EXPLAINED = {
    "negotiate": _l("Die Partner lesen den Text, sobald Sie sie einladen, merken an und schlagen vor."),
    "redraft": _l("Diese Fassung wird mit ihren Anmerkungen beiseitegelegt; Sie arbeiten in einer neuen weiter."),
    "lock": _l("Danach ändert niemand mehr ein Zeichen. Alle unterschreiben genau diese Fassung."),
    "reopen": _l("Die gesperrte Fassung bleibt stehen, zählt aber nicht mehr; auch Unterschriften darunter nicht."),
    "abandon": _l("Der Text bleibt nachlesbar, aber niemand arbeitet mehr daran."),
}


@require_http_methods(METHODS)
def step_page(request: SignedInRequest, uuid: UUID, verb: str) -> HttpResponse:
    """Confirm one step: what it does, what still hinders it, and, where the table asks for one, the reason."""
    found = agreement_or_refuse(request, uuid, to_edit=True)
    if verb not in STEPS:
        raise Http404
    if not permissions.can_take_step(request.user, found, verb):
        raise PermissionDenied
    version = open_version(found) or found.versions.filter(closed_at=None).order_by("number").last()
    stage = version.stage if version is not None else found.state
    row = next((one for one in AGREEMENT.possible(stage) if one.verb == verb), None)
    if row is None:
        messages.info(request, _("Dieser Schritt ist im jetzigen Stand nicht möglich."))
        return redirect("agreements:agreement", uuid=found.uuid)
    form = StepForm(request.POST, step=row) if request.method == "POST" else StepForm(step=row)
    missing = (
        readiness_gaps(version) if version is not None and version.is_open and verb in ("negotiate", "lock") else []
    )
    return form_or_redirect(
        request,
        found,
        form,
        lambda: STEPS[verb](found, note=form.cleaned_data["note"], by=request.user),
        done=_("Erledigt: %s") % row.label,
        title=str(row.label),
        submit=str(row.label),
        intro=str(EXPLAINED[verb]),
        goes_to="agreements:workbench" if verb in ("redraft", "reopen") else "agreements:agreement",
        template="agreements/life/step.html",
        hindrances=_hindering(missing, row),
        is_final=verb in ("lock", "abandon"),
        cancel=reverse("agreements:agreement", args=[found.uuid]),
        hints=[gap for gap in missing if gap.is_hint],
    )


def _hindering(missing: list[ReadinessGap], row: Step) -> list[ReadinessGap]:
    blocked = {"negotiate"} if row.verb == "negotiate" else {"negotiate", "lock"}
    return [gap for gap in missing if gap.blocks in blocked and not gap.is_hint]


@require_http_methods(METHODS)
def notice_page(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Enter a notice in two looks: first what it means, then the button that enters it."""
    found = agreement_or_refuse(request, uuid, to_edit=True)
    if not permissions.can_take_step(request.user, found, "give_notice"):
        raise PermissionDenied
    version, today = binding_version(found), timezone.localdate()
    if version is None or version.term is None or found.state not in ("in_force", "signed"):
        messages.info(request, _("Kündigen kann man nur, was gilt und noch nicht gekündigt ist."))
        return redirect("agreements:life", uuid=found.uuid)
    posted = request.method == "POST"
    form = NoticeForm(request.POST, version=version) if posted else NoticeForm(version=version)
    confirms = "confirm" in request.POST
    letter = LetterForm(request.POST, request.FILES) if confirms else LetterForm()
    reckoned, losses, told = None, [], {}
    if posted and form.is_valid():
        try:
            reckoned = notice_terms(found, form.declared())
            if confirms and letter.is_valid():
                give_notice(found, declared=form.declared(), checked=letter.cleaned_data["checked"], by=request.user)
                messages.success(request, _("Die Kündigung ist eingetragen. Alle Betroffenen bekommen Post."))
                return redirect("agreements:life", uuid=found.uuid)
        except StepRefused as refused:
            reckoned = None
            form.add_error(None, str(refused))
        else:
            losses = losses_of_basis(found, reckoned.effective_on)
            told = notices.notice_recipients(found, version, losses)
    context = agreement_page_context(
        request,
        found,
        "life",
        form=form,
        version=version,
        reckoned=reckoned,
        losses=losses,
        told=len(told),
        today=today,
        earliest=earliest_end(version.term, today),
        fixed_end=term_end(version.term),
        letter=letter,
        courses=version.get_courses_after_end_display(),
    )
    return TemplateResponse(
        request,
        "agreements/life/notice.html",
        context,
        status=422 if posted and (reckoned is None or confirms) else 200,
    )


@require_http_methods(METHODS)
def notice_withdraw_page(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Both sides agree that the notice never was."""
    found = agreement_or_refuse(request, uuid, to_edit=True)
    row = AGREEMENT.step("notice_given", "withdraw", note="-")
    form = StepForm(request.POST, step=row) if request.method == "POST" else StepForm(step=row)
    return form_or_redirect(
        request,
        found,
        form,
        lambda: withdraw_notice(found, note=form.cleaned_data["note"], by=request.user),
        done=_("Die Kündigung ist zurückgenommen. Alle Betroffenen bekommen Post."),
        title=str(row.label),
        submit=str(row.label),
        intro=_("Das geht nur, wenn alle Parteien einverstanden sind. Die Vereinbarung gilt dann weiter wie zuvor."),
    )


@require_http_methods(METHODS)
def amendment_page(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Begin a Nachtrag; it is written in the workbench and goes the way of every text."""
    found = agreement_or_refuse(request, uuid, to_edit=True)
    form = AmendForm(request.POST) if request.method == "POST" else AmendForm()
    return form_or_redirect(
        request,
        found,
        form,
        lambda: begin_amendment(found, change_note=form.cleaned_data["change_note"], by=request.user),
        done=_("Der Nachtrag ist angelegt. Hier ändern Sie den Text."),
        title=_("Nachtrag beginnen"),
        submit=_("Nachtrag beginnen"),
        goes_to="agreements:workbench",
        intro=_("Der heutige Text wird kopiert. Bis alle den Nachtrag unterschrieben haben, gilt der alte weiter."),
    )


@require_http_methods(METHODS)
def successor_page(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Begin the agreement that takes over, with everything this one says."""
    found = agreement_or_refuse(request, uuid, to_edit=True)
    if request.method == "POST":
        try:
            new = begin_successor(found, by=request.user)
        except StepRefused as refused:
            messages.error(request, str(refused))
            return redirect("agreements:life", uuid=found.uuid)
        messages.success(request, _("Die Nachfolge ist angelegt und vorausgefüllt. Bitte prüfen Sie den Beginn."))
        return redirect("agreements:workbench", uuid=new.uuid)
    context = agreement_page_context(request, found, "life", last_day=last_day(found, binding_version(found)))
    return TemplateResponse(request, "agreements/life/successor.html", context)


@require_http_methods(METHODS)
def accession_page(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Enter that a further party joined; the text stays as it was signed."""
    found = agreement_or_refuse(request, uuid, to_edit=True)
    posted = [request.POST, request.FILES] if request.method == "POST" else []
    form = AccessionForm(*posted, agreement=found, user=request.user)
    return form_or_redirect(
        request,
        found,
        form,
        lambda: accede_with_evidence(found, by=request.user, **form.cleaned_data),
        done=_("Der Beitritt ist eingetragen."),
        title=_("Beitritt eintragen"),
        submit=_("Beitritt eintragen"),
        intro=_("Sie tragen ein, was erklärt wurde. Der Text bleibt, wie ihn die anderen unterschrieben haben."),
    )


@require_http_methods(METHODS)
def leaving_page(request: SignedInRequest, uuid: UUID, joined: UUID) -> HttpResponse:
    """Enter that somebody who joined leaves."""
    found = agreement_or_refuse(request, uuid, to_edit=True)
    row = get_object_or_404(Accession.objects.select_related("organization"), agreement=found, uuid=joined)
    form = LeaveForm(request.POST) if request.method == "POST" else LeaveForm(initial={"left_on": timezone.localdate()})
    return form_or_redirect(
        request,
        found,
        form,
        lambda: leave_agreement(row, left_on=form.cleaned_data["left_on"], by=request.user),
        done=_("Der Austritt ist eingetragen."),
        title=_("Austritt eintragen"),
        submit=_("Austritt eintragen"),
        intro=_("%s nimmt bis zu diesem Tag teil. Der Beitritt bleibt nachlesbar.") % row.organization,
    )
