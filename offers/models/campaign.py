"""Campaigns (Aktionen) with yearly editions, and who contributes what."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kit.history import tracked
from kit.model_fields import ordered_check
from kit.models import Record
from offers.enums import ContributionKind, EditionState
from offers.models.offer import Offer
from partners.models import Location, Municipality, Organization


class Campaign(Record):
    """A series such as „Aktionstag Familie“ (domain 3.3)."""

    name = models.CharField(_("Name"), max_length=160)
    slug = models.SlugField(_("Kurzadresse"), max_length=120, unique=True)
    summary = models.CharField(_("Kurztext"), max_length=240, blank=True)
    description = models.TextField(_("Beschreibung"), blank=True, help_text=_("Markdown ist möglich."))
    organizer = models.ForeignKey(
        Organization, verbose_name=_("Federführung"), on_delete=models.PROTECT, related_name="campaigns"
    )
    municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("Kommune"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="campaigns",
    )
    usual_month = models.PositiveSmallIntegerField(
        _("Üblicher Monat"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    usual_day = models.PositiveSmallIntegerField(
        _("Um den … des Monats"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(31)]
    )
    is_active = models.BooleanField(_("Läuft"), default=True)

    class Meta:
        verbose_name = _("Aktion")
        verbose_name_plural = _("Aktionen")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(usual_month=None) | Q(usual_month__range=(1, 12)))
                & (Q(usual_day=None) | Q(usual_day__range=(1, 31))),
                name="campaign_usual_date_possible",
                violation_error_message=_("Monat 1 bis 12, Tag 1 bis 31."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("offers:campaign", args=[self.slug])


@tracked("campaign", "year", "motto", "starts_on", "ends_on", "state", "visitors_total")
class CampaignEdition(Record):
    """One year of a campaign: motto, dates, venue, visitors counted."""

    campaign = models.ForeignKey(Campaign, verbose_name=_("Aktion"), on_delete=models.PROTECT, related_name="editions")
    year = models.PositiveSmallIntegerField(_("Jahr"))
    motto = models.CharField(_("Motto"), max_length=160, blank=True)
    starts_on = models.DateField(_("von"), null=True, blank=True)
    ends_on = models.DateField(_("bis"), null=True, blank=True)
    start_time = models.TimeField(_("Beginn"), null=True, blank=True)
    end_time = models.TimeField(_("Ende"), null=True, blank=True)
    location = models.ForeignKey(
        Location, verbose_name=_("Ort"), null=True, blank=True, on_delete=models.PROTECT, related_name="editions"
    )
    location_text = models.CharField(_("Ort in Worten"), max_length=200, blank=True)
    text = models.TextField(_("Programm"), blank=True, help_text=_("Markdown ist möglich."))
    committee_name = models.CharField(_("Zuständiges Gremium"), max_length=160, blank=True)
    visitors_total = models.PositiveIntegerField(_("Besuche gezählt"), null=True, blank=True)
    review = models.TextField(_("Auswertung"), blank=True)
    state = models.CharField(
        _("Status"), max_length=10, choices=EditionState, default=EditionState.PLANNED, editable=False
    )

    class Meta:
        verbose_name = _("Aktionsjahr")
        verbose_name_plural = _("Aktionsjahre")
        ordering = ["-year", "campaign", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "year"],
                name="edition_once_per_year",
                violation_error_message=_("Dieses Jahr ist schon angelegt."),
            ),
            ordered_check("starts_on", "ends_on", "edition_dates_ordered"),
            models.CheckConstraint(
                condition=Q(state=EditionState.PLANNED) | Q(starts_on__isnull=False),
                name="edition_announced_has_date",
                violation_error_message=_("Eine angekündigte Aktion braucht einen Tag."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign} {self.year}"


class Contribution(Record):
    """What one organisation brings to an edition."""

    edition = models.ForeignKey(
        CampaignEdition, verbose_name=_("Aktionsjahr"), on_delete=models.CASCADE, related_name="contributions"
    )
    organization = models.ForeignKey(
        Organization, verbose_name=_("Organisation"), on_delete=models.PROTECT, related_name="contributions"
    )
    kind = models.CharField(_("Art"), max_length=12, choices=ContributionKind)
    description = models.CharField(_("Beschreibung"), max_length=240)
    offer = models.ForeignKey(
        Offer, verbose_name=_("Angebot"), null=True, blank=True, on_delete=models.PROTECT, related_name="contributions"
    )

    class Meta:
        verbose_name = _("Beitrag")
        verbose_name_plural = _("Beiträge")
        ordering = ["edition", "organization", "pk"]

    def __str__(self) -> str:
        return f"{self.organization}: {self.description}"
