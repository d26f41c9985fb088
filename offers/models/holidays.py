"""Days without sessions: school holidays are rows, public holidays come from a library."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kit.model_fields import ordered_check
from kit.models import Record
from partners.models import Organization


class SchoolHoliday(Record):
    """School holidays of a state; ``region`` is the ISO code without country, for example ``TH``."""

    region = models.CharField(_("Land"), max_length=2, default="TH")
    name = models.CharField(_("Name"), max_length=80)
    starts_on = models.DateField(_("erster Tag"))
    ends_on = models.DateField(_("letzter Tag"))

    class Meta:
        verbose_name = _("Schulferien")
        verbose_name_plural = _("Schulferien")
        ordering = ["starts_on", "pk"]
        constraints = [
            ordered_check("starts_on", "ends_on", "school_holiday_dates_ordered"),
            models.UniqueConstraint(
                fields=["region", "starts_on"],
                name="school_holiday_once",
                violation_error_message=_("Diese Ferien sind schon eingetragen."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.starts_on:%Y}"


class ClosingDay(Record):
    """Own closing days of an organisation."""

    organization = models.ForeignKey(
        Organization, verbose_name=_("Organisation"), on_delete=models.CASCADE, related_name="closing_days"
    )
    starts_on = models.DateField(_("erster Tag"))
    ends_on = models.DateField(_("letzter Tag"))
    reason = models.CharField(_("Grund"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("Schließzeit")
        verbose_name_plural = _("Schließzeiten")
        ordering = ["starts_on", "pk"]
        constraints = [ordered_check("starts_on", "ends_on", "closing_day_dates_ordered")]

    def __str__(self) -> str:
        return f"{self.organization}: {self.starts_on:%d.%m.%Y}"
