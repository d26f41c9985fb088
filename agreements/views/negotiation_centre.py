"""What the centre does in a negotiation: begin it, invite, remind, set the deadline, answer what was said."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import SignedInRequest
from agreements.actions import invitations
from agreements.actions import negotiating as act
from agreements.actions.editing import EditConflict
from agreements.enums import AgreementState
from agreements.forms.negotiation import AnswerForm, DeadlineForm, InviteForm, StartForm
from agreements.models import Agreement, AgreementVersion, ClauseComment
from agreements.negotiation.mailboxes import mailboxes_of
from agreements.negotiation.party_text import remarks_of
from agreements.text.readiness import blocking_gaps
from agreements.views.page import agreement_or_refuse, agreement_page_context
from kit.workflow import StepRefused
from partners.models import Organization

SAID = {
    "accept": gettext_lazy("Der Vorschlag steht jetzt im Text."),
    "refuse": gettext_lazy("Der Vorschlag ist abgelehnt."),
    "resolve": gettext_lazy("Die Anmerkung ist erledigt."),
    "reopen": gettext_lazy("Die Anmerkung ist wieder offen."),
}


@require_http_methods(["GET", "HEAD", "POST"])
def negotiation_start(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Give the draft to the partners: deadline, and a link for everybody who has no account."""
    found = agreement_or_refuse(request, uuid, to_edit=True)
    version = found.versions.open().filter(stage=AgreementState.DRAFT).first()
    if version is None:
        return redirect("agreements:negotiation", found.uuid)
    choices = list(invitable_parties(version))
    form = StartForm(
        request.POST if request.method == "POST" else None,
        organizations=choices,
        mailboxes=mailboxes_of(version, choices, request.user),
    )
    if form.is_valid():
        try:
            invitations.open_negotiation(
                found, reply_by=form.cleaned_data["reply_by"], addresses=form.addresses(), by=request.user
            )
        except StepRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Der Text steht zur Abstimmung, die Briefe gehen hinaus."))
            return redirect("agreements:negotiation", found.uuid)
    missing = blocking_gaps(version, "negotiate")
    context = agreement_page_context(request, found, "negotiation", form=form, missing=missing)
    status = 422 if form.is_bound else 200
    return TemplateResponse(request, "agreements/negotiation/start.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def negotiation_invite(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Invite one party, or send it a new link."""
    found = agreement_or_refuse(request, uuid, to_edit=True)
    version = found.versions.open().first()
    choices = invitable_parties(version) if version else Organization.objects.none()
    initial = {"organization": request.GET.get("partei", "")}
    chosen = [one for one in choices if str(one.uuid) == initial["organization"]]
    if version and chosen:
        initial["email"] = mailboxes_of(version, chosen, request.user).get(chosen[0].pk, "")
    form = InviteForm(request.POST if request.method == "POST" else None, organizations=choices, initial=initial)
    if form.is_valid():
        try:
            row = invitations.invite_party(found, **form.cleaned_data, by=request.user)
        except StepRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("%s ist eingeladen.") % row.organization)
            return redirect("agreements:negotiation", found.uuid)
    context = agreement_page_context(request, found, "negotiation", form=form)
    status = 422 if form.is_bound else 200
    return TemplateResponse(request, "agreements/negotiation/invite.html", context, status=status)


@require_POST
def negotiation_remind(request: SignedInRequest, uuid: UUID, invitation: UUID) -> HttpResponse:
    """One more letter to a party whose answer is awaited."""
    found = agreement_or_refuse(request, uuid, to_edit=True)
    row = get_object_or_404(found.invitations.select_related("agreement"), uuid=invitation)
    return _run_and_go_back(
        request, found, lambda: invitations.remind_party(row, by=request.user), _("Die Erinnerung geht hinaus.")
    )


@require_POST
def negotiation_revoke(request: SignedInRequest, uuid: UUID, invitation: UUID) -> HttpResponse:
    """A party sees the agreement no longer."""
    found = agreement_or_refuse(request, uuid, to_edit=True)
    row = get_object_or_404(found.invitations.select_related("agreement"), uuid=invitation)
    return _run_and_go_back(
        request,
        found,
        lambda: invitations.revoke_party_invitation(row, by=request.user),
        _("Die Einladung ist zurückgezogen."),
    )


