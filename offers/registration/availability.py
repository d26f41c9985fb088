"""Whether a family can still get a place, in words: of one run, and of an offer with several runs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Protocol

from django.utils.translation import ngettext

from kit.formatting import day_words
from kit.formatting import said as _
from offers.enums import RegistrationMode, RunState

FEW = 3
ICONS = frozenset(
    {"ticket", "circle-x", "calendar-clock", "lock", "flame", "ticket-check", "door-open", "file-check", "hourglass"}
)


class BookableRun(Protocol):
    """What has places: ``OfferRun``, ``card_rows.RunFacts``."""

    @property
    def state(self) -> str: ...
    @property
    def is_full(self) -> bool: ...
    @property
    def places_free(self) -> int | None: ...
    @property
    def registration_opens_at(self) -> datetime | None: ...
    @property
    def registration_closes_at(self) -> datetime | None: ...
    @property
    def waiting_list_limit(self) -> int | None: ...
    @property
    def waiting_count(self) -> int: ...


class BookingChance(IntEnum):
    """From best to worst; the best run of an offer speaks for it."""

    OPEN = 1
    FEW = 2
    SOON = 3
    WAITING = 4
    CLOSED = 5
    FULL = 6
    CANCELLED = 7


@dataclass(frozen=True, slots=True)
class Availability:
    """``label`` says it, ``tone`` and ``icon`` repeat it for the badge."""

    chance: BookingChance
    label: str
    tone: str = ""
    icon: str = "ticket"


def run_availability(run: BookableRun, mode: str, moment: datetime) -> Availability:
    """The state of one run at ``moment`` for an offer with registration ``mode``."""
    if run.state == RunState.CANCELLED:
        return Availability(BookingChance.CANCELLED, _("abgesagt"), "danger", "circle-x")
    if run.is_full:
        return _full(run)
    if mode == RegistrationMode.NONE:
        return availability_without_run(mode)
    if run.state == RunState.PLANNED and run.registration_opens_at and run.registration_opens_at > moment:
        words = _("Anmeldung ab %(day)s") % {"day": day_words(run.registration_opens_at)}
        return Availability(BookingChance.SOON, words, "info", "calendar-clock")
    over = run.registration_closes_at is not None and run.registration_closes_at <= moment
    if over or run.state in {RunState.CLOSED, RunState.COMPLETED, RunState.REPORTED}:
        return Availability(BookingChance.CLOSED, _("Anmeldung beendet"), "muted", "lock")
    if run.places_free is not None and run.places_free <= FEW:
        words = ngettext("noch %(n)s Platz frei", "noch %(n)s Plätze frei", run.places_free) % {"n": run.places_free}
        return Availability(BookingChance.FEW, words, "accent", "flame")
    if run.places_free is None:
        return availability_without_run(mode)
    return Availability(BookingChance.OPEN, _("Plätze frei"), "success", "ticket-check")


def availability_without_run(mode: str) -> Availability:
    """What an offer takes when places are not counted."""
    label, icon = {
        RegistrationMode.NONE: (_("ohne Anmeldung"), "door-open"),
        RegistrationMode.OPTIONAL: (_("Anmeldung möglich, nicht nötig"), "door-open"),
        RegistrationMode.REFERRAL: (_("nur mit Überweisung"), "file-check"),
    }.get(RegistrationMode(mode), (_("mit Anmeldung"), "ticket"))
    return Availability(BookingChance.OPEN, label, "success" if icon == "door-open" else "", icon)


def best_availability(runs: Iterable[BookableRun], mode: str, moment: datetime) -> Availability:
    """The best chance among ``runs``; an offer without runs is what its registration mode says."""
    found = [run_availability(run, mode, moment) for run in runs]
    return min(found, key=lambda one: one.chance) if found else availability_without_run(mode)


def _full(run: BookableRun) -> Availability:
    if run.waiting_list_limit is None or run.waiting_count < run.waiting_list_limit:
        return Availability(BookingChance.WAITING, _("ausgebucht – Warteliste"), "warning", "hourglass")
    return Availability(BookingChance.FULL, _("ausgebucht"), "danger", "circle-x")
