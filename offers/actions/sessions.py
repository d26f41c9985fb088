"""Verbs about sessions: make them from a rule, move, cancel, bring back."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from kit.workflow import StepRefused
from offers import calendar
from offers.enums import BookingStatus, RunState, SessionState
from offers.models import ClosingDay, OfferRun, OfferSession, RoomBooking, SchoolHoliday, SessionRule
from offers.models.session import ROOM_TAKEN

REGION = "TH"


def skipped_periods(lead_id: int, *, school_holidays: bool) -> list[calendar.Period]:
    """Closing days of the lead, and the school holidays when they count."""
    skip = [calendar.Period(day.starts_on, day.ends_on) for day in ClosingDay.objects.filter(organization_id=lead_id)]
    if school_holidays:
        skip += [calendar.Period(h.starts_on, h.ends_on) for h in SchoolHoliday.objects.filter(region=REGION)]
    return skip


def planned_spans(rule: SessionRule, skip: list[calendar.Period] | None = None) -> list[tuple[datetime, datetime]]:
    """Start and end of every session the rule means today, holidays and closing days left out.

    ``skip`` are the periods to leave out when the caller knows them (``skipped_periods``). Raises ``StepRefused``
    when a time does not exist on one of the days (change to summer time).
    """
    if skip is None:
        skip = skipped_periods(rule.run.offer.lead_id, school_holidays=rule.skip_school_holidays)
    plan = calendar.Rule(
        freq=rule.freq,
        interval=rule.interval,
        byday=tuple(rule.byday),
        nth=rule.nth,
        starts_on=rule.starts_on,
        until=rule.until,
        count=rule.count,
        start_time=rule.start_time,
        end_time=rule.end_time,
    )
    chosen = calendar.rule_days(plan, skip=skip, skip_public_holidays=rule.skip_public_holidays, region=REGION)
    try:
        return calendar.rule_spans(plan, chosen)
    except calendar.TimeDoesNotExist as error:
        raise StepRefused(str(error)) from error


@transaction.atomic
def generate_sessions(rule: SessionRule, *, by: User | None) -> list[OfferSession]:
    """Create the sessions of ``rule`` that do not exist yet; returns the new ones.

    Repeating it changes nothing: a session is known by its run and start. Sessions moved away from a planned time
    count as existing. Raises ``StepRefused`` when the room is taken on one of the days (naming the days) or the run
    is over.
    """
    run = OfferRun.objects.select_for_update(of=("self",), no_key=True).get(pk=rule.run_id)
    if run.state in {RunState.CANCELLED, RunState.COMPLETED, RunState.REPORTED}:
        raise StepRefused(_("Diese Durchführung ist beendet."))
    known = set(run.sessions.values_list("starts_at", flat=True))
    known |= {moment for moment in run.sessions.values_list("moved_from", flat=True) if moment is not None}
    room = rule.room or run.room
    wanted = [(start, end) for start, end in planned_spans(rule) if start not in known]
    taken = _taken_days(room.pk, wanted) if room else []
    if taken:
        raise StepRefused(
            _("%(ROOM_TAKEN)s Betroffen: %(taken)s.") % {"ROOM_TAKEN": ROOM_TAKEN, "taken": ", ".join(taken)}
        )
    sessions = [
        OfferSession(
            run=run,
            rule=rule,
            starts_at=start,
            ends_at=end,
            room=room,
            is_demo=run.is_demo,
            created_by=by,
            updated_by=by,
        )
        for start, end in wanted
    ]
    try:
        return OfferSession.objects.bulk_create(sessions)
    except IntegrityError as error:  # somebody booked the room between our look and our insert
        raise StepRefused(ROOM_TAKEN) from error


def _taken_days(room_id: int, wanted: list[tuple[datetime, datetime]]) -> list[str]:
    if not wanted:
        return []
    booked = list(
        RoomBooking.objects.filter(
            room_id=room_id, status=BookingStatus.CONFIRMED, starts_at__lt=wanted[-1][1], ends_at__gt=wanted[0][0]
        ).values_list("starts_at", "ends_at")
    )
    return [
        f"{timezone.localtime(start):%d.%m.%Y}"
        for start, end in wanted
        if any(start < booked_end and end > booked_start for booked_start, booked_end in booked)
    ]


def _locked(session: OfferSession) -> OfferSession:
    return OfferSession.objects.select_for_update(of=("self",), no_key=True).get(pk=session.pk)


@transaction.atomic
def cancel_session(session: OfferSession, *, by: User | None, note: str = "") -> OfferSession:
    """Let one date fall out; its room becomes free, calendars learn it. Raises ``StepRefused`` when it was held."""
    locked = _locked(session)
    if locked.state == SessionState.HELD:
        raise StepRefused(_("Der Termin hat schon stattgefunden."))
    locked.state, locked.updated_by = SessionState.CANCELLED, by
    locked.note_public = note.strip()[:200] or locked.note_public
    locked.sequence = F("sequence") + 1
    locked.save(update_fields=["state", "note_public", "sequence", "updated_by", "updated_at"])
    locked.refresh_from_db(fields=["sequence"])
    return locked


@transaction.atomic
def restore_session(session: OfferSession, *, by: User | None) -> OfferSession:
    """Bring a cancelled date back. Raises ``StepRefused`` when the room has been given away meanwhile."""
    locked = _locked(session)
    if locked.state != SessionState.CANCELLED:
        raise StepRefused(_("Der Termin ist nicht abgesagt."))
    locked.state = SessionState.MOVED if locked.moved_from else SessionState.PLANNED
    return _save_time(locked, by=by)


@transaction.atomic
def move_session(
    session: OfferSession, *, starts_at: datetime, ends_at: datetime, by: User | None, note: str = ""
) -> OfferSession:
    """Give a date another time; the first time stays known as ``moved_from``.

    Raises ``StepRefused`` for a date that was held or whose end is not after its start, or when the room is taken.
    """
    locked = _locked(session)
    if locked.state == SessionState.HELD:
        raise StepRefused(_("Der Termin hat schon stattgefunden."))
    if ends_at <= starts_at:
        raise StepRefused(_("Das Ende liegt vor dem Anfang."))
    locked.moved_from = locked.moved_from or locked.starts_at
    locked.starts_at, locked.ends_at, locked.state = starts_at, ends_at, SessionState.MOVED
    locked.note_public = note.strip()[:200] or locked.note_public
    return _save_time(locked, by=by)


def _save_time(session: OfferSession, *, by: User | None) -> OfferSession:
    session.sequence += 1
    session.updated_by = by
    try:
        with transaction.atomic():
            session.save()
    except IntegrityError as error:
        if "room_never_booked_twice" in str(error):
            raise StepRefused(ROOM_TAKEN) from error
        raise StepRefused(_("Zu dieser Zeit gibt es schon einen Termin.")) from error
    return session
