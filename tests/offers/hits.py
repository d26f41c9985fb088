"""Reading what a search found."""

from offers.models import Offer
from offers.search.result import Result


def titles_of(result: Result) -> list[str]:
    """Titles of all hits, in their order."""
    numbers = result.page()
    rows = Offer.objects.in_bulk(numbers)
    return [rows[number].title for number in numbers]
