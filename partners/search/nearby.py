"""What people mean when they say where: a postal code, a town or a district."""

from django.db.models import Q, Value

from kit.model_fields import Fold
from kit.postal_codes import Place, find_place
from partners.models import Municipality, PlanningArea

LONGEST = 80
"""Longer than any name of a place; the rest of what somebody pasted is not read."""


def find_point(text: str) -> Place | None:
    """The point called ``text``: postal code, else town, else district (``Bieblach-Ost``); beginnings will do.

    Costs no query for a postal code, one for a name. ``None`` when nothing of that name has a position.
    """
    text = " ".join(text[:LONGEST].split())
    if not text:
        return None
    return find_place(text) or _named(text)


def _named(text: str) -> Place | None:
    key = Fold(Value(text))
    match = Q(name_key=key) | Q(name_key__startswith=key)
    columns = ("name", "lat", "lon", "name_key")
    towns = Municipality.objects.exclude(lat=None).filter(match).order_by().values_list(*columns, Value(0))
    areas = PlanningArea.objects.exclude(lat=None).filter(match).order_by().values_list(*columns, Value(1))
    found = sorted(towns.union(areas, all=True), key=lambda row: (len(row[3]), row[4], row[3]))
    return Place(found[0][1], found[0][2], found[0][0]) if found else None
