"""Contacts by function; a person's name only with a recorded consent (D-17, I-06)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from kit.model_fields import ordered_check
from kit.models import Record
from partners.enums import ConsentChannel, Visibility
from partners.models.catalog import Language, Topic
from partners.models.organization import END_BEFORE_START, Organization
from partners.querysets import ContactPointQuerySet


class PersonConsent(Record):
    """Consent of a person to be named in public (domain 7.3): what for, which text, when, how, and until when."""

    retention_class = "contact_left"

    organization = models.ForeignKey(
        Organization, verbose_name="Verantwortliche Organisation", on_delete=models.PROTECT, related_name="consents"
    )
    purpose = models.CharField("Zweck", max_length=200)
    text_version = models.CharField("Fassung des Textes", max_length=40)
    given_on = models.DateField("Erteilt am")
    channel = models.CharField("Weg", max_length=10, choices=ConsentChannel)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="Erfasst durch",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    withdrawn_on = models.DateField("Widerrufen am", null=True, blank=True)

    class Meta:
        verbose_name = "Einwilligung"
        verbose_name_plural = "Einwilligungen"
        ordering = ["-given_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_on=None) | Q(withdrawn_on__gte=F("given_on")),
                name="consent_withdrawn_after_given",
                violation_error_message="Der Widerruf liegt vor der Einwilligung.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} ({self.given_on:%d.%m.%Y})"


class ContactPoint(Record):
    """A role contact (Funktionskontakt): function first, the person's name is optional."""

    retention_class = "contact_left"

    organization = models.ForeignKey(
        Organization, verbose_name="Organisation", on_delete=models.PROTECT, related_name="contact_points"
    )
    function = models.CharField("Funktion", max_length=120, help_text="Zum Beispiel Koordination oder Anmeldung.")
    topics = models.ManyToManyField(Topic, verbose_name="Themen", blank=True, related_name="+")
    phone = models.CharField("Telefon", max_length=20, blank=True, help_text="International, zum Beispiel +4930…")
    phone_display = models.CharField("Telefon, wie es gezeigt wird", max_length=40, blank=True)
    email = models.EmailField("E-Mail", blank=True, help_text="Bitte keine Angaben zu einzelnen Familien mailen.")
    office_hours = models.CharField("Sprechzeiten", max_length=200, blank=True)
    languages = models.ManyToManyField(Language, verbose_name="Sprachen", blank=True, related_name="+")
    person_name = models.CharField(
        "Name der Person", max_length=120, blank=True, help_text="Freiwillig; öffentlich nur mit Einwilligung."
    )
    person_consent = models.ForeignKey(
        PersonConsent,
        verbose_name="Einwilligung",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="contact_points",
    )
    visibility = models.CharField("Sichtbar für", max_length=10, choices=Visibility, default=Visibility.PUBLIC)
    is_protected = models.BooleanField("Adresse nicht veröffentlichen", default=False)
    position = models.PositiveSmallIntegerField("Reihenfolge", default=100)
    valid_from = models.DateField("von", null=True, blank=True)
    valid_to = models.DateField("bis", null=True, blank=True)
    successor_note = models.CharField("Nachfolge", max_length=200, blank=True)

    objects = ContactPointQuerySet.as_manager()

    class Meta:
        verbose_name = "Funktionskontakt"
        verbose_name_plural = "Funktionskontakte"
        ordering = ["organization", "position", "pk"]
        constraints = [
            ordered_check("valid_from", "valid_to", "contact_dates_ordered", END_BEFORE_START),
            models.CheckConstraint(
                condition=Q(person_name="") | ~Q(visibility=Visibility.PUBLIC) | Q(person_consent__isnull=False),
                name="contact_public_name_needs_consent",
                violation_error_message="Ein öffentlicher Name braucht eine Einwilligung der Person.",
            ),
            models.CheckConstraint(
                condition=~Q(phone="") | ~Q(email="") | ~Q(office_hours=""),
                name="contact_reachable",
                violation_error_message="Bitte geben Sie Telefon, E-Mail oder Sprechzeiten an.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.function}, {self.organization}"
