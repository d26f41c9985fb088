"""App configuration."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "familynet.accounts"
    label = "accounts"
    verbose_name = "Personen"
