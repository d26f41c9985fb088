"""A file somebody sent to be taken over, what was found in it, and how far that has come."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class ImportState(models.TextChoices):
    """From upload to the end: first the file is checked, then a person decides, then it is taken over."""

    WAITING = "waiting", "Wartet auf Prüfung"
    CHECKING = "checking", "Wird geprüft"
    CHECKED = "checked", "Geprüft"
    RELEASED = "released", "Wartet auf Übernahme"
    APPLYING = "applying", "Wird übernommen"
    APPLIED = "applied", "Übernommen"
    FAILED = "failed", "Nicht übernommen"


BUSY = (ImportState.WAITING, ImportState.CHECKING, ImportState.RELEASED, ImportState.APPLYING)
AT_WORK = (ImportState.CHECKING, ImportState.APPLYING)


class ImportJob(models.Model):
    """One uploaded file. The bytes stay here and never change, so what was checked is what is taken over.

    Personal data: whatever the file holds. The whole row goes after the period of class ``import_file``; that an
    import took place stays in the access log. ``kind`` and ``source`` are those of the importer.
    """

    retention_class = "import_file"

    uuid = models.UUIDField("Kennung", default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("Art", max_length=20)
    source = models.CharField("Herkunft", max_length=60)
    file_name = models.CharField("Dateiname", max_length=120)
    content = models.BinaryField("Datei")
    state = models.CharField("Stand", max_length=10, choices=ImportState, default=ImportState.WAITING)
    lease_until = models.DateTimeField("in Arbeit bis", null=True, blank=True)
    skip_errors = models.BooleanField("fehlerhafte Zeilen überspringen", default=False)
    rows_total = models.PositiveIntegerField("Zeilen", default=0)
    rows_done = models.PositiveIntegerField("davon erledigt", default=0)
    created = models.PositiveIntegerField("neu", default=0)
    updated = models.PositiveIntegerField("geändert", default=0)
    unchanged = models.PositiveIntegerField("unverändert", default=0)
    refused = models.PositiveIntegerField("abgelehnt", default=0)
    notices = models.TextField("Hinweise", blank=True)
    message = models.TextField("Grund", blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="hochgeladen von", on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField("hochgeladen am", db_default=models.functions.Now())
    finished_at = models.DateTimeField("fertig am", null=True, blank=True)

    class Meta:
        verbose_name = "Import"
        verbose_name_plural = "Importe"
        ordering = ["-uploaded_at", "-pk"]
        indexes = [models.Index(fields=["id"], condition=Q(state__in=BUSY), name="kit_import_waiting")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=AT_WORK, lease_until__isnull=False)
                | (~Q(state__in=AT_WORK) & Q(lease_until__isnull=True)),
                name="kit_import_lease_while_at_work",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.get_state_display()})"

    @property
    def is_busy(self) -> bool:
        """Somebody or something is still at it; the page looks again by itself."""
        return self.state in BUSY

    @property
    def changes_something(self) -> bool:
        return bool(self.created or self.updated)


class ImportLine(models.Model):
    """One row of the file and what becomes of it; kept with its job."""

    job = models.ForeignKey(ImportJob, verbose_name="Import", on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField("Zeile")
    outcome = models.CharField("Ergebnis", max_length=10)
    key = models.CharField("Kennung in der Datei", max_length=80, blank=True)
    title = models.CharField("Bezeichnung", max_length=200, blank=True)

    class Meta:
        verbose_name = "Zeile eines Imports"
        verbose_name_plural = "Zeilen eines Imports"
        ordering = ["number", "pk"]
        indexes = [models.Index(fields=["job", "outcome", "number"], name="kit_importline_by_outcome")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class ImportNote(models.Model):
    """Why a row was refused, what it changes, or a hint about it."""

    class Kind(models.TextChoices):
        PROBLEM = "problem", "Grund"
        CHANGE = "change", "Änderung"
        HINT = "hint", "Hinweis"

    line = models.ForeignKey(ImportLine, verbose_name="Zeile", on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField("Art", max_length=10, choices=Kind)
    column = models.CharField("Spalte", max_length=160, blank=True)
    before = models.CharField("bisher", max_length=200, blank=True)
    text = models.TextField("Text")

    class Meta:
        verbose_name = "Bemerkung zu einer Zeile"
        verbose_name_plural = "Bemerkungen zu Zeilen"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text
