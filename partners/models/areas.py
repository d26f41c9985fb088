"""Municipalities and the planning areas families call their neighbourhood."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from kit.history import tracked
from kit.model_fields import sort_key
from kit.models import Record
from kit.no_cycles import refuse_cycle
from partners.enums import AreaKind, MunicipalityKind


@tracked("name", "ags", "kind")
class Municipality(Record):
    """A town, county or state with its official key (AGS: 2, 5 or 8 digits)."""

    name = models.CharField(_("Name"), max_length=120)
    name_key = sort_key()
    slug = models.SlugField(_("Kurzadresse"), max_length=80, unique=True)
    ags = models.CharField(
        _("Amtlicher Gemeindeschlüssel"),
        max_length=8,
        unique=True,
        validators=[RegexValidator(r"^\d{2}(\d{3}(\d{3})?)?$", _("Der Schlüssel hat 2, 5 oder 8 Ziffern."))],
    )
    kind = models.CharField(_("Art"), max_length=20, choices=MunicipalityKind)
    lat = models.FloatField(_("Breite der Ortsmitte"), null=True, blank=True)
    lon = models.FloatField(_("Länge der Ortsmitte"), null=True, blank=True)

    class Meta:
        verbose_name = _("Kommune")
        verbose_name_plural = _("Kommunen")
        ordering = ["name_key", "pk"]

    def __str__(self) -> str:
        return self.name


@tracked("name", "code", "kind", "parent")
class PlanningArea(Record):
    """A planning area (Planungsraum, Sozialraum, Stadtteil) of one municipality."""

    municipality = models.ForeignKey(
        Municipality, verbose_name=_("Kommune"), on_delete=models.PROTECT, related_name="areas"
    )
    code = models.CharField(_("Nummer"), max_length=12)
    name = models.CharField(_("Bezeichnung"), max_length=120)
    name_key = sort_key()
    slug = models.SlugField(_("Kurzadresse"), max_length=80, unique=True)
    kind = models.CharField(_("Art"), max_length=24, choices=AreaKind, default=AreaKind.DISTRICT)
    parent = models.ForeignKey(
        "self", verbose_name=_("gehört zu"), null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    neighbors = models.ManyToManyField(
        "self", verbose_name=_("Nachbarräume"), blank=True, help_text=_("Die Suche kann Nachbarräume einschließen.")
    )
    lat = models.FloatField(_("Breite des Mittelpunkts"), null=True, blank=True)
    lon = models.FloatField(_("Länge des Mittelpunkts"), null=True, blank=True)

    class Meta:
        verbose_name = _("Planungsraum")
        verbose_name_plural = _("Planungsräume")
        ordering = ["municipality", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "code"],
                name="area_code_once_per_municipality",
                violation_error_message=_("Diese Nummer gibt es in der Kommune schon."),
            ),
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("pk")),
                name="area_not_its_own_parent",
                violation_error_message=_("Ein Raum kann nicht zu sich selbst gehören."),
            ),
        ]

    def clean(self) -> None:
        refuse_cycle(self)

    def __str__(self) -> str:
        return self.name
