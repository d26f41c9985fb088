"""People who lead courses, and the few facts about credentials the law allows to keep (domain 7.6)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kit.models import Record
from offers.enums import ContractType, CredentialKind, CredentialResult
from partners.models import Organization, PersonConsent, Topic


class Instructor(Record):
    """Kursleitung. Personal data of one organisation (the controller); shown by name only with consent."""

    retention_class = "instructor"

    organization = models.ForeignKey(
        Organization,
        verbose_name=_("Verantwortliche Organisation"),
        on_delete=models.PROTECT,
        related_name="instructors",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Konto"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="instructor_profiles",
    )
    label = models.CharField(
        _("Bezeichnung"),
        max_length=120,
        help_text=_("So erscheint die Person öffentlich, zum Beispiel „Kursleitung Yoga“."),
    )
    display_name_public = models.CharField(_("Öffentlicher Name"), max_length=120, blank=True)
    public_name_consent = models.ForeignKey(
        PersonConsent,
        verbose_name=_("Einwilligung"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="instructors",
    )
    email = models.EmailField(_("E-Mail"), blank=True)
    phone = models.CharField(_("Telefon"), max_length=20, blank=True)
    qualification = models.CharField(_("Qualifikation"), max_length=240, blank=True)
    topics = models.ManyToManyField(Topic, verbose_name=_("Themen"), blank=True, related_name="instructors")
    contract_type = models.CharField(_("Vertrag"), max_length=16, choices=ContractType)
    sgb4_127_consent_on = models.DateField(
        _("Zustimmung nach § 127 SGB IV am"),
        null=True,
        blank=True,
        help_text=_("Nur bei Honorarverträgen; die Erklärung bleibt bei den Unterlagen."),
    )
    active = models.BooleanField(_("Aktiv"), default=True)
    last_activity_on = models.DateField(_("Letzter Einsatz"), null=True, blank=True)

    class Meta:
        verbose_name = _("Kursleitung")
        verbose_name_plural = _("Kursleitungen")
        ordering = ["label", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(display_name_public="") | Q(public_name_consent__isnull=False),
                name="instructor_public_name_needs_consent",
                violation_error_message=_("Ein öffentlicher Name braucht eine Einwilligung der Person."),
            ),
            models.CheckConstraint(
                condition=Q(sgb4_127_consent_on=None) | Q(contract_type=ContractType.FEE),
                name="instructor_consent_only_for_fee_contracts",
                violation_error_message=_("Die Zustimmung gibt es nur bei Honorarverträgen."),
            ),
        ]

    def __str__(self) -> str:
        return self.label


class InstructorCredential(Record):
    """Nachweis: that it was seen, when, by which function, with which result. No file, no free text (I-24)."""

    retention_class = "credential"

    instructor = models.ForeignKey(
        Instructor, verbose_name=_("Kursleitung"), on_delete=models.CASCADE, related_name="credentials"
    )
    kind = models.CharField(_("Art"), max_length=16, choices=CredentialKind)
    inspected_on = models.DateField(_("Eingesehen am"))
    inspected_by_function = models.CharField(_("Eingesehen durch (Funktion)"), max_length=80)
    certificate_date = models.DateField(_("Datum des Nachweises"), null=True, blank=True)
    result = models.CharField(_("Ergebnis"), max_length=10, choices=CredentialResult, default=CredentialResult.CLEAR)
    next_due_on = models.DateField(_("Wieder fällig am"), null=True, blank=True)
    erase_by = models.DateField(_("Zu löschen bis"), null=True, blank=True)

    class Meta:
        verbose_name = _("Nachweis")
        verbose_name_plural = _("Nachweise")
        ordering = ["instructor", "kind", "-inspected_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=CredentialKind.CONDUCT)
                | Q(certificate_date__isnull=False, erase_by__isnull=False, erase_by__gte=F("inspected_on")),
                name="credential_conduct_has_erase_date",
                violation_error_message=_("Zum Führungszeugnis gehören sein Datum und der Tag der Löschung."),
            ),
            models.CheckConstraint(
                condition=Q(certificate_date=None) | Q(certificate_date__lte=F("inspected_on")),
                name="credential_seen_after_issue",
                violation_error_message=_("Der Nachweis kann nicht vor seinem Datum eingesehen worden sein."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
