"""``/merkliste/?a=1k&a=2b``: offers a family wants to keep, to print, to send and to put into the calendar.

Who asks for which list is written down nowhere: the log knows neither query nor address (kit.middleware.request_log),
and the page is the same for everybody who opens the address.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kit.caching import anonymous_read
from kit.exports.ics import CONTENT_TYPE, write_calendar
from kit.qr import qr_svg
from offers.exports import calendars
from offers.lists.shortlist import (
    MOST,
    PARAMETER,
    ShortlistEntry,
    find_typed,
    on_shortlist,
    read_codes,
    read_entries,
    shortlist_address,
    shortlist_code,
)
from offers.models import Offer
from offers.views.offer import was_shown

TYPED = "dazu"
"""The field for one more offer, for people whose browser keeps no list."""


@dataclass(frozen=True, slots=True)
class Line:
    """An entry and the address of the list without it."""

    entry: ShortlistEntry
    without: str


@anonymous_read(seconds=60)
@login_not_required
@require_safe
def shortlist(request: HttpRequest) -> HttpResponse:
    """Five queries, whatever the number of offers; one more when an address was typed, which ends in a redirect."""
    ids, is_cut = read_codes(request.GET.getlist(PARAMETER))
    typed = request.GET.get(TYPED, "").strip()
    if typed and (more := find_typed(typed)):
        return HttpResponseRedirect(shortlist_address(dict.fromkeys([*ids, *more])))
    return TemplateResponse(request, "offers/shortlist.html", _context(ids) | {"typed": typed, "is_cut": is_cut})


@anonymous_read(seconds=60)
@login_not_required
@require_safe
def shortlist_calendar(request: HttpRequest) -> HttpResponse:
    """``/merkliste.ics?a=1k``: the next dates of all, in one file."""
    ids, _is_cut = read_codes(request.GET.getlist(PARAMETER))
    source = f"{settings.PUBLIC_BASE_URL}{shortlist_address(ids, 'offers:shortlist_calendar')}"
    entries = calendars.offers_entries(ids, timezone.now())
    response = HttpResponse(write_calendar(_("Merkliste"), source, entries), content_type=CONTENT_TYPE)
    response.headers["Content-Disposition"] = 'attachment; filename="merkliste.ics"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _context(ids: list[int]) -> dict[str, Any]:
    offers = on_shortlist(ids)
    public = [offer for offer in offers if offer.is_public]  # type: ignore[attr-defined]
    left = [offer.pk for offer in public]
    today = timezone.localdate()
    lines = _lines(public)
    address = f"{settings.PUBLIC_BASE_URL}{shortlist_address(left)}"
    return _gone(ids, offers, left, today) | {
        "lines": lines,
        "codes": " ".join(shortlist_code(one) for one in left),
        "without_gone": shortlist_address(left),
        "kept_codes": [shortlist_code(one) for one in left],
        "address": address,
        "calendar": shortlist_address(left, "offers:shortlist_calendar"),
        "has_dates": any(line.entry.dates for line in lines),
        "qr": qr_svg(address, _("QR-Code: Adresse dieser Merkliste")) if lines else "",
        "today": today,
        "most": MOST,
        "empty": reverse("offers:shortlist"),
    }


def _lines(public: list[Offer]) -> list[Line]:
    """An entry for each public offer, with the address of the list without it."""
    ids = [offer.pk for offer in public]
    return [
        Line(entry, shortlist_address(one for one in ids if one != offer.pk))
        for entry, offer in zip(read_entries(public), public, strict=True)
    ]


def _gone(ids: list[int], offers: list[Offer], left: list[int], today: date) -> dict[str, Any]:
    """What the address names but nobody may see any more: how many, and the titles of those that once were public."""
    here = set(left)
    known = [offer for offer in offers if offer.pk not in here and was_shown(offer, today)]
    return {
        "gone": len(ids) - len(left),
        "gone_titles": [offer.title for offer in known],
        "gone_codes": " ".join(shortlist_code(one) for one in ids if one not in here),
    }
