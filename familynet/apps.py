"""The roof as a Django app: it owns commands but no table, and fills in what lower floors leave open."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FamilynetConfig(AppConfig):
    name = "familynet"
    verbose_name = _("Familiennetz")

    def ready(self) -> None:
        """Registers the system checks, and who is asked on the page of an offer what it rests on."""
        from familynet.views.lines.coverage_lines import offer_coverage  # noqa: PLC0415 - needs the app registry
        from offers.detail.basis import add_basis_source  # noqa: PLC0415

        import_module("familynet.host.checks")
        add_basis_source(offer_coverage)
