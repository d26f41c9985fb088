"""The roof as a Django app: it owns the management commands, but no table."""

from importlib import import_module

from django.apps import AppConfig


class FamilynetConfig(AppConfig):
    name = "familynet"
    verbose_name = "Familiennetz"

    def ready(self) -> None:
        import_module("familynet.host.checks")  # registers the system checks
