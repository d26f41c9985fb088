"""One table for every institution (architecture 6.1); roles are dated relations."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kit.history import tracked
from kit.model_fields import DateRange, period_check, period_end, period_start, sort_key
from kit.models import Record
from kit.no_cycles import refuse_cycle
from kit.pictures import PictureField
from kit.querysets import DatedQuerySet
from partners.enums import (
    DataProtectionRegime,
    LegalForm,
    OperatorRole,
    OrganizationKind,
    OrganizationStatus,
    ParticipationState,
    Reach,
    Recognition,
    Sector,
)
from partners.models.areas import Municipality, PlanningArea
from partners.models.catalog import PartnerCategory, Program
from partners.querysets import OrganizationQuerySet


@tracked("name", "slug", "kind", "category", "sector", "legal_form", "parent", "status", "reach", "assured_on")
class Organization(Record):
    """Operating body, facility, unit, network, company, authority: domain 3.2.

    Never deleted once it has history (I-25, PROTECT everywhere); it is closed instead.
    """

    name = models.CharField(_("Name"), max_length=200)
    name_key = sort_key()
    short_name = models.CharField(_("Kurzname"), max_length=80, blank=True)
    slug = models.SlugField(_("Kurzadresse"), max_length=120, unique=True)
    kind = models.CharField(_("Art"), max_length=20, choices=OrganizationKind)
    category = models.ForeignKey(
        PartnerCategory,
        verbose_name=_("Partnerkategorie"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="organizations",
    )
    sector = models.CharField(_("Sektor"), max_length=20, choices=Sector, default=Sector.OTHER)
    legal_form = models.CharField(_("Rechtsform"), max_length=20, choices=LegalForm, default=LegalForm.NONE)
    is_statutory = models.BooleanField(_("Öffentlicher Träger"), default=False)
    recognized_youth_welfare = models.CharField(
        _("Anerkannt nach § 75 SGB VIII"), max_length=10, choices=Recognition, default=Recognition.UNKNOWN
    )
    recognized_on = models.DateField(_("Anerkannt am"), null=True, blank=True)
    data_protection_regime = models.CharField(
        _("Datenschutzrecht"), max_length=10, choices=DataProtectionRegime, default=DataProtectionRegime.GDPR
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("Übergeordnete Stelle"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        help_text=_("Nur für Teile einer Behörde oder eines Verbandes. Träger tragen Sie als Trägerschaft ein."),
    )
    municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("Sitz in"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="organizations",
    )
    areas = models.ManyToManyField(
        PlanningArea, verbose_name=_("Wirkungsräume"), blank=True, related_name="organizations"
    )
    reach = models.CharField(_("Reichweite"), max_length=20, choices=Reach, default=Reach.LOCAL)
    core_mandate = models.TextField(_("Kernauftrag"), blank=True, help_text=_("Ein bis drei Sätze; öffentlich."))
    description_public = models.TextField(
        _("Öffentliche Beschreibung"), blank=True, help_text=_("Markdown ist möglich.")
    )
    website = models.URLField(_("Internetseite"), blank=True)
    logo = PictureField("Logo", upload_to="logos/", blank=True)
    logo_alt = models.CharField(_("Beschreibung des Logos"), max_length=200, blank=True)
    founded_on = models.DateField(_("Gegründet am"), null=True, blank=True)
    assured_on = models.DateField(_("Bestätigt am"), null=True, blank=True)
    assured_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Bestätigt durch"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    freshness_exempt = models.BooleanField(
        _("Ohne Bestätigung zeigen"),
        default=False,
        help_text=_("Nur für Stellen, deren Angaben sich kaum ändern, zum Beispiel Ämter."),
    )
    status = models.CharField(
        _("Status"), max_length=12, choices=OrganizationStatus, default=OrganizationStatus.PROSPECT
    )
    closed_on = models.DateField(_("Geschlossen am"), null=True, blank=True)
    external_source = models.CharField(_("Herkunft"), max_length=60, blank=True)
    external_id = models.CharField(_("Kennung der Herkunft"), max_length=80, blank=True)
    search = models.GeneratedField(
        expression=SearchVector("name", weight="A", config="familynet_de")
        + SearchVector("short_name", weight="A", config="familynet_de")
        + SearchVector("core_mandate", weight="B", config="familynet_de")
        + SearchVector("description_public", weight="C", config="familynet_de"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("Organisation")
        verbose_name_plural = _("Organisationen")
        ordering = ["name_key", "pk"]
        indexes = [
            GinIndex(fields=["search"], name="organization_search"),
            GinIndex(OpClass(F("name_key"), name="gin_trgm_ops"), name="organization_name_trgm"),
            models.Index(fields=["name_key", "id"], name="organization_by_name"),
            models.Index(fields=["status", "name_key", "id"], name="organization_by_status"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(parent=F("pk")),
                name="organization_not_its_own_parent",
                violation_error_message=_("Eine Organisation kann nicht zu sich selbst gehören."),
            ),
            models.CheckConstraint(
                condition=Q(logo="") | ~Q(logo_alt=""),
                name="organization_logo_has_alt",
                violation_error_message=_("Bitte beschreiben Sie das Logo in Worten."),
            ),
            models.CheckConstraint(
                condition=~Q(status=OrganizationStatus.CLOSED) | Q(closed_on__isnull=False),
                name="organization_closed_has_date",
                violation_error_message=_("Bitte geben Sie an, seit wann die Organisation geschlossen ist."),
            ),
            models.CheckConstraint(
                condition=Q(assured_by=None) | Q(assured_on__isnull=False),
                name="organization_assured_by_has_date",
                violation_error_message=_("Zu der Person gehört der Tag der Bestätigung."),
            ),
            models.CheckConstraint(
                condition=Q(recognized_on=None) | Q(recognized_youth_welfare=Recognition.YES),
                name="organization_recognized_on_needs_yes",
                violation_error_message=_("Ein Datum der Anerkennung passt nur zu „Ja“."),
            ),
            models.UniqueConstraint(
                fields=["external_source", "external_id"],
                condition=~Q(external_id=""),
                name="organization_external_id_once",
                violation_error_message=_("Diese Kennung ist in der Herkunft schon vergeben."),
            ),
        ]

    def clean(self) -> None:
        refuse_cycle(self)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("organization", args=[self.slug])


class FormerName(Record):
    """A name the organisation had; search still finds it (domain 000-20)."""

    organization = models.ForeignKey(
        Organization, verbose_name=_("Organisation"), on_delete=models.CASCADE, related_name="former_names"
    )
    name = models.CharField(_("Früherer Name"), max_length=200)
    name_key = sort_key()
    valid_from = period_start(_("gültig ab"))
    valid_to = period_end(_("gültig bis"))

    class Meta:
        verbose_name = _("Früherer Name")
        verbose_name_plural = _("Frühere Namen")
        ordering = ["-valid_to", "pk"]
        indexes = [GinIndex(OpClass(F("name_key"), name="gin_trgm_ops"), name="former_name_trgm")]
        constraints = [period_check("former_name_dates_ordered")]

    def __str__(self) -> str:
        return self.name


@tracked("facility", "operating_body", "role", "valid_from", "valid_to")
class OperatorAssignment(Record):
    """Who is responsible for a facility, from when to when (Trägerschaft); one per role at a time (I-01)."""

    facility = models.ForeignKey(
        Organization, verbose_name=_("Einrichtung"), on_delete=models.PROTECT, related_name="operators"
    )
    operating_body = models.ForeignKey(
        Organization, verbose_name=_("Träger"), on_delete=models.PROTECT, related_name="operated"
    )
    role = models.CharField(_("Rolle"), max_length=20, choices=OperatorRole, default=OperatorRole.OPERATOR)
    valid_from = period_start()
    valid_to = period_end()
    source_note = models.CharField(_("Quelle"), max_length=200, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("Trägerschaft")
        verbose_name_plural = _("Trägerschaften")
        ordering = ["facility", "role", "-valid_from", "pk"]
        constraints = [
            period_check("operator_dates_ordered"),
            models.CheckConstraint(
                condition=~Q(facility=F("operating_body")),
                name="operator_differs_from_facility",
                violation_error_message=_("Träger und Einrichtung müssen verschieden sein."),
            ),
            ExclusionConstraint(
                name="operator_one_per_role_at_a_time",
                expressions=[
                    ("facility", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (DateRange(), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("In dieser Zeit hat die Einrichtung in dieser Rolle schon einen Träger."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.facility} – {self.operating_body}"


class UmbrellaMembership(Record):
    """Membership of an organisation in a welfare or professional association (Verbandszugehörigkeit)."""

    organization = models.ForeignKey(
        Organization, verbose_name=_("Organisation"), on_delete=models.CASCADE, related_name="umbrellas"
    )
    umbrella = models.ForeignKey(
        Organization, verbose_name=_("Dachverband"), on_delete=models.PROTECT, related_name="umbrella_members"
    )
    valid_from = period_start()
    valid_to = period_end()

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("Verbandszugehörigkeit")
        verbose_name_plural = _("Verbandszugehörigkeiten")
        ordering = ["organization", "-valid_from", "pk"]
        constraints = [
            period_check("umbrella_dates_ordered"),
            models.CheckConstraint(
                condition=~Q(organization=F("umbrella")),
                name="umbrella_differs_from_organization",
                violation_error_message=_("Eine Organisation kann nicht ihr eigener Dachverband sein."),
            ),
            ExclusionConstraint(
                name="umbrella_once_at_a_time",
                expressions=[
                    ("organization", RangeOperators.EQUAL),
                    ("umbrella", RangeOperators.EQUAL),
                    (DateRange(), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Diese Zugehörigkeit ist für die Zeit schon eingetragen."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization} – {self.umbrella}"


@tracked("program", "organization", "state", "valid_from", "valid_to")
class ProgramParticipation(Record):
    """Dated participation in a programme; how many take part is always counted at a date (D-19)."""

    program = models.ForeignKey(
        Program, verbose_name=_("Programm"), on_delete=models.PROTECT, related_name="participations"
    )
    organization = models.ForeignKey(
        Organization, verbose_name=_("Organisation"), on_delete=models.PROTECT, related_name="participations"
    )
    state = models.CharField(_("Stand"), max_length=12, choices=ParticipationState)
    valid_from = period_start()
    valid_to = period_end()
    certificate_no = models.CharField(_("Nummer der Urkunde"), max_length=60, blank=True)
    certified_until = models.DateField(_("Zertifiziert bis"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("Programmteilnahme")
        verbose_name_plural = _("Programmteilnahmen")
        ordering = ["program", "organization", "-valid_from", "pk"]
        constraints = [
            period_check("participation_dates_ordered"),
            ExclusionConstraint(
                name="participation_one_state_at_a_time",
                expressions=[
                    ("program", RangeOperators.EQUAL),
                    ("organization", RangeOperators.EQUAL),
                    (DateRange(), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Für diese Zeit gibt es schon einen Eintrag zu dem Programm."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization} – {self.program}"
