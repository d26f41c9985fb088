"""The start page: what can I do with my child this week?"""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from familynet.views.lines.offer_lines import OPEN_DOOR, place_words, places_of, sessions_of_week
from kit import icons
from kit.caching import anonymous_read
from offers.enums import EditionState
from offers.models import CampaignEdition, LifeStage, Offer, OfferDocument, OfferSession
from partners.enums import OrganizationKind
from partners.models import ContactPoint, Municipality, Organization, PlanningArea
from partners.reports.network_size import network_size

MONTHS = range(0, 24)
YEARS = range(2, 18)
PLAIN_ICON = "circle-dot"
MOST_OPEN = 8
MOST_CONTACTS = 6


@anonymous_read()
@login_not_required
@require_safe
def start_page(request: HttpRequest) -> HttpResponse:
    """``/``"""
    today = timezone.localdate()
    edition = next_edition(today)
    return TemplateResponse(
        request,
        "roof/start.html",
        {
            "today": today,
            "months": MONTHS,
            "years": YEARS,
            "places": place_names(),
            "life_stages": life_stages(),
            "open_dates": open_dates(today),
            "edition": edition,
            "edition_place": place_words(edition.location, edition.location_text) if edition else "",
            "network": network_size(),
            "offer_count": OfferDocument.objects.public().count(),
            "contacts": network_contacts(today),
        },
    )


def place_names() -> list[str]:
    """Towns and districts the search box proposes; one query."""
    towns = Municipality.objects.exclude(lat=None).order_by().values_list("name")
    areas = PlanningArea.objects.exclude(lat=None).order_by().values_list("name")
    return sorted(name for (name,) in towns.union(areas))


def life_stages() -> list[LifeStage]:
    """Life situations as tiles. Staff types the name of the icon, so one that does not exist becomes a plain one."""
    stages = list(LifeStage.objects.filter(on_start_page=True))
    for stage in stages:
        stage.shown_icon = stage.icon if icons.icon_exists(stage.icon) else PLAIN_ICON  # type: ignore[attr-defined]
    return stages


@dataclass(frozen=True, slots=True)
class OpenDate:
    """A date one may come to just like that."""

    session: OfferSession
    place: str


def open_dates(today: date) -> list[OpenDate]:
    """The next dates of this week one may come to without registration; each offer once."""
    offers = Offer.objects.public().filter(registration_mode__in=OPEN_DOOR)
    soonest: dict[int, OfferSession] = {}
    for session in sessions_of_week(today, offers)[: MOST_OPEN * 6]:
        soonest.setdefault(session.run.offer_id, session)
    sessions = list(soonest.values())[:MOST_OPEN]
    places = places_of(sessions)
    return [OpenDate(session, places[session.pk]) for session in sessions]


def next_edition(today: date) -> CampaignEdition | None:
    """The alliance's next action day: announced, or planned with or without a date."""
    undated = Q(starts_on=None, year__gte=today.year, state=EditionState.PLANNED)
    dated = (Q(ends_on__gte=today) | Q(starts_on__gte=today)) & ~Q(state=EditionState.CANCELLED)
    return (
        CampaignEdition.objects.filter(undated | dated, campaign__is_active=True)
        .select_related("campaign", "location__area")
        .order_by(F("starts_on").asc(nulls_last=True), "year", "pk")
        .first()
    )


def network_contacts(today: date) -> list[ContactPoint]:
    """Whom to call when nothing fits: the houses and alliances, by function and never by name."""
    networks = Organization.objects.public(today).filter(kind=OrganizationKind.NETWORK)
    return list(
        ContactPoint.objects.public(today)
        .filter(organization__in=networks)
        .exclude(phone="", email="")
        .select_related("organization__municipality")
        .only(
            "function",
            "phone",
            "phone_display",
            "email",
            "office_hours",
            "organization__name",
            "organization__slug",
            "organization__municipality__name",
        )
        .order_by("position", "organization__name_key", "pk")[:MOST_CONTACTS]
    )
