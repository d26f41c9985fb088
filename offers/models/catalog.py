"""Editable lists of the offers app."""

from django.db import models

from kit.model_fields import sort_key
from kit.models import Record


class TargetGroup(Record):
    """For whom an offer is meant, besides age."""

    name = models.CharField("Bezeichnung", max_length=120, unique=True)
    name_key = sort_key()
    slug = models.SlugField("Kurzadresse", max_length=80, unique=True)
    position = models.PositiveSmallIntegerField("Reihenfolge", default=100)
    is_active = models.BooleanField("Auswählbar", default=True)

    class Meta:
        verbose_name = "Zielgruppe"
        verbose_name_plural = "Zielgruppen"
        ordering = ["position", "name_key", "pk"]

    def __str__(self) -> str:
        return self.name


class LifeStage(Record):
    """A life situation (Lebenslage): how families enter the portal."""

    name = models.CharField("Bezeichnung", max_length=80, unique=True)
    slug = models.SlugField("Kurzadresse", max_length=80, unique=True)
    icon = models.CharField("Symbol", max_length=40, blank=True, help_text="Name eines Lucide-Symbols.")
    summary = models.CharField("Kurztext", max_length=160, blank=True)
    position = models.PositiveSmallIntegerField("Reihenfolge", default=100)
    on_start_page = models.BooleanField("Auf der Startseite", default=False)

    class Meta:
        verbose_name = "Lebenslage"
        verbose_name_plural = "Lebenslagen"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class AccessMeasure(Record):
    """What makes it easier to come (Zugangsweg): outreach, childcare, anonymous, travel help."""

    name = models.CharField("Bezeichnung", max_length=120, unique=True)
    slug = models.SlugField("Kurzadresse", max_length=80, unique=True)
    icon = models.CharField("Symbol", max_length=40, blank=True)
    position = models.PositiveSmallIntegerField("Reihenfolge", default=100)

    class Meta:
        verbose_name = "Zugangsweg"
        verbose_name_plural = "Zugangswege"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name
