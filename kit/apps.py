"""App configuration."""

from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "kit"
    label = "kit"
    verbose_name = "Bausteine"
