"""``/angebote/<slug>/``: one offer, and what stands there when it is over."""

from datetime import date

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kit.caching import anonymous_read
from kit.qr import qr_svg
from offers.detail.basis import basis_lines
from offers.detail.offer_detail import offer_detail, with_detail
from offers.enums import OfferState
from offers.exports.schema_org import offer_json_ld
from offers.lists.shortlist import shortlist_address, shortlist_code
from offers.models import Offer

ONCE_SHOWN = {OfferState.PUBLISHED, OfferState.PAUSED, OfferState.RETIRED}


@anonymous_read()
@login_not_required
@require_safe
def offer(request: HttpRequest, slug: str) -> HttpResponse:
    """200 for what anybody may see, 410 for what anybody could see once, 404 for everything else.

    What the offer rests on is told to staff only.
    """
    found = get_object_or_404(with_detail(), slug=slug)
    if not found.is_public:  # type: ignore[attr-defined]
        return _gone(request, found)
    page = offer_detail(found)
    address = f"{settings.PUBLIC_BASE_URL}{found.get_absolute_url()}"
    return TemplateResponse(
        request,
        "offers/offer.html",
        {
            "page": page,
            "offer": found,
            "schema": offer_json_ld(page),
            "qr": qr_svg(address, _("QR-Code: Adresse dieser Seite")),
            "address": address,
            "code": shortlist_code(found.pk),
            "remember": shortlist_address([found.pk]),
            "basis": basis_lines(found, request.user),
        },
    )


def was_shown(found: Offer, today: date) -> bool:
    """Whether an offer that is not public now was public before: its address may be in somebody's pocket."""
    waits = found.publish_from is not None and found.publish_from > today
    return found.published_at is not None and found.state in ONCE_SHOWN and not waits


def _gone(request: HttpRequest, found: Offer) -> HttpResponse:
    if not was_shown(found, timezone.localdate()):
        raise Http404
    paused = found.state in {OfferState.PAUSED, OfferState.PUBLISHED}
    return TemplateResponse(request, "offers/gone.html", {"offer": found, "paused": paused}, status=410)
