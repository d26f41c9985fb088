"""Small text files machines look for: ``/robots.txt`` and ``/.well-known/security.txt``."""

from datetime import timedelta
from email.utils import parseaddr

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kit.caching import anonymous_read

TEXT = "text/plain; charset=utf-8"
CLOSED = ("/intern/", "/verwaltung/", "/konto/", "/anmeldung/", "/einladung/", "/vereinbarung/", "/demo/")
VALID = timedelta(days=180)


@anonymous_read(seconds=3600)
@login_not_required
@require_safe
def robots_txt(request: HttpRequest) -> HttpResponse:
    """What crawlers need not look at, and where the map of the site is (RFC 9309)."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED), ""]
    lines.append(f"Sitemap: {settings.PUBLIC_BASE_URL}/sitemap.xml")
    return HttpResponse("\n".join([*lines, ""]), content_type=TEXT)


@anonymous_read(seconds=3600)
@login_not_required
@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Whom to tell about a hole (RFC 9116). The date of expiry moves on, as long as the site is looked after."""
    today = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}",
        f"Contact: {settings.PUBLIC_BASE_URL}/impressum/",
        f"Expires: {(today + VALID).strftime('%Y-%m-%dT%H:%M:%SZ')}",
        "Preferred-Languages: de, en",
        f"Canonical: {settings.PUBLIC_BASE_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type=TEXT)
