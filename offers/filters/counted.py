"""What a search adds to the numbers for planners: words and filters, never who asked (domain 7.3)."""

from offers.actions.demand import note_search
from offers.facets import Group
from offers.filters.panel import chips
from offers.filters.search import Search


def count_demand(found: Search) -> None:
    """Count a search that asks for something; costs no query."""
    ask = found.result.ask
    filters = [str(chip.label) for chip in chips(found) if not str(chip.label).startswith("„")]
    area = ask.where.label if ask.where else ", ".join(entry.name for entry in ask.chosen.get(Group.AREA, ()))
    if found.wishes.text or filters or area:
        note_search(words=" ".join(found.understood.words), filters=sorted(filters), area=area, hits=found.total)
