"""Logos and pictures of sites; nothing else in these folders has an address."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kit.access import get_or_refuse
from kit.caching import anonymous_read
from kit.pictures import picture_response
from partners.models import Location, Organization


@anonymous_read(seconds=300)
@login_not_required
@require_safe
def logo(request: HttpRequest, name: str) -> HttpResponse:
    """``/medien/logos/<name>`` of an organisation the person may see."""
    seen = Organization.objects.visible_to(request.user)
    return picture_response(get_or_refuse(seen, logo=f"logos/{name}").logo)


@anonymous_read(seconds=300)
@login_not_required
@require_safe
def site_photo(request: HttpRequest, name: str) -> HttpResponse:
    """``/medien/orte/<name>``; a protected address shows no picture either."""
    seen = Location.objects.filter(is_protected=False)
    return picture_response(get_or_refuse(seen, photo=f"orte/{name}").photo)
