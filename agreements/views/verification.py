"""``/pruefung/``: whether a printed version is the locked one and whether it counts today, without what it says."""

import re
from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from agreements.enums import AgreementState
from agreements.models import Agreement, AgreementVersion
from agreements.text.canonical import content_checksum, lock_bytes
from kit.sealing import is_record_intact

FEWEST_DIGITS, ALL_DIGITS = 12, 64
SEPARATORS = re.compile(r"[\s\u00a0\u2009·.\-]+")
HEXADECIMAL = re.compile(r"[0-9a-f]*")


@dataclass(frozen=True, slots=True)
class VerifiedPart:
    """What may be said about one locked version to anybody."""

    version: AgreementVersion
    is_intact: bool
    is_in_force: bool
    is_replaced: bool
    is_abandoned: bool
    waits: bool


@never_cache
@login_not_required
@require_safe
def verification_page(request: HttpRequest) -> HttpResponse:
    """The question: a code from the foot of the page, or the whole hash. A complete one gets its own address."""
    typed = request.GET.get("code", "")[:200]
    digits = SEPARATORS.sub("", typed).lower()
    if not digits:
        return _page(request, typed)
    problem = _problem(digits)
    if problem:
        return _page(request, typed, problem=problem, status=422)
    if len(digits) == ALL_DIGITS:
        return redirect("agreements:verify", content_hash=digits)
    found = list(_beginning_with(digits)[:2])
    if len(found) > 1:
        return _page(request, typed, problem="ambiguous", status=422)
    if not found:
        return _page(request, typed, problem="unknown", status=404)
    return redirect("agreements:verify", content_hash=found[0].content_hash)


@never_cache
@login_not_required
@require_safe
def verification_result_page(request: HttpRequest, content_hash: str) -> TemplateResponse:
    """The answer for one hash; 404 when no locked version has it."""
    version = AgreementVersion.objects.filter(content_hash=content_hash).select_related("agreement__center").first()
    if version is None:
        return _page(request, content_hash, problem="unknown", status=404)
    context = {"finding": finding(version), "today": timezone.localdate(), "content_hash": content_hash}
    return TemplateResponse(request, "agreements/public/verification_result.html", context)


def finding(version: AgreementVersion) -> VerifiedPart:
    """Three queries. Whether it counts is what every other page says (I-14)."""
    today = timezone.localdate()
    governing = AgreementVersion.objects.governing_on(today).filter(agreement=version.agreement_id)
    number = governing.values_list("number", flat=True).first()
    in_force = Agreement.objects.in_force(today).filter(pk=version.agreement_id).exists()
    abandoned = version.stage == AgreementState.ABANDONED
    return VerifiedPart(
        version=version,
        is_intact=content_checksum(version.content) == version.content_hash
        and is_record_intact(lock_bytes(version), version.seal, owner=version.agreement.center.uuid),
        is_in_force=in_force and number == version.number,
        is_replaced=number is not None and number > version.number,
        is_abandoned=abandoned,
        waits=not abandoned and not AgreementVersion.objects.binding_on(today).filter(pk=version.pk).exists(),
    )


def _problem(digits: str) -> str:
    if not HEXADECIMAL.fullmatch(digits) or len(digits) > ALL_DIGITS:
        return "no_code"
    return "too_short" if len(digits) < FEWEST_DIGITS else ""


def _beginning_with(digits: str) -> QuerySet[AgreementVersion]:
    """Hashes with this beginning, by a range the index can answer."""
    return (
        AgreementVersion.objects.only("content_hash")
        .filter(content_hash__gte=digits.ljust(ALL_DIGITS, "0"), content_hash__lte=digits.ljust(ALL_DIGITS, "f"))
        .exclude(content_hash="")
    )


def _page(request: HttpRequest, typed: str, *, problem: str = "", status: int = 200) -> TemplateResponse:
    context = {"typed": typed, "problem": problem}
    return TemplateResponse(request, "agreements/public/verification.html", context, status=status)
