"""``/intern/vereinbarungen/<uuid>/unterschriften/``: who must sign, who has, and what proves it."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import SignedInRequest
from agreements import permissions
from agreements.actions.recording import record_with_evidence
from agreements.actions.signing import SIGNABLE, void_signature
from agreements.enums import AgreementState
from agreements.forms.signing import SignatureForm, VoidForm
from agreements.models import Agreement, AgreementParty, AgreementVersion, Signature
from agreements.views.files import visible_files, visible_versions
from agreements.views.page import access_to, agreement_or_refuse, agreement_page_context
from kit.sealing import SealUnavailable
from kit.workflow import StepRefused


@dataclass(frozen=True, slots=True)
class PartyLine:
    """One party with its signature that counts, or without; ``voided`` are those that do not count."""

    party: AgreementParty
    signature: Signature | None
    voided: tuple[Signature, ...]

    @property
    def is_missing(self) -> bool:
        return self.party.must_sign and self.signature is None


@require_safe
def signing_page(request: SignedInRequest, uuid: UUID) -> TemplateResponse:
    """The signatures under the newest locked version, or what has to happen before there is one."""
    found = agreement_or_refuse(request, uuid)
    person = access_to(request, found)
    version = signed_version(found)
    lines = party_lines(version) if version else []
    open_one = visible_versions(request, found, person).open().first()
    context = agreement_page_context(
        request,
        found,
        "signing",
        person=person,
        version=version,
        lines=lines,
        open_version=open_one,
        missing=[line.party for line in lines if line.is_missing],
        waiting_days=waiting_days(version),
        may_record=version is not None
        and is_signable(version)
        and permissions.can_take_step(request.user, found, "sign"),
        sees_names=permissions.can_see_signatory_names(request.user, found, person.speaks_for),
        readable=set(visible_files(request, found, person).values_list("pk", flat=True)) if lines else set(),
    )
    return TemplateResponse(request, "agreements/signing/signing.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def sign_page(request: SignedInRequest, uuid: UUID, key: UUID) -> HttpResponse:
    """Record that one party signed. What is recorded happened on paper or in a file, never by a press of a button."""
    found = agreement_or_refuse(request, uuid, to_edit=True)
    version = signed_version(found)
    party = get_object_or_404(AgreementParty.objects.select_related("organization"), version=version, key=key)
    assert version is not None  # noqa: S101 - a party of it was found
    if not is_signable(version) or version.signatures.counting().filter(party=party).exists():
        messages.info(request, _("Hier fehlt keine Unterschrift mehr."))
        return redirect("agreements:signing", uuid=found.uuid)
    posted = request.method == "POST"
    form = SignatureForm(*([request.POST, request.FILES] if posted else []), version=version, party=party)
    if posted and form.is_valid():
        try:
            record_with_evidence(version, party=party, by=request.user, **form.values())
        except (StepRefused, SealUnavailable) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Die Unterschrift von %s ist eingetragen.") % party)
            return redirect("agreements:signing", uuid=found.uuid)
    missing = [line.party.pk for line in party_lines(version) if line.is_missing]
    context = agreement_page_context(
        request, found, "signing", form=form, version=version, party=party, is_last=missing == [party.pk]
    )
    return TemplateResponse(request, "agreements/signing/form.html", context, status=422 if posted else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def signature_void(request: SignedInRequest, uuid: UUID, signature_uuid: UUID) -> HttpResponse:
    """Say that a recorded signature does not count, and why; the row stays."""
    found = agreement_or_refuse(request, uuid, to_edit=True)
    signature = get_object_or_404(
        Signature.objects.counting().select_related("party__organization", "version__agreement"),
        version__agreement=found,
        uuid=signature_uuid,
    )
    posted = request.method == "POST"
    form = VoidForm(request.POST) if posted else VoidForm()
    if posted and form.is_valid():
        try:
            void_signature(signature, reason=form.cleaned_data["reason"], by=request.user)
        except StepRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Diese Unterschrift zählt nicht mehr."))
            return redirect("agreements:signing", uuid=found.uuid)
    context = agreement_page_context(request, found, "signing", form=form, signature=signature)
    return TemplateResponse(request, "agreements/signing/void.html", context, status=422 if posted else 200)


def signed_version(agreement: Agreement) -> AgreementVersion | None:
    """The newest locked version that was not given up."""
    rows = agreement.versions.filter(locked_at__isnull=False).exclude(stage=AgreementState.ABANDONED)
    version = rows.select_related("amends").order_by("-number").first()
    if version:
        version.agreement = agreement
    return version


def party_lines(version: AgreementVersion) -> list[PartyLine]:
    """All parties with their signatures; two queries."""
    given: dict[int, list[Signature]] = {}
    rows = version.signatures.select_related("document", "recorded_by", "void__by")
    for signature in rows:
        given.setdefault(signature.party_id, []).append(signature)
    lines = []
    for party in version.parties.select_related("organization", "facility"):
        own = given.get(party.pk, [])
        counting = next((one for one in own if not is_void(one)), None)
        lines.append(PartyLine(party, counting, tuple(one for one in own if is_void(one))))
    return lines


def is_void(signature: Signature) -> bool:
    """The row that voids it was fetched with it."""
    return getattr(signature, "void", None) is not None


def is_signable(version: AgreementVersion) -> bool:
    """Signatures are still missing under this text."""
    return version.stage in {str(stage) for stage in SIGNABLE}


def waiting_days(version: AgreementVersion | None) -> int:
    """Since how many days the locked text waits for signatures."""
    if version is None or version.locked_at is None or not is_signable(version):
        return 0
    return (timezone.localdate() - timezone.localdate(version.locked_at)).days
