"""Public search: what the address asks for, counted and ordered."""

from offers.filters.search import Search, search

__all__ = ["Search", "search"]
