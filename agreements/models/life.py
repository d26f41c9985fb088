"""What happens to an agreement after it was signed: review talks, notice, suspension, reminders."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agreements.enums import ReminderKind, ReviewResult, TerminationKind
from kit.model_fields import END_BEFORE_START, ordered_check
from partners.models import Organization


class Review(models.Model):
    """Auswertungsgespräch with its result; participants by function, no names."""

    uuid = models.UUIDField(_("Kennung"), default=uuid.uuid4, unique=True, editable=False)
    agreement = models.ForeignKey(
        "agreements.Agreement", verbose_name=_("Vereinbarung"), on_delete=models.CASCADE, related_name="reviews"
    )
    held_on = models.DateField(_("geführt am"))
    participants = models.CharField(
        _("Teilnehmende"), max_length=240, blank=True, help_text=_("Funktionen, keine Namen.")
    )
    result = models.CharField(_("Ergebnis"), max_length=10, choices=ReviewResult)
    goals_met = models.TextField(_("Ziele erreicht?"), blank=True)
    minutes = models.TextField(_("Niederschrift"), blank=True)
    follow_up = models.CharField(_("Was folgt"), max_length=240, blank=True)
    follow_up_due = models.DateField(_("bis"), null=True, blank=True)
    follow_up_done_on = models.DateField(_("erledigt am"), null=True, blank=True)
    next_review_on = models.DateField(_("Nächste Auswertung"), null=True, blank=True)
    document = models.ForeignKey(
        "agreements.Attachment",
        verbose_name=_("Datei"),
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
        verbose_name = _("Auswertungsgespräch")
        verbose_name_plural = _("Auswertungsgespräche")
        ordering = ["agreement", "-held_on", "-pk"]
        constraints = [
            ordered_check("held_on", "next_review_on", "review_next_is_later", END_BEFORE_START),
        ]

    def __str__(self) -> str:
        return f"{self.held_on:%d.%m.%Y}: {self.get_result_display()}"


class Termination(models.Model):
    """Kündigung or Aufhebung (I-16). ``effective_on`` is the last day; ``earliest_on`` what the notice rule gave then.

    ``withdrawn_at`` is set when the parties agree that it never was.
    """

    uuid = models.UUIDField(_("Kennung"), default=uuid.uuid4, unique=True, editable=False)
    agreement = models.ForeignKey(
        "agreements.Agreement", verbose_name=_("Vereinbarung"), on_delete=models.CASCADE, related_name="terminations"
    )
    kind = models.CharField(_("Art"), max_length=13, choices=TerminationKind)
    declared_by = models.ForeignKey(
        Organization, verbose_name=_("erklärt von"), on_delete=models.PROTECT, related_name="terminations"
    )
    declared_on = models.DateField(_("erklärt am"))
    received_on = models.DateField(_("zugegangen am"))
    earliest_on = models.DateField(_("frühestens zum"))
    effective_on = models.DateField(_("wirksam zum"))
    reason = models.TextField(_("Grund"), blank=True)
    document = models.ForeignKey(
        "agreements.Attachment",
        verbose_name=_("Schreiben"),
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
    withdrawn_at = models.DateTimeField(_("zurückgenommen am"), null=True, blank=True)

    class Meta:
        verbose_name = _("Kündigung")
        verbose_name_plural = _("Kündigungen")
        ordering = ["agreement", "-received_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(withdrawn_at=None),
                name="termination_one_valid",
                violation_error_message=_("Diese Vereinbarung ist schon gekündigt."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=TerminationKind.ORDINARY) | Q(effective_on__gte=F("earliest_on")),
                name="termination_keeps_notice",
                violation_error_message=_("Mit Frist ist die Kündigung frühestens zum berechneten Tag möglich."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=TerminationKind.EXTRAORDINARY) | ~Q(reason=""),
                name="termination_extraordinary_has_reason",
                violation_error_message=_("Eine Kündigung aus wichtigem Grund braucht den Grund."),
            ),
            ordered_check("declared_on", "received_on", "termination_received_later", END_BEFORE_START),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} zum {self.effective_on:%d.%m.%Y}"


class Suspension(models.Model):
    """Ruhen: the agreement stays in force, its commitments are suspended for a while."""

    agreement = models.ForeignKey(
        "agreements.Agreement", verbose_name=_("Vereinbarung"), on_delete=models.CASCADE, related_name="suspensions"
    )
    starts_on = models.DateField(_("ab"))
    ends_on = models.DateField(_("bis"), null=True, blank=True)
    reason = models.CharField(_("Grund"), max_length=240)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("eingetragen von"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    recorded_at = models.DateTimeField(_("eingetragen am"), auto_now_add=True)

    class Meta:
        verbose_name = _("Ruhen")
        verbose_name_plural = _("Zeiten des Ruhens")
        ordering = ["agreement", "-starts_on", "-pk"]
        constraints = [ordered_check("starts_on", "ends_on", "suspension_dates_ordered", END_BEFORE_START)]

    def __str__(self) -> str:
        return f"ab {self.starts_on:%d.%m.%Y}"


class Reminder(models.Model):
    """That somebody was reminded of a day: each step once, however often the job runs.

    ``days`` is the threshold (180, 90, 30, or 0 when the day has passed and it escalates).
    """

    agreement = models.ForeignKey(
        "agreements.Agreement", verbose_name=_("Vereinbarung"), on_delete=models.CASCADE, related_name="reminders"
    )
    kind = models.CharField(_("Woran"), max_length=8, choices=ReminderKind)
    due_on = models.DateField(_("Tag"))
    days = models.PositiveSmallIntegerField(_("Tage vorher"))
    sent_at = models.DateTimeField(_("erinnert am"), auto_now_add=True)
    letters = models.PositiveSmallIntegerField(_("Briefe"), default=0)

    class Meta:
        verbose_name = _("Erinnerung")
        verbose_name_plural = _("Erinnerungen")
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "kind", "due_on", "days"], name="reminder_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.due_on:%d.%m.%Y}"
