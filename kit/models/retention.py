"""The rules of the erasure concept (domain 7.3) as rows an administrator can read and shorten."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class DataClass(models.Model):
    """A class of personal data: how long it is kept, from when, why, and what happens then.

    ``code`` is what models name in ``retention_class``. A period of 0 months and 0 days means: at once; a permanent
    class has none.
    """

    class Action(models.TextChoices):
        ERASE = "erase", _("löschen")
        ANONYMISE = "anonymise", _("Personenbezug entfernen")
        KEEP = "keep", _("dauerhaft aufbewahren")

    code = models.SlugField(_("Kürzel"), max_length=40, unique=True)
    name = models.CharField(_("Datenart"), max_length=120, unique=True)
    months = models.PositiveSmallIntegerField(_("Frist in Monaten"), default=0)
    days = models.PositiveSmallIntegerField(_("dazu Tage"), default=0)
    starts = models.CharField(_("Frist beginnt"), max_length=120)
    reason = models.CharField(_("Grund"), max_length=200)
    action = models.CharField(_("Danach"), max_length=10, choices=Action)

    class Meta:
        verbose_name = _("Löschregel")
        verbose_name_plural = _("Löschregeln")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(action="keep") | Q(months=0, days=0),
                name="kit_dataclass_permanent_without_period",
                violation_error_message=_("Dauerhaft aufbewahrte Daten haben keine Frist."),
            )
        ]

    def __str__(self) -> str:
        return self.name
