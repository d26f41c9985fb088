"""Files: bytes by their checksum, and what they are for. Nothing lies where a web server could serve it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements.enums import AttachmentKind
from agreements.models import locking
from agreements.models.agreement import Agreement
from agreements.models.version import AgreementVersion


class StoredFile(models.Model):
    """Checked bytes, once per checksum, in the database: one backup, one transaction, no web root. Never changed."""

    sha256 = models.CharField(_("Prüfsumme"), max_length=64, unique=True)
    size = models.PositiveIntegerField(_("Größe in Bytes"))
    content_type = models.CharField(_("Dateityp"), max_length=100)
    content = models.BinaryField(_("Inhalt"))
    stored_at = models.DateTimeField(_("gespeichert am"), auto_now_add=True)

    class Meta:
        verbose_name = _("Gespeicherte Datei")
        verbose_name_plural = _("Gespeicherte Dateien")
        ordering = ["pk"]
        triggers = [locking.only_added()]
        constraints = [
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="storedfile_checksum"),
        ]

    def __str__(self) -> str:
        return f"{self.content_type}, {self.size} Bytes"


class Attachment(models.Model):
    """A file of an agreement. Annexes belong to a version and its hash (``Annex``); scans, letters, minutes do not."""

    uuid = models.UUIDField(_("Kennung"), default=uuid.uuid4, unique=True, editable=False)
    agreement = models.ForeignKey(
        Agreement, verbose_name=_("Vereinbarung"), on_delete=models.CASCADE, related_name="attachments"
    )
    kind = models.CharField(_("Art"), max_length=8, choices=AttachmentKind)
    title = models.CharField(_("Bezeichnung"), max_length=160)
    file_name = models.CharField(_("Dateiname"), max_length=120)
    file = models.ForeignKey(StoredFile, verbose_name=_("Datei"), on_delete=models.PROTECT, related_name="attachments")
    is_internal = models.BooleanField(_("nur für das Zentrum"), default=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("hochgeladen von"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    uploaded_at = models.DateTimeField(_("hochgeladen am"), auto_now_add=True)

    class Meta:
        verbose_name = _("Datei einer Vereinbarung")
        verbose_name_plural = _("Dateien von Vereinbarungen")
        ordering = ["agreement", "uploaded_at", "pk"]
        triggers = [locking.only_added()]

    def __str__(self) -> str:
        return self.title


class Annex(models.Model):
    """That an attachment is annex number ``position`` of a version."""

    version = models.ForeignKey(
        AgreementVersion, verbose_name=_("Fassung"), on_delete=models.CASCADE, related_name="annexes"
    )
    attachment = models.ForeignKey(
        Attachment, verbose_name=_("Datei"), on_delete=models.PROTECT, related_name="annexes"
    )
    position = models.PositiveSmallIntegerField(_("Nummer"), default=1)

    class Meta:
        verbose_name = _("Anlage")
        verbose_name_plural = _("Anlagen")
        ordering = ["version", "position", "pk"]
        triggers = [locking.part_of_version()]
        constraints = [models.UniqueConstraint(fields=["version", "attachment"], name="annex_once")]

    def __str__(self) -> str:
        return f"Anlage {self.position}"


class VersionPdf(models.Model):
    """The one sealed PDF of a locked version, made once and kept. ``fingerprint`` names the certificate of the seal."""

    version = models.OneToOneField(
        AgreementVersion, verbose_name=_("Fassung"), on_delete=models.CASCADE, related_name="pdf"
    )
    file = models.ForeignKey(StoredFile, verbose_name=_("Datei"), on_delete=models.PROTECT, related_name="+")
    fingerprint = models.CharField(_("Siegel"), max_length=64)
    made_at = models.DateTimeField(_("erstellt am"), auto_now_add=True)

    class Meta:
        verbose_name = _("PDF einer Fassung")
        verbose_name_plural = _("PDFs von Fassungen")
        ordering = ["version", "pk"]
        triggers = [locking.only_added()]

    def __str__(self) -> str:
        return str(self.version)
