"""Rows and parts below ``…/werkstatt/zeile/`` and ``…/werkstatt/angaben/``: tables edited in place."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from accounts.requests import SignedInRequest
from agreements.actions import editing
from agreements.actions.metadata import describe_agreement
from agreements.forms.clauses import EditionForm, MoveForm
from agreements.forms.rows import KINDS, AssignForm, RowForm, RowKind, is_party
from agreements.forms.term import PARTS, DataForm, HeadForm, PartForm
from agreements.models import Agreement, AgreementParty, AgreementVersion, Responsibility
from agreements.models.version import PartOfVersion
from agreements.party_defaults import PartyChoices, clause_columns, found_partners, known_partners, suggested_party
from agreements.permissions import LOOKS_AFTER
from agreements.views.workbench import back_to, bench_page, edited_version, wants_fragment
from kit.workflow import StepRefused
from partners.models import Membership, Organization


@require_http_methods(["GET", "HEAD", "POST"])
def workbench_row(request: SignedInRequest, uuid: UUID, word: str, key: UUID) -> HttpResponse:
    """Change one row of a structured part. 409 with both values when somebody saved first."""
    found, version = edited_version(request, uuid)
    kind = _row_kind(word)
    row = get_object_or_404(_rows_of_kind(kind, version), key=key)
    posted = request.method == "POST"
    form = kind.form(*([request.POST] if posted else []), instance=row, version=version, auto_id=f"{key}-%s")
    if posted and form.is_valid():
        return _save_row(request, found, version, kind, form, row)
    return _row_page(request, found, kind, form, key=key, status=422 if posted else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def workbench_row_new(request: SignedInRequest, uuid: UUID, word: str) -> HttpResponse:
    """Add a row; a party is chosen from the register instead."""
    found, version = edited_version(request, uuid)
    kind = _row_kind(word)
    if kind.model is AgreementParty:
        return _party_new(request, found, version)
    posted = request.method == "POST"
    form = kind.form(*([request.POST] if posted else []), version=version, auto_id=f"neu-{word}-%s")
    if posted and form.is_valid():
        return _save_row(request, found, version, kind, form, None)
    return _row_page(request, found, kind, form, key=None, status=422 if posted else 200)


@require_POST
def workbench_row_remove(request: SignedInRequest, uuid: UUID, word: str, key: UUID) -> HttpResponse:
    """Take one row out."""
    found, version = edited_version(request, uuid)
    kind = _row_kind(word)
    row, form = _rows_of_kind(kind, version).filter(key=key).first(), EditionForm(request.POST)
    anchor = f"block-{kind.block.value}"
    if row is not None and form.is_valid():
        try:
            editing.remove_row(row, edition=form.cleaned_data["edition"], by=request.user)
        except editing.EditConflict:
            messages.warning(request, _("Jemand hat diese Zeile gerade geändert. Bitte sehen Sie erst nach."))
        except StepRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("„%s“ ist herausgenommen.") % row)
    return _back_to_part(request, found, anchor)


@require_POST
def workbench_row_move(request: SignedInRequest, uuid: UUID, word: str, key: UUID) -> HttpResponse:
    """One row up or down in its table."""
    found, version = edited_version(request, uuid)
    kind = _row_kind(word)
    row, form = _rows_of_kind(kind, version).filter(key=key).first(), MoveForm(request.POST)
    if row is not None and form.is_valid():
        try:
            editing.move_row(row, up=form.cleaned_data["up"], by=request.user)
        except StepRefused as refused:
            messages.error(request, str(refused))
    return _back_to_part(request, found, f"block-{kind.block.value}")


@require_http_methods(["GET", "HEAD", "POST"])
def workbench_assign(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Say for all tasks at once who takes them; one that somebody assigned meanwhile stays as it is."""
    found, version = edited_version(request, uuid)
    posted = request.method == "POST"
    form = AssignForm(*([request.POST] if posted else []), version=version, auto_id="zuordnen-%s")
    if not posted or not form.is_valid():
        return bench_page(request, found, "assign", status=422 if posted else 200, form=form)
    number = 0
    for row, organization in form.chosen():
        values = {"organization": organization}
        try:
            editing.save_row(
                Responsibility, version=version, row=row, edition=row.edition, values=values, by=request.user
            )
        except editing.EditConflict:
            continue
        except StepRefused as refused:
            messages.error(request, str(refused))
            break
        number += 1
    messages.success(request, _("Zugeordnet: %d") % number if number else _("Es wurde nichts zugeordnet."))
    return _back_to_part(request, found, "block-responsibilities")


