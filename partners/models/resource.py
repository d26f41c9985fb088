"""Register of resources and competences: what partners offer and what they look for."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.model_fields import ordered_check
from kit.models import Record
from partners.enums import Direction, ResourceKind, Visibility
from partners.models.organization import Organization


class Resource(Record):
    """Staff hours, skills, languages, rooms, equipment, money: offered or needed (domain 001-05)."""

    organization = models.ForeignKey(
        Organization, verbose_name=_("Organisation"), on_delete=models.PROTECT, related_name="resources"
    )
    direction = models.CharField(_("Richtung"), max_length=8, choices=Direction)
    kind = models.CharField(_("Art"), max_length=12, choices=ResourceKind)
    description = models.CharField(_("Beschreibung"), max_length=240)
    quantity = models.DecimalField(_("Menge"), max_digits=9, decimal_places=2, null=True, blank=True)
    unit = models.CharField(_("Einheit"), max_length=40, blank=True)
    available_from = models.DateField(_("verfügbar ab"), null=True, blank=True)
    available_to = models.DateField(_("verfügbar bis"), null=True, blank=True)
    conditions = models.CharField(_("Bedingungen"), max_length=240, blank=True)
    visibility = models.CharField(_("Sichtbar für"), max_length=10, choices=Visibility, default=Visibility.NETWORK)

    class Meta:
        verbose_name = _("Ressource")
        verbose_name_plural = _("Ressourcen")
        ordering = ["organization", "kind", "pk"]
        constraints = [
            ordered_check("available_from", "available_to", "resource_dates_ordered"),
            models.CheckConstraint(
                condition=Q(quantity=None) | Q(quantity__gte=0),
                name="resource_quantity_not_negative",
                violation_error_message=_("Die Menge kann nicht negativ sein."),
            ),
        ]

    def __str__(self) -> str:
        return self.description