@require_POST
def negotiation_deadline(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Until when the partners are asked to answer."""
    found = agreement_or_refuse(request, uuid, to_edit=True)
    form = DeadlineForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors.get("reply_by", []))))
        return redirect("agreements:negotiation", found.uuid)
    day = form.cleaned_data["reply_by"]
    return _run_and_go_back(
        request, found, lambda: invitations.set_reply_by(found, reply_by=day, by=request.user), _("Die Frist steht.")
    )


@require_http_methods(["GET", "HEAD", "POST"])
def negotiation_answer(request: SignedInRequest, uuid: UUID, remark: UUID) -> HttpResponse:
    """Accept, refuse, settle or reopen what a party said; with an answer in words where one is wanted."""
    found = agreement_or_refuse(request, uuid, to_edit=True)
    row = get_object_or_404(
        ClauseComment.objects.filter(version__agreement=found).select_related("version__agreement", "organization"),
        uuid=remark,
    )
    if request.method != "POST":
        return _answer_page(request, found, row, AnswerForm(initial={"answer": row.answer}))
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            _answer(row, form.cleaned_data, request)
        except EditConflict as conflict:
            return _merge_page(request, found, row, form, conflict)
        except StepRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, SAID[form.cleaned_data["verb"]])
            page = "workbench" if request.POST.get("zurueck") == "workbench" else "negotiation"
            anchor = f"#klausel-{row.clause_key}" if row.clause_key else ""
            return redirect(reverse(f"agreements:{page}", args=[found.uuid]) + anchor)
    return _answer_page(request, found, row, form, status=422)


def invitable_parties(version: AgreementVersion) -> Any:
    """Parties of a version and the facilities they conclude for, without the centre's side."""
    center = version.agreement.center_id
    pairs = version.parties.values_list("organization", "facility")
    return Organization.objects.filter(
        pk__in={one for pair in pairs if center not in pair for one in pair if one}
    ).by_name()


def _answer(row: ClauseComment, data: dict[str, Any], request: SignedInRequest) -> None:
    match data["verb"]:
        case "accept":
            merged = {"text": data["text"].replace("\r\n", "\n"), "edition": data["edition"]} if data["edition"] else {}
            act.accept_proposal(row, by=request.user, answer=data["answer"], **merged)
        case "refuse":
            act.refuse_proposal(row, by=request.user, answer=data["answer"])
        case "resolve":
            act.resolve_comment(row, by=request.user, answer=data["answer"])
        case _:
            act.reopen_comment(row, by=request.user)


def _answer_page(
    request: SignedInRequest, found: Agreement, row: ClauseComment, form: AnswerForm, status: int = 200
) -> TemplateResponse:
    shown = next(one for one in remarks_of(row.version).get(row.clause_key, ()) if one.row == row)
    clause = row.version.clauses.filter(key=row.clause_key).first() if row.clause_key else None
    context = agreement_page_context(
        request, found, "negotiation", form=form, remark=shown, shown=[shown], clause=clause
    )
    return TemplateResponse(request, "agreements/negotiation/answer.html", context, status=status)


def _merge_page(
    request: SignedInRequest, found: Agreement, row: ClauseComment, form: AnswerForm, conflict: EditConflict
) -> HttpResponse:
    """The clause changed since the proposal was made: both texts, and one to write."""
    if conflict.current is None:
        form.add_error(None, _("Diese Klausel steht nicht mehr im Text. Lehnen Sie den Vorschlag ab."))
        return _answer_page(request, found, row, form, status=409)
    current = conflict.current
    merged = AnswerForm(
        initial={
            "text": form.cleaned_data["text"] or row.proposal,
            "edition": current.edition,
            "answer": form.cleaned_data["answer"],
        }
    )
    shown = next(one for one in remarks_of(row.version).get(row.clause_key, ()) if one.row == row)
    context = agreement_page_context(request, found, "negotiation", form=merged, remark=shown, clause=current)
    return TemplateResponse(request, "agreements/negotiation/merge.html", context, status=409)


def _run_and_go_back(request: SignedInRequest, found: Agreement, call: Any, said: str) -> HttpResponse:
    """Do it, say so or say why not, and go back to the overview."""
    try:
        call()
    except StepRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said)
    return redirect("agreements:negotiation", found.uuid)
