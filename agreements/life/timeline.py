"""What the page „Verlauf" tells: everything that happened in sentences, and what comes next in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils.timezone import make_aware
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from agreements.calendar import earliest_end, latest_notice_day, notice_deadline, term_end
from agreements.enums import NoticeTo, TermKind
from agreements.models import Agreement, AgreementVersion, Reminder, Signature, Termination
from kit.view_models import TimelineEntry

SENTENCES = {
    "create": _l("{who}: Entwurf angelegt"),
    "negotiate": _l("{who}: Text zur Abstimmung gegeben"),
    "redraft": _l("{who}: Text zurück zum Entwurf genommen, eine neue Fassung begonnen"),
    "lock": _l("{who}: Fassung {number} gesperrt"),
    "reopen": _l("{who}: Text noch einmal geöffnet, Fassung {number} aufgegeben"),
    "complete": _l("Alle haben Fassung {number} unterschrieben"),
    "begin": _l("In Kraft getreten"),
    "renew": _l("Von selbst verlängert"),
    "give_notice": _l("{who}: Kündigung eingetragen"),
    "withdraw": _l("{who}: Kündigung zurückgenommen"),
    "expire": _l("Ausgelaufen"),
    "revive": _l("Gilt wieder"),
    "supersede": _l("Von der Nachfolge abgelöst"),
    "end": _l("Beendet"),
    "abandon": _l("{who}: nicht zustande gekommen (Fassung {number})"),
    "archive": _l("Archiviert"),
    "amend": _l("{who}: Nachtrag begonnen, Fassung {number}"),
}
TOLD_ELSEWHERE = frozenset({"sign"})
"""Signatures stand in the story themselves."""
INTERNAL_REASONS = frozenset({"abandon"})


@dataclass(frozen=True, slots=True)
class TimelineGap:
    """Days between the last day of the old agreement and the first of the new one; below zero they overlap."""

    agreement: Agreement
    old_end: date | None
    new_start: date | None

    @property
    def days(self) -> int | None:
        if self.old_end is None or self.new_start is None:
            return None
        return (self.new_start - self.old_end).days - 1


def timeline_entries(agreement: Agreement, *, sees_internals: bool, sees_names: bool) -> list[TimelineEntry]:
    """Newest first; nine queries at most. Whoever sees no internals reads „the centre" instead of names."""
    entries = [
        *_steps(agreement, sees_internals),
        *_signatures(agreement, sees_names),
        *_life(agreement),
    ]
    if sees_internals:
        entries += _reminders(agreement)
    return sorted(entries, key=lambda entry: entry.when, reverse=True)


def notice_words(version: AgreementVersion | None, termination: Termination | None, day: date) -> str:
    """„Kündbar bis 30.09.2026 zum 31.12.2026": what the notice rule means today. Empty when nothing can be said."""
    term = version.term if version is not None else None
    if term is None or termination is not None:
        return ""
    end, fixed = earliest_end(term, day), term_end(term)
    if fixed is not None and end >= fixed:
        return _("Eine Kündigung mit Frist gibt es nicht mehr; sie endet am {end}.").format(end=_day(fixed))
    deadline = notice_deadline(term, day)
    if deadline is not None:
        words = _("Kündbar bis {until} zum {end}.").format(until=_day(deadline[0]), end=_day(deadline[1]))
        if term.kind == TermKind.RENEWING:
            words += " " + _("Sonst verlängert sie sich um {months} Monate.").format(months=term.renewal_months)
        if end < deadline[1]:
            words += " " + _("Wer heute kündigt, ist am {end} frei.").format(end=_day(end))
        return words
    last = latest_notice_day(term, end)
    if term.notice_to == NoticeTo.ANY_DAY or last is None:
        return _("Jederzeit kündbar; geht die Kündigung heute zu, endet sie am {end}.").format(end=_day(end))
    return _("Kündbar bis {until} zum {end}.").format(until=_day(last), end=_day(end))


