"""What can be imported, across apps: the worker and the page find the importer of each kind here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from agreements.imports import AgreementImport
from agreements.imports.columns import LAYOUT as AGREEMENTS
from agreements.models import Agreement
from kit.imports.columns import Layout
from kit.imports.engine import Importer
from kit.imports.jobs import run_waiting_imports
from kit.imports.tables import MOST_BYTES
from offers.imports import OfferImport
from offers.imports.columns import LAYOUT as OFFERS
from offers.models import Offer
from partners.imports import OrganizationImport
from partners.imports.columns import LAYOUT as ORGANIZATIONS
from partners.models import Organization

MOST_SCANS = 50 * 1024 * 1024
"""A ZIP with some thirty scans; ``deploy/nginx.conf`` lets as much through at this one address."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file: word in addresses, label, columns, importer, what it makes, and how large it may be."""

    word: str
    label: Any
    layout: Layout
    importer: Callable[[str, Any], Importer]
    model: type[Model]
    most_bytes: int = MOST_BYTES


KINDS = {
    "organizations": Kind("organisationen", _("Organisationen"), ORGANIZATIONS, OrganizationImport, Organization),
    "agreements": Kind(
        "vereinbarungen",
        _("Unterschriebene Vereinbarungen (ZIP mit Scans)"),
        AGREEMENTS,
        AgreementImport,
        Agreement,
        most_bytes=MOST_SCANS,
    ),
    "offers": Kind("angebote", _("Angebote"), OFFERS, OfferImport, Offer),
}


def work_off_imports(stop: Callable[[], bool] = lambda: False) -> int:
    """Check and take over the files that wait; the number done."""
    return run_waiting_imports({name: kind.importer for name, kind in KINDS.items()}, stop=stop)
