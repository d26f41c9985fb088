"""The roof as a Django app: it owns the management commands, but no table."""

from django.apps import AppConfig


class FamilynetConfig(AppConfig):
    name = "familynet"
    verbose_name = "Familiennetz"
