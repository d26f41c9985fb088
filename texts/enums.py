"""Choices of the texts app."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TextLanguage(models.TextChoices):
    """Languages a page may be written in, by their code for ``lang`` (BCP 47)."""

    GERMAN = "de", _("Deutsch")
    SIMPLE_GERMAN = "de-simple", _("Deutsch, leicht zu lesen")
    ENGLISH = "en", _("Englisch")
    ARABIC = "ar", _("Arabisch")
    PERSIAN = "fa", _("Persisch")
    RUSSIAN = "ru", _("Russisch")
    TURKISH = "tr", _("Türkisch")
    UKRAINIAN = "uk", _("Ukrainisch")


RIGHT_TO_LEFT = frozenset({TextLanguage.ARABIC, TextLanguage.PERSIAN})
