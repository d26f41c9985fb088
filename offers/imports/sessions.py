"""Dates of a run compared with those it has: added, moved within the day, cancelled when the file no longer names them.

What people did stays: a date they cancelled stays cancelled, one they moved stays moved, past dates are left alone.
An unchanged rule leaves its dates alone, too, so that a file can be read again after dates were edited one by one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from kit.imports.cells import as_written
from kit.imports.compare import save_changed, save_planned
from kit.imports.copying import copy_rows
from kit.imports.results import Change, Row
from kit.workflow import StepRefused
from offers import calendar
from offers.actions.sessions import REGION, planned_spans
from offers.enums import Frequency, OfferState, SessionState
from offers.imports.columns import RULE_KEYS
from offers.imports.rhythm import MOST_DATES, Rhythm, Span
from offers.models import ClosingDay, Offer, OfferRun, OfferSession, SchoolHoliday, SessionRule

RULE_COLUMNS = (
    "freq",
    "interval",
    "nth",
    "byday",
    "starts_on",
    "until",
    "count",
    "start_time",
    "end_time",
    "skip_public_holidays",
    "skip_school_holidays",
)


@dataclass(slots=True, eq=False)
class ImportedTimetable:
    """Dates to create and to correct, and the rule behind them."""

    run: OfferRun
    rule: SessionRule | None = None
    rule_columns: set[str] = field(default_factory=set)
    added: list[Span] = field(default_factory=list)
    corrected: list[tuple[OfferSession, set[str]]] = field(default_factory=list)


class ImportedSessions:
    """Plans and writes the dates of one import."""

    def __init__(self, by: Any) -> None:
        self.by = by
        self.now = timezone.now()
        self._school = [calendar.Period(h.starts_on, h.ends_on) for h in SchoolHoliday.objects.filter(region=REGION)]
        self._closed: dict[int, list[calendar.Period]] = {}
        self._rules: dict[int, SessionRule] = {}
        self._sessions: dict[int, list[OfferSession]] = {}

    def load(self, leads: Sequence[int | None], runs: Sequence[OfferRun]) -> None:
        """Read closing days of these organisers, rules and dates of these runs."""
        self._closed, self._rules, self._sessions = {}, {}, {}
        for day in ClosingDay.objects.filter(organization__in={lead for lead in leads if lead}):
            self._closed.setdefault(day.organization_id, []).append(calendar.Period(day.starts_on, day.ends_on))
        for rule in SessionRule.objects.filter(run__in=runs).order_by("-pk") if runs else ():
            self._rules[rule.run_id] = rule
        for session in OfferSession.objects.filter(run__in=runs).order_by("starts_at") if runs else ():
            self._sessions.setdefault(session.run_id, []).append(session)

    def plan(self, row: Row, offer: Offer, run: OfferRun, changes: list[Change]) -> ImportedTimetable | None:
        """What changes in the dates of ``run``; ``None`` when nothing does."""
        listed, ruled = row.has("dates"), row.has(*RULE_KEYS)
        if listed and ruled:
            row.refuse("Termine", _("Bitte entweder einzelne Termine oder eine Reihe (Wochentag, Beginn, Ende …)."))
        if row.refused or not (listed or ruled):
            return None
        timetable = ImportedTimetable(run)
        if listed:
            spans: Sequence[Span] = row.values["dates"]
        else:
            found = self._plan_rule(row, offer, run, timetable, changes)
            if found is None:
                return None
            spans = found
        self._compare(row, offer, timetable, spans, changes)
        return timetable if timetable.rule_columns or timetable.added or timetable.corrected else None

    def _plan_rule(
        self, row: Row, offer: Offer, run: OfferRun, timetable: ImportedTimetable, changes: list[Change]
    ) -> list[Span] | None:
        """The spans a new or changed rule means; ``None`` when it is unchanged or cannot be."""
        wanted = self._wanted(row)
        if wanted is None:
            return None
        rule = self._rules.get(run.pk) if run.pk else None
        if rule is None:
            rule = SessionRule(run=run, created_by=self.by, updated_by=self.by, **wanted)
            timetable.rule_columns = set(RULE_COLUMNS)
        else:
            timetable.rule_columns = {column for column, value in wanted.items() if getattr(rule, column) != value}
            if not timetable.rule_columns:
                return None
            before = str(rule)
            for column, value in wanted.items():
                setattr(rule, column, value)
            changes.append(Change("Terminregel", before, str(rule)))
        timetable.rule = rule
        skip = self._closed.get(offer.lead_id, []) + (self._school if rule.skip_school_holidays else [])
        try:
            spans = planned_spans(rule, skip)
        except StepRefused as refusal:
            row.refuse("Beginn", str(refusal))
            return None
        if not spans:
            row.refuse("Erster Tag", _("Aus diesen Angaben ergibt sich kein einziger Termin."))
            return None
        if len(spans) > MOST_DATES:
            row.refuse(
                "Letzter Tag",
                gettext("Das wären %(count)s Termine; erlaubt sind %(most_dates)s.")
                % {"count": len(spans), "most_dates": MOST_DATES},
            )
            return None
        return spans

    def _wanted(self, row: Row) -> dict[str, Any] | None:
        values = row.values
        start_day: date | None = values.get("starts_on")
        for key, label in (("starts_on", "Erster Tag"), ("start_time", "Beginn"), ("end_time", "Ende")):
            if key not in values:
                row.refuse(label, _("Für eine Reihe von Terminen fehlt diese Angabe."))
        if row.refused or start_day is None:
            return None
        series = any(key in values for key in ("weekdays", "rhythm", "until", "count"))
        rhythm: Rhythm = values.get("rhythm") or Rhythm(Frequency.WEEKLY if series else Frequency.ONCE)
        self._refuse_impossible(row, rhythm, start_day)
        return None if row.refused else self._rule_columns(values, rhythm, start_day)

    def _refuse_impossible(self, row: Row, rhythm: Rhythm, start_day: date) -> None:
        values = row.values
        if values["end_time"] <= values["start_time"]:
            row.refuse("Ende", _("Das Ende liegt nicht nach dem Beginn."))
        if rhythm.freq != Frequency.ONCE and not (values.get("until") or values.get("count")):
            row.refuse("Letzter Tag", _("Bitte geben Sie einen letzten Tag oder eine Anzahl an."))
        if values.get("until") and values["until"] < start_day:
            row.refuse("Letzter Tag", _("Der letzte Tag liegt vor dem ersten."))

    def _rule_columns(self, values: dict[str, Any], rhythm: Rhythm, start_day: date) -> dict[str, Any]:
        once = rhythm.freq == Frequency.ONCE
        return {
            "freq": rhythm.freq,
            "interval": rhythm.interval,
            "nth": rhythm.nth,
            "byday": [] if once else list(values.get("weekdays") or (calendar.CODES[start_day.weekday()],)),
            "starts_on": start_day,
            "until": None if once else values.get("until"),
            "count": None if once else values.get("count"),
            "start_time": values["start_time"],
            "end_time": values["end_time"],
            "skip_public_holidays": values.get("skip_public_holidays", True),
            "skip_school_holidays": values.get("skip_school_holidays", False),
        }

    def _compare(
        self, row: Row, offer: Offer, timetable: ImportedTimetable, spans: Sequence[Span], changes: list[Change]
    ) -> None:
        run = timetable.run
        existing = self._sessions.get(run.pk, []) if run.pk else []
        ends = dict(spans)
        for session in existing:
            end = ends.get(session.starts_at, session.ends_at)
            if session.ends_at != end and session.state == SessionState.PLANNED:
                self._correct(timetable, session, changes, session.starts_at, end, offer, moved=False)
        left = [one for one in existing if one.starts_at not in ends and self._is_open(one)]
        left = self._add_missing(offer, timetable, spans, existing, left, changes)
        if timetable.added and existing:
            changes.append(Change("Termine dazu", "–", _listed([start for start, _ in timetable.added])))
        elif timetable.added:
            changes.append(Change("Termine", "–", f"{len(timetable.added)}"))
        self._cancel(timetable, left, changes)

    def _add_missing(
        self,
        offer: Offer,
        timetable: ImportedTimetable,
        spans: Sequence[Span],
        existing: Sequence[OfferSession],
        left: list[OfferSession],
        changes: list[Change],
    ) -> list[OfferSession]:
        """Add what the run does not have yet; returns those of the dates ``left`` over that stay so.

        A date gone and a new one on the same day is one date at another time, not a cancelled and a new one.
        """
        # What people moved away from its time in the file is that date still: it is not missing.
        known = {session.starts_at for session in existing} | {session.moved_from for session in existing}
        left = list(left)
        for start, end in (span for span in spans if span[0] not in known):
            same_day = next((one for one in left if _day(one.starts_at) == _day(start)), None)
            if same_day is None:
                timetable.added.append((start, end))
                continue
            left.remove(same_day)
            self._correct(timetable, same_day, changes, start, end, offer, moved=True)
        return left

    def _cancel(self, timetable: ImportedTimetable, left: Sequence[OfferSession], changes: list[Change]) -> None:
        """Coming dates the file no longer names."""
        for session in left:
            session.state, session.sequence = SessionState.CANCELLED, session.sequence + 1
            timetable.corrected.append((session, {"state", "sequence"}))
        if left:
            changes.append(Change("Termine entfallen", _listed([one.starts_at for one in left]), "–"))

    def _is_open(self, session: OfferSession) -> bool:
        return session.starts_at > self.now and session.state == SessionState.PLANNED

    def _correct(
        self,
        timetable: ImportedTimetable,
        session: OfferSession,
        changes: list[Change],
        start: Any,
        end: Any,
        offer: Offer,
        *,
        moved: bool,
    ) -> None:
        """Another time on the same day; families who already know the first one are told that it moved."""
        before = f"{_moment(session.starts_at)}-{as_written(timezone.localtime(session.ends_at).time())}"
        columns = {"starts_at", "ends_at", "sequence"}
        if moved and offer.state == OfferState.PUBLISHED:
            session.moved_from, session.state = session.starts_at, SessionState.MOVED
            columns |= {"moved_from", "state"}
        session.starts_at, session.ends_at, session.sequence = start, end, session.sequence + 1
        timetable.corrected.append((session, columns))
        after = f"{_moment(start)}-{as_written(timezone.localtime(end).time())}"
        changes.append(Change("Termin", before, after))

    def write(self, timetables: Sequence[ImportedTimetable], created: list[Any]) -> None:
        """Save planned rules and dates; freed rooms first, so that a new date may use them."""
        rules = [(table.rule, table.rule_columns) for table in timetables if table.rule]
        created += save_planned(rules, self.by, parents=["run"])
        corrected = [entry for table in timetables for entry in table.corrected]
        corrected.sort(key=lambda entry: entry[0].state != SessionState.CANCELLED)
        for _is_held, entries in groupby(corrected, key=lambda entry: entry[0].state != SessionState.CANCELLED):
            save_changed(list(entries), self.by)
        self._add(timetables)

    def _add(self, timetables: Sequence[ImportedTimetable]) -> None:
        by = self.by.pk if self.by else None
        copy_rows(
            OfferSession,
            ("run_id", "rule_id", "room_id", "created_by_id", "updated_by_id", "starts_at", "ends_at"),
            (
                (table.run.pk, table.rule.pk if table.rule else None, table.run.room_id, by, by, start, end)
                for table in timetables
                for start, end in table.added
            ),
        )


def _day(moment: Any) -> date:
    return timezone.localdate(moment)


def _moment(moment: Any) -> str:
    return f"{timezone.localtime(moment):%d.%m.%Y %H:%M}"


def _listed(moments: list[Any]) -> str:
    shown = ", ".join(f"{timezone.localtime(moment):%d.%m.%Y}" for moment in moments[:5])
    return (
        gettext("%(shown)s und %(value)s weitere") % {"shown": shown, "value": len(moments) - 5}
        if len(moments) > 5
        else shown
    )
