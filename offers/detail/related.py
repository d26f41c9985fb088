"""What hangs on an offer: topics, groups, languages, texts, pictures, organisations. Two statements for all of it."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db import connections

from offers.enums import Approval, OfferRole, TextKind
from offers.models import Offer
from partners.calendar import fresh_since

READ = """
SELECT 'topic', t.slug, t.name, t.icon, '', '', '', false, t.position, t.name_key
FROM offers_offer_topics m JOIN partners_topic t ON t.id = m.topic_id WHERE m.offer_id = %(offer)s
UNION ALL
SELECT 'group', t.slug, t.name, '', '', '', '', false, t.position, t.name_key
FROM offers_offer_target_groups m JOIN offers_targetgroup t ON t.id = m.targetgroup_id WHERE m.offer_id = %(offer)s
UNION ALL
SELECT 'language', t.code, t.name, t.native_name, '', '', '', t.is_rtl, t.position, t.name
FROM offers_offer_languages m JOIN partners_language t ON t.id = m.language_id WHERE m.offer_id = %(offer)s
UNION ALL
SELECT 'measure', t.slug, t.name, t.icon, '', '', '', false, t.position, t.slug
FROM offers_offer_access_measures m JOIN offers_accessmeasure t ON t.id = m.accessmeasure_id
WHERE m.offer_id = %(offer)s
UNION ALL
SELECT 'area', t.slug, t.name, town.name, '', '', '', false, 0, t.name_key
FROM offers_offer_areas m JOIN partners_planningarea t ON t.id = m.planningarea_id
JOIN partners_municipality town ON town.id = t.municipality_id WHERE m.offer_id = %(offer)s
UNION ALL
SELECT 'text', l.code, t.title, t.text, t.kind, t.checked_by, l.name, l.is_rtl, l.position, t.kind
FROM offers_offertext t JOIN partners_language l ON l.id = t.language_id WHERE t.offer_id = %(offer)s
UNION ALL
SELECT 'picture', m.file, m.alt, m.credit, m.licence, '', '', false, 0, m.title
FROM offers_mediaasset m LEFT JOIN partners_personconsent c ON c.id = m.consent_id
WHERE m.offer_id = %(offer)s AND (m.expires_on IS NULL OR m.expires_on >= %(day)s)
  AND (m.consent_basis <> 'consent' OR c.withdrawn_on IS NULL)
ORDER BY 9, 10, 2
"""
ORGANIZATIONS = """
SELECT p.role, g.name, g.slug, '', {public}, 0, g.name_key
FROM offers_offerpartner p JOIN partners_organization g ON g.id = p.organization_id
WHERE p.offer_id = %(offer)s AND p.approval <> %(objected)s
UNION ALL
SELECT 'roof', g.name, g.slug, h.opening_hours, true, 1, g.name_key
FROM partners_hostedorganization h JOIN partners_organization g ON g.id = h.organization_id
WHERE h.location_id = %(location)s AND g.id <> %(lead)s AND {public}
  AND (h.valid_from IS NULL OR h.valid_from <= %(day)s) AND (h.valid_to IS NULL OR h.valid_to >= %(day)s)
UNION ALL
SELECT 'lead', g.name, g.slug, '', {public}, 0, g.name_key FROM partners_organization g WHERE g.id = %(lead)s
ORDER BY 6, 7, 3
"""
PUBLIC = "(g.status = 'active' AND (g.freshness_exempt OR g.assured_on >= %(fresh)s))"


@dataclass(frozen=True, slots=True)
class Label:
    """A value with its short address; ``note`` is an icon, an own name or a town, depending on the list."""

    slug: str
    name: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """The offer in other words or another language."""

    lang: str
    direction: str
    title: str
    text: str
    kind: str
    kind_label: str
    language: str
    checked_by: str


@dataclass(frozen=True, slots=True)
class Picture:
    file: str
    alt: str
    credit: str
    licence: str


@dataclass(frozen=True, slots=True)
class Involved:
    """An organisation with its role; ``is_public`` says whether it has a page."""

    role: str
    name: str
    slug: str
    note: str
    is_public: bool


@dataclass(slots=True)
class RelatedRecords:
    topics: list[Label] = field(default_factory=list)
    groups: list[Label] = field(default_factory=list)
    languages: list[Label] = field(default_factory=list)
    measures: list[Label] = field(default_factory=list)
    areas: list[Label] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    lead: Involved | None = None
    partners: list[Involved] = field(default_factory=list)
    roof: list[Involved] = field(default_factory=list)


def read_related(offer: Offer, location_id: int | None, day: date) -> RelatedRecords:
    """Costs two queries. Organisations that objected, and pictures without a valid consent, stay out."""
    values = {
        "offer": offer.pk,
        "lead": offer.lead_id,
        "location": location_id,
        "day": day,
        "fresh": fresh_since(day),
        "objected": Approval.OBJECTED.value,
    }
    with connections[Offer.objects.db].cursor() as cursor:
        cursor.execute(READ, values)
        rows = cursor.fetchall()
        cursor.execute(ORGANIZATIONS.format(public=PUBLIC), values)
        organizations = [Involved(*row[:5]) for row in cursor.fetchall()]
    lists: dict[str, list[tuple]] = defaultdict(list)
    for row in rows:
        lists[row[0]].append(row)
    return RelatedRecords(
        topics=_labels(lists["topic"]),
        groups=_labels(lists["group"]),
        languages=_labels(lists["language"]),
        measures=_labels(lists["measure"]),
        areas=_labels(lists["area"]),
        texts=[_text(row) for row in lists["text"]],
        pictures=[Picture(row[1], row[2], row[3], row[4]) for row in lists["picture"]],
        lead=next((one for one in organizations if one.role == "lead"), None),
        partners=[_with_role(one) for one in organizations if one.role not in {"lead", "roof"}],
        roof=[one for one in organizations if one.role == "roof"],
    )


def _labels(rows: list[tuple]) -> list[Label]:
    return [Label(row[1], row[2], row[3]) for row in rows]


def _text(row: tuple) -> Text:
    kind = TextKind(row[4])
    return Text(row[1], "rtl" if row[7] else "ltr", row[2], row[3], kind.value, str(kind.label), row[6], row[5])


def _with_role(one: Involved) -> Involved:
    return Involved(str(OfferRole(one.role).label), one.name, one.slug, one.note, one.is_public)
