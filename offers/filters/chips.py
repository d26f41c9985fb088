"""The chips above the results: every active filter in words, to be taken away."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from kit.formatting import day_words
from kit.view_models import Chip
from offers.filters.labels import DAY_LABELS, FLAG_LABELS, PART_LABELS, WITH_NEIGHBORS, age_label
from offers.filters.parameters import FLAGS, LISTS, query_string, without_parameter
from offers.search.criteria import Criteria, Origin

Row = tuple[Any, str]
"""A filter in words, and the address without it."""


def filter_chips(criteria: Criteria) -> list[Chip]:
    """Every active filter in words; its link takes it away."""
    rows = (*_text(criteria), *_place(criteria), *_times(criteria), *_lists_and_flags(criteria))
    return [Chip(label, href, removes=True) for label, href in rows]


def _text(criteria: Criteria) -> Iterator[Row]:
    """The words, then each filter that stands in the text."""
    query, parameters = criteria.query, criteria.parameters
    if not criteria.text:
        return
    words = " ".join(query.words)
    if words or not query.filters:
        yield f"„{words or criteria.text}“", without_parameter(parameters, "q")
    for one in query.filters:
        yield one.label, query_string(parameters, q=query.without(one) or None)


def _place(criteria: Criteria) -> Iterator[Row]:
    place = criteria.ticked_place
    if place is None:
        return
    label = _("%(place)s + %(km)s km") % {"place": place.label, "km": place.radius} if place.radius else place.label
    yield label, query_string({**criteria.parameters, "umkreis": ()}, ort=None)


def _times(criteria: Criteria) -> Iterator[Row]:
    """Ages, weekdays, times of day, and the period; the week view names its days itself."""
    parameters = criteria.parameters
    for age in criteria.ages:
        if age.origin is Origin.PARAMETER:
            yield age_label(age.typed), without_parameter(parameters, "alter", age.typed)
    for name, labels in (("tag", DAY_LABELS), ("zeit", PART_LABELS)):
        for value in parameters.get(name, ()):
            yield labels[value], without_parameter(parameters, name, value)
    start, end = criteria.ticked_period if criteria.view != "woche" else (None, None)
    if start:
        yield _("ab %(day)s") % {"day": day_words(start)}, without_parameter(parameters, "von")
    if end:
        yield _("bis %(day)s") % {"day": day_words(end)}, without_parameter(parameters, "bis")


def _lists_and_flags(criteria: Criteria) -> Iterator[Row]:
    parameters = criteria.parameters
    for name, group in LISTS.items():
        for entry in criteria.entries.get(group, ()):
            yield entry.name, without_parameter(parameters, name, entry.slug)
    for name in FLAGS:
        if name in parameters:
            yield FLAG_LABELS[name], without_parameter(parameters, name)
    if criteria.with_neighbors:
        yield WITH_NEIGHBORS, without_parameter(parameters, "nachbarn")
    if criteria.literally:
        yield _("wörtlich"), without_parameter(parameters, "woertlich")
