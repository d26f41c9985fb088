"""One page of a long list, from ``?seite=`` in the address."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

PARAMETER = "seite"
LAST_PAGE = 400
"""Nobody leafs further; the database would count through every row before it (``OFFSET``)."""


class CappedPaginator(Paginator):
    """A paginator that ends at ``LAST_PAGE``; ``capped`` says that there would be more."""

    @property
    def num_pages(self) -> int:
        return min(super().num_pages, LAST_PAGE)

    @property
    def capped(self) -> bool:
        return super().num_pages > LAST_PAGE


def paginate(queryset: Any, request: HttpRequest, per_page: int = 25) -> Page:
    """The page the address asks for; costs one count and one select.

    Never an error: no number means the first page, too large a number the last one. ``queryset`` must be ordered.
    """
    return CappedPaginator(queryset, per_page).get_page(request.GET.get(PARAMETER))
