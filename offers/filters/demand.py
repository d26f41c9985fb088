"""What a search adds to the numbers for planners: words and filters, never who asked (domain 7.3)."""

from collections.abc import Iterable

from kit.view_models import Chip
from offers.actions.demand import record_search
from offers.facets import Group
from offers.search.result import Result


def record_demand(result: Result, active: Iterable[Chip]) -> None:
    """Count a search that asks for something, with its ``active`` filters; costs no query."""
    criteria = result.criteria
    labels = (str(chip.label) for chip in active)
    filters = [label for label in labels if not label.startswith("„")]
    districts = criteria.entries.get(Group.AREA, ())
    area = criteria.place.value.label if criteria.place else ", ".join(entry.name for entry in districts)
    if criteria.text or filters or area:
        record_search(words=" ".join(criteria.query.words), filters=sorted(filters), area=area, hits=result.total)
