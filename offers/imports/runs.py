"""The run of each row: number, places, prices, and its dates, either listed or made from a rule.

A row means the run with its course number; without number the offer's latest run that is not over. A changed number
of a run that has one is a new run: the next half-year.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from kit.imports.cells import quoted_value
from kit.imports.columns import CLEARED
from kit.imports.compare import Field, save_planned, take_over
from kit.imports.results import Change, Row
from offers.enums import RunState
from offers.imports.columns import RUN_KEYS
from offers.imports.sessions import ImportedSessions, ImportedTimetable
from offers.models import FeeOption, Offer, OfferRun
from partners.models import Room

OVER = frozenset({RunState.CANCELLED, RunState.COMPLETED, RunState.REPORTED})
FEES = (("fee", "Regulär", "Kosten regulär", 1), ("fee_reduced", "Ermäßigt", "Kosten ermäßigt", 2))


@dataclass(slots=True, eq=False)
class RunPlan:
    """A run to create or correct, with its prices and dates."""

    run: OfferRun
    columns: set[str] = field(default_factory=set)
    fees: list[tuple[FeeOption, set[str]]] = field(default_factory=list)
    fees_removed: list[FeeOption] = field(default_factory=list)
    timetable: ImportedTimetable | None = None


class Runs:
    """Plans and writes runs for one import, a batch at a time."""

    def __init__(self, by: Any) -> None:
        self.by = by
        self.dates = ImportedSessions(by)
        self.fields = (
            Field("course_number", "course_number", "Kursnummer"),
            Field("minimum_places", "minimum_places", "Mindestzahl"),
            Field("maximum_places", "maximum_places", "Höchstzahl"),
        )
        self._runs: dict[int, list[OfferRun]] = {}
        self._fees: dict[int, list[FeeOption]] = {}

    def load(self, rows: Sequence[Row], offers: Sequence[Offer]) -> None:
        """Read runs, prices, rules and dates of these offers."""
        self._runs, self._fees = {}, {}
        pks = [offer.pk for offer in offers] if any(row.has(*RUN_KEYS) for row in rows) else []
        runs = list(OfferRun.objects.filter(offer__in=pks).select_related("room").order_by("-pk")) if pks else []
        for run in runs:
            self._runs.setdefault(run.offer_id, []).append(run)
        for fee in FeeOption.objects.filter(run__in=runs) if runs else ():
            self._fees.setdefault(fee.run_id, []).append(fee)
        self.dates.load([row.plan.offer.lead_id for row in rows if row.plan], runs)

    def plan(self, row: Row, offer: Offer, room: Room | None) -> RunPlan | None:
        """The run of a row, with changes noted on it; ``None`` when the row says nothing about one."""
        if not row.has(*RUN_KEYS):
            return None
        run = self._find(row, offer)
        is_new = run is None
        run = run or OfferRun(offer=offer, created_by=self.by, updated_by=self.by)
        planned = RunPlan(run)
        changes, planned.columns = take_over(run, row, self.fields)
        if row.values.get("room") is CLEARED or room:
            self._room(run, room, planned, changes)
        if (run.maximum_places or 0) < run.places_taken and run.maximum_places is not None:
            row.refuse(
                "Höchstzahl", _("Es sind schon %(places_taken)s Plätze vergeben.") % {"places_taken": run.places_taken}
            )
        if run.maximum_places is not None and (run.minimum_places or 0) > run.maximum_places:
            row.refuse("Mindestzahl", _("Die Mindestzahl ist größer als die Höchstzahl."))
        self._plan_fees(row, planned, changes)
        planned.timetable = self.dates.plan(row, offer, run, changes)
        if is_new:
            row.changes.append(Change("Durchführung", "–", run.course_number or "neu"))
        else:
            row.changes += changes
        return planned

    def _find(self, row: Row, offer: Offer) -> OfferRun | None:
        runs = self._runs.get(offer.pk, []) if offer.pk else []
        number = row.values.get("course_number")
        if number:
            same = next((run for run in runs if run.course_number == number), None)
            return same or next((run for run in runs if not run.course_number and run.state not in OVER), None)
        return next((run for run in runs if run.state not in OVER), None)

    def _room(self, run: OfferRun, room: Room | None, planned: RunPlan, changes: list[Change]) -> None:
        if run.room_id == (room.pk if room else None):
            return
        changes.append(Change("Raum", quoted_value(run.room and run.room.name), quoted_value(room and room.name)))
        run.room = room
        planned.columns.add("room_id")

    def _plan_fees(self, row: Row, planned: RunPlan, changes: list[Change]) -> None:
        known = {fee.label: fee for fee in self._fees.get(planned.run.pk, [])} if planned.run.pk else {}
        for key, label, title, order in FEES:
            if key not in row.values:
                continue
            fee, amount = known.get(label), row.values[key]
            if amount is CLEARED:
                if fee:
                    planned.fees_removed.append(fee)
                    changes.append(Change(title, quoted_value(fee.amount), "–"))
                continue
            if fee and fee.amount == amount:
                continue
            changes.append(Change(title, quoted_value(fee.amount if fee else None), quoted_value(Decimal(amount))))
            fee = fee or FeeOption(run=planned.run, label=label, order=order, created_by=self.by, updated_by=self.by)
            fee.amount = amount
            planned.fees.append((fee, {"amount"}))

    def write(self, plans: Sequence[RunPlan], created: list[Any]) -> None:
        """Save planned runs, prices and dates; adds what it created to ``created``."""
        created += save_planned([(one.run, one.columns) for one in plans], self.by, parents=["offer"])
        fees = [entry for planned in plans for entry in planned.fees]
        created += save_planned(fees, self.by, parents=["run"])
        removed = [fee.pk for planned in plans for fee in planned.fees_removed]
        if removed:
            FeeOption.objects.filter(pk__in=removed).delete()
        self.dates.write([planned.timetable for planned in plans if planned.timetable], created)
