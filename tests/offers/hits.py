"""Reading what a search found."""

from offers.filters import Search
from offers.models import Offer


def titles_of(found: Search) -> list[str]:
    """Titles of all hits, in their order."""
    numbers = found.hits()
    rows = Offer.objects.in_bulk(numbers)
    return [rows[number].title for number in numbers]
