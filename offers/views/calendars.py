"""Calendar files to import or subscribe to."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kit.caching import anonymous_read
from kit.exports.ics import CONTENT_TYPE, Entry, last_modified, write_calendar
from offers.exports import calendars
from offers.models import Offer
from partners.models import Organization

KEEP = 900


@anonymous_read(seconds=KEEP)
@login_not_required
@require_safe
def offer_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """``/angebote/<slug>.ics``"""
    found = get_object_or_404(Offer.objects.public(), slug=slug)
    return _file(request, found.title, calendars.offer_entries(found, timezone.now()))


@anonymous_read(seconds=KEEP)
@login_not_required
@require_safe
def organization_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """``/kalender/partner/<slug>.ics``"""
    found = get_object_or_404(Organization.objects.public(), slug=slug)
    return _file(request, found.name, calendars.organization_entries(found.pk, timezone.now()))


@anonymous_read(seconds=KEEP)
@login_not_required
@require_safe
def all_offers_calendar(request: HttpRequest) -> HttpResponse:
    """``/kalender/angebote.ics``"""
    return _file(request, _("Angebote im Familiennetz"), calendars.all_entries(timezone.now()))


def _file(request: HttpRequest, name: str, entries: Sequence[Entry]) -> HttpResponse:
    """The file with ``Last-Modified``; the ``ETag`` comes from Django's conditional-get middleware."""
    source = f"{settings.PUBLIC_BASE_URL}{request.path}"
    response = HttpResponse(write_calendar(name, source, entries), content_type=CONTENT_TYPE)
    filename = request.path.rstrip("/").rsplit("/", 1)[-1]
    response.headers["Content-Disposition"] = f'inline; filename="{filename}"'
    changed: datetime | None = last_modified(entries)
    if changed is not None:
        response.headers["Last-Modified"] = http_date(changed.timestamp())
    return response
