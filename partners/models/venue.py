"""Houses, their rooms, and who works under one roof."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kit.history import tracked
from kit.model_fields import DateRange, period_check, period_end, period_start, sort_key
from kit.models import Record
from kit.pictures import PictureField
from kit.querysets import DatedQuerySet
from partners.enums import StepFree
from partners.models.areas import Municipality, PlanningArea
from partners.models.organization import Organization
from partners.querysets import NearbyQuerySet

LATITUDE = [MinValueValidator(-90), MaxValueValidator(90)]
LONGITUDE = [MinValueValidator(-180), MaxValueValidator(180)]
# Both or neither, said expressly: a range check alone lets a missing half pass, because NULL is not false.
ON_EARTH = Q(lat=None, lon=None) | Q(lat__isnull=False, lon__isnull=False, lat__range=(-90, 90), lon__range=(-180, 180))


@tracked("name", "street", "house_no", "postal_code", "city", "area", "access_step_free", "is_protected")
class Location(Record):
    """A site (Standort): one address, possibly many facilities.

    ``is_protected`` keeps address, position and area out of everything public (women's shelters, domain 7.8).
    """

    name = models.CharField(_("Name"), max_length=160)
    name_key = sort_key()
    slug = models.SlugField(_("Kurzadresse"), max_length=120, unique=True)
    street = models.CharField(_("Straße"), max_length=120, blank=True)
    house_no = models.CharField(_("Hausnummer"), max_length=12, blank=True)
    postal_code = models.CharField(
        _("Postleitzahl"),
        max_length=5,
        blank=True,
        validators=[RegexValidator(r"^\d{5}$", _("Eine Postleitzahl hat fünf Ziffern."))],
    )
    city = models.CharField(_("Ort"), max_length=80, blank=True)
    municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("Kommune"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="locations",
    )
    area = models.ForeignKey(
        PlanningArea,
        verbose_name=_("Planungsraum"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="locations",
    )
    lat = models.FloatField(_("Breite"), null=True, blank=True, validators=LATITUDE)
    lon = models.FloatField(_("Länge"), null=True, blank=True, validators=LONGITUDE)
    owner = models.ForeignKey(
        Organization,
        verbose_name=_("Eigentümer"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="owned_locations",
    )
    is_protected = models.BooleanField(
        _("Adresse nicht veröffentlichen"), default=False, help_text=_("Für Schutzwohnungen und ähnliche Orte.")
    )
    access_step_free = models.CharField(_("Stufenlos"), max_length=10, choices=StepFree, default=StepFree.UNKNOWN)
    access_note = models.CharField(_("Hinweis zum Zugang"), max_length=240, blank=True)
    accessible_toilet = models.BooleanField(_("Barrierefreies WC"), default=False)
    induction_loop = models.BooleanField(_("Induktionsanlage"), default=False)
    stroller_parking = models.BooleanField(_("Platz für Kinderwagen"), default=False)
    changing_table = models.BooleanField(_("Wickeltisch"), default=False)
    public_transport = models.CharField(_("Bus und Bahn"), max_length=200, blank=True)
    entrance_note = models.CharField(_("So finden Sie den Eingang"), max_length=240, blank=True)
    photo = PictureField("Bild", upload_to="orte/", blank=True)
    photo_alt = models.CharField(_("Beschreibung des Bildes"), max_length=200, blank=True)
    photo_credit = models.CharField(_("Bildnachweis"), max_length=120, blank=True)
    external_source = models.CharField(_("Herkunft"), max_length=60, blank=True)
    external_id = models.CharField(_("Kennung der Herkunft"), max_length=80, blank=True)

    objects = NearbyQuerySet.as_manager()

    class Meta:
        verbose_name = _("Standort")
        verbose_name_plural = _("Standorte")
        ordering = ["name_key", "pk"]
        indexes = [GinIndex(OpClass(F("name_key"), name="gin_trgm_ops"), name="location_name_trgm")]
        constraints = [
            models.CheckConstraint(
                condition=ON_EARTH,
                name="location_position_valid",
                violation_error_message=_("Breite und Länge gehören zusammen und müssen auf der Erde liegen."),
            ),
            models.CheckConstraint(
                condition=Q(photo="") | (~Q(photo_alt="") & ~Q(photo_credit="")),
                name="location_photo_described",
                violation_error_message=_("Zum Bild gehören Beschreibung und Bildnachweis."),
            ),
            models.UniqueConstraint(
                fields=["external_source", "external_id"],
                condition=~Q(external_id=""),
                name="location_external_id_once",
                violation_error_message=_("Diese Kennung ist in der Herkunft schon vergeben."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """One line, for example ``Am Elsterbogen 4, 07552 Gera``; empty for a protected address."""
        if self.is_protected:
            return ""
        line = f"{self.street} {self.house_no}".strip()
        return ", ".join(part for part in (line, f"{self.postal_code} {self.city}".strip()) if part)


class Room(Record):
    """A room people can use, with what parents and coordinators need to know about it."""

    location = models.ForeignKey(Location, verbose_name=_("Standort"), on_delete=models.PROTECT, related_name="rooms")
    name = models.CharField(_("Name"), max_length=120)
    floor = models.CharField(_("Etage"), max_length=40, blank=True)
    area_sqm = models.PositiveIntegerField(_("Fläche in m²"), null=True, blank=True)
    capacity_persons = models.PositiveIntegerField(_("Höchstens Personen"), null=True, blank=True)
    capacity_pairs = models.PositiveIntegerField(_("Höchstens Eltern-Kind-Paare"), null=True, blank=True)
    suitable_under_three = models.BooleanField(_("Für Kinder unter drei geeignet"), default=False)
    kitchen = models.BooleanField(_("Küche"), default=False)
    equipment = models.CharField(_("Ausstattung"), max_length=240, blank=True)
    step_free = models.CharField(_("Stufenlos"), max_length=10, choices=StepFree, default=StepFree.UNKNOWN)
    bookable_by = models.CharField(_("Wer darf buchen"), max_length=200, blank=True)
    house_rules = models.TextField(_("Hausordnung"), blank=True)

    class Meta:
        verbose_name = _("Raum")
        verbose_name_plural = _("Räume")
        ordering = ["location", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["location", "name"],
                name="room_name_once_per_location",
                violation_error_message=_("Diesen Raum gibt es an dem Standort schon."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.location.name})"


@tracked("location", "organization", "valid_from", "valid_to", "is_main_site")
class HostedOrganization(Record):
    """An organisation that works at a site: the rows behind „unter einem Dach“."""

    location = models.ForeignKey(Location, verbose_name=_("Standort"), on_delete=models.PROTECT, related_name="hosted")
    organization = models.ForeignKey(
        Organization, verbose_name=_("Organisation"), on_delete=models.PROTECT, related_name="sites"
    )
    valid_from = period_start()
    valid_to = period_end()
    opening_hours = models.CharField(_("Öffnungszeiten"), max_length=240, blank=True)
    is_main_site = models.BooleanField(_("Hauptsitz"), default=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("Einrichtung am Standort")
        verbose_name_plural = _("Einrichtungen am Standort")
        ordering = ["location", "organization__name_key", "pk"]
        constraints = [
            period_check("hosted_dates_ordered"),
            ExclusionConstraint(
                name="hosted_once_at_a_time",
                expressions=[
                    ("location", RangeOperators.EQUAL),
                    ("organization", RangeOperators.EQUAL),
                    (DateRange(), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Die Organisation ist an diesem Standort für die Zeit schon eingetragen."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization} – {self.location}"
