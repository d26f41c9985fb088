"""Searching lists by their indexes (trigram keys, full text) instead of ``icontains`` over everything."""

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.core.exceptions import ValidationError
from django.db.models import F, Model, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.db.models.lookups import Contains

from kit.model_fields import Fold
from kit.staff.field_paths import is_single

MOST_WORDS = 6
LONGEST = 100
FEW = 1000
"""Up to so many hits per word the rows are named by id; beyond, the list is read in its order until a page is full.

Measured at 100 000 rows: with 25 000 the lists of ids cost more than they spare.
"""


def search_rows(queryset: QuerySet, fields: Sequence[str], text: str) -> QuerySet:
    """Rows in which every word of ``text`` is found in at least one of ``fields``; one query per word at once.

    A field is written like this:

    ======================  ==========================================================================
    ``name_key``            a folded key with a trigram index: any part of it, case and accents aside
    ``course_number``       another text column: the same, without an index, so for short tables only
    ``=slug``               the whole value
    ``@search``             full text
    ``run__offer__title``   the same over a relation
    ======================  ==========================================================================

    A rare word and a frequent one need opposite plans, and the planner, which cannot know, was measured to take 35 s
    for a frequent one in 100 000 rows. So we look first: few hits are fetched through the indexes, for many the
    condition stands in the list itself, where it is true soon.
    """
    words = re.sub(r"[\x00\s]+", " ", text)[:LONGEST].split()[:MOST_WORDS]
    for word in words:
        arms = list(_arms(queryset.model, fields, word))
        if not arms:
            return queryset.none()
        few = _few(queryset.model, arms)
        queryset = queryset.filter(_anywhere(queryset.model, arms, word) if few is None else Q(pk__in=few))
    return queryset


def _arms(model: type[Model], fields: Sequence[str], word: str) -> Iterable[tuple[str, Q]]:
    """Path and condition per field; without fields the word cannot fit (letters in a number)."""
    for field in fields:
        condition = _condition(field, word)
        with suppress(ValueError, ValidationError):
            model._base_manager.filter(condition)
            yield field, condition


def _condition(field: str, word: str) -> Q:
    if field.startswith("="):
        return Q(**{field[1:]: word})
    if field.startswith("@"):
        return Q(**{field[1:]: SearchQuery(word, config="familynet_de")})
    column = F(field) if field.endswith("_key") else Fold(Cast(F(field), TextField()))
    return Q(Contains(column, Fold(Value(word))))


def _few(model: type[Model], arms: Sequence[tuple[str, Q]]) -> set[Any] | None:
    """Ids of all hits, or ``None`` when there are more than a few."""
    hits = [model._base_manager.filter(condition).order_by().values_list("pk")[: FEW + 1] for _field, condition in arms]
    found = {pk for (pk,) in (hits[0].union(*hits[1:], all=True) if len(hits) > 1 else hits[0])}
    return found if len(found) <= FEW else None


def _anywhere(model: type[Model], arms: Sequence[tuple[str, Q]], word: str) -> Q:
    """One condition for the list. Relations become subqueries, which are read once and hashed, instead of joins.

    That also keeps a path through many rows from repeating a row.
    """
    anywhere = Q()
    for field, condition in arms:
        mark, path = (field[0], field[1:]) if field[0] in "=@" else ("", field)
        head, _, rest = path.partition("__")
        if not rest:
            anywhere |= condition
        elif is_single(model, head):
            target = model._meta.get_field(head).related_model
            found = target._base_manager.filter(_condition(mark + rest, word)).values("pk")
            anywhere |= Q(**{f"{head}__in": found})
        else:
            anywhere |= Q(pk__in=model._base_manager.filter(condition).values("pk"))
    return anywhere
