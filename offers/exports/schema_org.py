"""An offer as schema.org data (standards 2.3): courses with their runs, other offers with dates as events.

Empty values are left out. Addresses are built from the configured host, never from the request.
"""

from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from offers.detail.offer_detail import OfferDetail, RunDetail
from offers.enums import OfferKind, SessionState
from offers.models import OfferSession
from partners.models import Location, Organization

SCHEMA = "https://schema.org"
COURSES = {OfferKind.COURSE, OfferKind.GROUP}
MOST_EVENTS = 12


def offer_json_ld(page: OfferDetail) -> dict[str, Any]:
    """One block for the page: the way to it, and the offer as course, as events or as a service without dates."""
    return {"@context": SCHEMA, "@graph": [_breadcrumb(page), *_offer(page)]}


def absolute_url(path: str) -> str:
    """The public address of a path of ours."""
    return f"{settings.PUBLIC_BASE_URL}{path}"


def _offer(page: OfferDetail) -> list[dict[str, Any]]:
    if page.is_over:
        return []
    if page.offer.kind in COURSES:
        return [_course(page)]
    events = [_event(page, one, session) for one in page.runs for session in one.sessions]
    return events[:MOST_EVENTS] or [_service(page)]


def _common(page: OfferDetail) -> dict[str, Any]:
    offer = page.offer
    return {
        "name": offer.title,
        "description": offer.summary,
        "url": absolute_url(offer.get_absolute_url()),
        "inLanguage": [label.slug for label in page.related.languages],
        "about": [label.name for label in page.related.topics],
        "audience": _audience(page),
        "isAccessibleForFree": _is_free(page),
    }


def _course(page: OfferDetail) -> dict[str, Any]:
    return _without_empty(
        {
            "@type": "Course",
            **_common(page),
            "provider": _organization(page.offer.lead),
            "offers": _prices(page, page.runs[0] if page.runs else None),
            "hasCourseInstance": [_instance(page, one) for one in page.runs],
        }
    )


def _instance(page: OfferDetail, one: RunDetail) -> dict[str, Any]:
    run, sessions = one.run, one.sessions
    return _without_empty(
        {
            "@type": "CourseInstance",
            "name": run.name,
            "courseMode": "Online" if page.offer.is_online else "Onsite",
            "startDate": _stamp(sessions[0].starts_at) if sessions else None,
            "endDate": _stamp(sessions[-1].ends_at) if sessions else None,
            "location": _place(page, one),
            "eventStatus": _status(one, None),
            "maximumAttendeeCapacity": run.maximum_places,
            "remainingAttendeeCapacity": run.places_free,
            "offers": _prices(page, one),
        }
    )


def _event(page: OfferDetail, one: RunDetail, session: OfferSession) -> dict[str, Any]:
    common = {name: value for name, value in _common(page).items() if name != "about"}
    return _without_empty(
        {
            "@type": "Event",
            **common,
            "startDate": _stamp(session.starts_at),
            "endDate": _stamp(session.ends_at),
            "previousStartDate": _stamp(session.moved_from) if session.moved_from else None,
            "eventStatus": _status(one, session),
            "eventAttendanceMode": f"{SCHEMA}/{'Online' if page.offer.is_online else 'Offline'}EventAttendanceMode",
            "location": _place(page, one) or {"@type": "Place", "name": _("Ort nach Absprache")},
            "organizer": _organization(page.offer.lead),
            "offers": _prices(page, one),
        }
    )


def _service(page: OfferDetail) -> dict[str, Any]:
    unknown = {"about", "inLanguage", "isAccessibleForFree"}  # to a schema.org Service
    common = {name: value for name, value in _common(page).items() if name not in unknown}
    return _without_empty(
        {
            "@type": "Service",
            **common,
            "provider": _organization(page.offer.lead),
            "areaServed": [area.name for area in page.related.areas],
        }
    )


def _status(one: RunDetail, session: OfferSession | None) -> str:
    if one.is_cancelled or (session is not None and session.state == SessionState.CANCELLED):
        return f"{SCHEMA}/EventCancelled"
    moved = session is not None and session.state == SessionState.MOVED
    return f"{SCHEMA}/{'EventRescheduled' if moved else 'EventScheduled'}"


def _place(page: OfferDetail, one: RunDetail) -> dict[str, Any] | None:
    if page.offer.is_online:
        return {"@type": "VirtualLocation", "url": absolute_url(page.offer.get_absolute_url())}
    place = one.location or page.location
    if place is None or place.is_protected:
        words = one.run.location_text or page.offer.location_text
        return {"@type": "Place", "name": words} if words else None
    return _location(place)


def _location(place: Location) -> dict[str, Any]:
    address = {
        "@type": "PostalAddress",
        "streetAddress": f"{place.street} {place.house_no}".strip(),
        "postalCode": place.postal_code,
        "addressLocality": place.city,
        "addressCountry": "DE",
    }
    geo = {"@type": "GeoCoordinates", "latitude": place.lat, "longitude": place.lon} if place.lat is not None else None
    complete = place.postal_code and place.city
    return _without_empty(
        {"@type": "Place", "name": place.name, "address": _without_empty(address) if complete else None, "geo": geo}
    )


def _organization(lead: Organization) -> dict[str, Any]:
    return _without_empty({"@type": "Organization", "name": lead.name, "url": lead.website})


def _audience(page: OfferDetail) -> dict[str, Any] | None:
    lowest, highest = page.offer.minimum_age_months, page.offer.maximum_age_months
    groups = ", ".join(label.name for label in page.related.groups)
    if lowest is None and highest is None and not groups:
        return None
    return _without_empty(
        {
            "@type": "PeopleAudience",
            "audienceType": groups,
            "suggestedMinAge": round(lowest / 12, 2) if lowest is not None else None,
            "suggestedMaxAge": round(highest / 12, 2) if highest is not None else None,
        }
    )


def _is_free(page: OfferDetail) -> bool:
    return all(fee.amount == 0 for one in page.runs for fee in one.run.fees.all()) and not any(
        one.run.material_cost for one in page.runs
    )


def _prices(page: OfferDetail, one: RunDetail | None) -> list[dict[str, Any]]:
    fees = list(one.run.fees.all()) if one else []
    return [
        {
            "@type": "Offer",
            "name": fee.label,
            "price": float(fee.amount),
            "priceCurrency": "EUR",
            "url": absolute_url(page.offer.get_absolute_url()),
        }
        for fee in fees
    ]


def _breadcrumb(page: OfferDetail) -> dict[str, Any]:
    steps = [(_("Angebote"), "/angebote/"), (page.offer.title, page.offer.get_absolute_url())]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": name, "item": absolute_url(path)}
            for number, (name, path) in enumerate(steps, start=1)
        ],
    }


def _stamp(moment: Any) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds")


def _without_empty(values: dict[str, Any]) -> dict[str, Any]:
    """Schema.org has no empty values: what is unknown is not said. Zero and "no" are known."""
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}
