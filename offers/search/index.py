"""The index of this process: everything the search knows, never more than half a second behind the database."""

import threading
import time
from dataclasses import dataclass, field
from typing import Any

import structlog
from django.conf import settings
from django.db import Error, connections
from django.utils import timezone

from offers.models import OfferDocument
from offers.models.document_change import What
from offers.search import statements
from offers.search.cache import RenderCache
from offers.search.catalog import Catalog, read_catalog
from offers.search.columns import DocumentColumns
from offers.search.dates import SessionDates
from offers.search.phrases import Phrases, read_phrases
from offers.search.vocabulary import Vocabulary
from offers.search.words import WordSets

log = structlog.get_logger("familynet.search")
LONGEST_SILENCE = 1800.0
"""Seconds without a question after which the diary may have been shortened (``offers.retention``): read all anew."""


@dataclass(slots=True)
class Index:
    """What is known, and since when. Use it inside ``lock``: other threads bring it up to date."""

    memory: DocumentColumns = field(default_factory=DocumentColumns)
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
    """Entries of the diary that were followed and may come again."""
    asked_at: float | None = None

    def follow(self) -> None:
        """Be at most ``SEARCH_SECONDS_BEHIND`` behind the database; one small statement when nothing happened."""
        now = time.monotonic()
        if self.asked_at is None or now - self.asked_at > LONGEST_SILENCE:
            self._read_everything()
        elif now - self.asked_at >= settings.SEARCH_SECONDS_BEHIND:
            self._read_changes()
        else:
            return
        self.asked_at = now

    def _read_everything(self) -> None:
        self.mark, _ = statements.read_changes(2**62)
        self.read = frozenset(statements.read_changes(self.mark)[1])
        pieces = statements.document_ranges()
        self.memory = DocumentColumns.load(pieces)
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
            self.memory.refresh(offers)
            self.dates.refresh(offers, timezone.now())
            self.vocabulary.add(self.words.refresh(offers))


_indexes: dict[tuple[str, str], Index] = {}


def current_index() -> Index:
    """The index of the database this request reads from, up to date."""
    alias = OfferDocument.objects.db
    index = _indexes.setdefault((connections[alias].settings_dict["NAME"], alias), Index())
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
            index.vocabulary.meant_by("krabbelgruppe")
    except Error as error:
        log.warning("search not warmed up", reason=type(error).__name__)
    finally:
        connections.close_all()
