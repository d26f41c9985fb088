"""One search from the address to the ordered hits: wishes, counts, typo tolerance, order."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import reduce
from operator import add

from django.contrib.postgres.search import SearchRank, TrigramWordSimilarity
from django.db.models import F, OuterRef, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import TruncDate
from django.http import QueryDict
from django.utils import timezone

from familynet.kit.search import prefix_query
from offers.calendar import monday_of, week_ahead
from offers.filters.catalog import Catalog, read_catalog
from offers.filters.conditions import Condition, Conditions, build, by_distance, similar_condition
from offers.filters.counts import Counts, count, single_drops
from offers.filters.wishes import Wishes, read_wishes
from offers.models import OfferDocument, Session
from offers.querysets import DocumentQuerySet


@dataclass(slots=True)
class Search:
    """What was asked and what was found. ``similar`` is set when only a different spelling gave hits."""

    wishes: Wishes
    catalog: Catalog
    conditions: Conditions
    counts: Counts
    moment: datetime
    similar: bool = False

    @property
    def total(self) -> int:
        return self.counts.total

    def hits(self) -> DocumentQuerySet:
        """All hits in the order asked for; not evaluated."""
        documents = narrowed(self.wishes, self.conditions.narrowing, self.moment)
        for one in self.conditions.masked:
            documents = documents.filter(one.q)
        return ordered(documents, self)

    def drops(self) -> dict[tuple[str, ...], int]:
        """Without hits: which single condition to take back gives how many; costs one query."""
        documents = OfferDocument.objects.public(self.moment).annotate(**by_distance(self.wishes.where))
        return single_drops(documents, [*self.conditions.narrowing, *self.conditions.masked])


def search(query: QueryDict, *, moment: datetime | None = None) -> Search:
    """Read and count; costs two queries, three when the words were misspelt.

    In the week view the period is the week that contains ``von``, whatever ``bis`` says; without it this week, on a
    Sunday the next one.
    """
    moment = moment or timezone.now()
    catalog = read_catalog()
    today = timezone.localdate(moment)
    wishes = read_wishes(query, catalog, today)
    if wishes.view == "woche":
        wishes.start = monday_of(wishes.start) if wishes.start else week_ahead(today)
        wishes.end = wishes.start + timedelta(days=6)
    conditions = build(wishes, moment)
    found = Search(wishes, catalog, conditions, _counted(wishes, conditions, moment), moment)
    if found.total == 0 and wishes.text:
        _try_similar(found)
    return found


def narrowed(wishes: Wishes, conditions: list[Condition], moment: datetime) -> DocumentQuerySet:
    """Public documents that meet ``conditions``."""
    documents = OfferDocument.objects.public(moment).annotate(**by_distance(wishes.where))
    for one in conditions:
        documents = documents.filter(one.q)
    return documents


def _counted(wishes: Wishes, conditions: Conditions, moment: datetime) -> Counts:
    return count(narrowed(wishes, conditions.narrowing, moment), conditions, wishes, moment)


def _try_similar(found: Search) -> None:
    """Look once more for words that look alike; keeps the empty result when that finds nothing either."""
    others = [one for one in found.conditions.narrowing if one.parameters != ("q",)]
    conditions = replace(found.conditions, narrowing=[similar_condition(found.wishes.words), *others])
    counts = _counted(found.wishes, conditions, found.moment)
    if counts.total:
        found.conditions, found.counts, found.similar = conditions, counts, True


def ordered(documents: DocumentQuerySet, found: Search) -> DocumentQuerySet:
    """By next date, then distance, then title (domain 3.9), or as asked; ties are broken by number, so pages agree.

    Offers without a date come last. When only certain days count, the next date is the next one of those.
    """
    start, wishes = "next_start", found.wishes
    if found.conditions.sessions:
        matching = Session.objects.upcoming(found.moment).filter(found.conditions.sessions, run__offer=OuterRef("pk"))
        documents = documents.annotate(match_start=Subquery(matching.values("starts_at")[:1]))
        start = "match_start"
    soonest = [F(start).asc(nulls_last=True)]
    last = ["title_key", "offer_id"]
    distance = [F("distance_km").asc(nulls_last=True)] if wishes.where and wishes.where.has_point else []
    if distance:
        soonest = [TruncDate(start).asc(nulls_last=True), *distance, F(start).asc(nulls_last=True)]
    match wishes.sort:
        case "titel":
            return documents.order_by(*last)
        case "entfernung":
            return documents.order_by(*distance, F(start).asc(nulls_last=True), *last)
        case "relevanz":
            return documents.annotate(rank=_rank(found)).order_by("-rank", *soonest, *last)
        case _:
            return documents.order_by(*soonest, *last)


def _rank(found: Search) -> Combinable:
    """How well title, topics and text fit; for similar spellings how alike they are."""
    words = found.wishes.words
    if found.similar:
        return reduce(add, (TrigramWordSimilarity(word, "words") for word in words))
    return SearchRank(F("tsv"), prefix_query(words))
