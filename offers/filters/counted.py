"""What a search adds to the numbers for planners: words and filters, never who asked (domain 7.3)."""

from offers.actions.demand import note_search
from offers.facets import Group
from offers.filters.search import Search

UNCOUNTED = {"q", "ort", "umkreis", "sort", "ansicht", "woertlich"}


def count_demand(found: Search) -> None:
    """Count a search that asks for something; costs no query."""
    ask, kept = found.result.ask, found.wishes.kept
    filters = [f"{name}={value}" for name, values in kept.items() if name not in UNCOUNTED for value in values]
    filters += [name for chip in found.understood.chips for name in chip.parameters if name not in UNCOUNTED]
    area = ask.where.label if ask.where else ", ".join(entry.name for entry in ask.chosen.get(Group.AREA, ()))
    if found.wishes.text or filters or area:
        note_search(words=" ".join(found.understood.words), filters=sorted(filters), area=area, hits=found.total)
