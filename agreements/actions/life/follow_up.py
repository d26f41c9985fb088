"""Looking after an agreement: review talks, suspension, notes, who is responsible, the end of one member's part."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from agreements.actions.files import attach_file
from agreements.actions.steps import lock_agreement
from agreements.calendar import review_due
from agreements.enums import AgreementState, AttachmentKind, ReviewResult
from agreements.models import Agreement, AgreementNote, Review, Suspension
from agreements.workflow import ALIVE
from kit import audit
from kit.uploads import CheckedFile
from kit.workflow import StepRefused


@transaction.atomic
def record_review(
    agreement: Agreement,
    *,
    held_on: date,
    result: str,
    participants: str = "",
    goals_met: str = "",
    minutes: str = "",
    follow_up: str = "",
    follow_up_due: date | None = None,
    next_review_on: date | None = None,
    checked: CheckedFile | None = None,
    by: User | None,
) -> Review:
    """Keep a review talk; the next one falls due by the rhythm of the text unless a day is named.

    After a talk that ends the cooperation none is due. Raises ``StepRefused``: nothing signed yet, a day in the
    future, a next talk that is not later, a follow-up day without a follow-up.
    """
    held = lock_agreement(agreement)
    version = held.versions.signed_on(timezone.localdate()).order_by("-number").first()
    if version is None or held.state not in (*ALIVE, AgreementState.EXPIRED, AgreementState.ENDED):
        raise StepRefused(_("Auswerten lässt sich erst, was unterschrieben ist."))
    if held_on > timezone.localdate():
        raise StepRefused(_("Das Gespräch liegt noch vor Ihnen. Bitte tragen Sie es danach ein."))
    if next_review_on is not None and next_review_on <= held_on:
        raise StepRefused(_("Das nächste Gespräch liegt nach diesem."))
    if follow_up_due and not follow_up.strip():
        raise StepRefused(_("Bitte sagen Sie, was bis zu diesem Tag folgt."))
    if result == ReviewResult.END:
        next_review_on = None
    elif next_review_on is None and version.review_months:
        next_review_on = review_due(held_on, version.review_months)
    title = _("Auswertungsgespräch am %(held_on)s") % {"held_on": f"{held_on:%d.%m.%Y}"}
    document = attach_file(held, checked=checked, kind=AttachmentKind.MINUTES, title=title, by=by) if checked else None
    review = Review.objects.create(
        agreement=held,
        held_on=held_on,
        participants=participants.strip(),
        result=result,
        goals_met=goals_met.strip(),
        minutes=minutes.strip(),
        follow_up=follow_up.strip(),
        follow_up_due=follow_up_due,
        next_review_on=next_review_on,
        document=document,
        recorded_by=by,
    )
    if not held.reviews.filter(held_on__gt=held_on).exists():  # an older talk entered late moves nothing
        _set(held, by, next_review_on=next_review_on)
    return review


@transaction.atomic
def finish_follow_up(review: Review, *, done_on: date | None = None, by: User | None) -> Review:
    """What a talk led to is done. Twice is once."""
    lock_agreement(review.agreement)
    row = Review.objects.get(pk=review.pk)
    if not row.follow_up:
        raise StepRefused(_("Aus diesem Gespräch folgt nichts."))
    if row.follow_up_done_on is None:
        row.follow_up_done_on = done_on or timezone.localdate()
        row.save(update_fields=["follow_up_done_on"])
        audit.record_event(verb="agreement-follow-up", by=by, about=row.agreement, detail=str(row.uuid))
    return row


@transaction.atomic
def suspend_agreement(
    agreement: Agreement, *, starts_on: date, ends_on: date | None, reason: str, by: User | None
) -> Suspension:
    """The commitments are suspended; the agreement stays in force. ``StepRefused`` if they are so already then."""
    held = lock_agreement(agreement)
    if held.state not in ALIVE:
        raise StepRefused(_("Ruhen kann nur, was gilt."))
    if not reason.strip():
        raise StepRefused(_("Bitte nennen Sie einen Grund."))
    if ends_on is not None and ends_on < starts_on:
        raise StepRefused(_("Das Ende liegt vor dem Beginn."))
    for other in held.suspensions.all():
        if (other.ends_on is None or other.ends_on >= starts_on) and (ends_on is None or ends_on >= other.starts_on):
            raise StepRefused(_("In dieser Zeit ruht die Vereinbarung schon."))
    suspension = Suspension.objects.create(
        agreement=held, starts_on=starts_on, ends_on=ends_on, reason=reason.strip(), recorded_by=by
    )
    audit.record_event(verb="agreement-rest", by=by, about=held, detail=str(suspension.pk))
    return suspension


@transaction.atomic
def resume_agreement(suspension: Suspension, *, last_day: date, by: User | None) -> Suspension:
    """The rest ends with ``last_day``. Raises ``StepRefused`` for a day before it began or after its end."""
    held = lock_agreement(suspension.agreement)
    row = Suspension.objects.get(pk=suspension.pk)
    if last_day < row.starts_on or (row.ends_on is not None and last_day > row.ends_on):
        raise StepRefused(_("Dieser Tag liegt nicht in der Zeit des Ruhens."))
    row.ends_on = last_day
    row.save(update_fields=["ends_on"])
    audit.record_event(verb="agreement-rest-over", by=by, about=held, detail=str(row.pk))
    return row


@transaction.atomic
def add_note(agreement: Agreement, *, text: str, by: User | None) -> AgreementNote:
    """An internal note of the centre. An empty one is refused."""
    if not text.strip():
        raise StepRefused(_("Die Notiz ist noch leer."))
    return AgreementNote.objects.create(agreement=lock_agreement(agreement), text=text.strip(), by=by)


@transaction.atomic
def hand_over(agreement: Agreement, *, responsible: User | None, deputy: User | None, by: User | None) -> Agreement:
    """Who looks after it and who stands in. Raises ``StepRefused`` when both are the same person."""
    if responsible is not None and responsible == deputy:
        raise StepRefused(_("Zuständig und Vertretung sind dieselbe Person. So vertritt niemand."))
    held = lock_agreement(agreement)
    _set(held, by, responsible=responsible, deputy=deputy)
    audit.record_event(verb="agreement-hand-over", by=by, about=held)
    return held


def _set(held: Agreement, by: User | None, **values: Any) -> None:
    for name, value in values.items():
        setattr(held, name, value)
    held.updated_by = by
    held.save(update_fields=[*values, "updated_by", "updated_at"])
