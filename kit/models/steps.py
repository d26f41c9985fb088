"""The abstract row that keeps one change of state, and the one way to write it."""

from typing import Any, Protocol

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kit.workflow import Step


def state_before(states: type[models.TextChoices], max_length: int = 12) -> models.CharField:
    """The state a record came from; empty for its very first step."""
    return models.CharField(_("von"), max_length=max_length, choices=states, blank=True)


def state_after(states: type[models.TextChoices], max_length: int = 12) -> models.CharField:
    """The state a record went to."""
    return models.CharField(_("nach"), max_length=max_length, choices=states)


class StepRow(models.Model):
    """One change of state: who, when, from, to, why (I-28). ``by`` is empty for the system.

    A table of steps adds the key of its record (``related_name="steps"``) and the two states, ``before`` by
    ``state_before`` and ``after`` by ``state_after``, because every record has states of its own.
    """

    verb = models.CharField(_("Schritt"), max_length=20)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("durch"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("am"), auto_now_add=True)
    note = models.TextField(_("Grund"), blank=True)

    class Meta:
        abstract = True
        verbose_name = _("Schritt")
        verbose_name_plural = _("Schritte")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        row: Any = self
        return f"{row.get_before_display()} → {row.get_after_display()}"


class HasSteps(Protocol):
    """A record with a state, the person who changed it last, and a table of steps."""

    state: Any
    updated_by: Any
    steps: Any

    def save(self, *, update_fields: list[str]) -> None: ...


def save_step(record: HasSteps, step: Step, *, by: Any, note: str = "", columns: tuple[str, ...] = ()) -> None:
    """Move ``record`` along ``step``, save it, and keep the step as a row, in the caller's transaction.

    ``record`` was read under a row lock and ``step`` comes from its workflow table for the state it has now.
    ``columns`` are what the caller changed besides the state; they are written in the same statement.
    """
    before, record.state, record.updated_by = record.state, step.target, by
    record.save(update_fields=["state", *columns, "updated_by", "updated_at"])
    record.steps.create(verb=step.verb, before=before, after=step.target, by=by, note=note.strip())
