"""Public search: what the address asks for, counted and ordered (docs/suche.md)."""

from offers.filters.parameters import search

__all__ = ["search"]
