"""People who lead courses, and the few facts about credentials the law allows to keep (domain 7.6)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from kit.models import Record
from offers.enums import ContractType, CredentialKind, CredentialResult
from partners.models import Organization, PersonConsent, Topic


class Instructor(Record):
    """Kursleitung. Personal data of one organisation (the controller); shown by name only with consent."""

    retention_class = "instructor"

    organization = models.ForeignKey(
        Organization, verbose_name="Verantwortliche Organisation", on_delete=models.PROTECT, related_name="instructors"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="Konto",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="instructor_profiles",
    )
    label = models.CharField(
        "Bezeichnung", max_length=120, help_text="So erscheint die Person öffentlich, zum Beispiel „Kursleitung Yoga“."
    )
    display_name_public = models.CharField("Öffentlicher Name", max_length=120, blank=True)
    public_name_consent = models.ForeignKey(
        PersonConsent,
        verbose_name="Einwilligung",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="instructors",
    )
    email = models.EmailField("E-Mail", blank=True)
    phone = models.CharField("Telefon", max_length=20, blank=True)
    qualification = models.CharField("Qualifikation", max_length=240, blank=True)
    topics = models.ManyToManyField(Topic, verbose_name="Themen", blank=True, related_name="instructors")
    contract_type = models.CharField("Vertrag", max_length=16, choices=ContractType)
    sgb4_127_consent_on = models.DateField(
        "Zustimmung nach § 127 SGB IV am",
        null=True,
        blank=True,
        help_text="Nur bei Honorarverträgen; die Erklärung bleibt bei den Unterlagen.",
    )
    active = models.BooleanField("Aktiv", default=True)
    last_activity_on = models.DateField("Letzter Einsatz", null=True, blank=True)

    class Meta:
        verbose_name = "Kursleitung"
        verbose_name_plural = "Kursleitungen"
        ordering = ["label", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(display_name_public="") | Q(public_name_consent__isnull=False),
                name="instructor_public_name_needs_consent",
                violation_error_message="Ein öffentlicher Name braucht eine Einwilligung der Person.",
            ),
            models.CheckConstraint(
                condition=Q(sgb4_127_consent_on=None) | Q(contract_type=ContractType.FEE),
                name="instructor_consent_only_for_fee_contracts",
                violation_error_message="Die Zustimmung gibt es nur bei Honorarverträgen.",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class InstructorCredential(Record):
    """Nachweis: that it was seen, when, by which function, with which result. No file, no free text (I-24)."""

    retention_class = "credential"

    instructor = models.ForeignKey(
        Instructor, verbose_name="Kursleitung", on_delete=models.CASCADE, related_name="credentials"
    )
    kind = models.CharField("Art", max_length=16, choices=CredentialKind)
    inspected_on = models.DateField("Eingesehen am")
    inspected_by_function = models.CharField("Eingesehen durch (Funktion)", max_length=80)
    certificate_date = models.DateField("Datum des Nachweises", null=True, blank=True)
    result = models.CharField("Ergebnis", max_length=10, choices=CredentialResult, default=CredentialResult.CLEAR)
    next_due_on = models.DateField("Wieder fällig am", null=True, blank=True)
    erase_by = models.DateField("Zu löschen bis", null=True, blank=True)

    class Meta:
        verbose_name = "Nachweis"
        verbose_name_plural = "Nachweise"
        ordering = ["instructor", "kind", "-inspected_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=CredentialKind.CONDUCT)
                | Q(certificate_date__isnull=False, erase_by__isnull=False, erase_by__gte=F("inspected_on")),
                name="credential_conduct_has_erase_date",
                violation_error_message="Zum Führungszeugnis gehören sein Datum und der Tag der Löschung.",
            ),
            models.CheckConstraint(
                condition=Q(certificate_date=None) | Q(certificate_date__lte=F("inspected_on")),
                name="credential_seen_after_issue",
                violation_error_message="Der Nachweis kann nicht vor seinem Datum eingesehen worden sein.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
