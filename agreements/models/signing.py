"""Signatures: records of what was signed elsewhere. Written once (I-14, I-15)."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements.enums import SignatureMethod
from agreements.models import locking
from partners.models import Organization


class SignatureQuerySet(models.QuerySet["Signature"]):
    def counting(self) -> Self:
        """Not voided."""
        return self.filter(void=None)


class Signature(models.Model):
    """Unterschrift of one party under one locked version.

    ``content_hash`` is that of the version; ``seal`` is the centre's signature over the row itself, so that a row
    changed behind our back is found. ``signatory_name`` is for the parties and administration only (domain 5.4).
    ``check_report`` is what was found in an uploaded signed PDF. A mistake is voided (``SignatureVoid``), not mended.
    """

    retention_class = "agreement"

    uuid = models.UUIDField(_("Kennung"), default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(
        "agreements.AgreementVersion", verbose_name=_("Fassung"), on_delete=models.CASCADE, related_name="signatures"
    )
    party = models.ForeignKey(
        "agreements.AgreementParty", verbose_name=_("Partei"), on_delete=models.CASCADE, related_name="signatures"
    )
    content_hash = models.CharField(_("Prüfsumme der Fassung"), max_length=64)
    method = models.CharField(_("Wie"), max_length=10, choices=SignatureMethod)
    signed_on = models.DateField(_("unterschrieben am"))
    place = models.CharField(_("Ort"), max_length=80, blank=True)
    signatory_function = models.CharField(_("Funktion"), max_length=160)
    signatory_name = models.CharField(_("Name"), max_length=160, blank=True)
    document = models.ForeignKey(
        "agreements.Attachment",
        verbose_name=_("Beleg"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="signatures",
    )
    check_report = models.TextField(_("Prüfbericht"), blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("eingetragen von"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    recorded_at = models.DateTimeField(_("eingetragen am"))
    seal = models.TextField(_("Siegel der Zeile"), blank=True)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        verbose_name = _("Unterschrift")
        verbose_name_plural = _("Unterschriften")
        ordering = ["version", "signed_on", "pk"]
        triggers = [locking.only_added(), locking.signature_fits()]
        indexes = [models.Index(fields=["version", "party"], name="signature_by_party")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(method=SignatureMethod.PAPER) | ~Q(place=""), name="signature_on_paper_has_place"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party}, {self.signed_on:%d.%m.%Y}"


class SignatureVoid(models.Model):
    """That a recorded signature does not count, and why. Written once."""

    signature = models.OneToOneField(
        Signature, verbose_name=_("Unterschrift"), on_delete=models.CASCADE, related_name="void"
    )
    reason = models.CharField(_("Grund"), max_length=240)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("von"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("am"), auto_now_add=True)

    class Meta:
        verbose_name = _("Ungültige Unterschrift")
        verbose_name_plural = _("Ungültige Unterschriften")
        ordering = ["at", "pk"]
        triggers = [locking.only_added()]

    def __str__(self) -> str:
        return self.reason


class Accession(models.Model):
    """Beitritt of a further party to an agreement that is open to it; the text stays as it was signed. Written once;
    only the day of leaving is added later.
    """

    retention_class = "agreement"

    uuid = models.UUIDField(_("Kennung"), default=uuid.uuid4, unique=True, editable=False)
    agreement = models.ForeignKey(
        "agreements.Agreement", verbose_name=_("Vereinbarung"), on_delete=models.CASCADE, related_name="accessions"
    )
    organization = models.ForeignKey(
        Organization, verbose_name=_("Organisation"), on_delete=models.PROTECT, related_name="accessions"
    )
    version = models.ForeignKey(
        "agreements.AgreementVersion", verbose_name=_("Fassung"), on_delete=models.CASCADE, related_name="accessions"
    )
    signatory_function = models.CharField(_("Funktion"), max_length=160)
    signatory_name = models.CharField(_("Name"), max_length=160, blank=True)
    signed_on = models.DateField(_("erklärt am"))
    effective_on = models.DateField(_("gilt ab"))
    left_on = models.DateField(_("ausgetreten zum"), null=True, blank=True)
    document = models.ForeignKey(
        "agreements.Attachment",
        verbose_name=_("Beleg"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("eingetragen von"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    recorded_at = models.DateTimeField(_("eingetragen am"), auto_now_add=True)

    class Meta:
        verbose_name = _("Beitritt")
        verbose_name_plural = _("Beitritte")
        ordering = ["agreement", "effective_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "organization"], condition=Q(left_on=None), name="accession_once"
            ),
            models.CheckConstraint(
                condition=Q(effective_on__gte=models.F("signed_on"))
                & (Q(left_on=None) | Q(left_on__gte=models.F("effective_on"))),
                name="accession_dates_ordered",
            ),
        ]
        triggers = [locking.accession_keeps()]

    def __str__(self) -> str:
        return str(self.organization)
