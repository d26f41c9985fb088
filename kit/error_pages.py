"""Error pages, down to the one that works when nothing else does."""

from django.db import IntegrityError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.translation import gettext_lazy as _

PLAIN = {
    400: _("Diese Anfrage konnten wir nicht lesen."),
    403: _("Dafür fehlt Ihnen die Berechtigung."),
    404: _("Diese Seite gibt es nicht."),
    409: _("Jemand anderes war schneller: Die Angaben haben sich inzwischen geändert. Bitte laden Sie die Seite neu."),
    500: _("Da ist uns ein Fehler unterlaufen. Bitte versuchen Sie es später noch einmal."),
    503: _("Der Dienst ist gerade nicht erreichbar. Bitte versuchen Sie es in einer Minute noch einmal."),
}
ALONE = {400, 500, 503}  # rendered without request: no session, no person, no database


def error_page(status: int, request: HttpRequest | None = None) -> HttpResponse:
    """The page ``<status>.html``, or a line of plain text when even that cannot be rendered.

    Templates of ``ALONE`` get nothing but ``request_id``, the others the usual context.
    """
    context = {"request_id": getattr(request, "id", "")}
    try:
        text = loader.render_to_string(f"{status}.html", context, None if status in ALONE else request)
        response = HttpResponse(text, status=status)
    except Exception:  # noqa: BLE001 - the last resort must not fail, whatever the template does
        response = HttpResponse(f"{PLAIN[status]}\n", status=status, content_type="text/plain; charset=utf-8")
    if status == 503:
        response.headers["Retry-After"] = "10"
    return response


def status_of(exception: BaseException | None) -> int:
    """What an uncaught exception means for the person in front of the page.

    A constraint that refused a race is a conflict (409): the form had checked the same rule a moment before. A
    database that is away, too slow or locked is a pause (503). Everything else is our mistake (500).
    """
    if isinstance(exception, IntegrityError):
        return 409
    if isinstance(exception, (OperationalError, InterfaceError)):
        return 503
    return 500
