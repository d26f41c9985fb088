"""Everything a family asks about one offer, in the order of the questions; read in a fixed number of queries."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kit.formatting import age_words, euro_words
from offers.detail.related import RelatedRecords, read_related
from offers.enums import AgeOf, MaterialPayee, OfferKind, RunState, SessionState
from offers.models import EventProgramItem, EventResult, FeeOption, Offer, OfferRun, OfferSession, RunInstructor
from offers.registration import availability
from offers.registration.availability import Availability, BookingChance
from offers.registration.prices import fee_words
from offers.registration.ways import RegistrationAction, registration_action, registration_contact
from partners.enums import Sector
from partners.models import ContactPoint, Location, Organization

SHOWN_DATES = 8
MOST_DATES = 400
MOST_RUNS = 40


@dataclass(frozen=True, slots=True)
class Fee:
    """One price with what it takes to get it."""

    label: str
    words: str
    note: str


@dataclass(slots=True)
class RunDetail:
    """One run: whether there is room, when, what it costs, who leads it."""

    run: OfferRun
    availability: Availability
    sessions: list[OfferSession]
    fees: list[Fee]
    material: str
    team: list[str]
    childcare: str
    location: Location | None

    @property
    def first_dates(self) -> list[OfferSession]:
        return self.sessions[:SHOWN_DATES]

    @property
    def more_dates(self) -> list[OfferSession]:
        return self.sessions[SHOWN_DATES:]

    @property
    def is_cancelled(self) -> bool:
        return self.run.state == RunState.CANCELLED


@dataclass(slots=True)
class OfferDetail:
    """One offer, ready to be shown."""

    offer: Offer
    runs: list[RunDetail]
    related: RelatedRecords
    location: Location | None
    address: str
    contact: ContactPoint | None
    contact_name: str
    action: RegistrationAction
    ages: str
    provider: str
    next_session: OfferSession | None
    last_date: datetime | None = None
    program: list[EventProgramItem] = field(default_factory=list)
    results: list[EventResult] = field(default_factory=list)

    @property
    def has_childcare(self) -> bool:
        return any(one.childcare for one in self.runs)

    @property
    def has_fees(self) -> bool:
        return any(one.fees for one in self.runs)

    @property
    def material(self) -> str:
        """What the material costs, if it costs anything; the dearest run speaks."""
        return max((one.material for one in self.runs), default="", key=bool)

    @property
    def cancellation(self) -> str:
        """Until when cancelling is free."""
        policy = next((one.run.cancellation_policy for one in self.runs if one.run.cancellation_policy), None)
        if policy is None or not self.has_fees:
            return ""
        return ngettext(
            "Bis 1 Tag vorher können Sie kostenlos absagen.",
            "Bis %(days)s Tage vorher können Sie kostenlos absagen.",
            policy.free_until_days_before,
        ) % {"days": policy.free_until_days_before}

    @property
    def comforts(self) -> list[str]:
        """What parents look for in a house."""
        place = self.location
        words = {
            "accessible_toilet": _("barrierefreies WC"),
            "changing_table": _("Wickeltisch"),
            "stroller_parking": _("Platz für Kinderwagen"),
            "induction_loop": _("Induktionsanlage"),
        }
        return [word for name, word in words.items() if place is not None and getattr(place, name)]

    @property
    def is_cancelled(self) -> bool:
        """Nothing of it takes place any more, as far as announced."""
        return bool(self.runs) and all(one.is_cancelled for one in self.runs)

    @property
    def is_over(self) -> bool:
        """It took place, and nothing is planned any more."""
        return self.last_date is not None and self.next_session is None and not self.is_cancelled

    @property
    def cancelled_because(self) -> str:
        """What is said about why it does not take place."""
        alerts = [*(one.run.alert for one in self.runs), self.offer.alert]
        return next(filter(None, alerts), "") or _("Dieses Angebot findet nicht statt.")

    @property
    def same_fees(self) -> list[Fee]:
        """Fees of the whole offer, when its runs do not differ; otherwise each run names its own."""
        live = [one.fees for one in self.runs if not one.is_cancelled] or [one.fees for one in self.runs]
        return live[0] if live and all(fees == live[0] for fees in live) else []


def with_detail() -> "QuerySet[Offer]":
    """Offers with what ``answer`` needs of single rows; one query."""
    return Offer.objects.with_publicity().select_related(
        "lead",
        "location__area",
        "contact_point__organization",
        "contact_point__person_consent",
    )


def offer_detail(offer: Offer, moment: datetime | None = None) -> OfferDetail:
    """Five queries beside that of ``offer``, two more for a conference."""
    moment = moment or timezone.now()
    runs, last_date = _runs(offer, moment)
    location = offer.location or next((place for one in runs if (place := one.location)), None)
    today = timezone.localdate(moment)
    shown_place = location.pk if location and not location.is_protected else None
    contact = registration_contact(offer, today)
    states = [one.availability for one in runs] or [availability.availability_without_run(offer.registration_mode)]
    best = min(states, key=lambda one: one.chance)
    upcoming = _upcoming(runs)
    over = last_date is not None and not upcoming and best.chance is not BookingChance.CANCELLED
    return OfferDetail(
        offer=offer,
        runs=runs,
        related=read_related(offer, shown_place, today),
        location=location,
        address=location.address if location else "",
        contact=contact,
        contact_name=_public_name(contact),
        action=registration_action(offer, best, contact, over=over),
        ages=_ages(offer),
        provider=provider_words(offer.lead),
        next_session=min(upcoming, key=lambda session: session.starts_at, default=None),
        last_date=last_date,
        program=_program(offer) if offer.kind == OfferKind.CONFERENCE else [],
        results=_results(offer) if offer.kind == OfferKind.CONFERENCE else [],
    )


def _upcoming(runs: list[RunDetail]) -> list[OfferSession]:
    """Dates that take place, of all runs."""
    return [s for one in runs if not one.is_cancelled for s in one.sessions if s.state != SessionState.CANCELLED]


def provider_words(lead: Organization) -> str:
    """What kind of provider it is, as the law wants it named for marketplaces (domain 7.5)."""
    if lead.is_statutory or lead.sector == Sector.AUTHORITY:
        return _("öffentliche Stelle")
    if lead.sector == Sector.ECONOMY:
        return _("Unternehmen")
    return _("gemeinnütziger oder freier Träger")


def _runs(offer: Offer, moment: datetime) -> tuple[list[RunDetail], datetime | None]:
    """Runs that take place, cancelled ones as long as somebody might still come, and when the last date was."""
    held = OfferSession.objects.filter(run=OuterRef("pk")).exclude(state=SessionState.CANCELLED)
    rows = (
        offer.runs.annotate(
            last_start=Subquery(held.order_by("-starts_at").values("starts_at")[:1]), team_names=_team()
        )
        .select_related("location__area", "room__location__area", "cancellation_policy", "program_period")
        .prefetch_related("fees")
        .order_by("-pk")[:MOST_RUNS]
    )
    everything = list(rows)
    past = [run.last_start for run in everything if run.last_start and run.state != RunState.CANCELLED]
    over = {RunState.COMPLETED, RunState.REPORTED}
    runs = [run for run in everything if run.state not in over]
    dates: dict[int, list[OfferSession]] = {run.pk: [] for run in runs}
    sessions = OfferSession.objects.filter(run__in=dates, ends_at__gt=moment).select_related("room")
    for session in sessions.order_by("starts_at", "pk")[:MOST_DATES]:
        dates[session.run_id].append(session)
    found = [_run(run, offer, dates[run.pk], moment) for run in runs]
    shown = [one for one in found if one.sessions or not one.is_cancelled]
    far = moment + timedelta(days=36500)
    shown.sort(key=lambda one: (one.is_cancelled, one.sessions[0].starts_at if one.sessions else far, one.run.pk))
    return shown, max(past, default=None)


def _team() -> ArraySubquery:
    """Who leads a run: the public name while its owner agrees, else what she does."""
    agreed = ~Q(instructor__display_name_public="") & Q(
        instructor__public_name_consent__isnull=False, instructor__public_name_consent__withdrawn_on=None
    )
    name = Case(When(agreed, then="instructor__display_name_public"), default="instructor__label")
    return ArraySubquery(RunInstructor.objects.filter(run=OuterRef("pk")).order_by("role", "pk").values_list(name))


def _run(run: OfferRun, offer: Offer, sessions: list[OfferSession], moment: datetime) -> RunDetail:
    return RunDetail(
        run=run,
        availability=availability.run_availability(run, offer.registration_mode, moment),
        sessions=sessions,
        fees=[_fee(fee) for fee in run.fees.all()],
        material=_material(run),
        team=run.team_names,  # type: ignore[attr-defined]
        childcare=_childcare(run),
        location=run.location or (run.room.location if run.room else None),
    )


def _fee(fee: FeeOption) -> Fee:
    notes = [_("Nachweis: %s") % fee.proof_required] if fee.proof_required else []
    if fee.bookable_with_voucher:
        notes.append(_("Gutschein für Bildung und Teilhabe möglich"))
    return Fee(fee.label, fee_words(fee), "; ".join(notes))


def _material(run: OfferRun) -> str:
    if run.material_cost == Decimal(0):
        return ""
    words = _("Material: %s") % euro_words(run.material_cost)
    if run.material_payee == MaterialPayee.INCLUDED:
        return words
    return f"{words} ({run.get_material_payee_display()})"


def _childcare(run: OfferRun) -> str:
    if not run.childcare_places:
        return ""
    ages = ""
    if run.childcare_age_from is not None or run.childcare_age_to is not None:
        ages = age_words(run.childcare_age_from, run.childcare_age_to)
    free = run.childcare_places - run.childcare_taken
    words = _("Plätze frei") if free > 0 else _("zurzeit belegt")
    return ", ".join(part for part in (ages, words) if part)


def _ages(offer: Offer) -> str:
    lowest, highest = offer.minimum_age_months, offer.maximum_age_months
    if lowest is None and highest is None and offer.age_of == AgeOf.ADULT:
        return _("Erwachsene")
    return age_words(lowest, highest)


def _public_name(contact: ContactPoint | None) -> str:
    if contact is None or not contact.person_name or contact.person_consent is None:
        return ""
    return contact.person_name if contact.person_consent.withdrawn_on is None else ""


def _program(offer: Offer) -> list[EventProgramItem]:
    """The programme of a conference; a name only while its owner agrees."""
    items = list(
        offer.program_items.select_related("speaker_organization", "speaker_consent").order_by("starts_at", "pk")
    )
    for item in items:
        consent = item.speaker_consent
        if consent is None or consent.withdrawn_on is not None:
            item.speaker_name = ""
    return items


def _results(offer: Offer) -> list[EventResult]:
    return list(offer.results.select_related("action_field").order_by("pk"))
