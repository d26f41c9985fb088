"""``…/abdeckung/``: what rests on an agreement, and what was delivered of what was promised."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q, Value
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import SignedInRequest
from agreements.actions import coverage as actions
from agreements.forms.coverage import CoverageForm, DeliveryForm, PeriodForm
from agreements.models import Agreement, AgreementVersion, Commitment, Coverage, Delivery
from agreements.reports.planned_actual import delivery_balances
from agreements.views.page import access_to, agreement_or_refuse, agreement_page_context
from kit.access import get_or_refuse
from kit.model_fields import Fold
from kit.workflow import StepRefused
from offers.models import Campaign, Offer
from partners.models import Resource, Room
from partners.rights.held import is_administration, managed_organization_ids

FOUND = 8
WORDS: dict[str, Callable[[Any], str]] = {
    "offer": lambda one: _("Angebot von %(lead)s") % {"lead": one.lead},
    "room": lambda one: _("Raum in %(location)s") % {"location": one.location},
    "resource": lambda one: _("Ressource von %(organization)s") % {"organization": one.organization},
    "campaign": lambda one: _("Aktion von %(organizer)s") % {"organizer": one.organizer} if one.organizer else "Aktion",
}
"""What a hit is and whose, because two partners may well have a „Bewegungsraum“."""
WHOSE = {"offer": "lead", "room": "location", "resource": "organization", "campaign": "organizer"}


@require_safe
def coverage_page(request: SignedInRequest, uuid: UUID) -> TemplateResponse:
    """The list, the balance of a period, and for who looks after it the search for more."""
    agreement = agreement_or_refuse(request, uuid)
    version = _version(agreement)
    form = PeriodForm(request.GET if {"von", "bis"} & request.GET.keys() else {})
    start, end = form.period()
    if not form.errors:
        form = PeriodForm(initial={"von": start, "bis": end})
    person = access_to(request, agreement)
    text = request.GET.get("q", "").strip()[:100]
    found = delivery_balances(agreement, version, start, end) if version else []
    rows = _rows(agreement)
    context = agreement_page_context(
        request,
        agreement,
        "coverage",
        person=person,
        period=form,
        start=start,
        end=end,
        balances=found,
        others=[row for row in rows if not _is_linked(row, found)],
        text=text,
        shown_offers=_shown_offers(rows),
        results=_search(request, agreement, text) if person.can_edit else [],
        deliveries=_deliveries(agreement, found, start, end),
        coverage_form=CoverageForm(commitments=[balance.commitment for balance in found]),
        delivery=_delivery_form(found) if person.can_edit and found else None,
    )
    return TemplateResponse(request, "agreements/coverage/coverage.html", context)


@require_POST
def coverage_remove(request: SignedInRequest, uuid: UUID, row: UUID) -> HttpResponse:
    """Take one thing off the agreement."""
    agreement = agreement_or_refuse(request, uuid, to_edit=True)
    found = get_or_refuse(Coverage.objects.filter(agreement=agreement), uuid=row)
    actions.remove_coverage(found, by=request.user)
    messages.success(request, _("„%s“ ruht nicht mehr auf dieser Vereinbarung.") % found)
    return redirect("agreements:coverage", uuid=uuid)


@require_POST
def delivery_remove(request: SignedInRequest, uuid: UUID, number: int) -> HttpResponse:
    """Take back something noted as delivered."""
    agreement = agreement_or_refuse(request, uuid, to_edit=True)
    found = Delivery.objects.filter(agreement=agreement, pk=number).select_related("agreement").first()
    if found is not None:
        actions.remove_delivery(found, by=request.user)
        messages.success(request, _("Zurückgenommen."))
    return redirect("agreements:coverage", uuid=uuid)


@require_POST
def delivery_add(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Note something delivered."""
    agreement = agreement_or_refuse(request, uuid, to_edit=True)
    version = _version(agreement)
    commitments = list(version.commitments.filter(is_excluded=False)) if version else []
    form = DeliveryForm(request.POST, commitments=commitments)
    if form.is_valid():
        values = dict(form.cleaned_data)
        one = form.by_key[values.pop("commitment")]
        _row, is_new = actions.record_delivery(agreement, commitment_key=one.key, by=request.user, **values)
        if is_new:
            messages.success(request, _("Notiert."))
        else:
            messages.info(request, _("Das steht schon da. War es etwas Zweites, schreiben Sie es in die Bemerkung."))
        return redirect("agreements:coverage", uuid=uuid)
    context = agreement_page_context(request, agreement, "coverage", form=form)
    return TemplateResponse(request, "agreements/coverage/deliver.html", context, status=422)