@require_http_methods(["GET", "HEAD", "POST"])
def workbench_part(request: SignedInRequest, uuid: UUID, word: str) -> HttpResponse:
    """Term, cooperation, child protection, data protection: columns of the version."""
    found, version = edited_version(request, uuid)
    if word not in PARTS:
        raise Http404
    block, form_class = PARTS[word]
    posted = request.method == "POST"
    more: dict[str, Any] = {"user": request.user} if form_class is DataForm else {}
    form = form_class(*([request.POST] if posted else []), instance=version, auto_id=f"{word}-%s", **more)
    context: dict[str, Any] = {"word": word, "anchor": f"block-{block.value}", "block": block}
    if not posted or not form.is_valid():
        return bench_page(request, found, "part", status=422 if posted else 200, form=form, **context)
    try:
        editing.save_term(version, edition=form.cleaned_data["edition"], values=form.values(), by=request.user)
    except editing.EditConflict as conflict:
        return _conflict_page(request, found, form, conflict.current, "part", **context)
    except StepRefused as refused:
        typed = form.texts_of_fields(form.instance)
        return bench_page(request, found, "conflict_shut", status=409, refused=refused, typed=typed)
    except ValidationError as wrong:
        _add_model_errors(form, wrong)
        return bench_page(request, found, "part", status=422, form=form, **context)
    messages.success(request, _("„%s“ ist gespeichert.") % form.title)
    return _back_to_part(request, found, context["anchor"])


