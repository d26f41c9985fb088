"""Grants: amount, year, purpose and when the proof is due; each with its own date from the notice (trap 22)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.model_fields import ordered_check
from kit.models import Record
from partners.models.catalog import Program
from partners.models.organization import Organization


class FundingAward(Record):
    """Zuwendung: who got how much from which programme for what."""

    program = models.ForeignKey(Program, verbose_name=_("Programm"), on_delete=models.PROTECT, related_name="awards")
    recipient = models.ForeignKey(
        Organization, verbose_name=_("Empfänger"), on_delete=models.PROTECT, related_name="awards"
    )
    amount = models.DecimalField(_("Betrag in Euro"), max_digits=12, decimal_places=2)
    period_from = models.DateField(_("Zeitraum von"))
    period_to = models.DateField(_("Zeitraum bis"))
    purpose = models.CharField(_("Zweck"), max_length=240)
    reference_no = models.CharField(_("Aktenzeichen"), max_length=80, blank=True)
    report_due_on = models.DateField(_("Verwendungsnachweis fällig am"), null=True, blank=True)
    kept_until = models.DateField(_("Belege aufbewahren bis"), null=True, blank=True)

    class Meta:
        verbose_name = _("Zuwendung")
        verbose_name_plural = _("Zuwendungen")
        ordering = ["-period_from", "recipient", "pk"]
        constraints = [
            ordered_check("period_from", "period_to", "award_dates_ordered"),
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="award_amount_not_negative",
                violation_error_message=_("Der Betrag kann nicht negativ sein."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.program} {self.period_from:%Y}, {self.recipient}"
