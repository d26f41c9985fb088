"""Looking after an agreement: talks and what follows, suspension, notes, who is responsible."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import SignedInRequest
from agreements.actions.life.follow_up import (
    add_note,
    finish_follow_up,
    hand_over,
    record_review,
    resume_agreement,
    suspend_agreement,
)
from agreements.forms.life import HandOverForm, NoteForm, ResumeForm, ReviewForm, SuspensionForm
from agreements.models import Review, Suspension
from agreements.views.life_responses import form_or_redirect
from agreements.views.page import agreement_or_refuse
from kit.workflow import StepRefused

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
def record_review_page(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Enter a review talk that took place."""
    found = agreement_or_refuse(request, uuid, to_edit=True)
    form = ReviewForm(request.POST, request.FILES) if request.method == "POST" else ReviewForm()
    return form_or_redirect(
        request,
        found,
        form,
        lambda: record_review(found, by=request.user, **form.cleaned_data),
        done=_("Das Gespräch ist eingetragen."),
        title=_("Auswertungsgespräch eintragen"),
        submit=_("Eintragen"),
        intro=_("Die Parteien lesen, was Sie hier eintragen."),
    )


@require_POST
def follow_up_done(request: SignedInRequest, uuid: UUID, review: UUID) -> HttpResponse:
    """What a talk led to is done."""
    found = agreement_or_refuse(request, uuid, to_edit=True)
    row = get_object_or_404(Review.objects.select_related("agreement"), agreement=found, uuid=review)
    try:
        finish_follow_up(row, by=request.user)
    except StepRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Erledigt: %s") % row.follow_up)
    return redirect("agreements:life", uuid=found.uuid)


@require_http_methods(METHODS)
def suspend_page(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """The commitments are suspended for a while."""
    found = agreement_or_refuse(request, uuid, to_edit=True)
    form = SuspensionForm(request.POST) if request.method == "POST" else SuspensionForm()
    return form_or_redirect(
        request,
        found,
        form,
        lambda: suspend_agreement(found, by=request.user, **form.cleaned_data),
        done=_("Eingetragen: Die Leistungen ruhen."),
        title=_("Ruhen lassen"),
        submit=_("Ruhen lassen"),
        intro=_("Die Vereinbarung gilt weiter, ihre Leistungen ruhen. Fristen und Laufzeit laufen weiter."),
    )


@require_http_methods(METHODS)
def suspension_end(request: SignedInRequest, uuid: UUID, number: int) -> HttpResponse:
    """The rest ends earlier, or on a day that is known now."""
    found = agreement_or_refuse(request, uuid, to_edit=True)
    row = get_object_or_404(Suspension.objects.select_related("agreement"), agreement=found, pk=number)
    today = {"last_day": timezone.localdate()}
    form = ResumeForm(request.POST) if request.method == "POST" else ResumeForm(initial=today)
    return form_or_redirect(
        request,
        found,
        form,
        lambda: resume_agreement(row, last_day=form.cleaned_data["last_day"], by=request.user),
        done=_("Danach gelten die Leistungen wieder."),
        title=_("Ruhen beenden"),
        submit=_("Ruhen beenden"),
    )


@require_http_methods(METHODS)
def add_note_page(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """An internal note; partners never read it."""
    found = agreement_or_refuse(request, uuid, to_edit=True)
    form = NoteForm(request.POST) if request.method == "POST" else NoteForm()
    return form_or_redirect(
        request,
        found,
        form,
        lambda: add_note(found, text=form.cleaned_data["text"], by=request.user),
        done=_("Die Notiz steht da."),
        title=_("Interne Notiz"),
        submit=_("Notiz speichern"),
    )


@require_http_methods(METHODS)
def responsible_page(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Who looks after the agreement and who stands in."""
    found = agreement_or_refuse(request, uuid, to_edit=True)
    form = HandOverForm(*([request.POST] if request.method == "POST" else []), agreement=found)
    return form_or_redirect(
        request,
        found,
        form,
        lambda: hand_over(found, by=request.user, **form.cleaned_data),
        done=_("Die Zuständigkeit ist geändert."),
        title=_("Zuständigkeit ändern"),
        submit=_("Übernehmen"),
        intro=_("Diese beiden bekommen die Erinnerungen. Ohne sie bekommt sie die ganze Koordination des Zentrums."),
    )
