"""Places for families: playgrounds, libraries, family cafés."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kit.model_fields import sort_key
from kit.models import Record
from partners.enums import PlaceKind, StepFree
from partners.models.areas import PlanningArea
from partners.models.venue import LATITUDE, LONGITUDE, ON_EARTH
from partners.querysets import NearbyQuerySet


class PointOfInterest(Record):
    """Ort für Familien (domain 3.2); ages in years, as playground signs give them."""

    kind = models.CharField(_("Art"), max_length=16, choices=PlaceKind)
    name = models.CharField(_("Name"), max_length=160)
    name_key = sort_key()
    slug = models.SlugField(_("Kurzadresse"), max_length=120, unique=True)
    area = models.ForeignKey(
        PlanningArea,
        verbose_name=_("Planungsraum"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="places",
    )
    address = models.CharField(_("Adresse"), max_length=200, blank=True)
    lat = models.FloatField(_("Breite"), null=True, blank=True, validators=LATITUDE)
    lon = models.FloatField(_("Länge"), null=True, blank=True, validators=LONGITUDE)
    age_from = models.PositiveSmallIntegerField(_("Alter von (Jahre)"), null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(_("Alter bis (Jahre)"), null=True, blank=True)
    equipment = models.CharField(_("Ausstattung"), max_length=240, blank=True)
    shade = models.BooleanField(_("Schatten"), default=False)
    toilet = models.BooleanField(_("WC"), default=False)
    step_free = models.CharField(_("Stufenlos"), max_length=10, choices=StepFree, default=StepFree.UNKNOWN)
    note = models.CharField(_("Hinweis"), max_length=240, blank=True)
    source = models.CharField(_("Quelle"), max_length=160)
    source_date = models.DateField(_("Stand"), null=True, blank=True)
    licence = models.CharField(_("Lizenz"), max_length=120, blank=True)

    objects = NearbyQuerySet.as_manager()

    class Meta:
        verbose_name = _("Ort für Familien")
        verbose_name_plural = _("Orte für Familien")
        ordering = ["name_key", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=ON_EARTH,
                name="place_position_valid",
                violation_error_message=_("Breite und Länge gehören zusammen und müssen auf der Erde liegen."),
            ),
            models.CheckConstraint(
                condition=Q(age_from=None) | Q(age_to=None) | Q(age_from__lte=F("age_to")),
                name="place_ages_ordered",
                violation_error_message=_("Das Alter „bis“ liegt unter dem Alter „von“."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
