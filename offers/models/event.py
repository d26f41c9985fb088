"""Conferences, what came out of them, practice examples and pictures."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.model_fields import ordered_check
from kit.models import Record
from kit.pictures import PictureField
from offers.enums import ConsentBasis, ProgramItemKind
from offers.models.campaign import CampaignEdition
from offers.models.offer import Offer
from partners.models import ActionField, ContactPoint, Organization, PersonConsent


class EventProgramItem(Record):
    """Programmpunkt of a conference; speakers by function, by name only with consent."""

    retention_class = "contact_left"

    offer = models.ForeignKey(Offer, verbose_name=_("Angebot"), on_delete=models.CASCADE, related_name="program_items")
    kind = models.CharField(_("Art"), max_length=10, choices=ProgramItemKind)
    starts_at = models.DateTimeField(_("Beginn"))
    ends_at = models.DateTimeField(_("Ende"), null=True, blank=True)
    title = models.CharField(_("Titel"), max_length=200)
    room_text = models.CharField(_("Raum"), max_length=120, blank=True)
    speaker_function = models.CharField(_("Funktion"), max_length=240, blank=True)
    speaker_organization = models.ForeignKey(
        Organization, verbose_name=_("Organisation"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    speaker_name = models.CharField(_("Name"), max_length=120, blank=True)
    speaker_consent = models.ForeignKey(
        PersonConsent, verbose_name=_("Einwilligung"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    capacity = models.PositiveSmallIntegerField(_("Plätze"), null=True, blank=True)

    class Meta:
        verbose_name = _("Programmpunkt")
        verbose_name_plural = _("Programmpunkte")
        ordering = ["offer", "starts_at", "pk"]
        constraints = [
            ordered_check("starts_at", "ends_at", "program_item_times_ordered"),
            models.CheckConstraint(
                condition=Q(speaker_name="") | Q(speaker_consent__isnull=False),
                name="program_item_name_needs_consent",
                violation_error_message=_("Ein Name braucht eine Einwilligung der Person."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class EventResult(Record):
    """What was worked out: challenge, approach, field of action, next task."""

    offer = models.ForeignKey(Offer, verbose_name=_("Angebot"), on_delete=models.CASCADE, related_name="results")
    challenge = models.TextField(_("Herausforderung"))
    approach = models.TextField(_("Ansatz"))
    action_field = models.ForeignKey(
        ActionField, verbose_name=_("Handlungsfeld"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    action_field_text = models.CharField(_("Handlungsfeld in Worten"), max_length=160, blank=True)
    task = models.CharField(_("Nächster Schritt"), max_length=240, blank=True)

    class Meta:
        verbose_name = _("Ergebnis")
        verbose_name_plural = _("Ergebnisse")
        ordering = ["offer", "pk"]

    def __str__(self) -> str:
        return self.challenge[:80]


class PracticeExample(Record):
    """Praxisbeispiel: context, approach, result, and whom to ask."""

    title = models.CharField(_("Titel"), max_length=160)
    slug = models.SlugField(_("Kurzadresse"), max_length=120, unique=True)
    organization = models.ForeignKey(
        Organization, verbose_name=_("Organisation"), on_delete=models.PROTECT, related_name="practice_examples"
    )
    context = models.TextField(_("Ausgangslage"))
    approach = models.TextField(_("Vorgehen"))
    result = models.TextField(_("Ergebnis"))
    transferability = models.TextField(_("Übertragbarkeit"), blank=True)
    contact_point = models.ForeignKey(
        ContactPoint,
        verbose_name=_("Ansprechstelle"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    offer = models.ForeignKey(
        Offer,
        verbose_name=_("Angebot"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="practice_examples",
    )
    is_public = models.BooleanField(_("Öffentlich"), default=False)

    class Meta:
        verbose_name = _("Praxisbeispiel")
        verbose_name_plural = _("Praxisbeispiele")
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title


class MediaAsset(Record):
    """A picture with alt text, credit, licence and the basis for showing it (L-16)."""

    title = models.CharField(_("Titel"), max_length=160)
    file = PictureField("Datei", upload_to="bilder/")
    alt = models.CharField(_("Beschreibung in Worten"), max_length=240)
    credit = models.CharField(_("Bildnachweis"), max_length=160)
    licence = models.CharField(_("Lizenz"), max_length=120, blank=True)
    consent_basis = models.CharField(
        _("Grundlage"), max_length=10, choices=ConsentBasis, default=ConsentBasis.NO_PEOPLE
    )
    consent = models.ForeignKey(
        PersonConsent, verbose_name=_("Einwilligung"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    expires_on = models.DateField(_("Zeigen bis"), null=True, blank=True)
    offer = models.ForeignKey(
        Offer, verbose_name=_("Angebot"), null=True, blank=True, on_delete=models.PROTECT, related_name="media"
    )
    edition = models.ForeignKey(
        CampaignEdition,
        verbose_name=_("Aktionsjahr"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="media",
    )
    organization = models.ForeignKey(
        Organization,
        verbose_name=_("Organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="media",
    )

    class Meta:
        verbose_name = _("Medium")
        verbose_name_plural = _("Medien")
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(consent_basis=ConsentBasis.CONSENT) | Q(consent__isnull=False),
                name="media_consent_recorded",
                violation_error_message=_("Bitte wählen Sie die Einwilligung aus."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if not (self.offer_id or self.edition_id or self.organization_id):
            raise ValidationError(
                _("Bitte geben Sie an, wozu das Bild gehört: Angebot, Aktionsjahr oder Organisation.")
            )
