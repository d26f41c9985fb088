"""Choices of the texts app."""

from django.db import models


class TextLanguage(models.TextChoices):
    """Languages a page may be written in, by their code for ``lang`` (BCP 47)."""

    GERMAN = "de", "Deutsch"
    SIMPLE_GERMAN = "de-simple", "Deutsch, leicht zu lesen"
    ENGLISH = "en", "Englisch"
    ARABIC = "ar", "Arabisch"
    PERSIAN = "fa", "Persisch"
    RUSSIAN = "ru", "Russisch"
    TURKISH = "tr", "Türkisch"
    UKRAINIAN = "uk", "Ukrainisch"


RIGHT_TO_LEFT = frozenset({TextLanguage.ARABIC, TextLanguage.PERSIAN})
