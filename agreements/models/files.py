"""Files: bytes by their checksum, and what they are for. Nothing lies where a web server could serve it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from agreements.enums import AttachmentKind
from agreements.models import locking
from agreements.models.agreement import Agreement
from agreements.models.version import AgreementVersion


class StoredFile(models.Model):
    """Checked bytes, once per checksum, in the database: one backup, one transaction, no web root. Never changed."""

    sha256 = models.CharField("Prüfsumme", max_length=64, unique=True)
    size = models.PositiveIntegerField("Größe in Bytes")
    content_type = models.CharField("Dateityp", max_length=100)
    content = models.BinaryField("Inhalt")
    stored_at = models.DateTimeField("gespeichert am", auto_now_add=True)

    class Meta:
        verbose_name = "Gespeicherte Datei"
        verbose_name_plural = "Gespeicherte Dateien"
        ordering = ["pk"]
        triggers = [locking.only_added()]
        constraints = [
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="storedfile_checksum"),
        ]

    def __str__(self) -> str:
        return f"{self.content_type}, {self.size} Bytes"


class Attachment(models.Model):
    """A file of an agreement. Annexes belong to a version and its hash (``Annex``); scans, letters, minutes do not."""

    uuid = models.UUIDField("Kennung", default=uuid.uuid4, unique=True, editable=False)
    agreement = models.ForeignKey(
        Agreement, verbose_name="Vereinbarung", on_delete=models.CASCADE, related_name="attachments"
    )
    kind = models.CharField("Art", max_length=8, choices=AttachmentKind)
    title = models.CharField("Bezeichnung", max_length=160)
    file_name = models.CharField("Dateiname", max_length=120)
    file = models.ForeignKey(StoredFile, verbose_name="Datei", on_delete=models.PROTECT, related_name="attachments")
    is_internal = models.BooleanField("nur für das Zentrum", default=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="hochgeladen von", null=True, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField("hochgeladen am", auto_now_add=True)

    class Meta:
        verbose_name = "Datei einer Vereinbarung"
        verbose_name_plural = "Dateien von Vereinbarungen"
        ordering = ["agreement", "uploaded_at", "pk"]
        triggers = [locking.only_added()]

    def __str__(self) -> str:
        return self.title


class Annex(models.Model):
    """That an attachment is annex number ``position`` of a version."""

    version = models.ForeignKey(
        AgreementVersion, verbose_name="Fassung", on_delete=models.CASCADE, related_name="annexes"
    )
    attachment = models.ForeignKey(Attachment, verbose_name="Datei", on_delete=models.PROTECT, related_name="annexes")
    position = models.PositiveSmallIntegerField("Nummer", default=1)

    class Meta:
        verbose_name = "Anlage"
        verbose_name_plural = "Anlagen"
        ordering = ["version", "position", "pk"]
        triggers = [locking.part_of_version()]
        constraints = [models.UniqueConstraint(fields=["version", "attachment"], name="annex_once")]

    def __str__(self) -> str:
        return f"Anlage {self.position}"


class VersionPdf(models.Model):
    """The one sealed PDF of a locked version, made once and kept. ``fingerprint`` names the certificate of the seal."""

    version = models.OneToOneField(
        AgreementVersion, verbose_name="Fassung", on_delete=models.CASCADE, related_name="pdf"
    )
    file = models.ForeignKey(StoredFile, verbose_name="Datei", on_delete=models.PROTECT, related_name="+")
    fingerprint = models.CharField("Siegel", max_length=64)
    made_at = models.DateTimeField("erstellt am", auto_now_add=True)

    class Meta:
        verbose_name = "PDF einer Fassung"
        verbose_name_plural = "PDFs von Fassungen"
        ordering = ["version", "pk"]
        triggers = [locking.only_added()]

    def __str__(self) -> str:
        return str(self.version)
