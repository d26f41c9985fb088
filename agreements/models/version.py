"""A version of an agreement: its term and, once locked, its frozen content."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from agreements.calendar import Term
from agreements.enums import (
    AgreementState,
    CoursesAfterEnd,
    DataProtectionRole,
    FormRequired,
    NoticeTo,
    PartyRole,
    TermKind,
)
from agreements.models import locking
from agreements.models.signing import Signature
from kit.history import tracked
from kit.model_fields import END_BEFORE_START, ordered_check
from kit.models import Record
from partners.models import Organization

STAGES = (
    AgreementState.DRAFT,
    AgreementState.IN_NEGOTIATION,
    AgreementState.FINAL_TEXT,
    AgreementState.PARTIALLY_SIGNED,
    AgreementState.SIGNED,
    AgreementState.ABANDONED,
)


class VersionQuerySet(models.QuerySet["AgreementVersion"]):
    def signed_on(self, day: date) -> Self:
        """Locked, and every party that must sign has signed this version by ``day``."""
        required = AgreementParty.objects.filter(version=OuterRef("pk"), must_sign=True)
        signed = Signature.objects.counting().filter(
            version=OuterRef("version"),
            party=OuterRef("pk"),
            signed_on__lte=day,
            content_hash=OuterRef("version__content_hash"),
        )
        return self.filter(
            Exists(required), ~Exists(required.filter(~Exists(signed))), locked_at__isnull=False
        ).exclude(stage=AgreementState.ABANDONED)

    def binding_on(self, day: date) -> Self:
        """Signed by ``day`` and begun by ``day``; of several the one with the highest number counts."""
        return self.signed_on(day).filter(effective_from__lte=day)

    def governing_on(self, day: date) -> Self:
        """The binding version that counts on ``day``, at most one per agreement; its term may be over."""
        later = self.model.objects.binding_on(day).filter(
            agreement=OuterRef("agreement"), number__gt=OuterRef("number")
        )
        return self.binding_on(day).filter(~Exists(later))

    def within_term(self, day: date) -> Self:
        """The term as written contains ``day``. A renewing one goes on until somebody gives notice."""
        return self.filter(Q(term_kind__in=[TermKind.OPEN_ENDED, TermKind.RENEWING]) | Q(ends_on__gte=day))

    def open(self) -> Self:
        """Still edited."""
        return self.filter(locked_at=None, closed_at=None)


@tracked(
    "stage",
    "effective_from",
    "term_kind",
    "ends_on",
    "renewal_months",
    "notice_months",
    "notice_to",
    "form_required",
    "review_months",
    "meetings_per_year",
    "courses_after_end",
    "open_to_accession",
    "dp_role",
    "has_protection_concept",
    "insofa_contact",
    "certificate_required_for",
)
class AgreementVersion(Record):
    """Fassung. One is worked on, locked ones stay as they were signed (I-15).

    ``stage`` is how far this version has come; that of the first one is the agreement's state until it is signed, an
    amendment (``amends``) goes the same way while the agreement is in force. ``closed_at`` marks a version that was put
    aside for the next one before it was locked. ``content`` is the canonical text of everything in it at the moment of
    locking (``agreements.text.canonical``), ``content_hash`` its SHA-256, ``seal`` the centre's signature over that.
    ``edition`` counts the changes of the term fields, for two people who edit them at once.
    """

    agreement = models.ForeignKey(
        "agreements.Agreement", verbose_name=_("Vereinbarung"), on_delete=models.CASCADE, related_name="versions"
    )
    number = models.PositiveSmallIntegerField(_("Fassung"), default=1)
    amends = models.ForeignKey(
        "self", verbose_name=_("ändert"), null=True, blank=True, on_delete=models.PROTECT, related_name="amendments"
    )
    change_note = models.CharField(_("Was sich ändert"), max_length=300, blank=True)
    stage = models.CharField(
        _("Stand"), max_length=20, choices=AgreementState, default=AgreementState.DRAFT, editable=False
    )
    effective_from = models.DateField(_("gilt ab"), null=True, blank=True)
    term_kind = models.CharField(_("Laufzeit"), max_length=12, choices=TermKind, default=TermKind.OPEN_ENDED)
    ends_on = models.DateField(_("gilt bis"), null=True, blank=True)
    renewal_months = models.PositiveSmallIntegerField(_("Verlängerung in Monaten"), null=True, blank=True)
    notice_months = models.PositiveSmallIntegerField(_("Kündigungsfrist in Monaten"), default=3)
    notice_to = models.CharField(_("Kündbar zum"), max_length=10, choices=NoticeTo, default=NoticeTo.HALF_YEAR)
    form_required = models.CharField(
        _("Form"), max_length=16, choices=FormRequired, default=FormRequired.AGREED_WRITTEN
    )
    review_months = models.PositiveSmallIntegerField(_("Auswertung alle … Monate"), null=True, blank=True, default=12)
    meetings_per_year = models.PositiveSmallIntegerField(_("Treffen im Jahr"), null=True, blank=True)
    courses_after_end = models.CharField(
        _("Laufende Kurse"), max_length=8, choices=CoursesAfterEnd, default=CoursesAfterEnd.FINISH
    )
    open_to_accession = models.BooleanField(_("Weitere können beitreten"), default=False)
    dp_role = models.CharField(_("Rollen im Datenschutz"), max_length=10, choices=DataProtectionRole, blank=True)
    dp_agreement = models.ForeignKey(
        "agreements.Agreement",
        verbose_name=_("Vereinbarung zum Datenschutz"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    has_protection_concept = models.BooleanField(_("Schutzkonzept liegt vor"), null=True, blank=True)
    insofa_contact = models.CharField(
        _("Insoweit erfahrene Fachkraft"), max_length=160, blank=True, help_text=_("Stelle und Funktion, kein Name.")
    )
    certificate_required_for = models.CharField(_("Führungszeugnis nötig für"), max_length=240, blank=True)
    edition = models.PositiveIntegerField(_("Änderungszähler"), default=1, editable=False)
    locked_at = models.DateTimeField(_("gesperrt am"), null=True, blank=True, editable=False)
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("gesperrt von"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    closed_at = models.DateTimeField(_("beiseitegelegt am"), null=True, blank=True, editable=False)
    content = models.TextField(_("Inhalt"), blank=True, editable=False)
    content_hash = models.CharField(_("Prüfsumme"), max_length=64, blank=True, editable=False)
    seal = models.TextField(_("Siegel der Prüfsumme"), blank=True, editable=False)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Fassung")
        verbose_name_plural = _("Fassungen")
        ordering = ["agreement", "number", "pk"]
        triggers = [locking.version_keeps()]
        indexes = [
            models.Index(fields=["content_hash"], name="version_by_hash", condition=~Q(content_hash="")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "number"],
                name="version_number_once",
                violation_error_message=_("Diese Fassung gibt es schon."),
            ),
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(locked_at=None, closed_at=None),
                name="version_one_open",
                violation_error_message=_("An dieser Vereinbarung wird schon eine Fassung bearbeitet."),
            ),
            models.CheckConstraint(
                condition=Q(locked_at=None, content="", content_hash="")
                | (Q(locked_at__isnull=False) & ~Q(content="") & Q(content_hash__regex=r"^[0-9a-f]{64}$")),
                name="version_locked_has_content",
                violation_error_message=_("Eine gesperrte Fassung braucht ihren Inhalt und seine Prüfsumme."),
            ),
            models.CheckConstraint(
                condition=Q(stage__in=STAGES)
                & (
                    Q(
                        locked_at=None,
                        stage__in=[AgreementState.DRAFT, AgreementState.IN_NEGOTIATION, AgreementState.ABANDONED],
                    )
                    | Q(locked_at__isnull=False, closed_at=None, stage__in=STAGES[2:])
                ),
                name="version_stage_fits_lock",
                violation_error_message=_("Abgestimmt ist ein Text erst, wenn er gesperrt ist."),
            ),
            models.CheckConstraint(
                condition=~Q(amends=F("id")),
                name="version_amends_another",
                violation_error_message=_("Ein Nachtrag ändert eine frühere Fassung."),
            ),
            ordered_check("effective_from", "ends_on", "version_dates_ordered", END_BEFORE_START),
            models.CheckConstraint(
                condition=Q(term_kind=TermKind.OPEN_ENDED, ends_on=None)
                | (Q(locked_at=None) & ~Q(term_kind=TermKind.OPEN_ENDED))
                | (~Q(term_kind=TermKind.OPEN_ENDED) & Q(ends_on__isnull=False)),
                name="version_end_fits_term",
                violation_error_message=_("Unbefristet heißt ohne Ende; befristet braucht eines."),
            ),
            models.CheckConstraint(
                condition=Q(locked_at=None)
                | ~Q(term_kind=TermKind.RENEWING)
                | Q(renewal_months__isnull=False, renewal_months__gte=1),
                name="version_renewal_has_length",
                violation_error_message=_("Bitte sagen Sie, um wie viele Monate sich die Laufzeit verlängert."),
            ),
            models.CheckConstraint(
                condition=Q(locked_at=None) | Q(effective_from__isnull=False),
                name="version_locked_has_start",
                violation_error_message=_("Bitte sagen Sie, ab wann die Vereinbarung gilt."),
            ),
            models.CheckConstraint(
                condition=Q(notice_months__lte=120)
                & (Q(renewal_months=None) | Q(renewal_months__lte=600))
                & (Q(review_months=None) | Q(review_months__range=(1, 120))),
                name="version_numbers_possible",
                violation_error_message=_(
                    "Frist bis 120 Monate, Verlängerung bis 600, Auswertung alle 1 bis 120 Monate."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement.reference}, Fassung {self.number}"

    @property
    def is_locked(self) -> bool:
        return self.locked_at is not None

    @property
    def is_open(self) -> bool:
        """Can still be edited."""
        return self.locked_at is None and self.closed_at is None

    @property
    def short_hash(self) -> str:
        """The beginning of the hash as people read it aloud: ``3f9a 11c0 72be``."""
        return " ".join(self.content_hash[at : at + 4] for at in range(0, 12, 4))

    @property
    def term(self) -> Term | None:
        """The term as a value; ``None`` while its beginning is not known."""
        if self.effective_from is None:
            return None
        return Term(
            self.effective_from, self.term_kind, self.ends_on, self.renewal_months, self.notice_months, self.notice_to
        )


class PartOfVersion(models.Model):
    """Base of everything a version is made of. ``key`` stays the same from version to version.

    ``edition`` is raised by every change; whoever saves says which edition was read, so no change is overwritten
    unseen (T42).
    """

    version_id: int
    key = models.UUIDField(_("Kennung"), editable=False)
    position = models.PositiveSmallIntegerField(_("Reihenfolge"), default=0)
    edition = models.PositiveIntegerField(_("Änderungszähler"), default=1, editable=False)
    updated_at = models.DateTimeField(_("geändert am"), auto_now=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("geändert von"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        abstract = True


@tracked("version", "key", "organization", "facility", "role", "represented_by_function", "must_sign")
class AgreementParty(PartOfVersion):
    """Vertragspartei. ``facility`` is the facility for which an operating body concludes the agreement."""

    version = models.ForeignKey(
        AgreementVersion, verbose_name=_("Fassung"), on_delete=models.CASCADE, related_name="parties"
    )
    organization = models.ForeignKey(
        Organization, verbose_name=_("Organisation"), on_delete=models.PROTECT, related_name="agreement_parties"
    )
    facility = models.ForeignKey(
        Organization,
        verbose_name=_("für die Einrichtung"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="agreement_parties_as_facility",
    )
    role = models.CharField(_("Rolle"), max_length=16, choices=PartyRole, default=PartyRole.PARTNER)
    represented_by_function = models.CharField(
        _("vertreten durch"), max_length=160, blank=True, help_text=_("Funktion, zum Beispiel „Vorstand“.")
    )
    must_sign = models.BooleanField(_("muss unterschreiben"), default=True)

    class Meta:
        verbose_name = _("Vertragspartei")
        verbose_name_plural = _("Vertragsparteien")
        ordering = ["version", "position", "pk"]
        triggers = [locking.part_of_version()]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "organization", "facility"],
                nulls_distinct=False,
                name="party_once_per_version",
                violation_error_message=_("Diese Organisation ist schon Partei."),
            ),
            models.UniqueConstraint(
                fields=["version", "key"],
                name="party_key_once",
                violation_error_message=_("Diese Partei gibt es in der Fassung schon."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.organization)
