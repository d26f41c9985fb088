"""How an organisation is found by words: beginnings of words, parts of compounds, typing errors, former names."""

import re

from django.contrib.postgres.search import SearchQuery, SearchRank, TrigramWordSimilarity
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from kit.model_fields import Fold
from partners.models import FormerName
from partners.querysets import OrganizationQuerySet

CONFIGURATION = "familynet_de"
MOST_WORDS = 8
ALIKE = 0.5
"""Word similarity from which a name counts as meant: „Bumi“ finds „Bummi“, „Beratng“ finds „Beratung“."""
ALIKE_ONCE = 0.6
"""Stricter for former names, because nobody sees at first sight why such a hit stands there."""


def search_organizations(organizations: OrganizationQuerySet, text: str) -> OrganizationQuerySet:
    """``organizations`` that match ``text``, best first; all of them when ``text`` holds no word.

    ``found_as`` on each row is the former name when only that one matched, else empty. ``text`` is what somebody
    typed: operators, quotes and the like mean nothing and nothing is raised.
    """
    words = re.findall(r"\w+", text)[:MOST_WORDS]
    if not words:
        return organizations.annotate(found_as=Value(""))
    query = SearchQuery(" & ".join(f"{word}:*" for word in words), config=CONFIGURATION, search_type="raw")
    key = Fold(Value(" ".join(words)))
    former = (
        FormerName.objects.filter(organization=OuterRef("pk"))
        .annotate(near=TrigramWordSimilarity(key, "name_key"))  # type: ignore[arg-type]
        .filter(Q(name_key__contains=key) | Q(near__gte=ALIKE_ONCE))
        .order_by("-near", "pk")
        .values("name")[:1]
    )
    by_name = Q(search=query) | Q(name_key__contains=key) | Q(near__gte=ALIKE)
    return (
        organizations.annotate(
            rank=SearchRank(F("search"), query),
            near=TrigramWordSimilarity(key, "name_key"),  # type: ignore[arg-type]
            former=Coalesce(Subquery(former), Value("")),
        )
        .annotate(found_as=Case(When(by_name, then=Value("")), default=F("former")))
        .filter(by_name | ~Q(former=""))
        .order_by("-rank", "-near", "name_key", "pk")
    )
