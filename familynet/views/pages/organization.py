"""One organisation, as families and colleagues see it; the roof adds offers, campaigns and practice to the register."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.permissions import may_create_agreement
from familynet.views.lines.agreement_lines import agreement_lines, may_see_lacking
from familynet.views.lines.offer_lines import offer_lines, organized_by
from familynet.views.pages.house import shared_houses
from kit.access import get_or_refuse
from kit.caching import anonymous_read
from offers.enums import EditionState
from offers.models import Contribution, PracticeExample
from partners.detail import profile
from partners.detail.sites import residents_of, sites_of
from partners.enums import OrganizationStatus
from partners.exports import organization_json_ld, organization_vcard
from partners.models import Organization
from partners.permissions import can_view_organization

MOST_CONTRIBUTIONS = 20


@anonymous_read()
@login_not_required
@require_safe
def organization(request: HttpRequest, slug: str) -> HttpResponse:
    """``/partner/<slug>/``: 410 with a friendly page when it closed, 404 when it is not public."""
    found = organization_or_404(request, slug)
    if found.status == OrganizationStatus.CLOSED:
        return TemplateResponse(request, "roof/organization_closed.html", {"organization": found}, status=410)
    day = timezone.localdate()
    sites = sites_of(found, day)
    residents = residents_of([site.location.pk for site in sites], day)
    contacts = profile.public_contacts(found.contact_points.all(), day)
    operators, facilities = profile.operators_of(found, day)
    umbrellas, members = profile.umbrellas_of(found, day)
    lines = offer_lines(organized_by([found.pk, *(resident.organization.pk for resident in residents)]))
    return TemplateResponse(
        request,
        "roof/organization.html",
        {
            "organization": found,
            "is_preview": not can_view_organization(AnonymousUser(), found),
            "sites": sites,
            "contacts": contacts,
            "operators": operators,
            "facilities": facilities,
            "umbrellas": umbrellas,
            "members": members,
            "programs": profile.programs_of(found, day),
            "family": profile.family_of(found, day),
            "partners": profile.partners_of(found, day),
            "houses": shared_houses([site.location for site in sites], residents, lines),
            "offers": [line for line in lines if found.pk in line.organizer_ids],
            "agreements": (agreements := agreement_lines(found.pk, request.user)),
            "lacks_agreement": not agreements and may_see_lacking(found.pk, request.user),
            "may_begin_agreement": may_create_agreement(request.user),
            "contributions": contributions_of(found),
            "practice": list(PracticeExample.objects.filter(organization=found, is_public=True)),
            "json_ld": organization_json_ld(found, sites, contacts, found.parent),
        },
    )


@anonymous_read()
@login_not_required
@require_safe
def vcard(request: HttpRequest, slug: str) -> HttpResponse:
    """``/partner/<slug>.vcf``: for the address book."""
    found = organization_or_404(request, slug)
    if found.status == OrganizationStatus.CLOSED:
        raise Http404
    day = timezone.localdate()
    contacts = profile.public_contacts(found.contact_points.all(), day)
    return HttpResponse(
        organization_vcard(found, sites_of(found, day), contacts),
        content_type="text/vcard; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{found.slug}.vcf"'},
    )


def organization_or_404(request: HttpRequest, slug: str) -> Organization:
    """The organisation if this person may see it, or if it closed and everybody could see it before; else 404."""
    seen = Organization.objects.visible_to(request.user)
    gone = Organization.objects.filter(status=OrganizationStatus.CLOSED).exclude(
        assured_on=None, freshness_exempt=False
    )
    rows = profile.with_contact_names(seen | gone).select_related("category", "municipality", "parent")
    return get_or_refuse(rows.defer("search", "parent__search", "parent__description_public"), slug=slug)


def contributions_of(found: Organization) -> list[Contribution]:
    """What it brought to campaigns, latest first; editions that are only planned are not told yet."""
    return list(
        Contribution.objects.filter(organization=found, edition__state__in=[EditionState.ANNOUNCED, EditionState.HELD])
        .select_related("edition__campaign")
        .order_by("-edition__starts_on", "pk")[:MOST_CONTRIBUTIONS]
    )
