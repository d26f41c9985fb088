"""Erasing what is due (domain 7.3): rules that name a model, its data class, and the verb that erases.

``familynet.registry.retention_rules`` lists the rules of all apps; kit only knows how to run
them. Running twice erases nothing twice.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone

from kit import audit
from kit.models import DataClass


@dataclass(frozen=True, slots=True)
class Rule:
    """What of ``model`` falls due, and how it goes.

    ``due(limit)`` is the queryset of rows whose period began before the date ``limit``; ``erase(rows)`` removes them or
    what is personal about them, and returns how many. ``data_class`` is the code of a ``DataClass``.
    """

    model: type[Model]
    data_class: str
    due: Callable[[date], QuerySet[Model]]
    erase: Callable[[QuerySet[Model]], int]


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report: this many rows of this class were (or would be) erased, limit included."""

    data_class: DataClass
    model: type[Model]
    limit: date
    count: int

    def __str__(self) -> str:
        kind = self.model._meta.verbose_name_plural
        return f"{self.data_class.name}: {self.count} ({kind}, vor dem {self.limit:%d.%m.%Y})"


def limit_of(data_class: DataClass, today: date) -> date:
    """Periods that began before this day are over."""
    return today - relativedelta(months=data_class.months) - timedelta(days=data_class.days)


def run_retention(rules: Sequence[Rule], *, dry_run: bool = False, today: date | None = None) -> list[Finding]:
    """Erase what is due by ``rules``, each rule in its own transaction; the report. ``dry_run`` only counts.

    Side effects: rows go or lose what is personal; one audit event per rule that erased something. Raises
    ``DataClass.DoesNotExist`` when a rule names a class that is not there.
    """
    today = today or timezone.localdate()
    report = []
    for rule in rules:
        data_class = DataClass.objects.get(code=rule.data_class)
        if data_class.action == DataClass.Action.KEEP:
            continue
        limit = limit_of(data_class, today)
        if dry_run:
            report.append(Finding(data_class, rule.model, limit, rule.due(limit).count()))
            continue
        with transaction.atomic():
            count = rule.erase(rule.due(limit))
            if count:
                kind = str(rule.model._meta.verbose_name_plural)
                audit.record_event(verb="erase", about=kind, detail=f"{count}, {rule.data_class}")
        report.append(Finding(data_class, rule.model, limit, count))
    return report


def delete_rows(rows: QuerySet[Model]) -> int:
    """The plain way to erase: the rows go."""
    return rows.delete()[0]
