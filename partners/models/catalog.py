"""Editable lists: partner categories, topics, fields of action, languages, programmes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kit.model_fields import period_check, period_end, period_start, sort_key
from kit.models import Record
from kit.no_cycles import refuse_cycle
from partners.enums import Reach


class PartnerCategory(Record):
    """Kind of partner (domain 3.2, starter list); used by coverage checks."""

    name = models.CharField(_("Bezeichnung"), max_length=120, unique=True)
    name_key = sort_key()
    slug = models.SlugField(_("Kurzadresse"), max_length=80, unique=True)
    is_priority = models.BooleanField(
        _("Vorrangig"),
        default=False,
        help_text=_("Familienzentren sollen mit dieser Art von Partner zusammenarbeiten."),
    )

    class Meta:
        verbose_name = _("Partnerkategorie")
        verbose_name_plural = _("Partnerkategorien")
        ordering = ["name_key", "pk"]

    def __str__(self) -> str:
        return self.name


class Topic(Record):
    """What an offer, partnership or contact is about; a tree of at most a few levels."""

    name = models.CharField(_("Bezeichnung"), max_length=120, unique=True)
    name_key = sort_key()
    slug = models.SlugField(_("Kurzadresse"), max_length=80, unique=True)
    parent = models.ForeignKey(
        "self", verbose_name=_("gehört zu"), null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    icon = models.CharField(_("Symbol"), max_length=40, blank=True, help_text=_("Name eines Lucide-Symbols."))
    position = models.PositiveSmallIntegerField(_("Reihenfolge"), default=100)
    is_active = models.BooleanField(_("Auswählbar"), default=True)

    class Meta:
        verbose_name = _("Thema")
        verbose_name_plural = _("Themen")
        ordering = ["position", "name_key", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("pk")),
                name="topic_not_its_own_parent",
                violation_error_message=_("Ein Thema kann nicht zu sich selbst gehören."),
            )
        ]

    def clean(self) -> None:
        refuse_cycle(self)

    def __str__(self) -> str:
        return self.name


class Language(Record):
    """A language people speak on site."""

    code = models.CharField(_("Sprachkürzel"), max_length=8, unique=True, help_text=_("Nach ISO 639, zum Beispiel uk."))
    name = models.CharField(_("Name"), max_length=60)
    native_name = models.CharField(_("Eigenname"), max_length=60, blank=True)
    is_rtl = models.BooleanField(_("Schreibt von rechts nach links"), default=False)
    position = models.PositiveSmallIntegerField(_("Reihenfolge"), default=100)

    class Meta:
        verbose_name = _("Sprache")
        verbose_name_plural = _("Sprachen")
        ordering = ["position", "name", "pk"]

    def __str__(self) -> str:
        return self.name


class Program(Record):
    """A funding or quality programme such as ThEKiZ, LSZ or the federal MGH programme."""

    name = models.CharField(_("Name"), max_length=160, unique=True)
    short_name = models.CharField(_("Kurzname"), max_length=40, blank=True)
    slug = models.SlugField(_("Kurzadresse"), max_length=80, unique=True)
    level = models.CharField(_("Ebene"), max_length=20, choices=Reach, default=Reach.STATE)
    description = models.TextField(_("Beschreibung"), blank=True)
    valid_from = period_start(_("gilt ab"))
    valid_to = period_end(_("gilt bis"))

    class Meta:
        verbose_name = _("Programm")
        verbose_name_plural = _("Programme")
        ordering = ["name", "pk"]
        constraints = [
            period_check("program_dates_ordered"),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name


class ActionField(Record):
    """Field of action of one programme; codes differ between programmes and years, so they are data (trap 11)."""

    program = models.ForeignKey(Program, verbose_name=_("Programm"), on_delete=models.PROTECT, related_name="fields")
    code = models.CharField(_("Nummer"), max_length=20)
    name = models.CharField(_("Bezeichnung"), max_length=160)
    parent = models.ForeignKey(
        "self", verbose_name=_("gehört zu"), null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    valid_from = period_start(_("gilt ab"))
    valid_to = period_end(_("gilt bis"))

    class Meta:
        verbose_name = _("Handlungsfeld")
        verbose_name_plural = _("Handlungsfelder")
        ordering = ["program", "code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "code", "valid_from"],
                nulls_distinct=False,
                name="action_field_code_once",
                violation_error_message=_("Diese Nummer gibt es in dem Programm schon."),
            ),
            period_check("action_field_dates_ordered"),
        ]

    def clean(self) -> None:
        refuse_cycle(self)

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
