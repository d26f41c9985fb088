"""What the first page of an agreement tells: its versions, parties, dates and what rests on it."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from agreements.calendar import notice_deadline, period_on, term_end
from agreements.enums import CommentState
from agreements.models import Agreement, AgreementParty, AgreementVersion, Suspension, Termination


@dataclass(frozen=True, slots=True)
class SummaryDeadline:
    """A day to come, in words, soonest first."""

    day: date
    text: str
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class AgreementSummary:
    """Everything the page needs; ``working`` is the version people work on, or the newest locked one."""

    versions: list[AgreementVersion]
    working: AgreementVersion | None
    governing: AgreementVersion | None
    parties: list[AgreementParty]
    signed: frozenset[int]
    open_comments: int
    covered: int
    deadlines: list[SummaryDeadline]
    termination: Termination | None
    suspension: Suspension | None


def agreement_summary(agreement: Agreement, today: date) -> AgreementSummary:
    """Seven queries, whatever the agreement holds."""
    versions = list(agreement.versions.defer("content").order_by("-number"))
    working = next((one for one in versions if one.is_open), None) or next(
        (one for one in versions if one.is_locked and one.stage != "abandoned"), None
    )
    governing = agreement.versions.defer("content").governing_on(today).first()
    termination = agreement.terminations.filter(withdrawn_at=None).select_related("declared_by").first()
    suspension = (
        agreement.suspensions.filter(starts_on__lte=today).filter(Q(ends_on=None) | Q(ends_on__gte=today)).first()
    )
    parties = list(working.parties.select_related("organization", "facility")) if working else []
    counts = Agreement.objects.filter(pk=agreement.pk).aggregate(
        covered=Count("coverage", distinct=True),
        open=Count(
            "versions__comments",
            distinct=True,
            filter=Q(versions__comments__state=CommentState.OPEN, versions__closed_at=None),
        ),
    )
    signed = frozenset(working.signatures.counting().values_list("party", flat=True)) if working else frozenset()
    return AgreementSummary(
        versions,
        working,
        governing,
        parties,
        signed,
        counts["open"],
        counts["covered"],
        upcoming_deadlines(agreement, governing or working, termination, today),
        termination,
        suspension,
    )


def upcoming_deadlines(
    agreement: Agreement, version: AgreementVersion | None, termination: Termination | None, today: date
) -> list[SummaryDeadline]:
    """Which days matter next: reply, beginning, notice, end or renewal, review."""
    found = []
    if agreement.reply_by and agreement.state == "in_negotiation":
        found.append(SummaryDeadline(agreement.reply_by, _("Rückmeldung der Partner"), agreement.reply_by < today))
    if agreement.next_review_on and agreement.state in ("in_force", "signed"):
        found.append(SummaryDeadline(agreement.next_review_on, "Auswertungsgespräch", agreement.next_review_on < today))
    if termination is not None:
        found.append(SummaryDeadline(termination.effective_on, "letzter Tag", termination.effective_on < today))
    elif version is not None and version.term is not None and version.is_locked:
        found += _term_deadlines(version, today)
    return sorted(found, key=lambda one: one.day)


def _term_deadlines(version: AgreementVersion, today: date) -> list[SummaryDeadline]:
    term = version.term
    if term is None:
        return []
    if term.effective_from > today:
        return [SummaryDeadline(term.effective_from, _("tritt in Kraft"))]
    found = []
    end = term_end(term)
    notice = notice_deadline(term, today)
    if notice is not None:
        found.append(
            SummaryDeadline(
                notice[0], _("letzter Tag für eine Kündigung zum %(value)s") % {"value": f"{notice[1]:%d.%m.%Y}"}
            )
        )
    if end is not None:
        found.append(SummaryDeadline(end, _("letzter Tag der Laufzeit"), end < today))
    elif version.term_kind == "renewing":
        last = period_on(term, today)[1]
        if last is not None and last < date.max:
            found.append(SummaryDeadline(last + timedelta(days=1), _("verlängert sich, wenn niemand kündigt")))
    return found
