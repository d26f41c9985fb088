"""What a search adds to the numbers for planners: words and filters, never who asked (domain 7.3)."""

from collections.abc import Iterable

from kit.view_models import Chip
from offers.actions.demand import record_search
from offers.facets import Group
from offers.filters.search import Search


def record_demand(found: Search, active: Iterable[Chip]) -> None:
    """Count a search that asks for something, with its ``active`` filters; costs no query."""
    ask = found.result.ask
    labels = (str(chip.label) for chip in active)
    filters = [label for label in labels if not label.startswith("„")]
    area = ask.where.label if ask.where else ", ".join(entry.name for entry in ask.chosen.get(Group.AREA, ()))
    if found.wishes.text or filters or area:
        record_search(words=" ".join(found.understood.words), filters=sorted(filters), area=area, hits=found.total)
