"""Single dates, and who has a room when."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kit.formatting import day_words, time_range
from kit.staff.base import StaffAdmin
from kit.staff.choices import ByRecord
from kit.staff.columns import state_badge_column
from kit.staff.filters import ByPeriod
from kit.staff.transitions import NoteForm, StaffVerb
from offers import actions
from offers.actions.bookings import cancel_booking, confirm_booking
from offers.admin.state_colours import BOOKING_TONES, OFFERS, SESSION_TONES
from offers.enums import BookingStatus, SessionState
from offers.models import OfferSession, RoomBooking
from partners.admin.state_colours import PLACES

MOMENT = "%Y-%m-%dT%H:%M"


class MoveForm(NoteForm):
    """The new time of a date."""

    starts_at = forms.DateTimeField(
        label=_("Neuer Beginn"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT)
    )
    ends_at = forms.DateTimeField(
        label=_("Neues Ende"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT)
    )
    field_order = ["starts_at", "ends_at", "note"]


def _is_open(session: OfferSession) -> bool:
    return session.state in (SessionState.PLANNED, SessionState.MOVED)


@admin.register(OfferSession)
class SessionAdmin(StaffAdmin):
    group = OFFERS
    own_paths = ("run__offer__lead",)
    fixed = ("run",)
    list_display = ["when", "offer", "course_number", "room", "state_shown", "topic"]
    list_select_related = ["run__offer", "room__location"]
    list_filter = [ByPeriod, "state", ("run", ByRecord), ("room", ByRecord)]
    search_fields = ["run__offer__title_key", "=run__course_number"]
    search_help_text = _("Titel des Angebots oder die ganze Kursnummer.")
    ordering = ["starts_at", "pk"]
    sortable_by = ["when"]
    export_related = ("run__offer", "room__location", "rule")
    readonly_fields = ["state_shown", "moved_from"]
    fieldsets = [
        (None, {"fields": ["run", ("starts_at", "ends_at"), "room", "instructor"]}),
        (_("Status"), {"fields": ["state_shown", "moved_from"]}),
        (_("Hinweise"), {"fields": ["topic", "note_public"]}),
    ]
    verbs = (
        StaffVerb(
            "verlegen",
            _("Verlegen"),
            actions.move_session,
            form=MoveForm,
            possible=_is_open,
            explanation=_("Der Hinweis steht öffentlich am Termin; Kalender zeigen die neue Zeit."),
            bulk=False,
        ),
        StaffVerb(
            "absagen",
            _("Fällt aus"),
            actions.cancel_session,
            form=NoteForm,
            possible=_is_open,
            explanation=_("Der Raum wird frei. Der Hinweis steht öffentlich am Termin."),
        ),
        StaffVerb(
            "wieder",
            _("Findet doch statt"),
            actions.restore_session,
            possible=lambda session: session.state == SessionState.CANCELLED,
        ),
    )

    @admin.display(description=_("Wann"), ordering="starts_at")
    def when(self, session: OfferSession) -> str:
        return f"{day_words(session.starts_at)}, {time_range(session)}"

    @admin.display(description=_("Angebot"))
    def offer(self, session: OfferSession) -> str:
        return session.run.offer.title

    @admin.display(description=_("Kursnummer"))
    def course_number(self, session: OfferSession) -> str:
        return session.run.course_number

    @admin.display(description=_("Status"))
    def state_shown(self, session: OfferSession) -> str:
        return state_badge_column(session, "state", SESSION_TONES)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """A known date is moved, not retyped: only then do calendars and families learn it."""
        locked = super().get_readonly_fields(request, obj)
        return [*locked, "starts_at", "ends_at"] if obj else locked

    def verb_initial(self, verb: StaffVerb, record: Model) -> dict[str, Any]:
        return {"starts_at": record.starts_at, "ends_at": record.ends_at} if verb.name == "verlegen" else {}


@admin.register(RoomBooking)
class RoomBookingAdmin(StaffAdmin):
    """Bookings of sessions follow their session; others are kept here."""

    group = PLACES
    own_paths = ("organization",)
    list_display = ["when", "room", "purpose", "organization", "state_shown"]
    list_select_related = ["room__location", "organization"]
    list_filter = [ByPeriod, "status", ("room", ByRecord), ("organization", ByRecord)]
    search_fields = ["purpose", "organization__name_key", "room__name"]
    ordering = ["starts_at", "pk"]
    sortable_by = ["when"]
    export_related = ("room__location", "session")
    readonly_fields = ["state_shown", "session"]
    fields = ["room", ("starts_at", "ends_at"), "purpose", "organization", "session", "state_shown"]
    verbs = (
        StaffVerb(
            "bestaetigen",
            _("Raum zusagen"),
            confirm_booking,
            possible=lambda booking: booking.status != BookingStatus.CONFIRMED and not booking.session_id,
        ),
        StaffVerb(
            "absagen",
            _("Raum freigeben"),
            cancel_booking,
            possible=lambda booking: booking.status != BookingStatus.CANCELLED and not booking.session_id,
        ),
    )

    @admin.display(description=_("Wann"), ordering="starts_at")
    def when(self, booking: RoomBooking) -> str:
        return f"{day_words(booking.starts_at)}, {time_range(booking)}"

    @admin.display(description=_("Status"))
    def state_shown(self, booking: RoomBooking) -> str:
        return state_badge_column(booking, "status", BOOKING_TONES)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is not None and obj.session_id:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is not None and obj.session_id:
            return False
        return super().has_delete_permission(request, obj)
