"""App configuration."""

from django.apps import AppConfig


class OffersConfig(AppConfig):
    name = "offers"
    label = "offers"
    verbose_name = "Angebote"
