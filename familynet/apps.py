"""The roof as a Django app: it owns the management commands, but no table."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FamilynetConfig(AppConfig):
    name = "familynet"
    verbose_name = _("Familiennetz")

    def ready(self) -> None:
        import_module("familynet.host.checks")  # registers the system checks
