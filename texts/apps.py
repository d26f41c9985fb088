"""App configuration."""

from django.apps import AppConfig


class TextsConfig(AppConfig):
    name = "texts"
    label = "texts"
    verbose_name = "Seiten"
