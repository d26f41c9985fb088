"""``/kalender/vereinbarungen-<token>.ics`` for calendar programs, and the page that tells its address."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import SignedInRequest
from agreements import permissions
from agreements.exports.calendar_feed import entries_for
from agreements.life.calendar_links import link_of, person_of, renew_calendar_link
from kit.exports.ics import CONTENT_TYPE, write_calendar
from kit.secret_links import secret_file


@secret_file
@login_not_required
@require_safe
def calendar_feed_file(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar of whoever the token belongs to; a wrong or dead one is not found. Sets no cookie."""
    user = person_of(token)
    if user is None:
        raise Http404
    source = f"{settings.PUBLIC_BASE_URL}{request.path}"
    entries = entries_for(user, timezone.localdate())
    response = HttpResponse(write_calendar(_("Vereinbarungen"), source, entries), content_type=CONTENT_TYPE)
    response.headers["Content-Disposition"] = 'inline; filename="vereinbarungen.ics"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def calendar_page(request: SignedInRequest) -> HttpResponse:
    """The address to subscribe to, what comes next in it, and a new address when the old one got into other hands."""
    if not permissions.may_open_agreements(request.user):
        raise PermissionDenied
    if request.method == "POST":
        renew_calendar_link(request.user)
        messages.success(request, _("Die alte Adresse gilt nicht mehr. Hier ist Ihre neue."))
        return redirect("agreements:calendar")
    context = {"link": link_of(request.user), "entries": entries_for(request.user, timezone.localdate())[:12]}
    return TemplateResponse(request, "agreements/life/calendar.html", context)
