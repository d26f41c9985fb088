"""Planned against delivered: what an agreement promises in a period, and what sessions, bookings and notes say."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from agreements.calendar import planned_days
from agreements.enums import CommitmentUnit
from agreements.models import Agreement, AgreementVersion, Commitment, Coverage, Delivery
from offers.enums import BookingStatus, SessionState
from offers.models import OfferSession, RoomBooking

LENGTH = ExpressionWrapper(F("ends_at") - F("starts_at"), output_field=DurationField())
ZERO = Decimal(0)
Done = dict[int, list[tuple[date, Decimal, Decimal]]]
"""By offer or room: day, number and hours of what took place."""


@dataclass(frozen=True, slots=True)
class DeliveryBalance:
    """One commitment in a period; ``planned`` is ``None`` when no quantity was agreed."""

    commitment: Commitment
    planned: Decimal | None
    delivered: Decimal
    covers: tuple[Coverage, ...]

    @property
    def words(self) -> str:
        """„9 von 11 Termine, 2 fehlen“; the numbers carry it, colour only repeats it."""
        unit = self.commitment.get_unit_display()
        if self.planned is None:
            return f"{_number(self.delivered)} {unit}".strip() if self.delivered else _("keine Menge vereinbart")
        if not self.planned:
            words = _("in diesen Tagen nichts zugesagt")
            return f"{_number(self.delivered)} {unit} ({words})" if self.delivered else words
        gap = self.planned - self.delivered
        rest = f", {_number(gap)} fehlen" if gap > 0 else _(", erfüllt") if gap == 0 else f", {_number(-gap)} mehr"
        return f"{_number(self.delivered)} von {_number(self.planned)} {unit}{rest}"

    @property
    def share(self) -> int | None:
        """Per cent, for the bar."""
        if not self.planned:
            return None
        return min(int(self.delivered * 100 / self.planned), 100)


def _number(value: Decimal) -> str:
    return str(number_format(value.quantize(Decimal("0.1")).normalize() + ZERO, use_l10n=True))


def delivery_balances(agreement: Agreement, version: AgreementVersion, start: date, end: date) -> list[DeliveryBalance]:
    """Every commitment of ``version`` in the days ``start`` to ``end``; five queries.

    What lies in the future is not delivered yet, so the delivered side ends now. Sessions count once they are over
    and were not cancelled. Rooms count as far as organisations of the agreement used them. What rests on the agreement
    for some time only counts for that time.
    """
    commitments = list(version.commitments.filter(is_excluded=False).select_related("organization"))
    covers = list(agreement.coverage.select_related("offer", "room__location", "resource", "campaign"))
    by_key: defaultdict[UUID | None, list[Coverage]] = defaultdict(list)
    for row in covers:
        by_key[row.commitment_key].append(row)
    moments = _moments(start, end)
    sessions = _sessions([row.offer_id for row in covers if row.offer_id], *moments)
    rooms = _rooms([row.room_id for row in covers if row.room_id], agreement.taking_part(), *moments)
    notes = dict(
        Delivery.objects.filter(agreement=agreement, delivered_on__range=(start, end))
        .values_list("commitment_key")
        .annotate(total=Sum("quantity"))
    )
    return [
        DeliveryBalance(
            one,
            _planned(one, version, start, end),
            _delivered(one, by_key[one.key], sessions, rooms) + notes.get(one.key, ZERO),
            tuple(by_key[one.key]),
        )
        for one in commitments
    ]


def _moments(start: date, end: date) -> tuple[datetime, datetime]:
    first = timezone.make_aware(datetime.combine(start, time.min))
    last = timezone.make_aware(datetime.combine(end, time.min)) + timedelta(days=1)
    return first, min(last, timezone.now())


def _planned(one: Commitment, version: AgreementVersion, start: date, end: date) -> Decimal | None:
    if one.quantity is None or version.effective_from is None:
        return None
    first = max(version.effective_from, one.starts_on or version.effective_from)
    return planned_days(one.quantity, one.rhythm, first, version.ends_on, start, end)


def _sessions(offers: list[int], first: datetime, last: datetime) -> Done:
    rows = (
        OfferSession.objects.filter(run__offer__in=offers, starts_at__gte=first, ends_at__lte=last)
        .exclude(Q(state=SessionState.CANCELLED) | Q(run__state="cancelled"))
        .order_by()
        .values(thing=F("run__offer"), day=TruncDate("starts_at"))
        .annotate(number=Count("pk"), length=Sum(LENGTH))
    )
    return _by_thing(rows)


def _rooms(rooms: list[int], organizations: frozenset[int], first: datetime, last: datetime) -> Done:
    """Hours in which organisations of the agreement used a room."""
    used = Q(organization__in=organizations) | Q(session__run__offer__lead__in=organizations)
    rows = (
        RoomBooking.objects.filter(used, room__in=rooms, starts_at__gte=first, ends_at__lte=last)
        .filter(status=BookingStatus.CONFIRMED)
        .order_by()
        .values(thing=F("room"), day=TruncDate("starts_at"))
        .annotate(number=Count("pk"), length=Sum(LENGTH))
    )
    return _by_thing(rows)


def _by_thing(rows: Iterable[Mapping[str, Any]]) -> Done:
    found: defaultdict[int, list[tuple[date, Decimal, Decimal]]] = defaultdict(list)
    for row in rows:
        found[row["thing"]].append((row["day"], Decimal(row["number"]), _hours(row["length"])))
    return found


def _delivered(one: Commitment, covers: list[Coverage], sessions: Done, rooms: Done) -> Decimal:
    held = [part for row in covers if row.offer_id for part in _while_covered(row, sessions.get(row.offer_id, []))]
    used = [part for row in covers if row.room_id for part in _while_covered(row, rooms.get(row.room_id, []))]
    match one.unit:
        case CommitmentUnit.SESSIONS:
            return sum((number for number, _length in held), ZERO)
        case CommitmentUnit.HOURS:
            return sum((hours for _number, hours in held), ZERO)
        case CommitmentUnit.ROOM_HOURS:
            return sum((hours for _number, hours in used), ZERO)
    return ZERO


def _while_covered(row: Coverage, done: list[tuple[date, Decimal, Decimal]]) -> list[tuple[Decimal, Decimal]]:
    first, last = row.valid_from or date.min, row.valid_to or date.max
    return [(number, hours) for day, number, hours in done if first <= day <= last]


def _hours(length: timedelta | None) -> Decimal:
    return Decimal(round(length.total_seconds())) / 3600 if length else ZERO
