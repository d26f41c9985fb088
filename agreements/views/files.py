"""Files of an agreement: the PDF of a version, annexes and what is kept beside the text."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import SignedInRequest
from agreements import permissions
from agreements.actions.files import add_annex, attach_file, remove_annex
from agreements.actions.steps import open_version
from agreements.enums import AgreementState, AttachmentKind
from agreements.forms.files import AnnexForm, AttachmentForm
from agreements.models import Agreement, AgreementVersion, Annex, Attachment
from agreements.models.version import VersionQuerySet
from agreements.views.page import AgreementAccess, access_to, agreement_or_refuse, agreement_page_context
from agreements.views.pdf_response import pdf_response
from kit.uploads import attachment_response
from kit.workflow import StepRefused


def visible_versions(request: SignedInRequest, agreement: Agreement, person: AgreementAccess) -> VersionQuerySet:
    """Versions this person may read: partners not what is still being drafted, an audit the locked ones only."""
    rows = AgreementVersion.objects.filter(agreement=agreement).select_related("amends")
    if person.can_edit or permissions.reads_all_agreements(request.user):
        return rows
    if person.speaks_for:
        return rows.filter(Q(locked_at__isnull=False) | ~Q(stage=AgreementState.DRAFT))
    return rows.filter(locked_at__isnull=False)


def visible_files(request: SignedInRequest, agreement: Agreement, person: AgreementAccess) -> QuerySet[Attachment]:
    """Files this person may open. Signed copies show names, so they are for those who may see these (domain 5.4)."""
    rows = Attachment.objects.filter(agreement=agreement)
    if person.sees_internals:
        return rows
    versions = visible_versions(request, agreement, person)
    seen = Q(kind=AttachmentKind.ANNEX, pk__in=Annex.objects.filter(version__in=versions).values("attachment"))
    if permissions.can_see_signatory_names(request.user, agreement, person.speaks_for):
        seen |= ~Q(kind=AttachmentKind.ANNEX)
    return rows.filter(seen, is_internal=False)


@require_safe
def version_pdf(request: SignedInRequest, uuid: UUID, number: int) -> HttpResponse:
    """One version as PDF: the sealed one of a locked version, else the draft as it stands now."""
    found = agreement_or_refuse(request, uuid)
    version = get_object_or_404(visible_versions(request, found, access_to(request, found)), number=number)
    version.agreement = found
    try:
        return pdf_response(version, who=str(request.user.pk))
    except StepRefused as refused:
        context = agreement_page_context(request, found, "signing", reason=str(refused))
        return TemplateResponse(request, "agreements/signing/no_pdf.html", context, status=503)


@require_safe
def download_file(request: SignedInRequest, uuid: UUID, file_uuid: UUID) -> HttpResponse:
    """One file as a download; what this person may not see does not exist."""
    found = agreement_or_refuse(request, uuid)
    rows = visible_files(request, found, access_to(request, found)).select_related("file")
    attachment = get_object_or_404(rows, uuid=file_uuid)
    stored = attachment.file
    return attachment_response(bytes(stored.content), stored.content_type, attachment.file_name)


@require_safe
def files_page(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Everything kept with the agreement, and the annexes of the text that is being worked on."""
    found = agreement_or_refuse(request, uuid)
    return _files_page(request, found)


@require_POST
def file_add(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Keep a letter, minutes or a signed copy beside the text."""
    found = agreement_or_refuse(request, uuid, to_edit=True)
    form = AttachmentForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            attach_file(found, **form.values(), by=request.user)
        except StepRefused as refused:
            form.add_error("file", str(refused))
        else:
            messages.success(request, _("Die Datei ist gespeichert."))
            return redirect("agreements:files", uuid=found.uuid)
    return _files_page(request, found, form=form, status=422)


@require_POST
def annexes_page(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Add an annex to the text that is being worked on."""
    found = agreement_or_refuse(request, uuid, to_edit=True)
    version = open_version(found)
    form = AnnexForm(request.POST, request.FILES)
    if version is None:
        messages.error(request, _("Anlagen kann nur eine Fassung bekommen, an der noch gearbeitet wird."))
        return redirect("agreements:files", uuid=found.uuid)
    if form.is_valid():
        version.agreement = found
        try:
            add_annex(version, **form.values(), by=request.user)
        except StepRefused as refused:
            form.add_error("file", str(refused))
        else:
            messages.success(request, _("Die Anlage gehört jetzt zum Text."))
            return redirect("agreements:files", uuid=found.uuid)
    return _files_page(request, found, annex_form=form, status=422)


@require_POST
def annex_remove(request: SignedInRequest, uuid: UUID, file_uuid: UUID) -> HttpResponse:
    """Take an annex out of the text that is being worked on."""
    found = agreement_or_refuse(request, uuid, to_edit=True)
    rows = Annex.objects.filter(version__agreement=found, version__in=AgreementVersion.objects.open())
    annex = get_object_or_404(rows.select_related("version__agreement", "attachment"), attachment__uuid=file_uuid)
    try:
        remove_annex(annex, by=request.user)
    except StepRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Die Anlage gehört nicht mehr zum Text."))
    return redirect("agreements:files", uuid=found.uuid)


def _files_page(
    request: SignedInRequest, found: Agreement, *, form: Any = None, annex_form: Any = None, status: int = 200
) -> TemplateResponse:
    """Three queries more than the frame: the files, the open version, its annexes."""
    person = access_to(request, found)
    version = open_version(found) if person.can_edit else None
    rows = visible_files(request, found, person).select_related("file").defer("file__content")
    annexed = version.annexes.select_related("attachment__file").defer("attachment__file__content") if version else []
    context = agreement_page_context(
        request,
        found,
        "signing",
        person=person,
        version=version,
        annexes=list(annexed),
        files=list(rows.order_by("-uploaded_at", "-pk")),
        form=form or AttachmentForm(),
        annex_form=annex_form or AnnexForm(),
    )
    return TemplateResponse(request, "agreements/signing/files.html", context, status=status)
