"""Searching lists by their indexes (trigram keys, full text) instead of ``icontains`` over everything."""

import re
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.db.models.lookups import Contains

from familynet.kit.columns import Fold

MOST_WORDS = 6
LONGEST = 100


def search(queryset: QuerySet, fields: Sequence[str], text: str) -> QuerySet:
    """Rows in which every word of ``text`` is found in at least one of ``fields``.

    A field is written like this:

    ======================  ==========================================================================
    ``name_key``            a folded key with a trigram index: any part of it, case and accents aside
    ``course_number``       another text column: the same, without an index, so for short tables only
    ``=slug``               the whole value
    ``@search``             full text, for the whole input
    ``run__offer__title``   the same over a relation; each path is a subquery of its own, so that every
                            one can use its index
    ======================  ==========================================================================
    """
    words = re.sub(r"[\x00\s]+", " ", text)[:LONGEST].split()[:MOST_WORDS]
    for word in words:
        found = _found(queryset.model, fields, word)
        queryset = queryset.filter(found) if found else queryset.none()
    return queryset


def _found(model: Any, fields: Sequence[str], word: str) -> Q | None:
    """One subquery per field, united: an OR over several columns would keep the planner from using any index."""
    arms = []
    for field in fields:
        with suppress(ValueError, ValidationError):  # a word that cannot be a number or an identifier
            arms.append(model._base_manager.filter(_condition(field, word)).order_by().values("pk"))
    if not arms:
        return None
    return Q(pk__in=arms[0].union(*arms[1:]) if len(arms) > 1 else arms[0])


def _condition(field: str, word: str) -> Any:
    if field.startswith("="):
        return Q(**{field[1:]: word})
    if field.startswith("@"):
        return Q(**{field[1:]: SearchQuery(word, config="familynet_de")})
    column = F(field) if field.endswith("_key") else Fold(Cast(F(field), TextField()))
    return Contains(column, Fold(Value(word)))
