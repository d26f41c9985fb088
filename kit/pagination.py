"""One page of a long list, from ``?seite=`` in the address."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, QueryDict

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


def page_links(page: Page, parameters: QueryDict) -> dict[str, Any]:
    """What a row of links to the other pages needs; every other parameter of the address stays."""
    paginator, parameters = page.paginator, parameters.copy()
    parameters.pop(PARAMETER, None)
    others = f"{parameters.urlencode()}&" if parameters else ""

    def address(number: int) -> str:
        return f"?{others}{PARAMETER}={number}"

    numbers = [
        {"number": n, "href": address(n), "current": n == page.number} if isinstance(n, int) else {"number": None}
        for n in paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    return {
        "numbers": numbers if paginator.num_pages > 1 else [],
        "previous": address(page.number - 1) if page.has_previous() else "",
        "next": address(page.number + 1) if page.has_next() else "",
        "first": page.start_index(),
        "last": page.end_index(),
        "total": paginator.count,
        "capped": getattr(paginator, "capped", False),
    }


def paginate(queryset: Any, request: HttpRequest, per_page: int = 25) -> Page:
    """The page the address asks for; costs one count and one select.

    Never an error: no number means the first page, too large a number the last one. ``queryset`` must be ordered.
    """
    return CappedPaginator(queryset, per_page).get_page(request.GET.get(PARAMETER))
