"""A house with several facilities: „unter einem Dach“."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from familynet.views.lines.coverage_lines import room_coverage
from familynet.views.lines.offer_lines import (
    MOST_DATES,
    OfferLine,
    offer_lines,
    organized_by,
    runs_at,
    sessions_of_week,
    week_of,
)
from kit.access import get_or_refuse
from kit.caching import anonymous_read
from offers.models import Offer
from partners.detail.sites import Resident, residents_of
from partners.models import Location


@dataclass(frozen=True, slots=True)
class Facility:
    """Who works in the house, and what they offer."""

    resident: Resident
    offers: list[OfferLine]


@dataclass(frozen=True, slots=True)
class House:
    """One site that several organisations share."""

    location: Location
    facilities: list[Facility]
    umbrellas: list[Facility]

    @property
    def operators(self) -> list[str]:
        """Names of those who operate a facility in the house, each once."""
        return list(
            dict.fromkeys(one.resident.operator for one in self.facilities if one.resident.operator_id is not None)
        )

    @property
    def summary(self) -> str:
        """``4 Einrichtungen, 3 Träger, eine Adresse``."""
        count, bodies = len(self.facilities), len(self.operators)
        parts = [ngettext("%(n)s Einrichtung", "%(n)s Einrichtungen", count) % {"n": count}]
        if bodies:
            parts.append(_("%(n)s Träger") % {"n": bodies})
        return ", ".join([*parts, _("eine Adresse")])


def shared_houses(
    locations: Iterable[Location], residents: Sequence[Resident], lines: Sequence[OfferLine]
) -> list[House]:
    """Those of ``locations`` that at least two organisations share, with their offers."""
    found = []
    for location in locations:
        here = [
            Facility(one, [line for line in lines if one.organization.pk in line.organizer_ids])
            for one in residents
            if one.location_id == location.pk
        ]
        if len(here) > 1:
            found.append(
                House(
                    location,
                    facilities=[one for one in here if not one.resident.is_house],
                    umbrellas=[one for one in here if one.resident.is_house],
                )
            )
    return found


@anonymous_read()
@login_not_required
@require_safe
def house(request: HttpRequest, slug: str) -> HttpResponse:
    """``/partner/haus/<slug>/``: 404 for a protected address and for a house with a single organisation."""
    places = Location.objects.filter(is_protected=False).select_related("municipality", "area")
    location = get_or_refuse(places, slug=slug)
    today = timezone.localdate()
    residents = residents_of([location.pk], today)
    lines = offer_lines(organized_by(resident.organization.pk for resident in residents))
    shared = shared_houses([location], residents, lines)
    if not shared:
        raise Http404
    rooms = list(location.rooms.all())
    notes = room_coverage(location.pk, [room.pk for room in rooms], request.user)
    sessions = sessions_of_week(today, Offer.objects.public()).filter(run__in=runs_at(location))[:MOST_DATES]
    return TemplateResponse(
        request,
        "roof/house.html",
        {
            "house": shared[0],
            "location": location,
            "rooms": [(room, notes.get(room.pk)) for room in rooms],
            "tells_coverage": bool(notes),
            "week": week_of(today, sessions),
            "tiles": {"url": settings.TILE_URL, "credit": settings.TILE_CREDIT},
        },
    )
