"""One clause below ``…/werkstatt/klausel/``: save, move, strike, take up, add, and what it said before."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import SignedInRequest
from agreements import permissions
from agreements.actions import editing
from agreements.forms.clauses import ClauseForm, EditionForm, MoveForm, NewClauseForm
from agreements.models import Agreement, AgreementVersion, Clause, ClauseEdit
from agreements.text.comparison import merge_texts
from agreements.text.history import past_states
from agreements.text.variables import facts_of, text_with_names
from agreements.views.page import agreement_or_refuse
from agreements.views.workbench import back_to, bench_page, edited_version, wants_fragment
from agreements.workbench import find_clause
from kit.workflow import StepRefused


@require_http_methods(["GET", "HEAD", "POST"])
def workbench_clause(request: SignedInRequest, uuid: UUID, key: UUID) -> HttpResponse:
    """Save one clause, or show it alone. 409 with both texts when somebody saved first, 422 when something is wrong."""
    found, version = edited_version(request, uuid)
    row = _clause(version, key)
    posted = request.method == "POST"
    initial = {"edition": row.edition, "heading": row.heading, "text": row.text}
    form = ClauseForm(request.POST) if posted else ClauseForm(initial=initial)
    if not posted:
        return bench_page(request, found, "clause", clause=row, form=form)
    if not form.is_valid():
        return _refused(request, found, row, form)
    data = form.cleaned_data
    try:
        if "take_up" in request.POST and row.is_removed:
            data = data | {"edition": editing.take_up_clause(row, by=request.user).edition}
        saved = editing.save_clause(row, **data, by=request.user)
    except editing.EditConflict as conflict:
        return _conflict(request, found, row, data, conflict.current)
    except StepRefused as refused:
        return bench_page(request, found, "conflict_shut", status=409, refused=refused, typed=[("", data["text"])])
    if wants_fragment(request):
        return JsonResponse(_saved(version, saved))
    messages.success(request, _("„%s“ ist gespeichert.") % saved.heading)
    return back_to(found, f"klausel-{saved.key}")


def _refused(request: SignedInRequest, found: Agreement, row: Clause, form: ClauseForm) -> HttpResponse:
    if wants_fragment(request):
        return JsonResponse({"errors": [str(text) for texts in form.errors.values() for text in texts]}, status=422)
    return bench_page(request, found, "clause", status=422, clause=row, form=form)


def _saved(version: AgreementVersion, saved: Clause) -> dict[str, Any]:
    """What the script puts into the page after saving."""
    return {
        "edition": saved.edition,
        "at": f"{timezone.localtime(saved.updated_at):%H:%M}",
        "heading": saved.heading,
        "html": text_with_names(saved.text, facts_of(version), heading=4),
    }


def _conflict(
    request: SignedInRequest, found: Agreement, row: Clause, mine: dict[str, Any], current: Clause | None
) -> HttpResponse:
    """Both texts, and one made of both: nothing that was typed is lost."""
    theirs = current or row
    base = ClauseEdit.objects.filter(clause=row, edition=mine["edition"]).values_list("text", flat=True).first()
    merged = (
        merge_texts(base, mine["text"], theirs.text)
        if current is not None
        else merge_texts(mine["text"], mine["text"], "")
    )
    text = merged.text if current is not None else mine["text"]
    heading = mine["heading"] if mine["heading"] != row.heading else theirs.heading
    form = ClauseForm(initial={"edition": theirs.edition, "heading": heading, "text": text})
    return bench_page(
        request,
        found,
        "conflict",
        status=409,
        clause=theirs,
        is_struck=current is None,
        mine=mine,
        open_places=merged.open_places if current is not None else 0,
        form=form,
        who=str(theirs.updated_by) if theirs.updated_by else "",
    )


@require_POST
def clause_move(request: SignedInRequest, uuid: UUID, key: UUID) -> HttpResponse:
    """One place up or down."""
    found, version = edited_version(request, uuid)
    form = MoveForm(request.POST)
    if form.is_valid():
        _try(request, lambda: editing.move_clause(_clause(version, key), up=form.cleaned_data["up"], by=request.user))
    return back_to(found, f"klausel-{key}")


@require_POST
def clause_strike(request: SignedInRequest, uuid: UUID, key: UUID) -> HttpResponse:
    """Take a clause out of the text; it can be taken up again."""
    found, version = edited_version(request, uuid)
    row, form = _clause(version, key), EditionForm(request.POST)
    if form.is_valid():
        done = _("„%s“ ist gestrichen. Unten können Sie die Klausel wieder aufnehmen.") % row.heading
        edition = form.cleaned_data["edition"]
        _try(request, lambda: editing.strike_clause(row, edition=edition, by=request.user), done)
    return back_to(found, "gestrichen")


@require_POST
def clause_take_up(request: SignedInRequest, uuid: UUID, key: UUID) -> HttpResponse:
    """Put a struck clause back."""
    found, version = edited_version(request, uuid)
    row = _clause(version, key)
    _try(request, lambda: editing.take_up_clause(row, by=request.user), _("„%s“ steht wieder im Text.") % row.heading)
    return back_to(found, f"klausel-{key}")


@require_http_methods(["GET", "HEAD", "POST"])
def clause_new(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """An own clause, behind one that is there."""
    found, version = edited_version(request, uuid)
    rows = list(version.clauses.filter(is_removed=False))
    posted = request.method == "POST"
    choices = [(str(row.key), row.heading) for row in rows]
    initial = {"after": request.GET.get("nach") or (choices[-1][0] if choices else "")}
    form = NewClauseForm(*([request.POST] if posted else []), clauses=choices, initial=initial)
    if posted and form.is_valid():
        data = form.cleaned_data
        after = next(row for row in rows if str(row.key) == data["after"])
        text = data["text"].replace("\r\n", "\n")
        try:
            added = editing.add_clause(version, heading=data["heading"], text=text, after=after, by=request.user)
        except StepRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("„%s“ steht jetzt im Text.") % added.heading)
            return back_to(found, f"klausel-{added.key}")
    return bench_page(request, found, "new_clause", status=422 if posted else 200, form=form)


@require_safe
def clause_history(request: SignedInRequest, uuid: UUID, key: UUID) -> HttpResponse:
    """What the clause said when, and who wrote it, word by word; not for partners."""
    found = agreement_or_refuse(request, uuid)
    if not (permissions.can_edit_agreement(request.user, found) or permissions.reads_all_agreements(request.user)):
        raise PermissionDenied
    clauses = Clause.objects.filter(version__agreement=found, key=key).select_related("version", "updated_by")
    row = clauses.order_by("-version__number").first()
    if row is None:
        raise Http404
    row.version.agreement = found
    may_write = permissions.can_edit_agreement(request.user, found) and row.version.is_open
    page = past_states(row, request)
    return bench_page(request, found, "history", clause=row, states=page, may_write=may_write)


@require_POST
def clause_restore(request: SignedInRequest, uuid: UUID, key: UUID) -> HttpResponse:
    """Write a clause as it once was; a saving like any other, so nothing is lost."""
    found, version = edited_version(request, uuid)
    row, form = _clause(version, key), EditionForm(request.POST)
    wanted = request.POST.get("stand", "")
    old = (
        row.edits.filter(edition=int(wanted)).first()
        if wanted.isascii() and wanted.isdigit() and len(wanted) < 10
        else None
    )
    if not form.is_valid() or old is None:
        messages.error(request, _("Diesen Stand gibt es nicht."))
        return redirect(reverse("agreements:clause_history", args=[found.uuid, row.key]))
    edition = form.cleaned_data["edition"]
    _try(
        request,
        lambda: editing.save_clause(row, edition=edition, heading=old.heading, text=old.text, by=request.user),
        _("„%s“ lautet wieder wie damals.") % old.heading,
    )
    return back_to(found, f"klausel-{row.key}")


def _clause(version: AgreementVersion, key: UUID) -> Clause:
    row = find_clause(version, key)
    if row is None:
        raise Http404
    return row


def _try(request: SignedInRequest, act: Any, done: str = "") -> None:
    """Take a step that may be refused, and say how it went."""
    try:
        act()
    except editing.EditConflict:
        messages.warning(request, _("Jemand hat diese Klausel gerade geändert. Bitte sehen Sie erst nach."))
    except StepRefused as refused:
        messages.error(request, str(refused))
    else:
        if done:
            messages.success(request, done)
