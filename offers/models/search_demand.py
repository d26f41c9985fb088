"""What is looked for, counted by day: never who, from where or at which hour."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from offers.enums import HitsClass

WORDS_LENGTH, FILTERS_LENGTH, AREA_LENGTH = 60, 300, 120
RARE = "…"
"""Stands where a rare wording was taken out; no normalised search consists of it."""


class SearchDemand(models.Model):
    """How often on one day the same search was made, with how many hits.

    ``words`` is normalised text without numbers and addresses of people (``offers.actions.demand``), empty when only
    filters were used; ``filters`` the understood filters as one line; ``area`` the name of a planning area or
    municipality. Nobody can be recognised in a row, yet a rare wording might tell something: such words are taken out
    after their month (class ``search_words``), and pages never show a number below three.
    """

    retention_class = "search_demand"

    day = models.DateField(_("Tag"))
    words = models.CharField(_("Suchwörter"), max_length=WORDS_LENGTH, blank=True)
    filters = models.CharField(_("Filter"), max_length=FILTERS_LENGTH, blank=True)
    area = models.CharField(_("Gebiet"), max_length=AREA_LENGTH, blank=True)
    hits = models.CharField(_("Treffer"), max_length=4, choices=HitsClass)
    counted = models.PositiveIntegerField(_("Anzahl"))
    is_demo = models.BooleanField(_("Demodatensatz"), default=False, editable=False)

    class Meta:
        verbose_name = _("Suchnachfrage")
        verbose_name_plural = _("Suchnachfrage")
        ordering = ["-day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "words", "filters", "area", "hits", "is_demo"], name="search_demand_once"
            ),
            models.CheckConstraint(condition=Q(counted__gt=0), name="search_demand_counted"),
            models.CheckConstraint(condition=Q(hits__in=HitsClass.values), name="search_demand_hits_known"),
        ]

    def __str__(self) -> str:
        return f"{self.day:%d.%m.%Y} {self.words or self.filters or 'alle Angebote'}"
