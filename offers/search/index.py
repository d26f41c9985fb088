"""The index of this process: everything the search knows, never more than half a second behind the database.

Also what was drawn from it: cards are cached for as long as they stay true.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, NamedTuple, TypeVar

import structlog
from django.conf import settings
from django.db import Error, connections
from django.utils import timezone

from offers.models import OfferDocument
from offers.models.document_change import What
from offers.search import statements
from offers.search.catalog import Catalog, read_catalog
from offers.search.columns import DocumentColumns
from offers.search.dates import SessionDates
from offers.search.phrases import Phrases, read_phrases
from offers.search.vocabulary import Vocabulary
from offers.search.words import WordSets

T = TypeVar("T")

log = structlog.get_logger("familynet.search")
LONGEST_SILENCE = 1800.0
"""Seconds without a search after which the change log may have been pruned (``offers.retention``): read all anew."""


MOST_OFFERS = 8000
"""So many offers are cached; those nobody looked at for longest make room (a card takes about 4 kB)."""
MOST_VARIANTS = 3
"""So many ways of showing one offer are cached: without dates asked for, and the last ones with."""


class _Rendered(NamedTuple):
    """True from the moment it was made for until ``until``."""

    made_at: datetime
    until: datetime
    value: Any


class RenderCache(Generic[T]):
    """Values by offer and ``variant`` (whatever else they depend on); use it inside the lock of the index.

    Dropped when the change log names the offer. ``version`` counts these drops: what was read from the database before
    one of them must not be stored after it.
    """

    def __init__(self) -> None:
        self.version = 0
        self._rendered: OrderedDict[int, dict[Hashable, _Rendered]] = OrderedDict()

    def find(self, offers: Iterable[int], variant: Hashable, moment: datetime) -> dict[int, T]:
        """Values of those offers that are stored and still true."""
        found: dict[int, T] = {}
        for offer in offers:
            one = self._rendered.get(offer, {}).get(variant)
            if one is not None and one.made_at <= moment < one.until:
                found[offer] = one.value
                self._rendered.move_to_end(offer)
        return found

    def store(
        self, values: Mapping[int, tuple[T, datetime]], variant: Hashable, moment: datetime, *, version: int
    ) -> None:
        """Store values, each with the moment it stops being true, unless something was dropped since ``version``."""
        if version != self.version:
            return
        for offer, (value, until) in values.items():
            variants = self._rendered.setdefault(offer, {})
            if len(variants) >= MOST_VARIANTS and variant not in variants:
                variants.pop(next(iter(variants)))
            variants[variant] = _Rendered(moment, until, value)
            self._rendered.move_to_end(offer)
        while len(self._rendered) > MOST_OFFERS:
            self._rendered.popitem(last=False)

    def drop(self, offers: Iterable[int]) -> None:
        """These offers changed."""
        self.version += 1
        for offer in offers:
            self._rendered.pop(offer, None)

    def clear(self) -> None:
        """Everything changed, or a list with names in it."""
        self.version += 1
        self._rendered.clear()


@dataclass(slots=True)
class Index:
    """What is known, and since when. Use it inside ``lock``: other threads bring it up to date."""

    columns: DocumentColumns = field(default_factory=DocumentColumns)
    vocabulary: Vocabulary = field(default_factory=lambda: Vocabulary({}))
    words: WordSets = field(default_factory=WordSets)
    dates: SessionDates = field(default_factory=SessionDates)
    terms: dict[tuple[str, ...], Any] = field(default_factory=dict)
    """What words were found to mean (``offers.search.terms``); forgotten with every change."""
    cards: RenderCache[Any] = field(default_factory=RenderCache)
    """How offers look in a list (``offers.cards.html``); each is forgotten when its offer changes."""
    catalog: Catalog = field(default_factory=lambda: Catalog(()))
    phrases: Phrases = field(default_factory=lambda: Phrases(()))
    lock: threading.RLock = field(default_factory=threading.RLock)
    mark: int = 0
    read: frozenset[int] = frozenset()
    """Entries of the change log that were followed and may come again."""
    followed_at: float | None = None

    def knows(self, word: str) -> bool:
        """Some offer or phrase uses this word."""
        return bool(self.vocabulary.matches(word) or self.phrases.of([word]))

    def follow(self) -> None:
        """Be at most ``SEARCH_SECONDS_BEHIND`` behind the database; one small statement when nothing happened."""
        now = time.monotonic()
        if self.followed_at is None or now - self.followed_at > LONGEST_SILENCE:
            self._read_everything()
        elif now - self.followed_at >= settings.SEARCH_SECONDS_BEHIND:
            self._read_changes()
        else:
            return
        self.followed_at = now

    def _read_everything(self) -> None:
        self.mark, _ = statements.read_changes(2**62)
        self.read = frozenset(statements.read_changes(self.mark)[1])
        pieces = statements.document_ranges()
        self.columns = DocumentColumns.load(pieces)
        self.terms.clear()
        self.cards.clear()
        self.vocabulary = Vocabulary(statements.read_vocabulary(pieces))
        self.words, self.dates = WordSets(), SessionDates()
        self._read_lists()

    def _read_lists(self) -> None:
        self.catalog = read_catalog()
        self.phrases = read_phrases(self.catalog)

    def _read_changes(self) -> None:
        self.mark, found = statements.read_changes(self.mark)
        entries = {entry for number, entry in found.items() if number not in self.read}
        self.read = frozenset(found)
        if entries:
            self.terms.clear()
        if What.EVERYTHING in entries:
            self._read_everything()
            return
        if What.CATALOG in entries:
            self._read_lists()
            self.cards.clear()
        offers = sorted(int(entry[1:]) for entry in entries if entry[0] == What.DOCUMENT)
        if offers:
            self.cards.drop(offers)
            self.columns.refresh(offers)
            self.dates.refresh(offers, timezone.now())
            self.vocabulary.add(self.words.refresh(offers))


_indexes: dict[tuple[str, str], Index] = {}


def current_index() -> Index:
    """The index of the database this request reads from, up to date."""
    alias = OfferDocument.objects.db
    key = (connections[alias].settings_dict["NAME"], alias)
    index = _indexes.get(key) or _indexes.setdefault(key, Index())  # two threads at once get the same one
    with index.lock:
        index.follow()
    return index


def forget_index(name: str) -> None:
    """Start anew with the next search of this database; for tests, whose transactions are taken back."""
    for key in [key for key in _indexes if key[0] == name]:
        del _indexes[key]


def warm_up() -> None:
    """Read everything before the first family asks. Without a database the first search does it."""
    try:
        index = current_index()
        with index.lock:
            index.vocabulary.matches("krabbelgruppe")
    except Error as error:
        log.warning("search not warmed up", reason=type(error).__name__)
    finally:
        connections.close_all()
