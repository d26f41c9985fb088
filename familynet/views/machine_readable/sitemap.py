"""``/sitemap.xml`` for search engines: an index of parts, each with the public pages of one kind.

Addresses are built from the configured host, never from the request, and only pages that answer 200 are listed.
"""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps import Sitemap
from django.core.paginator import InvalidPage
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from agreements.models import Agreement
from agreements.reports.publication import published_agreements
from familynet.views.pages.practice import public_examples
from kit.caching import anonymous_read
from offers.models import Campaign, Offer, PracticeExample
from partners.models import HostedOrganization, Location, Organization
from texts.models import TextPage

KEEP = 3600
PER_PART = 5000
CONTENT_TYPE = "application/xml; charset=utf-8"
LIST_PAGES = ("start", "offers:offer_list", "partners:directory", "partners:places", "offers:campaign_list")


class SitemapPart(Sitemap):
    """One kind of page; rows have ``get_absolute_url`` and ``updated_at``."""

    limit = PER_PART

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.PUBLIC_BASE_URL).scheme

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.PUBLIC_BASE_URL).netloc

    def lastmod(self, item: Any) -> datetime | None:
        return getattr(item, "updated_at", None)


class ListSitemap(SitemapPart):
    """Start page and lists: they change daily, so no day is named."""

    def items(self) -> list[str]:
        return [*LIST_PAGES, "practice_list", "agreements:public_list"]

    def location(self, item: str) -> str:
        return reverse(item)


class TextSitemap(SitemapPart):
    def items(self) -> "QuerySet[TextPage]":
        return TextPage.objects.order_by("pk")


class OfferSitemap(SitemapPart):
    def items(self) -> "QuerySet[Offer]":
        return Offer.objects.public().only("slug", "updated_at").order_by("pk")


class OrganizationSitemap(SitemapPart):
    def items(self) -> "QuerySet[Organization]":
        return Organization.objects.public().only("slug", "updated_at").order_by("pk")


class HouseSitemap(SitemapPart):
    """Sites that at least two public organisations share."""

    def items(self) -> "QuerySet[Location]":
        shared = (
            HostedOrganization.objects.valid_on()
            .filter(organization__in=Organization.objects.public())
            .values("location")
            .annotate(residents=Count("organization", distinct=True))
            .filter(residents__gt=1)
        )
        return Location.objects.filter(is_protected=False, pk__in=shared.values("location")).order_by("pk")

    def location(self, item: Location) -> str:
        return reverse("house", args=[item.slug])


class CampaignSitemap(SitemapPart):
    def items(self) -> "QuerySet[Campaign]":
        return Campaign.objects.order_by("pk")


class PracticeSitemap(SitemapPart):
    def items(self) -> "QuerySet[PracticeExample]":
        return public_examples().order_by("pk")

    def location(self, item: PracticeExample) -> str:
        return reverse("practice_example", args=[item.slug])


class AgreementSitemap(SitemapPart):
    """Summaries of agreements in force."""

    def items(self) -> "QuerySet[Agreement]":
        return published_agreements().in_force().order_by("pk")

    def location(self, item: Agreement) -> str:
        return reverse("agreements:public_summary", args=[item.uuid])


PARTS: dict[str, type[SitemapPart]] = {
    "listen": ListSitemap,
    "seiten": TextSitemap,
    "angebote": OfferSitemap,
    "partner": OrganizationSitemap,
    "haeuser": HouseSitemap,
    "aktionen": CampaignSitemap,
    "praxis": PracticeSitemap,
    "vereinbarungen": AgreementSitemap,
}


@anonymous_read(seconds=KEEP)
@login_not_required
@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """``/sitemap.xml``: the parts that have pages, several of one kind when there are many."""
    parts = []
    for name, part in PARTS.items():
        paginator = part().paginator
        if not paginator.count:
            continue
        for number in paginator.page_range:
            address = reverse("sitemap_part", args=[name]) + (f"?p={number}" if number > 1 else "")
            parts.append({"location": f"{settings.PUBLIC_BASE_URL}{address}", "last_mod": None})
    return TemplateResponse(request, "sitemap_index.xml", {"sitemaps": parts}, content_type=CONTENT_TYPE)


@anonymous_read(seconds=KEEP)
@login_not_required
@require_safe
def sitemap_part(request: HttpRequest, name: str) -> HttpResponse:
    """``/sitemap-<name>.xml``: the pages of one kind."""
    if name not in PARTS:
        raise Http404
    part = PARTS[name]()
    try:
        urls = part.get_urls(page=request.GET.get("p", 1))
    except InvalidPage as error:
        raise Http404 from error
    response = TemplateResponse(request, "sitemap.xml", {"urlset": urls}, content_type=CONTENT_TYPE)
    newest = getattr(part, "latest_lastmod", None)
    if newest is not None and newest <= timezone.now():
        response.headers["Last-Modified"] = http_date(newest.timestamp())
    return response
