"""Grants: amount, year, purpose and when the proof is due; each with its own date from the notice (trap 22)."""

from django.db import models
from django.db.models import Q

from kit.model_fields import ordered_check
from kit.models import Record
from partners.models.catalog import Program
from partners.models.organization import END_BEFORE_START, Organization


class FundingAward(Record):
    """Zuwendung: who got how much from which programme for what."""

    program = models.ForeignKey(Program, verbose_name="Programm", on_delete=models.PROTECT, related_name="awards")
    recipient = models.ForeignKey(
        Organization, verbose_name="Empfänger", on_delete=models.PROTECT, related_name="awards"
    )
    amount = models.DecimalField("Betrag in Euro", max_digits=12, decimal_places=2)
    period_from = models.DateField("Zeitraum von")
    period_to = models.DateField("Zeitraum bis")
    purpose = models.CharField("Zweck", max_length=240)
    reference_no = models.CharField("Aktenzeichen", max_length=80, blank=True)
    report_due_on = models.DateField("Verwendungsnachweis fällig am", null=True, blank=True)
    kept_until = models.DateField("Belege aufbewahren bis", null=True, blank=True)

    class Meta:
        verbose_name = "Zuwendung"
        verbose_name_plural = "Zuwendungen"
        ordering = ["-period_from", "recipient", "pk"]
        constraints = [
            ordered_check("period_from", "period_to", "award_dates_ordered", END_BEFORE_START),
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="award_amount_not_negative",
                violation_error_message="Der Betrag kann nicht negativ sein.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.program} {self.period_from:%Y}, {self.recipient}"
