"""The chips above the results: every active filter in words, to be taken away."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kit.formatting import day_words
from kit.view_models import Chip
from offers.filters.labels import DAY_LABELS, FLAG_LABELS, PART_LABELS, WITH_NEIGHBORS, age_label
from offers.filters.parameters import FLAGS, LISTS, query_string, without_parameter
from offers.filters.search import Search


def filter_chips(found: Search) -> list[Chip]:
    """Every active filter in words; its link takes it away."""
    wishes, kept = found.wishes, found.wishes.kept
    rows: list[tuple[Any, str]] = []
    if wishes.text:
        said = " ".join(found.understood.words)
        if said or not found.understood.chips:
            rows.append((f"„{said or wishes.text}“", without_parameter(kept, "q")))
        rows += [
            (one.label, query_string(kept, q=found.understood.without(one) or None)) for one in found.understood.chips
        ]
    if wishes.where:
        words = wishes.where.label
        if wishes.where.radius:
            words = _("%(place)s + %(km)s km") % {"place": words, "km": wishes.where.radius}
        rows.append((words, query_string({**kept, "umkreis": ()}, ort=None)))
    rows += [(age_label(typed), without_parameter(kept, "alter", typed)) for typed, _age in wishes.ages]
    rows += [(DAY_LABELS[day], without_parameter(kept, "tag", day)) for day in kept.get("tag", ())]
    rows += [(PART_LABELS[part], without_parameter(kept, "zeit", part)) for part in kept.get("zeit", ())]
    if wishes.view != "woche":
        if wishes.start:
            rows.append((_("ab %(day)s") % {"day": day_words(wishes.start)}, without_parameter(kept, "von")))
        if wishes.end:
            rows.append((_("bis %(day)s") % {"day": day_words(wishes.end)}, without_parameter(kept, "bis")))
    rows += [
        (entry.name, without_parameter(kept, name, entry.slug))
        for name, group in LISTS.items()
        for entry in wishes.chosen.get(group, ())
    ]
    rows += [(FLAG_LABELS[name], without_parameter(kept, name)) for name, flag in FLAGS.items() if flag in wishes.flags]
    if wishes.with_neighbors:
        rows.append((WITH_NEIGHBORS, without_parameter(kept, "nachbarn")))
    if wishes.literally:
        rows.append((_("wörtlich"), without_parameter(kept, "woertlich")))
    return [Chip(label, href, removes=True) for label, href in rows]
