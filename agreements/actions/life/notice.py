"""Notice: what a party declared is entered, with the earliest day the text allows (domain 3.7.2, I-16)."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from agreements.actions.files import attach_file
from agreements.actions.life.advance_states import advance_agreement
from agreements.actions.steps import lock_agreement, step_agreement
from agreements.calendar import earliest_end, latest_notice_day, term_end
from agreements.enums import AttachmentKind, TerminationKind
from agreements.life import notices
from agreements.models import Agreement, AgreementVersion, Termination
from kit import audit
from kit.uploads import CheckedFile
from kit.workflow import StepRefused
from partners.models import Organization


@dataclass(frozen=True, slots=True)
class DeclaredNotice:
    """What the letter says. Without ``effective_on`` it means the earliest day."""

    kind: str
    declared_by: Organization
    declared_on: date
    received_on: date
    effective_on: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class NoticeTerms:
    """What follows: the earliest last day by the rule of the text, and the one that counts."""

    earliest_on: date
    effective_on: date
    version: AgreementVersion


def binding_version(agreement: Agreement, day: date | None = None) -> AgreementVersion | None:
    """The text that counts on ``day``, or, before its first day, the signed one that will."""
    day = day or timezone.localdate()
    rows = agreement.versions.defer("content")
    return rows.governing_on(day).first() or rows.signed_on(day).order_by("number").first()


def notice_terms(agreement: Agreement, declared: DeclaredNotice) -> NoticeTerms:
    """Check a declaration and reckon its last day; changes nothing. Raises ``StepRefused`` and says what is wrong."""
    today = timezone.localdate()
    version = binding_version(agreement, today)
    if version is None or version.term is None:
        raise StepRefused(_("Kündigen kann man nur, was alle unterschrieben haben."))
    if declared.declared_by.pk not in _who_may_declare(version):
        raise StepRefused(
            _("%(declared_by)s ist keine Partei dieser Vereinbarung.") % {"declared_by": declared.declared_by}
        )
    if not declared.declared_on <= declared.received_on <= today:
        raise StepRefused(_("Eine Kündigung geht nicht vor ihrer Erklärung zu, und nicht in der Zukunft."))
    earliest = earliest_end(version.term, declared.received_on)
    effective = declared.effective_on or (earliest if _is_ordinary(declared) else declared.received_on)
    end = term_end(version.term)
    if end is not None and effective >= end:
        raise StepRefused(
            _("Die Vereinbarung endet ohnehin am %(end)s; eine Kündigung ändert daran nichts.")
            % {"end": f"{end:%d.%m.%Y}"}
        )
    if _is_ordinary(declared):
        _refuse_too_early(version, declared, effective, earliest)
    elif effective < declared.received_on:
        raise StepRefused(_("Für Tage, die vorbei sind, lässt sich nichts mehr beenden."))
    if declared.kind == TerminationKind.EXTRAORDINARY and not declared.reason.strip():
        raise StepRefused(_("Eine Kündigung aus wichtigem Grund braucht den Grund."))
    return NoticeTerms(earliest, effective, version)


@transaction.atomic
def give_notice(
    agreement: Agreement, *, declared: DeclaredNotice, checked: CheckedFile | None = None, by: User | None
) -> Termination:
    """Enter a notice or a mutual ending and tell those concerned. Raises ``StepRefused`` as ``reckon``, and the table.

    ``checked`` is the letter, if there is a file. A last day that is over already ends the agreement at once.
    """
    held = lock_agreement(agreement)
    reckoned = notice_terms(held, declared)
    step_agreement(
        held,
        verb="give_notice",
        by=by,
        version=reckoned.version,
        note=f"{declared.declared_by}: {TerminationKind(declared.kind).label} zum {reckoned.effective_on:%d.%m.%Y}",
    )
    document = (
        attach_file(held, checked=checked, kind=AttachmentKind.LETTER, title=_("Kündigung"), by=by) if checked else None
    )
    termination = Termination.objects.create(
        agreement=held,
        kind=declared.kind,
        declared_by=declared.declared_by,
        declared_on=declared.declared_on,
        received_on=declared.received_on,
        earliest_on=reckoned.earliest_on,
        effective_on=reckoned.effective_on,
        reason=declared.reason.strip(),
        document=document,
        recorded_by=by,
    )
    audit.record_event(verb="agreement-notice", by=by, about=held, detail=str(termination.uuid))
    notices.send_notice_letters(termination)
    advance_agreement(held)
    return termination


@transaction.atomic
def withdraw_notice(agreement: Agreement, *, note: str, by: User | None) -> Termination:
    """Both sides agree that the notice never was: the agreement goes on. Needs a reason.

    Raises ``StepRefused`` when there is none, when its day is over, or before the agreement has begun.
    """
    held = lock_agreement(agreement)
    termination = held.terminations.select_related("declared_by").filter(withdrawn_at=None).first()
    today = timezone.localdate()
    if termination is None:
        raise StepRefused(_("Es gibt keine Kündigung, die zurückgenommen werden könnte."))
    if termination.effective_on < today:
        raise StepRefused(_("Die Vereinbarung ist schon zu Ende. Dann hilft nur eine neue."))
    version = held.versions.governing_on(today).first()
    if version is None:
        raise StepRefused(_("Die Vereinbarung gilt noch nicht. Zurücknehmen lässt sich die Kündigung ab ihrem Beginn."))
    step_agreement(held, verb="withdraw", by=by, version=version, note=note)
    termination.agreement = held
    termination.withdrawn_at = timezone.now()
    termination.save(update_fields=["withdrawn_at"])
    audit.record_event(verb="agreement-notice-withdrawn", by=by, about=held, detail=str(termination.uuid))
    notices.send_withdrawal_letters(termination)
    advance_agreement(held)
    return termination


def _is_ordinary(declared: DeclaredNotice) -> bool:
    return declared.kind == TerminationKind.ORDINARY


def _who_may_declare(version: AgreementVersion) -> set[int]:
    """Parties and the facilities they signed for; who joined later leaves, the others go on."""
    rows = version.parties.values_list("organization", "facility")
    return {one for pair in rows for one in pair if one}


def _refuse_too_early(version: AgreementVersion, declared: DeclaredNotice, effective: date, earliest: date) -> None:
    """Not before the earliest day, and only to a day the text allows notice to."""
    if effective < earliest:
        raise StepRefused(
            _("Mit Zugang am %(received_on)s geht die Kündigung frühestens zum %(earliest)s.")
            % {"received_on": f"{declared.received_on:%d.%m.%Y}", "earliest": f"{earliest:%d.%m.%Y}"}
        )
    assert version.term is not None  # noqa: S101 - reckon asked
    last = latest_notice_day(version.term, effective)
    reached = earliest_end(version.term, max(last, declared.received_on)) if last else None
    if reached != effective:
        raise StepRefused(
            _("Zum %(effective)s lässt der Text keine Kündigung zu (%(notice_to)s).")
            % {"effective": f"{effective:%d.%m.%Y}", "notice_to": version.get_notice_to_display()}
        )
