"""The menu as data, and what every page knows about its surroundings."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from agreements.permissions import may_open_agreements
from offers.permissions import may_see_demand
from partners import permissions
from partners.imports.rights import may_import
from partners.rights.held import may_use_admin


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a menu. Addresses are fixed by decision, so the menu names them and not the code behind them.

    ``who`` says whether a person may go there; an entry without it is for everybody.
    """

    label: Any
    address: str
    who: Callable[[Any], bool] | None = None


PUBLIC = (
    Entry(_("Angebote"), "/angebote/"),
    Entry(_("Orte"), "/orte/"),
    Entry(_("Partner"), "/partner/"),
    Entry(_("Aktionen"), "/aktionen/"),
    Entry(_("Gremien"), "/gremien/"),
    Entry(_("Mitmachen"), "/mitmachen/"),
)
FOOTER = (
    Entry(_("Impressum"), "/impressum/"),
    Entry(_("Datenschutz"), "/datenschutz/"),
    Entry(_("Barrierefreiheit"), "/barrierefreiheit/"),
    Entry(_("Leichte Sprache"), "/leichte-sprache/"),
    Entry(_("Vertrag widerrufen"), "/vertrag-widerrufen/"),
    Entry(_("Barriere melden"), "/barrierefreiheit/#abschnitt-barriere-melden"),
)
WORKSPACE = (
    Entry(_("Heute"), "/intern/"),
    Entry(_("Partner"), "/intern/partner/"),
    Entry(_("Angebote"), "/intern/angebote/"),
    Entry(_("Vereinbarungen"), "/intern/vereinbarungen/", may_open_agreements),
    Entry(_("Gremien"), "/intern/gremien/"),
    Entry(_("Planung"), "/intern/planung/"),
    Entry(_("Nachfrage"), "/intern/nachfrage/", may_see_demand),
    Entry(_("Personen"), "/intern/personen/", permissions.may_see_people),
    Entry(_("Tabellen"), "/intern/import/", may_import),
)


@cache
def has_address(address: str) -> bool:
    """Whether a page answers at ``address``; rooms that are not built yet stay out of the menu."""
    try:
        resolve(address.partition("#")[0])
    except Resolver404:
        return False
    return True


def marked_entries(entries: tuple[Entry, ...], path: str, user: Any = None) -> list[dict[str, Any]]:
    """The entries that lead somewhere for ``user``; ``current`` is ``page`` here, ``true`` below it, else empty."""

    def current(address: str) -> str:
        if path == address:
            return "page"
        return "true" if path.startswith(address) and address not in {"/", "/intern/"} else ""

    return [
        {"label": entry.label, "address": entry.address, "current": current(entry.address)}
        for entry in entries
        if has_address(entry.address) and (entry.who is None or (user is not None and entry.who(user)))
    ]


def navigation_context(request: HttpRequest) -> dict[str, Any]:
    """Context processor: menus, demo band, canonical address. For people who are not signed in no query, no session."""
    workspace = request.path.startswith("/intern/")
    user: Any = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    return {
        "navigation": {
            "main": marked_entries(WORKSPACE if workspace else PUBLIC, request.path, user if signed_in else None),
            "footer": marked_entries(FOOTER, request.path),
            "workspace": workspace,
            "has_workspace": has_address("/intern/"),
            "has_sign_in": has_address("/konto/anmelden/"),
            "has_sign_out": has_address("/konto/abmelden/"),
            "has_account": has_address("/konto/"),
            "may_use_admin": signed_in and may_use_admin(user),
        },
        "demo_mode": settings.MODE == "demo",
        "canonical_url": f"{settings.PUBLIC_BASE_URL}{request.path}",
    }
