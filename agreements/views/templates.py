"""``/intern/vereinbarungen/muster/``: the templates agreements are made from, to read, copy, publish and withdraw."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import SignedInRequest
from agreements import permissions
from agreements.actions import templates as actions
from agreements.actions.editing import EditConflict
from agreements.enums import Block
from agreements.forms.templates import CopyForm
from agreements.models import AgreementTemplate, ClauseTemplate
from agreements.text.facts import EXAMPLE
from agreements.text.library import (
    NOTE,
    listed_templates,
    owning_organizations,
    readable_templates,
    reusable_clauses,
    template_problems,
)
from agreements.text.variables import text_with_names
from kit.access import get_or_refuse
from kit.workflow import StepRefused


@dataclass(frozen=True, slots=True)
class ClausePreview:
    """A clause as it will look, with invented facts; ``number`` is empty for the head."""

    clause: ClauseTemplate
    number: str
    html: SafeString
    block: str


@require_safe
def template_list(request: SignedInRequest) -> TemplateResponse:
    """Shipped and own templates with their versions, and the own clauses that can be used again."""
    if not permissions.may_open_templates(request.user):
        raise PermissionDenied
    families: dict[UUID, list[AgreementTemplate]] = {}
    for row in listed_templates(request.user):
        families.setdefault(row.family, []).append(row)
    lines = [family_line(rows) for rows in families.values()]
    context = {
        "shipped": [line for line in lines if line["template"].organization_id is None],
        "own": [line for line in lines if line["template"].organization_id is not None],
        "clauses": list(reusable_clauses(request.user)[:100]),
        "may_copy": permissions.may_create_agreement(request.user),
        "note": NOTE,
    }
    return TemplateResponse(request, "agreements/templates/list.html", context)


def family_line(rows: list[AgreementTemplate]) -> dict[str, Any]:
    """One family for the list: its newest published version (or its draft), its draft, how often it was used."""
    published = next((row for row in rows if row.published_at), None)
    return {
        "template": published or rows[0],
        "draft": next((row for row in rows if row.published_at is None), None),
        "versions": len(rows),
        "used": sum(row.used for row in rows),  # type: ignore[attr-defined]
    }


@require_safe
def template_page(request: SignedInRequest, uuid: UUID) -> TemplateResponse:
    """One version as it will read, with invented facts."""
    found = template_or_refuse(request, uuid)
    clauses = list(found.clauses.all())
    versions = list(readable_templates(request.user).filter(family=found.family).order_by("-number"))
    may_edit = permissions.can_edit_template(request.user, found)
    context = {
        "template": found,
        "note": NOTE,
        "previews": clause_previews(found, clauses),
        "versions": versions,
        "draft": next((row for row in versions if row.published_at is None), None),
        "used": found.agreements.count(),
        "may_edit": may_edit,
        "may_copy": permissions.may_create_agreement(request.user),
        "may_use": found.retired_at is None and found == next((row for row in versions if row.published_at), None),
        "problems": template_problems(clauses) if may_edit and found.published_at is None else [],
    }
    return TemplateResponse(request, "agreements/templates/template.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def template_copy(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """„Eigene Fassung daraus machen": a draft for one's own centre."""
    found = template_or_refuse(request, uuid)
    if not permissions.may_create_agreement(request.user):
        raise PermissionDenied
    organizations = owning_organizations(request.user)
    form = CopyForm(request.POST or None, organizations=organizations)
    if request.method == "POST":
        form = CopyForm(request.POST, organizations=organizations)
        if form.is_valid():
            copy = actions.copy_template(found, organization=form.cleaned_data["organization"], by=request.user)
            messages.success(request, _("Das ist jetzt Ihr eigenes Muster, noch als Entwurf."))
            return redirect("agreements:template_edit", uuid=copy.uuid)
    elif (only := list(organizations[:2])) and len(only) == 1:
        form.initial["organization"] = only[0]
    context = {"form": form, "template": found}
    return TemplateResponse(request, "agreements/templates/copy.html", context, status=422 if form.is_bound else 200)


@require_POST
def template_draft(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """The next version of a template; a published one is never changed itself."""
    draft = actions.begin_version(template_or_refuse(request, uuid, to_edit=True), by=request.user)
    return redirect("agreements:template_edit", uuid=draft.uuid)


@require_POST
def template_publish(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """From now on agreements can be made from it."""
    found = template_or_refuse(request, uuid, to_edit=True)
    done = run_template_action(request, lambda: actions.publish_template(found, by=request.user))
    if done:
        messages.success(request, _("Das Muster ist veröffentlicht."))
        return redirect("agreements:template", uuid=found.uuid)
    return redirect("agreements:template_edit" if found.published_at is None else "agreements:template", found.uuid)


@require_POST
def template_retire(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """No new agreements from it."""
    found = template_or_refuse(request, uuid, to_edit=True)
    if run_template_action(request, lambda: actions.retire_template(found, by=request.user)):
        messages.success(request, _("Das Muster ist zurückgezogen. Bestehende Vereinbarungen bleiben, wie sie sind."))
    return redirect("agreements:template", uuid=found.uuid)


@require_POST
def template_discard(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Throw a draft away."""
    found = template_or_refuse(request, uuid, to_edit=True)
    if not run_template_action(request, lambda: actions.discard_draft(found, by=request.user)):
        return redirect("agreements:template", uuid=found.uuid)
    messages.success(request, _("Der Entwurf ist verworfen."))
    return redirect("agreements:templates")


def template_or_refuse(request: SignedInRequest, uuid: UUID, *, to_edit: bool = False) -> AgreementTemplate:
    """The template; 404 when this person does not see it, 403 when it is not theirs to edit but should be."""
    allowed = partial(permissions.can_edit_template, request.user) if to_edit else None
    return get_or_refuse(readable_templates(request.user), allowed, uuid=uuid)


def run_template_action(request: SignedInRequest, step: Callable[[], object]) -> bool:
    """Whether a step went well; if not, the person is told why."""
    try:
        step()
    except (StepRefused, EditConflict) as refused:
        messages.error(request, str(refused))
        return False
    return True


def clause_previews(template: AgreementTemplate, clauses: list[ClauseTemplate]) -> list[ClausePreview]:
    """Clauses with their numbers, filled with the example."""
    facts = replace(EXAMPLE, title=template.name, kind=template.get_kind_display())
    made, number = [], 0
    for clause in clauses:
        number += clause.block != Block.PARTIES
        counted = f"§ {number}" if clause.block != Block.PARTIES else ""
        made.append(ClausePreview(clause, counted, text_with_names(clause.text, facts), clause.get_block_display()))
    return made
