"""Editable lists of the offers app."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kit.model_fields import sort_key
from kit.models import Record


class TargetGroup(Record):
    """For whom an offer is meant, besides age."""

    name = models.CharField(_("Bezeichnung"), max_length=120, unique=True)
    name_key = sort_key()
    slug = models.SlugField(_("Kurzadresse"), max_length=80, unique=True)
    position = models.PositiveSmallIntegerField(_("Reihenfolge"), default=100)
    is_active = models.BooleanField(_("Auswählbar"), default=True)

    class Meta:
        verbose_name = _("Zielgruppe")
        verbose_name_plural = _("Zielgruppen")
        ordering = ["position", "name_key", "pk"]

    def __str__(self) -> str:
        return self.name


class LifeStage(Record):
    """A life situation (Lebenslage): how families enter the portal."""

    name = models.CharField(_("Bezeichnung"), max_length=80, unique=True)
    slug = models.SlugField(_("Kurzadresse"), max_length=80, unique=True)
    icon = models.CharField(_("Symbol"), max_length=40, blank=True, help_text=_("Name eines Lucide-Symbols."))
    summary = models.CharField(_("Kurztext"), max_length=160, blank=True)
    position = models.PositiveSmallIntegerField(_("Reihenfolge"), default=100)
    on_start_page = models.BooleanField(_("Auf der Startseite"), default=False)

    class Meta:
        verbose_name = _("Lebenslage")
        verbose_name_plural = _("Lebenslagen")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class AccessMeasure(Record):
    """What makes it easier to come (Zugangsweg): outreach, childcare, anonymous, travel help."""

    name = models.CharField(_("Bezeichnung"), max_length=120, unique=True)
    slug = models.SlugField(_("Kurzadresse"), max_length=80, unique=True)
    icon = models.CharField(_("Symbol"), max_length=40, blank=True)
    position = models.PositiveSmallIntegerField(_("Reihenfolge"), default=100)

    class Meta:
        verbose_name = _("Zugangsweg")
        verbose_name_plural = _("Zugangswege")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name
