"""``/angebote/programm/``: the coming weeks on paper, as a page to print and as a PDF."""

import hashlib

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kit.caching import anonymous_read
from kit.exports.pdf import PdfFailed, pdf_response, render_pdf
from kit.view_models import Chip
from offers.calendar import week_ahead
from offers.lists.programme import WEEKS, read_programme
from partners.models import Municipality

KEPT_SECONDS = 3600
BUSY_SECONDS = 60


def _context(request: HttpRequest) -> dict[str, object]:
    town = None
    if slug := request.GET.get("kommune", ""):
        town = get_object_or_404(Municipality, slug=slug[:80])
    start = week_ahead(timezone.localdate())
    return {"town": town, "start": start, "weeks": WEEKS, "sections": read_programme(town, start)}


@anonymous_read(seconds=300)
@login_not_required
@require_safe
def programme(request: HttpRequest) -> HttpResponse:
    """Five queries; ``?kommune=`` narrows to one town."""
    context = _context(request)
    town = context["town"]
    context["towns"] = [
        Chip(_("alle Orte"), "?", current=town is None),
        *(
            Chip(other.name, f"?kommune={other.slug}", current=other == town)
            for other in Municipality.objects.exclude(areas=None).order_by("name_key", "pk").distinct()
        ),
    ]
    return TemplateResponse(request, "offers/programme.html", context)


@anonymous_read(seconds=KEPT_SECONDS)
@login_not_required
@require_safe
def programme_pdf(request: HttpRequest) -> HttpResponse:
    """The same as PDF. One is made at a time and kept for an hour, so that nobody can keep the server busy with it."""
    context = _context(request)
    html = render_to_string("pdf/programme.html", context)
    key = f"programme-pdf-{hashlib.sha256(html.encode()).hexdigest()}"
    made = cache.get(key)
    if made is None:
        if not cache.add("programme-pdf-busy", "1", BUSY_SECONDS):
            return _later(request)
        try:
            made = render_pdf(html)
        except PdfFailed:
            return _later(request)
        finally:
            cache.delete("programme-pdf-busy")
        cache.set(key, made, KEPT_SECONDS)
    town = context["town"]
    return pdf_response(made, f"programm {town.name if isinstance(town, Municipality) else ''}")


def _later(request: HttpRequest) -> HttpResponse:
    response = TemplateResponse(request, "503.html", status=503)
    response["Retry-After"] = str(BUSY_SECONDS)
    return response
