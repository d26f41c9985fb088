"""Dates: the rule that makes them, the single session, and the room it occupies."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from kit.formatting import clock_words, local_day
from kit.history import tracked
from kit.model_fields import END_BEFORE_START
from kit.models import Record
from offers.enums import BookingStatus, Frequency, SessionState, Weekday
from offers.models.instructor import Instructor
from offers.models.run import OfferRun
from offers.querysets import OfferSessionQuerySet
from partners.models import Organization, Room

ROOM_TAKEN = _("Der Raum ist in dieser Zeit schon belegt.")


class TimeRange(Func):
    """``tstzrange(starts_at, ends_at)``: touching bookings do not collide."""

    function = "TSTZRANGE"

    def __init__(self) -> None:
        super().__init__(F("starts_at"), F("ends_at"))


class SessionRule(Record):
    """Recurrence as local dates and local times, so that a course keeps its hour in October (domain 3.1).

    Terms as in RFC 5545: ``freq``, ``interval``, ``byday``, ``until``, ``count``. ``nth`` picks the n-th weekday of a
    month (-1: the last) for monthly rules.
    """

    run = models.ForeignKey(OfferRun, verbose_name=_("Durchführung"), on_delete=models.CASCADE, related_name="rules")
    freq = models.CharField(_("Rhythmus"), max_length=8, choices=Frequency, default=Frequency.WEEKLY)
    interval = models.PositiveSmallIntegerField(
        _("Abstand"), default=1, help_text=_("2 heißt: jede zweite Woche."), validators=[MinValueValidator(1)]
    )
    byday = ArrayField(
        models.CharField(max_length=2, choices=Weekday), verbose_name=_("Wochentage"), default=list, blank=True
    )
    nth = models.SmallIntegerField(_("Der wievielte im Monat"), null=True, blank=True, help_text=_("1 bis 4 oder -1."))
    starts_on = models.DateField(_("Erster Tag"))
    until = models.DateField(_("Letzter Tag"), null=True, blank=True)
    count = models.PositiveSmallIntegerField(
        _("Anzahl der Termine"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(400)]
    )
    start_time = models.TimeField(_("Beginn"))
    end_time = models.TimeField(_("Ende"))
    room = models.ForeignKey(
        Room, verbose_name=_("Raum"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    skip_public_holidays = models.BooleanField(_("Nicht an Feiertagen"), default=True)
    skip_school_holidays = models.BooleanField(_("Nicht in den Schulferien"), default=False)

    class Meta:
        verbose_name = _("Terminregel")
        verbose_name_plural = _("Terminregeln")
        ordering = ["run", "starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("starts_on")),
                name="rule_dates_ordered",
                violation_error_message=_("Der letzte Tag liegt vor dem ersten."),
            ),
            models.CheckConstraint(
                condition=Q(end_time__gt=F("start_time")),
                name="rule_times_ordered",
                violation_error_message=_("Das Ende liegt nicht nach dem Beginn."),
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=False) | Q(count__isnull=False) | Q(freq=Frequency.ONCE),
                name="rule_is_bounded",
                violation_error_message=_("Bitte geben Sie einen letzten Tag oder eine Anzahl an."),
            ),
            models.CheckConstraint(
                condition=Q(nth=None) | Q(freq=Frequency.MONTHLY, nth__in=[1, 2, 3, 4, -1]),
                name="rule_nth_only_monthly",
                violation_error_message=_("Bei monatlichen Terminen: 1 bis 4 oder -1 für den letzten."),
            ),
            models.CheckConstraint(
                condition=Q(interval__gte=1) & (Q(count=None) | Q(count__range=(1, 400))),
                name="rule_numbers_possible",
                violation_error_message=_("Abstand und Anzahl müssen mindestens 1 sein, höchstens 400 Termine."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_freq_display()} ab {self.starts_on:%d.%m.%Y}"


@tracked("run", "starts_at", "ends_at", "room", "state")
class OfferSession(Record):
    """Termin: one meeting at one time. A trigger keeps its room booking in step (I-02)."""

    run = models.ForeignKey(OfferRun, verbose_name=_("Durchführung"), on_delete=models.CASCADE, related_name="sessions")
    rule = models.ForeignKey(
        SessionRule,
        verbose_name=_("Regel"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="sessions",
    )
    starts_at = models.DateTimeField(_("Beginn"))
    ends_at = models.DateTimeField(_("Ende"))
    room = models.ForeignKey(
        Room, verbose_name=_("Raum"), null=True, blank=True, on_delete=models.PROTECT, related_name="sessions"
    )
    instructor = models.ForeignKey(
        Instructor,
        verbose_name=_("Kursleitung"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sessions",
    )
    topic = models.CharField(_("Thema"), max_length=160, blank=True)
    note_public = models.CharField(_("Hinweis"), max_length=200, blank=True)
    state = models.CharField(
        _("Status"), max_length=10, choices=SessionState, default=SessionState.PLANNED, editable=False
    )
    moved_from = models.DateTimeField(_("Verlegt von"), null=True, blank=True, editable=False)
    sequence = models.PositiveIntegerField(_("Änderungszähler"), default=0, editable=False)

    objects = OfferSessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Termin")
        verbose_name_plural = _("Termine")
        ordering = ["starts_at", "pk"]
        indexes = [
            models.Index(fields=["run", "starts_at"], name="session_by_run"),
            models.Index(fields=["starts_at", "id"], name="session_by_start"),
            # what the search asks of a period (offers/search/statements.py), answered from the index alone
            models.Index(
                fields=["starts_at"],
                include=["ends_at", "run"],
                condition=~Q(state=SessionState.CANCELLED),
                name="session_takes_place",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="session_times_ordered",
                violation_error_message=END_BEFORE_START,
            ),
            models.UniqueConstraint(
                fields=["run", "starts_at"],
                name="session_once_per_run_and_time",
                violation_error_message=_("Diesen Termin gibt es schon."),
            ),
        ]

    def __str__(self) -> str:
        return f"{local_day(self.starts_at):%d.%m.%Y}, {clock_words(self.starts_at)} Uhr"

    def clean(self) -> None:
        """German message for a taken room; the exclusion constraint behind it is the guarantee."""
        if self.room_id and self.starts_at and self.ends_at and self.starts_at < self.ends_at:
            taken = RoomBooking.objects.filter(
                room_id=self.room_id,
                status=BookingStatus.CONFIRMED,
                starts_at__lt=self.ends_at,
                ends_at__gt=self.starts_at,
            ).exclude(session_id=self.pk or 0)
            if taken.exists():
                raise ValidationError({"room": ROOM_TAKEN})


class RoomBooking(Record):
    """Who has a room when. Confirmed bookings of one room never overlap (I-02)."""

    room = models.ForeignKey(Room, verbose_name=_("Raum"), on_delete=models.PROTECT, related_name="bookings")
    starts_at = models.DateTimeField(_("Beginn"))
    ends_at = models.DateTimeField(_("Ende"))
    purpose = models.CharField(_("Zweck"), max_length=200, blank=True)
    organization = models.ForeignKey(
        Organization,
        verbose_name=_("Für"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="room_bookings",
    )
    session = models.OneToOneField(
        OfferSession, verbose_name=_("Termin"), null=True, blank=True, on_delete=models.CASCADE, related_name="booking"
    )
    status = models.CharField(_("Status"), max_length=10, choices=BookingStatus, default=BookingStatus.CONFIRMED)

    class Meta:
        verbose_name = _("Raumbelegung")
        verbose_name_plural = _("Raumbelegungen")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="booking_times_ordered",
                violation_error_message=END_BEFORE_START,
            ),
            ExclusionConstraint(
                name="room_never_booked_twice",
                expressions=[("room", RangeOperators.EQUAL), (TimeRange(), RangeOperators.OVERLAPS)],
                condition=Q(status=BookingStatus.CONFIRMED),
                violation_error_message=ROOM_TAKEN,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.room}: {local_day(self.starts_at):%d.%m.%Y}, {clock_words(self.starts_at)} Uhr"