@require_http_methods(["GET", "HEAD", "POST"])
def workbench_head(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Title, purpose, topics, areas, who looks after it."""
    found, _version = edited_version(request, uuid)
    posted = request.method == "POST"
    form = HeadForm(*([request.POST] if posted else []), instance=found, people=_possible_responsibles(found))
    if posted and form.is_valid():
        values = {name: form.cleaned_data[name] for name in HeadForm.Meta.fields}
        try:
            describe_agreement(found, moment=form.cleaned_data["moment"], values=values, by=request.user)
        except editing.EditConflict as conflict:
            again = request.POST.copy()
            again["moment"] = conflict.current.updated_at.isoformat()
            form = HeadForm(again, instance=conflict.current, people=_possible_responsibles(found))
            form.add_error(None, _("Jemand hat diese Angaben gerade geändert. Noch einmal speichern überschreibt sie."))
            return bench_page(request, found, "head", status=409, form=form)
        except ValidationError as wrong:
            _add_model_errors(form, wrong)
        else:
            messages.success(request, _("Die Angaben sind gespeichert."))
            return _back_to_part(request, found, "kopf")
    return bench_page(request, found, "head", status=422 if posted else 200, form=form)


def _party_new(request: SignedInRequest, found: Agreement, version: AgreementVersion) -> HttpResponse:
    """Search the register; one press takes a partner in, with role and function filled in."""
    there = {one for pair in version.parties.values_list("organization", "facility") for one in pair if one}
    if request.method == "POST":
        rows = Organization.objects.visible_to(request.user)
        chosen = rows.filter(slug=request.POST.get("partner", "")[:120]).first()
        if chosen is None:
            messages.error(request, _("Bitte wählen Sie eine Organisation aus der Liste."))
        else:
            values = clause_columns(suggested_party(chosen, kind=found.kind))
            try:
                if is_party(version, values["organization"].pk, values["facility"]):
                    raise StepRefused(_("%s ist schon Partei.") % chosen)
                editing.save_row(AgreementParty, version=version, row=None, edition=0, values=values, by=request.user)
            except (StepRefused, ValidationError) as refused:
                wrong = refused.messages if isinstance(refused, ValidationError) else [str(refused)]
                messages.error(request, " ".join(wrong))
            else:
                messages.success(request, _("%s ist dabei.") % chosen)
                return _back_to_part(request, found, "block-parties")
    words = request.GET.get("q", "").replace("\x00", "")[:100]
    return bench_page(
        request,
        found,
        "party",
        status=422 if request.method == "POST" else 200,
        q=words,
        results=found_partners(request.user, words, without=there),
        known=PartyChoices() if words.strip() else known_partners(request.user, [found.center_id], without=there),
    )


def _save_row(
    request: SignedInRequest,
    found: Agreement,
    version: AgreementVersion,
    kind: RowKind,
    form: RowForm,
    row: PartOfVersion | None,
) -> HttpResponse:
    key = row.key if row is not None else None
    try:
        saved = editing.save_row(
            kind.model,
            version=version,
            row=row,
            edition=form.cleaned_data["edition"],
            values=form.values(),
            by=request.user,
        )
    except editing.EditConflict as conflict:
        if conflict.current is None:  # taken out meanwhile: what was typed can go in as a new row
            return _row_page(request, found, kind, form, key=None, status=409, was_removed=True)
        context = _row_context(kind, key)
        return _conflict_page(request, found, form, conflict.current, "row", version=version, **context)
    except StepRefused as refused:
        typed = form.texts_of_fields(form.instance)
        return bench_page(request, found, "conflict_shut", status=409, refused=refused, typed=typed)
    except ValidationError as wrong:
        _add_model_errors(form, wrong)
        return _row_page(request, found, kind, form, key=key, status=422)
    messages.success(request, _("„%s“ ist gespeichert.") % saved)
    return _back_to_part(request, found, f"block-{kind.block.value}")


def _conflict_page(
    request: SignedInRequest, found: Agreement, form: RowForm | PartForm, current: Any, name: str, **context: Any
) -> HttpResponse:
    """What was typed and what stands there now, and the typed values in the form with the new edition."""
    mine, theirs = form.texts_of_fields(form.instance), form.texts_of_fields(current)
    pairs = [(label, one, other) for (label, one), (_label, other) in zip(mine, theirs, strict=True) if one != other]
    again = request.POST.copy()
    again["edition"] = str(current.edition)
    more = {"version": context.pop("version")} if "version" in context else {}
    if isinstance(form, DataForm):
        more["user"] = request.user
    form = type(form)(again, instance=current, auto_id=form.auto_id, **more)
    form.is_valid()
    who = str(current.updated_by) if current.updated_by else ""
    return bench_page(request, found, name, status=409, form=form, pairs=pairs, who=who, **context)


def _row_page(
    request: SignedInRequest,
    found: Agreement,
    kind: RowKind,
    form: RowForm,
    *,
    key: UUID | None,
    status: int,
    **context: Any,
) -> HttpResponse:
    return bench_page(request, found, "row", status=status, form=form, **_row_context(kind, key), **context)


def _row_context(kind: RowKind, key: UUID | None) -> dict[str, Any]:
    return {"kind": kind, "key": key, "anchor": f"block-{kind.block.value}"}


def _back_to_part(request: SignedInRequest, found: Agreement, anchor: str) -> HttpResponse:
    """The script fetches the page itself; what the messages say is told to it directly."""
    if wants_fragment(request):
        return JsonResponse({"said": [str(one) for one in messages.get_messages(request)], "anchor": anchor})
    return back_to(found, anchor)


def _add_model_errors(form: Any, wrong: ValidationError) -> None:
    """Put a broken rule of the row where it belongs; what is no field goes to the top."""
    for name, texts in (wrong.message_dict if hasattr(wrong, "error_dict") else {"": wrong.messages}).items():
        form.add_error(name if name in form.fields else None, texts)


def _row_kind(word: str) -> RowKind:
    if word not in KINDS:
        raise Http404
    return KINDS[word]


def _rows_of_kind(kind: RowKind, version: AgreementVersion) -> Any:
    table: Any = kind.model
    return table.objects.filter(version=version).select_related("updated_by")


def _possible_responsibles(found: Agreement) -> Any:
    """Who coordinates at the centre, and who is named now."""
    members = Membership.objects.valid_on().filter(organization=found.center, role__in=LOOKS_AFTER)
    named = [found.responsible_id, found.deputy_id]
    rows = User.objects.filter(is_active=True, pk__in=members.values("user")) | User.objects.filter(pk__in=named)
    return rows.order_by("display_name", "email")