def last_day(agreement: Agreement, version: AgreementVersion | None) -> date | None:
    """When it ends, as far as that is settled: by notice, or by its fixed term."""
    termination = agreement.terminations.filter(withdrawn_at=None).first()
    if termination is not None:
        return termination.effective_on
    return term_end(version.term) if version is not None and version.term is not None else None


def gaps_to_successors(agreement: Agreement, end: date | None) -> list[TimelineGap]:
    """Each successor with the days nobody is bound by anything; two queries."""
    successors = list(agreement.successors.exclude(state="abandoned").order_by("created_at"))
    starts: dict[int, date | None] = {}
    rows = AgreementVersion.objects.filter(agreement__in=successors, closed_at=None).exclude(stage="abandoned")
    for pk, start in rows.order_by("-number").values_list("agreement", "effective_from"):
        starts[pk] = start  # the lowest number comes last: its first version begins it
    return [TimelineGap(successor, end, starts.get(successor.pk)) for successor in successors]


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def _steps(agreement: Agreement, sees_internals: bool) -> Iterator[TimelineEntry]:
    for step in agreement.steps.select_related("by", "version").defer("version__content"):
        if step.verb in TOLD_ELSEWHERE:
            continue
        who = (str(step.by) if sees_internals else agreement.center.name) if step.by else _("Familiennetz")
        sentence = str(SENTENCES.get(step.verb, "")) or f"{step.get_before_display()} → {step.get_after_display()}"
        number = step.version.number if step.version else ""
        note = step.note if sees_internals or step.verb not in INTERNAL_REASONS else ""
        yield TimelineEntry(step.at, sentence.format(who=who, number=number).replace(" (Fassung )", ""), note)


def _signatures(agreement: Agreement, sees_names: bool) -> Iterator[TimelineEntry]:
    rows = Signature.objects.filter(version__agreement=agreement).select_related(
        "party__organization", "version", "void"
    )
    for row in rows.defer("version__content", "check_report"):
        name = f" {row.signatory_name}" if sees_names and row.signatory_name else ""
        text = _("{party} hat am {day} Fassung {number} unterschrieben ({how}; {function}{name})").format(
            party=row.party,
            day=_day(row.signed_on),
            number=row.version.number,
            how=row.get_method_display(),
            function=row.signatory_function,
            name=name,
        )
        void = getattr(row, "void", None)
        yield TimelineEntry(row.recorded_at, text, _("Zählt nicht: {}").format(void.reason) if void else "")


def _life(agreement: Agreement) -> Iterator[TimelineEntry]:
    for review in agreement.reviews.all():
        text = _("Auswertungsgespräch am {day}: {result}").format(
            day=_day(review.held_on), result=review.get_result_display()
        )
        yield TimelineEntry(review.recorded_at, text, review.follow_up)
    for row in agreement.suspensions.all():
        until = _("bis {day}").format(day=_day(row.ends_on)) if row.ends_on else _("bis auf Weiteres")
        yield TimelineEntry(
            row.recorded_at, _("Ruht ab {day} {until}").format(day=_day(row.starts_on), until=until), row.reason
        )
    for joined in agreement.accessions.select_related("organization"):
        text = _("{who} tritt bei, gültig ab {day}").format(who=joined.organization, day=_day(joined.effective_on))
        yield TimelineEntry(joined.recorded_at, text)
        if joined.left_on:
            left = make_aware(datetime.combine(joined.left_on, time.max))
            text = _("{who} nimmt bis {day} teil").format(who=joined.organization, day=_day(joined.left_on))
            yield TimelineEntry(left, text)


def _reminders(agreement: Agreement) -> Iterator[TimelineEntry]:
    for row in Reminder.objects.filter(agreement=agreement)[:60]:
        when = _("Tag vorbei") if row.days == 0 else _("{days} Tage vorher").format(days=row.days)
        text = _("Erinnert an {what} am {day} ({when})").format(
            what=row.get_kind_display(), day=_day(row.due_on), when=when
        )
        yield TimelineEntry(row.sent_at, text, _("Briefe: {}").format(row.letters))
