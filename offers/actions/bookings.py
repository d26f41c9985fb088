"""Verbs about room bookings that belong to no session; those of sessions follow their session by trigger."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from kit.workflow import StepRefused
from offers.enums import BookingStatus
from offers.models import RoomBooking
from offers.models.session import ROOM_TAKEN


def confirm_booking(booking: RoomBooking, *, by: User) -> RoomBooking:
    """Give the room. Raises ``StepRefused`` when somebody else has it at that time or a session owns the booking."""
    return _set(booking, BookingStatus.CONFIRMED, by)


def cancel_booking(booking: RoomBooking, *, by: User) -> RoomBooking:
    """Free the room. Raises ``StepRefused`` when a session owns the booking."""
    return _set(booking, BookingStatus.CANCELLED, by)


@transaction.atomic
def _set(booking: RoomBooking, status: str, by: User) -> RoomBooking:
    locked = RoomBooking.objects.select_for_update(of=("self",), no_key=True).get(pk=booking.pk)
    if locked.session_id:
        raise StepRefused(_("Diese Belegung gehört zu einem Termin. Bitte ändern Sie den Termin."))
    locked.status, locked.updated_by = status, by
    try:
        with transaction.atomic():
            locked.save(update_fields=["status", "updated_by", "updated_at"])
    except IntegrityError as error:
        raise StepRefused(ROOM_TAKEN) from error
    return locked
