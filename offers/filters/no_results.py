"""What helps a family when nothing was found: which wish to take back, what is next door, where to just go."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, When
from django.utils.translation import gettext_lazy as _

from kit.formatting import day_words
from kit.view_models import Chip
from offers.enums import OfferKind
from offers.facets import KINDS, Group, facet_code
from offers.filters.parameters import query_string
from offers.filters.search import Search
from offers.models import OfferDocument
from offers.search.place import PlaceFilter
from partners.enums import OrganizationKind
from partners.models import ContactPoint, Organization

MEETING_POINTS = 3
TOPICS = 8
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


def suggestions_for(found: Search) -> Suggestions:
    """Costs three queries."""
    return Suggestions(
        _drops(found), _neighbors(found), _topics(found), _meeting_points(found), contact_for(found.wishes.where)
    )


def contact_for(where: PlaceFilter | None) -> ContactPoint | None:
    """A person to call: near the place that was asked for, of a network or house before others; costs one query."""
    towns = {where.town.pk} if where and where.town else {area.town for area in where.areas} if where else set()
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


def _drops(found: Search) -> list[Chip]:
    kept, understood = found.wishes.kept, found.understood
    chips = []
    for parameters, hits in found.drops():
        left = {name: values for name, values in kept.items() if name not in parameters}
        hidden = [chip for chip in understood.chips if set(chip.parameters) & set(parameters)]
        if hidden and "q" in left:
            left["q"] = tuple(text for text in [understood.without(*hidden)] if text)
        elif "q" in parameters:
            left["q"] = tuple(text for text in [_filters_only(found)] if text)
        href = query_string(left)
        words = DROP_LABELS.get(parameters, _("ohne diesen Filter"))
        chips.append(Chip(_("%(words)s: %(hits)s") % {"words": words, "hits": hits}, href))
    return chips


def _filters_only(found: Search) -> str:
    """What was typed, without the words that were looked for: only the filters hidden in it."""
    understood = found.understood
    return " ".join(understood.text[chip.start : chip.end] for chip in understood.chips)


def _neighbors(found: Search) -> list[Chip]:
    """Districts next door with hits; their counts are there already, because lists are counted without themselves."""
    wishes, catalog = found.wishes, found.catalog
    areas = [*(wishes.where.areas if wishes.where else ()), *wishes.chosen.get(Group.AREA, ())]
    numbers = dict.fromkeys(number for area in areas for number in area.neighbors)
    chips = []
    for number in numbers:
        entry = catalog.by_code.get(facet_code(Group.AREA, number))
        hits = found.counts.by_code.get(entry.code, 0) if entry else 0
        if entry and hits:
            href = query_string(wishes.kept, ort=None, umkreis=None, stadtteil=entry.slug)
            chips.append(Chip(_("%(area)s: %(hits)s") % {"area": entry.name, "hits": hits}, href))
    return chips


def _topics(found: Search) -> list[Chip]:
    """Topics with offers for the other wishes."""
    kept = {name: values for name, values in found.wishes.kept.items() if name not in {"thema", "woertlich"}}
    filters = _filters_only(found)
    chips = []
    for number, hits in found.result.topics(TOPICS):
        entry = found.catalog.by_code[number]
        href = query_string(kept, q=filters or None, thema=entry.slug)
        chips.append(Chip(_("%(topic)s: %(hits)s") % {"topic": entry.name, "hits": hits}, href))
    return chips


def _meeting_points(found: Search) -> list[MeetingPoint]:
    """Open meetings, nearest or soonest first."""
    kind = facet_code(Group.KIND, KINDS.index(OfferKind.OPEN_MEETING) + 1)
    numbers = found.result.like(kind, MEETING_POINTS)
    documents = OfferDocument.objects.select_related("offer").only("next_start", "offer__slug", "offer__title")
    rows = documents.in_bulk(numbers)
    return [
        MeetingPoint(row.offer.title, row.offer.get_absolute_url(), _when(row.next_start))
        for row in (rows[number] for number in numbers if number in rows)
    ]


def _when(start: datetime | None) -> str:
    return day_words(start)
