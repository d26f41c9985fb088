"""A file somebody sent to be taken over, what was found in it, and how far that has come."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ImportState(models.TextChoices):
    """From upload to the end: first the file is checked, then a person decides, then it is taken over."""

    WAITING = "waiting", _("Wartet auf Prüfung")
    CHECKING = "checking", _("Wird geprüft")
    CHECKED = "checked", _("Geprüft")
    RELEASED = "released", _("Wartet auf Übernahme")
    APPLYING = "applying", _("Wird übernommen")
    APPLIED = "applied", _("Übernommen")
    FAILED = "failed", _("Nicht übernommen")


BUSY = (ImportState.WAITING, ImportState.CHECKING, ImportState.RELEASED, ImportState.APPLYING)
AT_WORK = (ImportState.CHECKING, ImportState.APPLYING)


class ImportJob(models.Model):
    """One uploaded file. The bytes stay here and never change, so what was checked is what is taken over.

    Personal data: whatever the file holds. The whole row goes after the period of class ``import_file``; that an
    import took place stays in the access log. ``kind`` and ``source`` are those of the importer.
    """

    retention_class = "import_file"

    uuid = models.UUIDField(_("Kennung"), default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("Art"), max_length=20)
    source = models.CharField(_("Herkunft"), max_length=60)
    file_name = models.CharField(_("Dateiname"), max_length=120)
    content = models.BinaryField(_("Datei"))
    state = models.CharField(_("Stand"), max_length=10, choices=ImportState, default=ImportState.WAITING)
    lease_until = models.DateTimeField(_("in Arbeit bis"), null=True, blank=True)
    skip_errors = models.BooleanField(_("fehlerhafte Zeilen überspringen"), default=False)
    rows_total = models.PositiveIntegerField(_("Zeilen"), default=0)
    rows_done = models.PositiveIntegerField(_("davon erledigt"), default=0)
    created = models.PositiveIntegerField(_("neu"), default=0)
    updated = models.PositiveIntegerField(_("geändert"), default=0)
    unchanged = models.PositiveIntegerField(_("unverändert"), default=0)
    refused = models.PositiveIntegerField(_("abgelehnt"), default=0)
    notices = models.TextField(_("Hinweise"), blank=True)
    message = models.TextField(_("Grund"), blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("hochgeladen von"), on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(_("hochgeladen am"), db_default=models.functions.Now())
    finished_at = models.DateTimeField(_("fertig am"), null=True, blank=True)

    class Meta:
        verbose_name = _("Import")
        verbose_name_plural = _("Importe")
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

    job = models.ForeignKey(ImportJob, verbose_name=_("Import"), on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField(_("Zeile"))
    outcome = models.CharField(_("Ergebnis"), max_length=10)
    key = models.CharField(_("Kennung in der Datei"), max_length=80, blank=True)
    title = models.CharField(_("Bezeichnung"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Zeile eines Imports")
        verbose_name_plural = _("Zeilen eines Imports")
        ordering = ["number", "pk"]
        indexes = [models.Index(fields=["job", "outcome", "number"], name="kit_importline_by_outcome")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class ImportNote(models.Model):
    """Why a row was refused, what it changes, or a hint about it."""

    class Kind(models.TextChoices):
        PROBLEM = "problem", _("Grund")
        CHANGE = "change", _("Änderung")
        HINT = "hint", _("Hinweis")

    line = models.ForeignKey(ImportLine, verbose_name=_("Zeile"), on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField(_("Art"), max_length=10, choices=Kind)
    column = models.CharField(_("Spalte"), max_length=160, blank=True)
    before = models.CharField(_("bisher"), max_length=200, blank=True)
    text = models.TextField(_("Text"))

    class Meta:
        verbose_name = _("Bemerkung zu einer Zeile")
        verbose_name_plural = _("Bemerkungen zu Zeilen")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text
