"""``/aktionen/``: campaigns with their next and past editions."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kit.caching import anonymous_read
from offers.enums import EditionState
from offers.models import Campaign, CampaignEdition, Contribution, Offer
from partners.enums import OrganizationStatus
from partners.models import Organization


@dataclass(slots=True)
class Part:
    """What one organisation brings; without ``slug`` it has no page."""

    name: str
    slug: str
    contributions: list[Contribution] = field(default_factory=list)


@dataclass(slots=True)
class Edition:
    """One year with its contributions by organisation."""

    row: CampaignEdition
    parts: list[Part]


@anonymous_read()
@login_not_required
@require_safe
def campaign_list(request: HttpRequest) -> HttpResponse:
    """The next edition of each campaign by date, then what has been; two queries."""
    today = timezone.localdate()
    active = CampaignEdition.objects.filter(campaign__is_active=True)
    editions = _editions(active).select_related("campaign", "location__area")
    coming = [row for row in editions if _is_coming(row, today)]
    coming.sort(key=lambda row: (row.starts_on or date(row.year, 12, 31), row.campaign.name, row.pk))
    past = [row for row in editions if not _is_coming(row, today) and row.state != EditionState.CANCELLED]
    announced = {row.campaign_id for row in coming}
    silent = list(Campaign.objects.filter(is_active=True).exclude(pk__in=announced).order_by("name", "pk"))
    context = {"coming": coming, "past": past[:30], "silent": silent}
    return TemplateResponse(request, "offers/campaign_list.html", context)


@anonymous_read()
@login_not_required
@require_safe
def campaign(request: HttpRequest, slug: str) -> HttpResponse:
    """One campaign with its editions, newest first; five queries."""
    found = get_object_or_404(Campaign.objects.select_related("organizer", "municipality"), slug=slug)
    public = set(
        Organization.objects.public()
        .filter(Q(contributions__edition__campaign=found) | Q(campaigns=found))
        .values_list("pk", flat=True)
    )
    contributions = (
        Contribution.objects.select_related("organization", "offer")
        .exclude(organization__status__in=[OrganizationStatus.PROSPECT, OrganizationStatus.CLOSED])
        .order_by("organization__name_key", "pk")
    )
    rows = (
        _editions(found.editions.all())
        .select_related("location__area")
        .prefetch_related(Prefetch("contributions", queryset=contributions))
    )
    editions = [Edition(row, _parts(row.contributions.all(), public)) for row in rows]
    linked = {part.offer_id for one in editions for own in one.parts for part in own.contributions if part.offer_id}
    shown = set(Offer.objects.public().filter(pk__in=linked).values_list("pk", flat=True))
    today = timezone.localdate()
    return TemplateResponse(
        request,
        "offers/campaign.html",
        {
            "campaign": found,
            "organizer_public": found.organizer_id in public,
            "coming": [one for one in editions if _is_coming(one.row, today)],
            "past": [one for one in editions if not _is_coming(one.row, today)],
            "shown_offers": shown,
        },
    )


def _editions(rows: "QuerySet[CampaignEdition]") -> "QuerySet[CampaignEdition]":
    return rows.order_by("-year", "-starts_on", "pk")


def _is_coming(row: CampaignEdition, today: date) -> bool:
    """Still ahead; a cancelled one too, so that people who look for it learn that it was cancelled."""
    if row.state == EditionState.HELD:
        return False
    last = row.ends_on or row.starts_on
    return last >= today if last else row.year >= today.year


def _parts(contributions: Iterable[Contribution], public: set[int]) -> list[Part]:
    parts: dict[int, Part] = {}
    for row in contributions:
        slug = row.organization.slug if row.organization_id in public else ""
        parts.setdefault(row.organization_id, Part(row.organization.name, slug)).contributions.append(row)
    return list(parts.values())
