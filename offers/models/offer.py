"""What is offered, independent of a date; who takes part in it; its texts and its steps."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kit.history import tracked
from kit.model_fields import ordered_check, sort_key
from kit.models import Record, StepRow, state_after, state_before
from offers.enums import (
    AgeOf,
    Approval,
    CapacityUnit,
    LegalBasis,
    OfferKind,
    OfferRole,
    OfferState,
    RegistrationMode,
    Supervision,
    TextKind,
)
from offers.models.catalog import AccessMeasure, LifeStage, TargetGroup
from offers.querysets import OfferQuerySet
from partners.models import (
    ActionField,
    ContactPoint,
    Language,
    Location,
    Organization,
    PlanningArea,
    Topic,
)

MAX_AGE_MONTHS = 1500


@tracked(
    "title",
    "slug",
    "kind",
    "lead",
    "location",
    "registration_mode",
    "minimum_age_months",
    "maximum_age_months",
    "state",
    "assured_on",
    "publish_from",
    "publish_until",
)
class Offer(Record):
    """Angebot (domain 3.3). ``state`` changes through ``offers.actions.step_offer`` only.

    The lead is a column, not one of several partner rows: so an offer has exactly one lead by construction (I-10).
    It is controller of registrations and partner of the contract (domain 7.2, 7.5).
    """

    title = models.CharField(_("Titel"), max_length=160)
    title_key = sort_key("title")
    slug = models.SlugField(_("Kurzadresse"), max_length=120, unique=True)
    subtitle = models.CharField(_("Untertitel"), max_length=160, blank=True)
    summary = models.CharField(_("Kurztext"), max_length=200, help_text=_("Ein bis zwei einfache Sätze."))
    description = models.TextField(_("Beschreibung"), blank=True, help_text=_("Markdown ist möglich."))
    kind = models.CharField(_("Angebotsart"), max_length=16, choices=OfferKind)
    lead = models.ForeignKey(
        Organization, verbose_name=_("Veranstalter"), on_delete=models.PROTECT, related_name="led_offers"
    )
    topics = models.ManyToManyField(Topic, verbose_name=_("Themen"), blank=True, related_name="offers")
    action_fields = models.ManyToManyField(
        ActionField, verbose_name=_("Handlungsfelder"), blank=True, related_name="offers"
    )
    target_groups = models.ManyToManyField(
        TargetGroup, verbose_name=_("Zielgruppen"), blank=True, related_name="offers"
    )
    life_stages = models.ManyToManyField(LifeStage, verbose_name=_("Lebenslagen"), blank=True, related_name="offers")
    cross_generational = models.BooleanField(_("Generationenübergreifend"), default=False)
    minimum_age_months = models.PositiveSmallIntegerField(
        _("Alter von (Monate)"), null=True, blank=True, validators=[MaxValueValidator(MAX_AGE_MONTHS)]
    )
    maximum_age_months = models.PositiveSmallIntegerField(
        _("Alter bis (Monate)"), null=True, blank=True, validators=[MaxValueValidator(MAX_AGE_MONTHS)]
    )
    age_of = models.CharField(_("Alter bezieht sich auf"), max_length=8, choices=AgeOf, default=AgeOf.ALL)
    languages = models.ManyToManyField(Language, verbose_name=_("Sprachen vor Ort"), blank=True, related_name="offers")
    interpretation_services = models.CharField(_("Sprachmittlung"), max_length=200, blank=True)
    location = models.ForeignKey(
        Location, verbose_name=_("Ort"), null=True, blank=True, on_delete=models.PROTECT, related_name="offers"
    )
    location_text = models.CharField(
        _("Ort in Worten"), max_length=200, blank=True, help_text=_("Wenn es keinen festen Ort gibt.")
    )
    is_online = models.BooleanField(_("Online"), default=False)
    is_outreach = models.BooleanField(_("Kommt zu den Familien"), default=False)
    areas = models.ManyToManyField(
        PlanningArea,
        verbose_name=_("Gilt in"),
        blank=True,
        related_name="offers",
        help_text=_("Für Angebote ohne festen Ort: Hausbesuche, ganze Stadt."),
    )
    opening_hours = models.CharField(_("Öffnungszeiten"), max_length=240, blank=True)
    contact_point = models.ForeignKey(
        ContactPoint,
        verbose_name=_("Ansprechstelle"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="offers",
    )
    access_measures = models.ManyToManyField(
        AccessMeasure, verbose_name=_("Zugangswege"), blank=True, related_name="offers"
    )
    accessibility_note = models.CharField(
        _("Barrierefreiheit"), max_length=240, blank=True, help_text=_("Gebärdensprache, ruhiger Raum …")
    )
    registration_mode = models.CharField(
        _("Anmeldung"), max_length=10, choices=RegistrationMode, default=RegistrationMode.NONE
    )
    capacity_unit = models.CharField(_("Platzeinheit"), max_length=8, choices=CapacityUnit, default=CapacityUnit.PERSON)
    childcare = models.BooleanField(_("Kinderbetreuung während des Angebots"), default=False)
    cost_note = models.CharField(
        _("Kosten in Worten"), max_length=160, blank=True, help_text=_("Zum Beispiel: Spende willkommen.")
    )
    proof_note = models.CharField(_("Mitzubringen"), max_length=200, blank=True)
    legal_basis = models.CharField(_("Rechtsgrundlage"), max_length=16, choices=LegalBasis, default=LegalBasis.NONE)
    insured_by = models.CharField(_("Versicherung über"), max_length=120, blank=True)
    supervision_duty = models.CharField(_("Aufsicht"), max_length=10, choices=Supervision, default=Supervision.PARENTS)
    participation_note = models.TextField(_("Beteiligung der Zielgruppe"), blank=True)
    alert = models.CharField(_("Aktueller Hinweis"), max_length=200, blank=True)
    publish_from = models.DateField(_("Zeigen ab"), null=True, blank=True)
    publish_until = models.DateField(_("Zeigen bis"), null=True, blank=True)
    assured_on = models.DateField(_("Bestätigt am"), null=True, blank=True)
    assured_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Bestätigt durch"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    state = models.CharField(_("Status"), max_length=12, choices=OfferState, default=OfferState.IDEA, editable=False)
    published_at = models.DateTimeField(_("Veröffentlicht am"), null=True, blank=True, editable=False)
    external_source = models.CharField(_("Herkunft"), max_length=60, blank=True)
    external_id = models.CharField(_("Kennung der Herkunft"), max_length=80, blank=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("Angebot")
        verbose_name_plural = _("Angebote")
        ordering = ["title_key", "pk"]
        indexes = [
            models.Index(fields=["title_key", "id"], name="offer_by_title"),
            GinIndex(OpClass(F("title_key"), name="gin_trgm_ops"), name="offer_title_trgm"),
            models.Index(fields=["state", "title_key", "id"], name="offer_by_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(minimum_age_months=None)
                | Q(maximum_age_months=None)
                | Q(minimum_age_months__lte=F("maximum_age_months")),
                name="offer_ages_ordered",
                violation_error_message=_("Das Alter „bis“ liegt unter dem Alter „von“."),
            ),
            models.CheckConstraint(
                condition=(Q(minimum_age_months=None) | Q(minimum_age_months__range=(0, MAX_AGE_MONTHS)))
                & (Q(maximum_age_months=None) | Q(maximum_age_months__range=(0, MAX_AGE_MONTHS))),
                name="offer_ages_possible",
                violation_error_message=_("Bitte geben Sie das Alter in Monaten an, höchstens 1500."),
            ),
            ordered_check("publish_from", "publish_until", "offer_window_ordered"),
            models.CheckConstraint(
                condition=Q(assured_by=None) | Q(assured_on__isnull=False),
                name="offer_assured_by_has_date",
                violation_error_message=_("Zu der Person gehört der Tag der Bestätigung."),
            ),
            models.CheckConstraint(
                condition=~Q(state=OfferState.PUBLISHED)
                | (~Q(summary="") & Q(contact_point__isnull=False) & Q(published_at__isnull=False)),
                name="offer_published_is_complete",
                violation_error_message=_("Ein veröffentlichtes Angebot braucht Kurztext und Ansprechstelle."),
            ),
            models.UniqueConstraint(
                fields=["external_source", "external_id"],
                condition=~Q(external_id=""),
                name="offer_external_id_once",
                violation_error_message=_("Diese Kennung ist in der Herkunft schon vergeben."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("offers:offer", args=[self.slug])


@tracked("offer", "organization", "role", "approval")
class OfferPartner(Record):
    """An organisation that takes part in an offer beside the lead, and whether it agreed (domain 001-06)."""

    offer = models.ForeignKey(Offer, verbose_name=_("Angebot"), on_delete=models.CASCADE, related_name="partners")
    organization = models.ForeignKey(
        Organization, verbose_name=_("Organisation"), on_delete=models.PROTECT, related_name="offer_roles"
    )
    role = models.CharField(_("Rolle"), max_length=16, choices=OfferRole)
    approval = models.CharField(_("Zustimmung"), max_length=10, choices=Approval, default=Approval.PENDING)
    approval_note = models.CharField(_("Anmerkung"), max_length=240, blank=True)

    class Meta:
        verbose_name = _("Beteiligte Organisation")
        verbose_name_plural = _("Beteiligte Organisationen")
        ordering = ["offer", "role", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["offer", "organization", "role"],
                name="offer_partner_once_per_role",
                violation_error_message=_("Diese Organisation steht mit dieser Rolle schon beim Angebot."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.organization} ({self.get_role_display()})"


class OfferText(Record):
    """The offer in plain language, Leichte Sprache or another language (two different things: trap 20)."""

    offer = models.ForeignKey(Offer, verbose_name=_("Angebot"), on_delete=models.CASCADE, related_name="texts")
    kind = models.CharField(_("Art"), max_length=12, choices=TextKind)
    language = models.ForeignKey(Language, verbose_name=_("Sprache"), on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("Titel"), max_length=160)
    text = models.TextField(_("Text"))
    checked_by = models.CharField(
        _("Geprüft durch"),
        max_length=120,
        blank=True,
        help_text=_("Leichte Sprache nur nach Prüfung durch eine Prüfgruppe."),
    )

    class Meta:
        verbose_name = _("Text in anderer Sprache")
        verbose_name_plural = _("Texte in anderen Sprachen")
        ordering = ["offer", "language", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["offer", "kind", "language"],
                name="offer_text_once",
                violation_error_message=_("Diesen Text gibt es schon."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=TextKind.EASY) | ~Q(checked_by=""),
                name="offer_easy_text_checked",
                violation_error_message=_("Leichte Sprache muss geprüft sein. Bitte nennen Sie die Prüfgruppe."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class OfferStep(StepRow):
    """One change of state: who, when, from, to, why (I-28)."""

    offer = models.ForeignKey(Offer, verbose_name=_("Angebot"), on_delete=models.CASCADE, related_name="steps")
    before = state_before(OfferState)
    after = state_after(OfferState)
