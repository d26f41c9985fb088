"""What was made of single offers, kept in the process for as long as it stays true."""

from collections import OrderedDict
from collections.abc import Hashable, Iterable, Mapping
from datetime import datetime
from typing import Any, Generic, NamedTuple, TypeVar

T = TypeVar("T")

MOST_OFFERS = 8000
"""So many are kept; those nobody was shown for longest make room (a drawn card takes about 4 kB)."""
MOST_VARIANTS = 3
"""So many ways of showing one offer are kept: without dates asked for, and the last ones with."""


class _CacheEntry(NamedTuple):
    """True from the moment it was made for until ``until``."""

    made_at: datetime
    until: datetime
    value: Any


class RenderCache(Generic[T]):
    """Values by offer and ``variant`` (whatever else they depend on); use it inside the lock of the index.

    Dropped when the diary names the offer. ``version`` counts these drops: what was read from the database before one
    of them must not be kept after it.
    """

    def __init__(self) -> None:
        self.version = 0
        self._kept: OrderedDict[int, dict[Hashable, _CacheEntry]] = OrderedDict()

    def find(self, offers: Iterable[int], variant: Hashable, moment: datetime) -> dict[int, T]:
        """Values of those offers that are kept and still true."""
        found: dict[int, T] = {}
        for offer in offers:
            one = self._kept.get(offer, {}).get(variant)
            if one is not None and one.made_at <= moment < one.until:
                found[offer] = one.value
                self._kept.move_to_end(offer)
        return found

    def keep(
        self, values: Mapping[int, tuple[T, datetime]], variant: Hashable, moment: datetime, *, version: int
    ) -> None:
        """Keep values, each with the moment it stops being true, unless something was dropped since ``version``."""
        if version != self.version:
            return
        for offer, (value, until) in values.items():
            variants = self._kept.setdefault(offer, {})
            if len(variants) >= MOST_VARIANTS and variant not in variants:
                variants.pop(next(iter(variants)))
            variants[variant] = _CacheEntry(moment, until, value)
            self._kept.move_to_end(offer)
        while len(self._kept) > MOST_OFFERS:
            self._kept.popitem(last=False)

    def drop(self, offers: Iterable[int]) -> None:
        """These offers changed."""
        self.version += 1
        for offer in offers:
            self._kept.pop(offer, None)

    def clear(self) -> None:
        """Everything changed, or a list with names in it."""
        self.version += 1
        self._kept.clear()
