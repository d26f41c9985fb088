"""Which resource serves which offer or campaign."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.models import Record
from offers.models.campaign import CampaignEdition
from offers.models.offer import Offer
from partners.models import Resource


class ResourceUse(Record):
    """Use of a resource; exactly one of offer and edition. Agreements join later with a table of their own."""

    resource = models.ForeignKey(Resource, verbose_name=_("Ressource"), on_delete=models.PROTECT, related_name="uses")
    offer = models.ForeignKey(
        Offer, verbose_name=_("Angebot"), null=True, blank=True, on_delete=models.CASCADE, related_name="resource_uses"
    )
    edition = models.ForeignKey(
        CampaignEdition,
        verbose_name=_("Aktionsjahr"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="resource_uses",
    )
    quantity = models.DecimalField(_("Menge"), max_digits=9, decimal_places=2, null=True, blank=True)
    note = models.CharField(_("Hinweis"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Nutzung einer Ressource")
        verbose_name_plural = _("Nutzungen von Ressourcen")
        ordering = ["resource", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(offer__isnull=False, edition=None) | Q(offer=None, edition__isnull=False),
                name="resource_use_has_one_target",
                violation_error_message=_("Bitte wählen Sie entweder ein Angebot oder ein Aktionsjahr."),
            ),
            models.CheckConstraint(
                condition=Q(quantity=None) | Q(quantity__gte=0),
                name="resource_use_not_negative",
                violation_error_message=_("Die Menge kann nicht negativ sein."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.resource)
