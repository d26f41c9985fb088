"""Editing a draft of a template: its name, its clauses, their order. Every step works without a script."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import SignedInRequest
from agreements.actions import templates as actions
from agreements.actions.editing import EditConflict
from agreements.enums import Block
from agreements.forms.templates import ClauseForm, NewClauseForm, TemplateForm
from agreements.models import AgreementTemplate, ClauseTemplate
from agreements.text.facts import EXAMPLE
from agreements.text.library import NOTE, reusable_clauses, template_problems
from agreements.text.variables import VARIABLES, text_with_names
from agreements.views.templates import run_template_action, template_or_refuse
from kit.workflow import StepRefused

WHAT = ("heading", "text", "block", "is_mandatory", "hint")


@require_http_methods(["GET", "HEAD", "POST"])
def template_edit(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Name and purpose of a draft above the list of its clauses. A published template leads to its own page."""
    found = template_or_refuse(request, uuid, to_edit=True)
    if found.published_at is not None:
        messages.info(request, actions.PUBLISHED)
        return redirect("agreements:template", uuid=found.uuid)
    conflict = None
    form = TemplateForm(instance=found, initial={"edition": found.edition})
    if request.method == "POST":
        form = TemplateForm(request.POST, instance=template_or_refuse(request, uuid, to_edit=True))
        if form.is_valid():
            said = {name: form.cleaned_data[name] for name in ("edition", "name", "description")}
            try:
                actions.save_template(found, **said, by=request.user)
            except EditConflict as other:
                conflict = other.current
                if conflict is None:
                    return _gone(request)
                form = TemplateForm(initial=said | {"edition": conflict.edition})
            except StepRefused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, _("Gespeichert."))
                return redirect("agreements:template_edit", uuid=found.uuid)
    clauses = list(found.clauses.all())
    context = {
        "form": form,
        "template": found,
        "note": NOTE,
        "clauses": clauses,
        "problems": template_problems(clauses),
        "conflict": conflict,
        "typed": form.initial if conflict else {},
    }
    status = 409 if conflict else 422 if request.method == "POST" else 200
    return TemplateResponse(request, "agreements/templates/edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def template_clause(request: SignedInRequest, uuid: UUID, key: str) -> HttpResponse:
    """What one clause says; „Vorschau" shows it without saving, a second editor is told and sees both texts."""
    found = template_or_refuse(request, uuid, to_edit=True)
    if found.published_at is not None:
        messages.info(request, actions.PUBLISHED)
        return redirect("agreements:template", uuid=found.uuid)
    clause = get_object_or_404(found.clauses.all(), key=key)
    if request.method != "POST":
        form = ClauseForm(instance=clause, initial={"seen": actions.template_fingerprint(clause)})
        return _clause_page(request, found, form, clause=clause, preview=clause.text)
    form = ClauseForm(request.POST, instance=get_object_or_404(found.clauses.all(), key=key))
    if not form.is_valid():
        return _clause_page(request, found, form, clause=clause, preview=request.POST.get("text", ""), status=422)
    if "vorschau" in request.POST:
        return _clause_page(request, found, form, clause=clause, preview=form.cleaned_data["text"])
    said = {name: form.cleaned_data[name] for name in WHAT}
    try:
        actions.save_clause(clause, seen=form.cleaned_data["seen"], **said, by=request.user)
    except EditConflict as other:
        if other.current is None:
            return _gone(request, found)
        merging = ClauseForm(initial=said | {"seen": actions.template_fingerprint(other.current)})
        return _clause_page(
            request, found, merging, clause=clause, preview=said["text"], conflict=other.current, status=409
        )
    except StepRefused as refused:
        form.add_error(None, str(refused))
        return _clause_page(request, found, form, clause=clause, preview=said["text"], status=422)
    messages.success(request, _("„%s“ ist gespeichert.") % said["heading"])
    return redirect(f"{reverse('agreements:template_edit', args=[found.uuid])}#klausel-{clause.key}")


@require_http_methods(["GET", "HEAD", "POST"])
def template_clause_new(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """A new clause behind ``?nach=``, empty or with the words of an own clause (``?aus=``)."""
    found = template_or_refuse(request, uuid, to_edit=True)
    if found.published_at is not None:
        messages.info(request, actions.PUBLISHED)
        return redirect("agreements:template", uuid=found.uuid)
    own = list(reusable_clauses(request.user).exclude(template__family=found.family)[:100])
    if request.method != "POST":
        copied = next((one for one in own if str(one.pk) == request.GET.get("aus")), None)
        form = NewClauseForm(initial={name: getattr(copied, name) for name in WHAT} if copied else None)
        return _clause_page(request, found, form, preview=copied.text if copied else "", own=own)
    form = NewClauseForm(request.POST)
    if form.is_valid():
        if "vorschau" in request.POST:
            return _clause_page(request, found, form, preview=form.cleaned_data["text"], own=own)
        said = {name: form.cleaned_data[name] for name in (*WHAT, "key")}
        try:
            clause = actions.add_clause(found, after=request.GET.get("nach", ""), **said, by=request.user)
        except StepRefused as refused:
            form.add_error("key" if str(refused) == actions.KEY_TAKEN else None, str(refused))
        else:
            messages.success(request, _("„%s“ ist eingefügt.") % clause.heading)
            return redirect(f"{reverse('agreements:template_edit', args=[found.uuid])}#klausel-{clause.key}")
    return _clause_page(request, found, form, preview=request.POST.get("text", ""), own=own, status=422)


@require_POST
def template_clause_move(request: SignedInRequest, uuid: UUID, key: str) -> HttpResponse:
    """One place up or down."""
    found = template_or_refuse(request, uuid, to_edit=True)
    clause = get_object_or_404(found.clauses.select_related("template"), key=key)
    run_template_action(
        request, lambda: actions.move_clause(clause, up=request.POST.get("wohin") == "hoch", by=request.user)
    )
    return redirect(f"{reverse('agreements:template_edit', args=[found.uuid])}#klausel-{clause.key}")


@require_POST
def template_clause_remove(request: SignedInRequest, uuid: UUID, key: str) -> HttpResponse:
    """Take a clause out of the draft."""
    found = template_or_refuse(request, uuid, to_edit=True)
    clause = get_object_or_404(found.clauses.select_related("template"), key=key)
    if run_template_action(request, lambda: actions.remove_clause(clause, by=request.user)):
        messages.success(request, _("„%s“ ist entfernt.") % clause.heading)
    return redirect("agreements:template_edit", uuid=found.uuid)


def _clause_page(
    request: SignedInRequest,
    template: AgreementTemplate,
    form: Any,
    *,
    preview: str,
    clause: ClauseTemplate | None = None,
    conflict: ClauseTemplate | None = None,
    own: list[ClauseTemplate] | None = None,
    status: int = 200,
) -> TemplateResponse:
    facts = replace(EXAMPLE, title=template.name, kind=template.get_kind_display())
    context = {
        "template": template,
        "clause": clause,
        "heading": clause.heading if clause else _("Neue Klausel"),
        "after": request.GET.get("nach", ""),
        "form": form,
        "preview": text_with_names(preview, facts),
        "variables": [{"variable": one, "example": one.value(facts)} for one in VARIABLES.values()],
        "conflict": conflict,
        "typed": form.initial if conflict else {},
        "conflict_block": Block(conflict.block).label if conflict else "",
        "own": own or [],
    }
    return TemplateResponse(request, "agreements/templates/clause.html", context, status=status)


def _gone(request: SignedInRequest, template: AgreementTemplate | None = None) -> HttpResponse:
    messages.error(request, _("Jemand hat das inzwischen entfernt. Ihr Text wurde nicht gespeichert."))
    if template is None:
        return redirect("agreements:templates")
    return redirect("agreements:template_edit", uuid=template.uuid)
