"""Cooperation between a centre (or network) and a partner; its steps are kept."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kit.history import tracked
from kit.model_fields import ordered_check
from kit.models import Record, StepRow, state_after, state_before
from partners.enums import (
    Assessment,
    Basis,
    CooperationModel,
    Intensity,
    PartnerRole,
    PartnershipState,
    Scope,
)
from partners.models.catalog import ActionField, Topic
from partners.models.organization import Organization


@tracked("center", "partner", "intensity", "basis", "scope", "model", "state", "start_date", "end_date")
class Partnership(Record):
    """Kooperationsbeziehung (domain 3.2). ``state`` changes through ``partners.actions.step_partnership`` only.

    Willingness, feasibility and the assessment note are for coordination, never public (domain 001-09).
    """

    center = models.ForeignKey(
        Organization, verbose_name=_("Zentrum"), on_delete=models.PROTECT, related_name="partnerships_as_center"
    )
    partner = models.ForeignKey(
        Organization, verbose_name=_("Partner"), on_delete=models.PROTECT, related_name="partnerships_as_partner"
    )
    intensity = models.CharField(_("Intensität"), max_length=12, choices=Intensity, default=Intensity.CONTACT)
    basis = models.CharField(_("Grundlage"), max_length=12, choices=Basis, default=Basis.INFORMAL)
    scope = models.CharField(_("Reichweite"), max_length=16, choices=Scope, default=Scope.LOCAL)
    supraregional_reason = models.TextField(
        _("Begründung"),
        blank=True,
        help_text=_("Nötig, wenn der Partner überregional ist: Warum gibt es keinen vor Ort?"),
    )
    model = models.CharField(_("Kooperationsmodell"), max_length=16, choices=CooperationModel, blank=True)
    topics = models.ManyToManyField(Topic, verbose_name=_("Themen"), blank=True, related_name="partnerships")
    action_fields = models.ManyToManyField(
        ActionField, verbose_name=_("Handlungsfelder"), blank=True, related_name="partnerships"
    )
    role_tags = ArrayField(
        models.CharField(max_length=16, choices=PartnerRole), verbose_name=_("Rollen"), default=list, blank=True
    )
    purpose = models.CharField(_("Zweck"), max_length=240, blank=True)
    start_date = models.DateField(_("seit"), null=True, blank=True)
    end_date = models.DateField(_("bis"), null=True, blank=True)
    willingness = models.CharField(_("Bereitschaft"), max_length=10, choices=Assessment, default=Assessment.UNKNOWN)
    feasibility = models.CharField(_("Machbarkeit"), max_length=10, choices=Assessment, default=Assessment.UNKNOWN)
    assessment_note = models.TextField(
        _("Einschätzung"), blank=True, help_text=_("Nur für die Koordination. Keine Angaben zu Familien.")
    )
    capacity_hours_year = models.DecimalField(
        _("Kapazität in Stunden je Jahr"),
        max_digits=7,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    state = models.CharField(
        _("Status"), max_length=12, choices=PartnershipState, default=PartnershipState.PROSPECT, editable=False
    )
    last_contact_on = models.DateField(_("Letzter Kontakt"), null=True, blank=True)
    next_review_on = models.DateField(_("Nächste Auswertung"), null=True, blank=True)

    class Meta:
        verbose_name = _("Kooperationsbeziehung")
        verbose_name_plural = _("Kooperationsbeziehungen")
        ordering = ["center", "partner", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(center=F("partner")),
                name="partnership_two_organizations",
                violation_error_message=_("Zentrum und Partner müssen verschieden sein."),
            ),
            models.CheckConstraint(
                condition=~Q(scope=Scope.SUPRA_REGIONAL) | ~Q(supraregional_reason=""),
                name="partnership_supraregional_has_reason",
                violation_error_message=_("Bitte begründen Sie, warum der Partner überregional ist."),
            ),
            models.CheckConstraint(
                condition=~Q(basis=Basis.PROJECT) | Q(start_date__isnull=False, end_date__isnull=False),
                name="partnership_project_has_dates",
                violation_error_message=_("Ein Projekt braucht Anfang und Ende."),
            ),
            ordered_check("start_date", "end_date", "partnership_dates_ordered"),
            models.CheckConstraint(
                condition=Q(capacity_hours_year=None) | Q(capacity_hours_year__gte=0),
                name="partnership_capacity_not_negative",
                violation_error_message=_("Die Kapazität kann nicht negativ sein."),
            ),
            models.CheckConstraint(
                condition=~Q(state=PartnershipState.ENDED) | Q(end_date__isnull=False),
                name="partnership_ended_has_date",
                violation_error_message=_("Eine beendete Zusammenarbeit braucht ein Ende."),
            ),
            models.UniqueConstraint(
                fields=["center", "partner"],
                condition=~Q(state__in=[PartnershipState.ENDED, PartnershipState.DECLINED]),
                name="partnership_one_open_per_pair",
                violation_error_message=_("Zwischen diesen beiden gibt es schon eine laufende Beziehung."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.center} – {self.partner}"


class PartnershipStep(StepRow):
    """One change of state: who, when, from, to, why (I-28)."""

    partnership = models.ForeignKey(
        Partnership, verbose_name=_("Kooperationsbeziehung"), on_delete=models.CASCADE, related_name="steps"
    )
    before = state_before(PartnershipState)
    after = state_after(PartnershipState)
