"""Parts of the home that are numbers: counted now, never typed, and never about single people."""

from collections import Counter
from typing import Any

from django.db.models import Count, F, Func, IntegerField

from accounts.models import User
from offers.facets import Group, split_facet_code
from offers.models import OfferDocument
from partners.enums import OrganizationStatus
from partners.models import Organization, PlanningArea, PointOfInterest
from partners.rights.staff_links import staff_list

MOST = 60


class Unnest(Func):
    """One row per element of an array."""

    function = "unnest"
    arity = 1
    set_returning = True
    output_field = IntegerField()


def stock_by_area(user: User) -> dict[str, Any]:
    """Public offers, organisations and places by planning area (domain 2.6, stock)."""
    offers = _offers_by_area()
    organizations = Counter(
        dict(Organization.objects.public().filter(areas__isnull=False).values_list("areas").annotate(n=Count("pk")))
    )
    places = Counter(
        dict(PointOfInterest.objects.filter(area__isnull=False).order_by().values_list("area").annotate(n=Count("pk")))
    )
    rows = PlanningArea.objects.select_related("municipality").order_by("municipality__name_key", "name_key", "pk")
    table = [
        {
            "name": row.name,
            "municipality": row.municipality.name,
            "offers": offers[row.pk],
            "organizations": organizations[row.pk],
            "places": places[row.pk],
        }
        for row in rows[:MOST]
    ]
    return {"rows": table, "all_offers": OfferDocument.objects.public().count()}


def _offers_by_area() -> Counter[int]:
    counted = (
        OfferDocument.objects.public().annotate(code=Unnest(F("facets"))).values_list("code").annotate(n=Count("pk"))
    )
    found: Counter[int] = Counter()
    for number, count in counted:
        group, value = split_facet_code(number)
        if group == Group.AREA:
            found[value] = count
    return found


def organizations_by_status(user: User) -> dict[str, Any]:
    """How many organisations stand in the register, by status, and how many of them everybody sees."""
    by_status = dict(Organization.objects.order_by().values_list("status").annotate(n=Count("pk")))
    return {
        "rows": [
            {
                "label": status.label,
                "number": by_status.get(status.value, 0),
                "url": staff_list(user, "partners_organization", f"status__exact={status.value}"),
            }
            for status in OrganizationStatus
        ],
        "public": Organization.objects.public().count(),
    }
