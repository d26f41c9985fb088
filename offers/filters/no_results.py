"""What helps a family when nothing was found: which filter to take back, what is next door, where to just go."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, When
from django.utils.translation import gettext_lazy as _

from kit.formatting import day_words
from kit.view_models import Chip
from offers.enums import OfferKind
from offers.facets import KINDS, Group, facet_code
from offers.filters.parameters import query_string
from offers.models import OfferDocument
from offers.search.catalog import PlaceFilter
from offers.search.result import Result
from partners.enums import OrganizationKind
from partners.models import ContactPoint, Organization

MEETING_POINTS = 3
TOPICS = 8
"""At most, so that the ways out fit on one screen."""
DROP_LABELS = {
    ("q",): _("ohne das Suchwort"),
    ("alter",): _("ohne das Alter"),
    ("von", "bis"): _("ohne den Zeitraum"),
    ("ort", "umkreis"): _("ohne den Umkreis"),
    ("ort",): _("ohne den Ort"),
    ("ort", "stadtteil"): _("in allen Stadtteilen"),
    ("stadtteil",): _("in allen Stadtteilen"),
    ("thema",): _("zu allen Themen"),
    ("zielgruppe",): _("für alle"),
    ("sprache",): _("in allen Sprachen"),
    ("lebenslage",): _("in jeder Lebenslage"),
    ("kostenlos",): _("auch mit Kosten"),
    ("ohne-anmeldung",): _("auch mit Anmeldung"),
    ("kinderbetreuung",): _("auch ohne Kinderbetreuung"),
    ("stufenlos",): _("auch mit Stufen"),
    ("plaetze",): _("auch wenn ausgebucht"),
    ("ohne-ort",): _("auch mit festem Ort"),
    ("tag",): _("an allen Tagen"),
    ("zeit",): _("zu allen Tageszeiten"),
    ("tag", "zeit"): _("an allen Tagen und zu allen Zeiten"),
}


@dataclass(frozen=True, slots=True)
class MeetingPoint:
    """An open meeting: just go there."""

    title: str
    href: str
    when: str


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Ways out of an empty result."""

    drops: list[Chip]
    neighbors: list[Chip]
    topics: list[Chip]
    meeting_points: list[MeetingPoint]
    contact: ContactPoint | None


def suggestions_for(result: Result) -> Suggestions:
    """Costs three queries."""
    return Suggestions(
        _drops(result),
        _neighbors(result),
        _topics(result),
        _meeting_points(result),
        contact_for(result.criteria.ticked_place),
    )


def contact_for(place: PlaceFilter | None) -> ContactPoint | None:
    """A person to call: near the place that was asked for, of a network or house before others; costs one query."""
    towns = {place.town.pk} if place and place.town else {area.town for area in place.areas} if place else set()
    public = Organization.objects.public()
    contacts = ContactPoint.objects.public().exclude(phone="").filter(organization__in=public, is_protected=False)
    first = (
        first_if(organization__municipality__in=towns),
        first_if(organization__kind=OrganizationKind.NETWORK),
        "position",
        "organization__name_key",
        "pk",
    )
    return contacts.select_related("organization").order_by(*first).first()


def first_if(**condition: object) -> Case:
    """Sorts rows that meet ``condition`` before all others."""
    return Case(When(**condition, then=0), default=1)


def _drops(result: Result) -> list[Chip]:
    query = result.criteria.query
    chips = []
    for dropped, hits in result.drops():
        left = {name: values for name, values in result.criteria.parameters.items() if name not in dropped}
        typed = [one for one in query.filters if set(one.parameters) & set(dropped)]
        if typed and "q" in left:
            left["q"] = tuple(filter(None, [query.without(*typed)]))
        elif "q" in dropped:
            left["q"] = tuple(filter(None, [query.without_words()]))
        label = DROP_LABELS.get(dropped, _("ohne diesen Filter"))
        chips.append(Chip(_("%(words)s: %(hits)s") % {"words": label, "hits": hits}, query_string(left)))
    return chips


def _neighbors(result: Result) -> list[Chip]:
    """Districts next door with hits; their counts are there already, because lists are counted without themselves."""
    criteria, place = result.criteria, result.criteria.ticked_place
    areas = [*(place.areas if place else ()), *criteria.entries.get(Group.AREA, ())]
    numbers = dict.fromkeys(number for area in areas for number in area.neighbors)
    chips = []
    for number in numbers:
        entry = result.index.catalog.by_code.get(facet_code(Group.AREA, number))
        hits = result.counts.by_code.get(entry.code, 0) if entry else 0
        if entry and hits:
            href = query_string(criteria.parameters, ort=None, umkreis=None, stadtteil=entry.slug)
            chips.append(Chip(_("%(area)s: %(hits)s") % {"area": entry.name, "hits": hits}, href))
    return chips


def _topics(result: Result) -> list[Chip]:
    """Topics with offers for the other criteria."""
    criteria = result.criteria
    others = {name: values for name, values in criteria.parameters.items() if name not in {"thema", "woertlich"}}
    filters = criteria.query.without_words()
    chips = []
    for number, hits in result.topics(TOPICS):
        entry = result.index.catalog.by_code[number]
        href = query_string(others, q=filters or None, thema=entry.slug)
        chips.append(Chip(_("%(topic)s: %(hits)s") % {"topic": entry.name, "hits": hits}, href))
    return chips


def _meeting_points(result: Result) -> list[MeetingPoint]:
    """Open meetings, nearest or soonest first."""
    kind = facet_code(Group.KIND, KINDS.index(OfferKind.OPEN_MEETING) + 1)
    numbers = result.dated_offers_with(kind, MEETING_POINTS)
    documents = OfferDocument.objects.select_related("offer").only("next_start", "offer__slug", "offer__title")
    rows = documents.in_bulk(numbers)
    return [
        MeetingPoint(row.offer.title, row.offer.get_absolute_url(), _when(row.next_start))
        for row in (rows[number] for number in numbers if number in rows)
    ]


def _when(start: datetime | None) -> str:
    return day_words(start)
