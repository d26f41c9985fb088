"""A run of an offer: a course with places, prices and people who lead it."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kit.history import tracked
from kit.model_fields import ordered_check
from kit.models import Record, StepRow, state_after, state_before
from offers.enums import FeePer, InstructorRole, MaterialPayee, RunState
from offers.models.instructor import Instructor
from offers.models.offer import Offer
from offers.querysets import RunQuerySet
from partners.models import FundingAward, Location, Organization, Room

NOT_NEGATIVE = [MinValueValidator(Decimal(0))]


class ProgramPeriod(Record):
    """A half-year or other programme period; periods are rows, not code (trap 12)."""

    name = models.CharField(_("Bezeichnung"), max_length=80, unique=True)
    starts_on = models.DateField(_("von"))
    ends_on = models.DateField(_("bis"))

    class Meta:
        verbose_name = _("Programmzeitraum")
        verbose_name_plural = _("Programmzeiträume")
        ordering = ["-starts_on", "pk"]
        constraints = [ordered_check("starts_on", "ends_on", "period_dates_ordered")]

    def __str__(self) -> str:
        return self.name


class CancellationPolicy(Record):
    """Stornobedingungen of one organisation; a copy goes into each registration later (domain 3.3)."""

    organization = models.ForeignKey(
        Organization, verbose_name=_("Organisation"), on_delete=models.PROTECT, related_name="cancellation_policies"
    )
    name = models.CharField(_("Bezeichnung"), max_length=80)
    free_until_days_before = models.PositiveSmallIntegerField(_("Kostenlos bis … Tage vorher"), default=7)
    fee_after = models.DecimalField(
        _("Danach fällig in Prozent"), max_digits=5, decimal_places=2, default=100, validators=NOT_NEGATIVE
    )
    admin_fee = models.DecimalField(
        _("Bearbeitung in Euro"), max_digits=6, decimal_places=2, default=0, validators=NOT_NEGATIVE
    )
    transferable_to_other_person = models.BooleanField(_("Platz ist übertragbar"), default=True)
    text_version = models.CharField(_("Fassung des Textes"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("Stornobedingung")
        verbose_name_plural = _("Stornobedingungen")
        ordering = ["organization", "name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(fee_after__range=(0, 100), admin_fee__gte=0),
                name="policy_fees_possible",
                violation_error_message=_("Bitte geben Sie 0 bis 100 Prozent und keinen negativen Betrag an."),
            )
        ]

    def __str__(self) -> str:
        return self.name


@tracked(
    "offer", "course_number", "state", "minimum_places", "maximum_places", "waiting_list_limit", "room", "location"
)
class OfferRun(Record):
    """Durchführung. ``state`` changes through ``offers.actions.step_run`` only.

    ``places_taken`` and ``childcare_taken`` are counters guarded by a check: the guarantee against overbooking
    (architecture 6.2, I-09). ``lead`` mirrors the offer's lead by trigger so that course numbers are unique per lead.
    """

    offer = models.ForeignKey(Offer, verbose_name=_("Angebot"), on_delete=models.PROTECT, related_name="runs")
    lead = models.ForeignKey(
        Organization,
        verbose_name=_("Veranstalter"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    course_number = models.CharField(_("Kursnummer"), max_length=30, blank=True)
    name = models.CharField(
        _("Bezeichnung"), max_length=120, blank=True, help_text=_("Zum Beispiel: Herbst, Gruppe 2.")
    )
    program_period = models.ForeignKey(
        ProgramPeriod,
        verbose_name=_("Programmzeitraum"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="runs",
    )
    location = models.ForeignKey(
        Location,
        verbose_name=_("Ort"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="runs",
        help_text=_("Nur wenn anders als beim Angebot."),
    )
    room = models.ForeignKey(
        Room, verbose_name=_("Raum"), null=True, blank=True, on_delete=models.PROTECT, related_name="runs"
    )
    location_text = models.CharField(_("Ort in Worten"), max_length=200, blank=True)
    online_url = models.URLField(
        _("Adresse des Online-Treffens"), blank=True, help_text=_("Sehen nur Angemeldete, nie öffentlich.")
    )
    instructors = models.ManyToManyField(
        Instructor, verbose_name=_("Kursleitung"), through="RunInstructor", related_name="runs", blank=True
    )
    minimum_places = models.PositiveSmallIntegerField(_("Mindestzahl"), null=True, blank=True)
    maximum_places = models.PositiveSmallIntegerField(
        _("Höchstzahl"), null=True, blank=True, help_text=_("Leer: ohne Begrenzung.")
    )
    waiting_list_limit = models.PositiveSmallIntegerField(_("Plätze auf der Warteliste"), null=True, blank=True)
    places_taken = models.PositiveIntegerField(_("Belegte Plätze"), default=0, editable=False)
    waiting_count = models.PositiveIntegerField(_("Auf der Warteliste"), default=0, editable=False)
    childcare_places = models.PositiveSmallIntegerField(_("Betreuungsplätze"), default=0)
    childcare_taken = models.PositiveIntegerField(_("Belegte Betreuungsplätze"), default=0, editable=False)
    childcare_age_from = models.PositiveSmallIntegerField(_("Betreuung ab (Monate)"), null=True, blank=True)
    childcare_age_to = models.PositiveSmallIntegerField(_("Betreuung bis (Monate)"), null=True, blank=True)
    registration_opens_at = models.DateTimeField(_("Anmeldung ab"), null=True, blank=True)
    registration_closes_at = models.DateTimeField(_("Anmeldung bis"), null=True, blank=True)
    go_decision_due_on = models.DateField(_("Entscheidung bis"), null=True, blank=True)
    cancellation_policy = models.ForeignKey(
        CancellationPolicy,
        verbose_name=_("Stornobedingung"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="runs",
    )
    material_cost = models.DecimalField(
        _("Materialkosten in Euro"), max_digits=8, decimal_places=2, default=0, validators=NOT_NEGATIVE
    )
    material_payee = models.CharField(
        _("Material zahlen"), max_length=12, choices=MaterialPayee, default=MaterialPayee.INCLUDED
    )
    funding_awards = models.ManyToManyField(FundingAward, verbose_name=_("Förderung"), blank=True, related_name="runs")
    alert = models.CharField(_("Aktueller Hinweis"), max_length=200, blank=True)
    state = models.CharField(_("Status"), max_length=12, choices=RunState, default=RunState.PLANNED, editable=False)

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = _("Durchführung")
        verbose_name_plural = _("Durchführungen")
        ordering = ["offer", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minimum_places=None) | Q(maximum_places=None) | Q(minimum_places__lte=F("maximum_places")),
                name="run_places_ordered",
                violation_error_message=_("Die Mindestzahl ist größer als die Höchstzahl."),
            ),
            models.CheckConstraint(
                condition=Q(maximum_places=None, places_taken__gte=0)
                | Q(places_taken__gte=0, places_taken__lte=F("maximum_places")),
                name="run_not_overbooked",
                violation_error_message=_("Es sind schon mehr Plätze vergeben, als die Höchstzahl zulässt."),
            ),
            models.CheckConstraint(
                condition=Q(childcare_taken__gte=0, childcare_taken__lte=F("childcare_places")),
                name="run_childcare_not_overbooked",
                violation_error_message=_("Es sind schon mehr Betreuungsplätze vergeben, als es gibt."),
            ),
            models.CheckConstraint(
                condition=Q(childcare_age_from=None)
                | Q(childcare_age_to=None)
                | Q(childcare_age_from__lte=F("childcare_age_to")),
                name="run_childcare_ages_ordered",
                violation_error_message=_("Das Alter „bis“ liegt unter dem Alter „von“."),
            ),
            ordered_check("registration_opens_at", "registration_closes_at", "run_registration_ordered"),
            models.CheckConstraint(
                condition=Q(material_cost__gte=0),
                name="run_material_cost_not_negative",
                violation_error_message=_("Materialkosten können nicht negativ sein."),
            ),
            models.UniqueConstraint(
                fields=["lead", "course_number"],
                condition=~Q(course_number=""),
                name="run_course_number_once_per_lead",
                violation_error_message=_("Diese Kursnummer hat der Veranstalter schon vergeben."),
            ),
        ]

    def __str__(self) -> str:
        return " · ".join(part for part in (self.offer.title, self.name, self.course_number) if part)

    @property
    def places_free(self) -> int | None:
        """Free places now; ``None`` when the number is not limited."""
        return None if self.maximum_places is None else max(0, self.maximum_places - self.places_taken)

    @property
    def is_full(self) -> bool:
        """Ausgebucht: computed, never stored (domain 3.7.4)."""
        return self.places_free == 0


class RunInstructor(models.Model):
    """Who leads a run, in which role."""

    run = models.ForeignKey(OfferRun, verbose_name=_("Durchführung"), on_delete=models.CASCADE, related_name="team")
    instructor = models.ForeignKey(
        Instructor, verbose_name=_("Kursleitung"), on_delete=models.PROTECT, related_name="assignments"
    )
    role = models.CharField(_("Rolle"), max_length=10, choices=InstructorRole, default=InstructorRole.LEAD)

    class Meta:
        verbose_name = _("Kursleitung der Durchführung")
        verbose_name_plural = _("Kursleitung der Durchführung")
        ordering = ["run", "role", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "instructor"],
                name="run_instructor_once",
                violation_error_message=_("Diese Person leitet die Durchführung schon."),
            )
        ]

    def __str__(self) -> str:
        return str(self.instructor)


class FeeOption(Record):
    """Gebührenart: amount per unit; 0 is „kostenfrei“, which is not the same as unknown."""

    run = models.ForeignKey(OfferRun, verbose_name=_("Durchführung"), on_delete=models.CASCADE, related_name="fees")
    label = models.CharField(_("Bezeichnung"), max_length=60, default="Regulär")
    amount = models.DecimalField(_("Betrag in Euro"), max_digits=8, decimal_places=2, validators=NOT_NEGATIVE)
    per = models.CharField(_("je"), max_length=8, choices=FeePer, default=FeePer.PERSON)
    proof_required = models.CharField(_("Nachweis"), max_length=160, blank=True)
    bookable_with_voucher = models.BooleanField(_("Mit Gutschein (Bildung und Teilhabe)"), default=False)
    order = models.PositiveSmallIntegerField(_("Reihenfolge"), default=1)

    class Meta:
        verbose_name = _("Gebührenart")
        verbose_name_plural = _("Gebührenarten")
        ordering = ["run", "order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="fee_not_negative",
                violation_error_message=_("Ein Betrag kann nicht negativ sein."),
            ),
            models.UniqueConstraint(
                fields=["run", "label"],
                name="fee_label_once_per_run",
                violation_error_message=_("Diese Gebührenart gibt es schon."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.amount} €"


class RunStep(StepRow):
    """One change of state of a run: who, when, from, to, why (I-28)."""

    run = models.ForeignKey(OfferRun, verbose_name=_("Durchführung"), on_delete=models.CASCADE, related_name="steps")
    before = state_before(RunState)
    after = state_after(RunState)
