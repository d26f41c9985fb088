"""The daily move: the state column follows what the dates say (domain 3.7.2, the rows of the system).

``in_force(day)`` is the truth (I-14); this only writes it down, with a step for each change. It may run as often as
anybody likes: whatever is due is looked for first, read again under the row lock, and moved in a transaction of its
own, so that one agreement which cannot be moved holds up no other.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.actions.signing import take_effect
from agreements.actions.steps import latest_version, lock_agreement, step_agreement, step_version
from agreements.calendar import renewal_days, term_end
from agreements.calendar.months import plus_months
from agreements.enums import AgreementState as S
from agreements.enums import TermKind
from agreements.life import notices
from agreements.models import Agreement, AgreementVersion, Termination
from agreements.workflow import BEFORE_SIGNED, OVER

log = structlog.get_logger("familynet.agreements")
ARCHIVE_AFTER_MONTHS = 12
"""So long an agreement that is over stays among the others; then it is put away (domain 3.7.2 names no number)."""
NEWS_FOR = timedelta(days=14)
"""An end that lies further back (an old agreement entered today) is no news: nobody gets a letter about it."""
BEGUN = (S.IN_FORCE, S.NOTICE_GIVEN)
FINISHED = tuple(state for state in OVER if state != S.ARCHIVED)


class SomeNotMoved(Exception):
    """Some agreements could not be moved; the others were. The log names them, the next run tries again."""


def advance_agreements(day: date | None = None) -> int:
    """Move every agreement for which ``day`` (today) changes something; how many moved.

    Raises ``SomeNotMoved`` at the end when some failed.
    """
    day = day or timezone.localdate()
    moved = failed = 0
    for pk in list(agreements_to_advance(day).order_by("pk").values_list("pk", flat=True)):
        try:
            moved += advance_agreement(Agreement(pk=pk), day)
        except Exception:  # noqa: BLE001 - one broken agreement must not hold up the others
            failed += 1
            log.error("agreement not moved", agreement=pk, exc_info=True)
    if failed:
        raise SomeNotMoved(_("%(failed)s nicht bewegt, %(moved)s bewegt") % {"failed": failed, "moved": moved})
    return moved


def agreements_to_advance(day: date) -> QuerySet[Agreement]:
    """Agreements whose state may have to change on ``day``; one statement, however many agreements there are."""
    governing = AgreementVersion.objects.governing_on(day).filter(agreement=OuterRef("pk"))
    rows = Agreement.objects.with_in_force(day).annotate(
        last=Max(TruncDate("steps__at"), filter=Q(steps__after=F("state")))
    )
    return rows.filter(
        Q(Exists(governing), state=S.SIGNED)
        | Q(state__in=BEGUN, is_in_force=False)
        | Q(state=S.IN_FORCE) & Exists(governing.filter(term_kind=TermKind.RENEWING, ends_on__lt=day))
        | Q(state=S.EXPIRED, is_in_force=True)
        | Q(state__in=FINISHED, last__lte=plus_months(day, -ARCHIVE_AFTER_MONTHS))
    )


@transaction.atomic
def advance_agreement(agreement: Agreement, day: date | None = None) -> bool:
    """Move one agreement as far as ``day`` (today) allows; whether anything changed. Rereads it under its lock."""
    day = day or timezone.localdate()
    held = lock_agreement(agreement)
    before = held.state
    version = held.versions.governing_on(day).first()
    if held.state == S.SIGNED and version is not None:
        take_effect(held, version, day)
    renewed = False
    if held.state in BEGUN:
        if not _in_force(held, day):
            _finish(held, version, day)
        elif held.state == S.IN_FORCE:
            renewed = _log_renewals(held, version, day)
    elif held.state == S.EXPIRED and _in_force(held, day):
        step_agreement(held, verb="revive", by=None, version=version, note=_("Ein Nachtrag gilt jetzt."))
    if held.state in FINISHED and _may_be_archived(held, day):
        _archive(held)
    return renewed or held.state != before


def _in_force(held: Agreement, day: date) -> bool:
    return Agreement.objects.in_force(day).filter(pk=held.pk).exists()


def _finish(held: Agreement, version: AgreementVersion | None, day: date) -> None:
    """What ended first is what is said: taken over by the successor, ended by notice, or run out."""
    first = min(_ends(held, version, day), default=None)
    if first is None:
        return
    since, _rank, verb, note = first
    if verb == "expire" and held.state == S.NOTICE_GIVEN:
        verb, note = "end", _("Die Laufzeit war vorher zu Ende.")
    step_agreement(held, verb=verb, by=None, version=version, note=note)
    if verb != "supersede" and since > day - NEWS_FOR:
        notices.send_end_letters(held, last_day=since - timedelta(days=1))


def _ends(held: Agreement, version: AgreementVersion | None, day: date) -> Iterator[tuple[date, int, str, str]]:
    """First day without it, rank among ends of the same day, step, note."""
    for successor in AgreementVersion.objects.binding_on(day).filter(agreement__replaces=held.pk):
        last_signed = successor.signatures.counting().filter(party__must_sign=True).aggregate(last=Max("signed_on"))
        since = max(successor.effective_from or day, last_signed["last"] or day)
        yield since, 0, "supersede", f"durch {successor.agreement.reference}"
    notice = Termination.objects.filter(agreement=held.pk, withdrawn_at=None, effective_on__lt=day).first()
    if notice is not None and held.state == S.NOTICE_GIVEN:
        yield notice.effective_on + timedelta(days=1), 1, "end", str(notice)
    end = term_end(version.term) if version and version.term else None
    if end is not None and end < day:
        yield end + timedelta(days=1), 2, "expire", _("Letzter Tag war der %(end)s.") % {"end": f"{end:%d.%m.%Y}"}


def _log_renewals(held: Agreement, version: AgreementVersion | None, day: date) -> bool:
    """A step for each period that has begun since the agreed end; one that has its step gets no second one."""
    if version is None or version.term is None or version.term_kind != TermKind.RENEWING:
        return False
    logged = set(held.steps.filter(verb="renew", version=version).values_list("note", flat=True))
    since = min(version.effective_from or day, day)
    notes = [
        _("verlängert bis %(new)s") % {"new": f"{new:%d.%m.%Y}"}
        for _old, new in renewal_days(version.term, day, since=since)
    ]
    missing = [note for note in notes if note not in logged]
    for note in missing:
        step_agreement(held, verb="renew", by=None, version=version, note=note)
    return bool(missing)


def _may_be_archived(held: Agreement, day: date) -> bool:
    """A year after it was over, and no signed text that begins later waits for its day."""
    last = held.steps.filter(after=held.state).aggregate(last=Max(TruncDate("at")))["last"]
    if last is None or last > plus_months(day, -ARCHIVE_AFTER_MONTHS):
        return False
    return held.state != S.EXPIRED or not held.versions.signed_on(day).filter(effective_from__gt=day).exists()


def _archive(held: Agreement) -> None:
    """Put it away; a text that was still worked on is given up, so nothing can happen to it any more."""
    version = latest_version(held) if held.versions.filter(closed_at=None).exists() else None
    if version is not None and version.stage in BEFORE_SIGNED:
        closing: dict[str, Any] = {} if version.is_locked else {"closed_at": timezone.now()}
        step_version(held, version, verb="abandon", by=None, note=_("Die Vereinbarung ist archiviert."), **closing)
    step_agreement(held, verb="archive", by=None)
