"""Agreements from the side of the partners, and the folder for a visit."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.requests import SignedInRequest
from agreements import permissions
from agreements.exports.folder import MOST, exceeds_folder_limit, folder_agreements, folder_versions, make_folder
from agreements.filters import AgreementFilter
from agreements.models import Agreement, AgreementParty
from agreements.reports.basis_list import shared_things
from agreements.reports.capacity import partner_loads
from agreements.reports.matrix import duties_of_partners, read_topic_matrix
from agreements.reports.questions import sensible_days
from agreements.views.active_filters import chosen_chips
from agreements.views.overview import folder_query, views
from kit.access import get_or_refuse
from kit.exports.pdf import PdfFailed, pdf_response
from kit.parsing import read_day
from partners.models import Organization
from partners.rights.scope import organizations_below


def _day(request: SignedInRequest) -> date:
    """The reference date of the address; anything that is no day counts as today."""
    today = timezone.localdate()
    return sensible_days(read_day(request.GET.get("stichtag", "")[:20], today) or today)


def _ensure_reader(request: SignedInRequest) -> None:
    if not permissions.may_open_agreements(request.user):
        raise PermissionDenied


@require_safe
def topic_matrix(request: SignedInRequest) -> TemplateResponse:
    """Partners by topics, each cell a number that leads to the list."""
    _ensure_reader(request)
    day = _day(request)
    topics, rows = read_topic_matrix(Agreement.objects.visible_to(request.user), day)
    is_narrowed = any(value for name, value in request.GET.items() if name != "stichtag")
    context = {
        "topics": topics,
        "rows": rows,
        "day": day,
        "views": views(request, "matrix"),
        "is_narrowed": is_narrowed,
    }
    return TemplateResponse(request, "agreements/reports/matrix.html", context)


@require_safe
def responsibilities_page(request: SignedInRequest) -> TemplateResponse:
    """What one partner owes by all agreements in force that this person may see, by date."""
    _ensure_reader(request)
    day = _day(request)
    seen = Agreement.objects.visible_to(request.user)
    parties = AgreementParty.objects.filter(version__agreement__in=seen.in_force(day).values("pk"))
    taking_part = Q(pk__in=parties.values("organization")) | Q(pk__in=parties.values("facility"))
    partners = Organization.objects.filter(taking_part).by_name()
    slug = request.GET.get("partner", "")[:120]
    partner = partners.filter(slug=slug).first() if slug else None
    owed = duties_of_partners(seen, organizations_below([partner.pk], day)[partner.pk], day) if partner else []
    context = {"partners": list(partners), "partner": partner, "duties": owed, "day": day, "slug": slug}
    return TemplateResponse(request, "agreements/reports/responsibilities.html", context)


@require_safe
def capacity_page(request: SignedInRequest) -> TemplateResponse:
    """Promised hours against the capacity of each partner, over all centres."""
    if not permissions.may_see_load(request.user):
        raise PermissionDenied
    day = _day(request)
    found = partner_loads(Agreement.objects.visible_to(request.user), day)
    return TemplateResponse(request, "agreements/reports/capacity.html", {"loads": found, "day": day})


@require_safe
def shared_things_list(request: SignedInRequest) -> TemplateResponse:
    """Shared offers and rooms of the centres this person looks after, those without an agreement first."""
    _ensure_reader(request)
    day = _day(request)
    seen = Agreement.objects.visible_to(request.user)
    centers = permissions.center_ids(request.user)
    if permissions.reads_all_agreements(request.user):
        centers |= frozenset(seen.values_list("center", flat=True))
    rows = shared_things(centers, seen, day)
    context = {"rows": rows, "uncovered": sum(not row.note.is_valid for row in rows), "day": day}
    return TemplateResponse(request, "agreements/reports/basis_list.html", context)


@require_safe
def folder_pdf(request: SignedInRequest) -> HttpResponse:
    """``mappe.pdf?zentrum=…``: what is in force of one centre, narrowed like the list; only for who looks after it or
    reads all. Anything that stands against it is told on the list, which keeps what was chosen.
    """
    _ensure_reader(request)
    day = _day(request)
    rows = Organization.objects.visible_to(request.user)
    center = get_or_refuse(rows, lambda one: _may_take(request, one), slug=request.GET.get("zentrum", "")[:120])
    chosen = AgreementFilter(QueryDict(folder_query(request.GET)), folder_agreements(center, day))
    if chosen.refused:
        return _back(request, _("So lässt sich die Mappe nicht eingrenzen: %s") % "; ".join(chosen.refused))
    versions = folder_versions(chosen.qs, day)
    if not versions:
        return _back(request, _("Am Stichtag ist nichts in Kraft, was in die Mappe gehört."), messages.INFO)
    if len(versions) > MOST:
        return _back(request, exceeds_folder_limit(versions))
    narrowed = ", ".join(str(chip.label) for chip in chosen_chips(request, chosen))
    try:
        pdf = make_folder(center, day, versions, narrowed)
    except PdfFailed as failed:
        return _back(request, f"{failed} {_('Weniger Vereinbarungen auf einmal helfen: Grenzen Sie die Liste ein.')}")
    return pdf_response(pdf, f"vereinbarungen-{center.slug}-{day:%Y-%m-%d}")


def _back(request: SignedInRequest, words: str, level: int = messages.ERROR) -> HttpResponse:
    """To the list with the same choice, where ``words`` say why there is no folder."""
    messages.add_message(request, level, words)
    kept = request.GET.copy()
    kept.pop("zentrum", None)
    return redirect(f"{reverse('agreements:list')}?{kept.urlencode()}")


def _may_take(request: SignedInRequest, center: Organization) -> bool:
    allowed = permissions.center_ids(request.user) | permissions.audited_ids(request.user)
    return permissions.reads_all_agreements(request.user) or center.pk in allowed
