"""What rests on an agreement is added and taken away; deliveries are noted. None of it is contract text."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from agreements.models import Agreement, Coverage, Delivery
from kit import audit
from kit.workflow import StepRefused
from offers.models import Campaign, Offer
from partners.models import Resource, Room

KINDS: dict[str, type] = {"offer": Offer, "room": Room, "resource": Resource, "campaign": Campaign}


@transaction.atomic
def add_coverage(
    agreement: Agreement,
    *,
    kind: str,
    thing: Any,
    commitment_key: UUID | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
    note: str = "",
    by: User | None,
) -> Coverage:
    """Let an offer, room, resource or campaign rest on the agreement; a second press finds it there already.

    Without days it rests as long as the agreement goes. Raises ``StepRefused`` when the end lies before the beginning.
    """
    if valid_from and valid_to and valid_to < valid_from:
        raise StepRefused(_("Das Ende liegt vor dem Anfang."))
    if kind not in KINDS or not isinstance(thing, KINDS[kind]):
        raise StepRefused(_("Das kann nicht auf einer Vereinbarung ruhen."))
    row, _created = Coverage.objects.get_or_create(
        agreement=agreement,
        commitment_key=commitment_key,
        **dict.fromkeys(KINDS, None) | {kind: thing},
        defaults={
            "valid_from": valid_from,
            "valid_to": valid_to,
            "note": note.strip()[:200],
            "created_by": by,
            "updated_by": by,
        },
    )
    return row


@transaction.atomic
def change_coverage(
    coverage: Coverage,
    *,
    commitment_key: UUID | None,
    valid_from: date | None,
    valid_to: date | None,
    note: str,
    by: User | None,
) -> Coverage:
    """Other days, another commitment, another remark. Its history keeps what was before.

    Raises ``StepRefused`` when the end lies before the beginning, when the thing rests there for that commitment
    already, or when somebody has taken it off in the meantime.
    """
    if valid_from and valid_to and valid_to < valid_from:
        raise StepRefused(_("Das Ende liegt vor dem Anfang."))
    rows = Coverage.objects.select_for_update(of=("self",), no_key=True)
    row = rows.filter(pk=coverage.pk).first()
    if row is None:
        raise StepRefused(_("Das hat inzwischen jemand entfernt."))
    things = {kind: getattr(row, f"{kind}_id") for kind in KINDS}
    if rows.filter(agreement=row.agreement_id, commitment_key=commitment_key, **things).exclude(pk=row.pk).exists():
        raise StepRefused(_("Für diese Leistung steht das schon in der Liste."))
    row.commitment_key, row.valid_from, row.valid_to = commitment_key, valid_from, valid_to
    row.note, row.updated_by = note.strip()[:200], by
    row.save()
    return row


def remove_coverage(coverage: Coverage, *, by: User | None) -> None:
    """Take it off; gone already is fine."""
    Coverage.objects.filter(pk=coverage.pk).delete()


def remove_delivery(delivery: Delivery, *, by: User | None) -> None:
    """A delivery noted by mistake goes; gone already is fine. That it was there stays in the access log."""
    if Delivery.objects.filter(pk=delivery.pk).delete()[0]:
        detail = f"{delivery.quantity} {delivery.delivered_on:%Y-%m-%d}"
        audit.record_event(verb="agreement-delivery-taken-back", by=by, about=delivery.agreement, detail=detail)


@transaction.atomic
def record_delivery(
    agreement: Agreement,
    *,
    commitment_key: UUID,
    delivered_on: date,
    quantity: Decimal,
    note: str = "",
    by: User | None,
) -> tuple[Delivery, bool]:
    """Keep what sessions and bookings cannot tell, and say whether it is new: a note pressed twice is kept once.

    Two that are really equal on one day need a remark each. Raises ``ValidationError`` for a quantity that is not
    positive.
    """
    Agreement.objects.select_for_update(of=("self",), no_key=True).get(pk=agreement.pk)
    values = {
        "commitment_key": commitment_key,
        "delivered_on": delivered_on,
        "quantity": quantity,
        "note": note.strip()[:200],
    }
    known = Delivery.objects.filter(agreement=agreement, **values).first()
    if known is not None:
        return known, False
    row = Delivery(agreement=agreement, recorded_by=by, **values)
    try:
        row.full_clean(exclude=["recorded_by"])
    except ValidationError as error:
        raise ValidationError(error.messages) from error
    row.save()
    return row, True