@require_POST
def coverage_add(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Let one more thing rest on the agreement."""
    agreement = agreement_or_refuse(request, uuid, to_edit=True)
    kind, _colon, number = request.POST.get("thing", "").partition(":")
    is_known = kind in actions.KINDS and number.isdigit() and len(number) < 19
    thing = _within_reach(request, agreement, kind).filter(pk=number).first() if is_known else None
    if thing is None:
        messages.error(request, _("Bitte wählen Sie etwas aus der Liste."))
        return redirect("agreements:coverage", uuid=agreement.uuid)
    form = CoverageForm(request.POST, commitments=_commitments(agreement))
    if not form.is_valid():
        return _rest_page(request, agreement, form, thing, status=422)
    values = dict(form.cleaned_data)
    key = values.pop("commitment")
    actions.add_coverage(agreement, kind=kind, thing=thing, commitment_key=key, by=request.user, **values)
    messages.success(request, _("„%s“ ruht jetzt auf dieser Vereinbarung.") % thing)
    return redirect("agreements:coverage", uuid=agreement.uuid)


@require_http_methods(["GET", "HEAD", "POST"])
def coverage_edit(request: SignedInRequest, uuid: UUID, row: UUID) -> HttpResponse:
    """Other days, another commitment, another remark for what rests on the agreement."""
    agreement = agreement_or_refuse(request, uuid, to_edit=True)
    found = get_or_refuse(Coverage.objects.filter(agreement=agreement), uuid=row)
    initial = {
        "commitment": found.commitment_key,
        "valid_from": found.valid_from,
        "valid_to": found.valid_to,
        "note": found.note,
    }
    sent = request.POST if request.method == "POST" else None
    form = CoverageForm(sent, initial=initial, commitments=_commitments(agreement))
    if sent is None:
        return _rest_page(request, agreement, form, found)
    if form.is_valid():
        values = dict(form.cleaned_data)
        key = values.pop("commitment")
        try:
            actions.change_coverage(found, commitment_key=key, by=request.user, **values)
        except StepRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Gespeichert."))
            return redirect("agreements:coverage", uuid=uuid)
    return _rest_page(request, agreement, form, found, status=422)


def _rest_page(
    request: SignedInRequest, agreement: Agreement, form: CoverageForm, thing: Any, status: int = 200
) -> TemplateResponse:
    context = agreement_page_context(
        request, agreement, "coverage", form=form, thing=thing, chosen=request.POST.get("thing", "")
    )
    return TemplateResponse(request, "agreements/coverage/cover.html", context, status=status)


def _version(agreement: Agreement) -> AgreementVersion | None:
    """What is promised: the governing text, else the newest one."""
    rows = agreement.versions.defer("content")
    governing = rows.governing_on(timezone.localdate()).first()
    return governing or rows.filter(closed_at=None).order_by("-number").first()


def _commitments(agreement: Agreement) -> list[Commitment]:
    version = _version(agreement)
    return list(version.commitments.all()) if version else []


def _rows(agreement: Agreement) -> list[Coverage]:
    rows = agreement.coverage.select_related("offer", "room__location", "resource", "campaign")
    return list(rows.order_by("pk"))


def _shown_offers(rows: list[Coverage]) -> set[int]:
    """Which of the offers have a page everybody may open; the others are named without a link."""
    return set(Offer.objects.public().filter(pk__in=[row.offer_id for row in rows]).values_list("pk", flat=True))


def _is_linked(row: Coverage, found: list[Any]) -> bool:
    return any(row in balance.covers for balance in found)


def _deliveries(agreement: Agreement, found: list[Any], start: date, end: date) -> list[tuple[Delivery, str]]:
    """What was noted in the period, each with the commitment it belongs to; one query."""
    names = {balance.commitment.key: balance.commitment.description for balance in found}
    rows = agreement.deliveries.filter(delivered_on__range=(start, end)).order_by("-delivered_on", "-pk")
    return [(row, names.get(row.commitment_key, "")) for row in rows[:200]]


def _delivery_form(found: list[Any]) -> DeliveryForm:
    return DeliveryForm(commitments=[balance.commitment for balance in found])


def _search(request: SignedInRequest, agreement: Agreement, text: str) -> list[tuple[str, Any, str]]:
    """Offers, rooms, resources and campaigns of those who take part, by name; four queries, none without a text."""
    if not text:
        return []
    folded = Fold(Value(text))
    named = {
        "offer": Q(title_key__contains=folded),
        "room": Q(name__icontains=text),
        "resource": Q(description__icontains=text),
        "campaign": Q(name__icontains=text),
    }
    return [
        (kind, one, WORDS[kind](one))
        for kind, words in named.items()
        for one in _reachable(request, agreement, kind, words)
    ]


def _reachable(request: SignedInRequest, agreement: Agreement, kind: str, words: Q) -> Any:
    rows = _within_reach(request, agreement, kind).filter(words).select_related(WHOSE[kind])
    return rows.distinct().order_by("pk")[:FOUND]


def _within_reach(request: SignedInRequest, agreement: Agreement, kind: str) -> Any:
    """What belongs to those who take part and this person may know of; campaigns belong to all.

    An offer of a partner that is not public yet is not ours to show.
    """
    here = agreement.taking_part() | {agreement.center_id}
    match kind:
        case "offer":
            rows = Offer.objects.filter(Q(lead__in=here) | Q(partners__organization__in=here))
            if is_administration(request.user):
                return rows
            own = managed_organization_ids(request.user)
            public = Offer.objects.public().values("pk")
            return rows.filter(Q(lead__in=own) | Q(partners__organization__in=own) | Q(pk__in=public))
        case "room":
            return Room.objects.filter(location__hosted__organization__in=here)
        case "resource":
            return Resource.objects.filter(organization__in=here)
    return Campaign.objects.all()
