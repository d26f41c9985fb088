"""What rests on an agreement: offers, rooms, resources, campaigns; and what was delivered beside them."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agreements.models.agreement import Agreement
from kit.model_fields import END_BEFORE_START, ordered_check
from kit.models import Record
from offers.models import Campaign, Offer
from partners.models import Resource, Room


class Coverage(Record):
    """„Abgedeckt durch“: exactly one offer, room, resource or campaign rests on this agreement.

    It is no contract text: courses come and go while the agreement stays, so it can change after signing.
    ``commitment_key`` names the commitment it fulfils, for planned against delivered.
    """

    agreement = models.ForeignKey(
        Agreement, verbose_name=_("Vereinbarung"), on_delete=models.CASCADE, related_name="coverage"
    )
    commitment_key = models.UUIDField(_("erfüllt die Leistung"), null=True, blank=True)
    offer = models.ForeignKey(
        Offer,
        verbose_name=_("Angebot"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="agreement_coverage",
    )
    room = models.ForeignKey(
        Room, verbose_name=_("Raum"), null=True, blank=True, on_delete=models.PROTECT, related_name="agreement_coverage"
    )
    resource = models.ForeignKey(
        Resource,
        verbose_name=_("Ressource"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="agreement_coverage",
    )
    campaign = models.ForeignKey(
        Campaign,
        verbose_name=_("Aktion"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="agreement_coverage",
    )
    valid_from = models.DateField(_("ab"), null=True, blank=True)
    valid_to = models.DateField(_("bis"), null=True, blank=True)
    note = models.CharField(_("Bemerkung"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Abdeckung")
        verbose_name_plural = _("Abdeckungen")
        ordering = ["agreement", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    models.lookups.Exact(
                        models.Func(
                            F("offer"),
                            F("room"),
                            F("resource"),
                            F("campaign"),
                            function="num_nonnulls",
                            output_field=models.IntegerField(),
                        ),
                        1,
                    )
                ),
                name="coverage_of_one_thing",
                violation_error_message=_("Bitte wählen Sie genau eines: Angebot, Raum, Ressource oder Aktion."),
            ),
            models.UniqueConstraint(
                fields=["agreement", "offer", "room", "resource", "campaign", "commitment_key"],
                nulls_distinct=False,
                name="coverage_once",
                violation_error_message=_("Das steht schon in der Liste."),
            ),
            ordered_check("valid_from", "valid_to", "coverage_dates_ordered", END_BEFORE_START),
        ]

    def __str__(self) -> str:
        return str(self.offer or self.room or self.resource or self.campaign)


class Delivery(models.Model):
    """What was delivered to a commitment and cannot be read from sessions and bookings: money, staff, material."""

    agreement = models.ForeignKey(
        Agreement, verbose_name=_("Vereinbarung"), on_delete=models.CASCADE, related_name="deliveries"
    )
    commitment_key = models.UUIDField(_("Leistung"))
    delivered_on = models.DateField(_("am"))
    quantity = models.DecimalField(
        _("Menge"), max_digits=9, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))]
    )
    note = models.CharField(_("Bemerkung"), max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("eingetragen von"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    recorded_at = models.DateTimeField(_("eingetragen am"), auto_now_add=True)

    class Meta:
        verbose_name = _("Erbrachte Leistung")
        verbose_name_plural = _("Erbrachte Leistungen")
        ordering = ["agreement", "-delivered_on", "-pk"]
        indexes = [models.Index(fields=["agreement", "commitment_key"], name="delivery_by_commitment")]
        constraints = [models.CheckConstraint(condition=Q(quantity__gt=0), name="delivery_positive")]

    def __str__(self) -> str:
        return f"{self.quantity} am {self.delivered_on:%d.%m.%Y}"
