"""Contacts by function; a person's name only with a recorded consent (D-17, I-06)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kit.model_fields import period_check, period_end, period_start
from kit.models import Record
from partners.enums import ConsentChannel, Visibility
from partners.models.catalog import Language, Topic
from partners.models.organization import Organization
from partners.querysets import ContactPointQuerySet


class PersonConsent(Record):
    """Consent of a person to be named in public (domain 7.3): what for, which text, when, how, and until when."""

    retention_class = "contact_left"

    organization = models.ForeignKey(
        Organization, verbose_name=_("Verantwortliche Organisation"), on_delete=models.PROTECT, related_name="consents"
    )
    purpose = models.CharField(_("Zweck"), max_length=200)
    text_version = models.CharField(_("Fassung des Textes"), max_length=40)
    given_on = models.DateField(_("Erteilt am"))
    channel = models.CharField(_("Weg"), max_length=10, choices=ConsentChannel)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Erfasst durch"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    withdrawn_on = models.DateField(_("Widerrufen am"), null=True, blank=True)

    class Meta:
        verbose_name = _("Einwilligung")
        verbose_name_plural = _("Einwilligungen")
        ordering = ["-given_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_on=None) | Q(withdrawn_on__gte=F("given_on")),
                name="consent_withdrawn_after_given",
                violation_error_message=_("Der Widerruf liegt vor der Einwilligung."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} ({self.given_on:%d.%m.%Y})"


class ContactPoint(Record):
    """A role contact (Funktionskontakt): function first, the person's name is optional."""

    retention_class = "contact_left"

    organization = models.ForeignKey(
        Organization, verbose_name=_("Organisation"), on_delete=models.PROTECT, related_name="contact_points"
    )
    function = models.CharField(_("Funktion"), max_length=120, help_text=_("Zum Beispiel Koordination oder Anmeldung."))
    topics = models.ManyToManyField(Topic, verbose_name=_("Themen"), blank=True, related_name="+")
    phone = models.CharField(_("Telefon"), max_length=20, blank=True, help_text=_("International, zum Beispiel +4930…"))
    phone_display = models.CharField(_("Telefon, wie es gezeigt wird"), max_length=40, blank=True)
    email = models.EmailField(_("E-Mail"), blank=True, help_text=_("Bitte keine Angaben zu einzelnen Familien mailen."))
    office_hours = models.CharField(_("Sprechzeiten"), max_length=200, blank=True)
    languages = models.ManyToManyField(Language, verbose_name=_("Sprachen"), blank=True, related_name="+")
    person_name = models.CharField(
        _("Name der Person"), max_length=120, blank=True, help_text=_("Freiwillig; öffentlich nur mit Einwilligung.")
    )
    person_consent = models.ForeignKey(
        PersonConsent,
        verbose_name=_("Einwilligung"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="contact_points",
    )
    visibility = models.CharField(_("Sichtbar für"), max_length=10, choices=Visibility, default=Visibility.PUBLIC)
    is_protected = models.BooleanField(_("Adresse nicht veröffentlichen"), default=False)
    position = models.PositiveSmallIntegerField(_("Reihenfolge"), default=100)
    valid_from = period_start()
    valid_to = period_end()
    successor_note = models.CharField(_("Nachfolge"), max_length=200, blank=True)

    objects = ContactPointQuerySet.as_manager()

    class Meta:
        verbose_name = _("Funktionskontakt")
        verbose_name_plural = _("Funktionskontakte")
        ordering = ["organization", "position", "pk"]
        constraints = [
            period_check("contact_dates_ordered"),
            models.CheckConstraint(
                condition=Q(person_name="") | ~Q(visibility=Visibility.PUBLIC) | Q(person_consent__isnull=False),
                name="contact_public_name_needs_consent",
                violation_error_message=_("Ein öffentlicher Name braucht eine Einwilligung der Person."),
            ),
            models.CheckConstraint(
                condition=~Q(phone="") | ~Q(email="") | ~Q(office_hours=""),
                name="contact_reachable",
                violation_error_message=_("Bitte geben Sie Telefon, E-Mail oder Sprechzeiten an."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.function}, {self.organization}"
