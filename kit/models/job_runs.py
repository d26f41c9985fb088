"""What the background worker leaves behind: runs of timed jobs and a sign of life."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class JobRun(models.Model):
    """One run of a timed job; without personal data, kept for 90 days."""

    name = models.CharField(_("Aufgabe"), max_length=60)
    started_at = models.DateTimeField(_("begonnen am"), db_default=models.functions.Now())
    finished_at = models.DateTimeField(_("beendet am"), null=True, blank=True)
    ok = models.BooleanField(_("erfolgreich"), null=True)
    note = models.TextField(_("Bericht"), blank=True)

    class Meta:
        verbose_name = _("Lauf einer Hintergrundaufgabe")
        verbose_name_plural = _("Läufe der Hintergrundaufgaben")
        ordering = ["-started_at", "-pk"]
        indexes = [models.Index(fields=["name", "-started_at"], name="kit_jobrun_latest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True, ok__isnull=True)
                | Q(finished_at__gte=F("started_at"), ok__isnull=False),
                name="kit_jobrun_finished_and_ok_together",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Heartbeat(models.Model):
    """When a process of ours was last alive; one row per kind of process, overwritten."""

    process = models.CharField(_("Dienst"), max_length=30, primary_key=True)
    seen_at = models.DateTimeField(_("zuletzt gesehen am"))

    class Meta:
        verbose_name = _("Lebenszeichen")
        verbose_name_plural = _("Lebenszeichen")

    def __str__(self) -> str:
        return self.process
