"""Where words stand: for each word four sets of offers, one per field of the document, read when first asked for."""

import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pyroaring import BitMap

from offers.search import statements
from offers.search.columns import document_bitmap

FIELDS = 4
"""A title, B summary with topics and groups, C who and where, D text."""
MOST = 30_000_000
"""So many entries are cached; then everything is forgotten and read again as needed."""

MOST_AT_ONCE = 200_000
"""So many entries are read in one statement, which may take three seconds: a million take about that long."""
ENOUGH_SECONDS = 1.5

_LEXEME = re.compile(r"'((?:[^']|'')*)'(?::([0-9A-D,]+))?")


class WordSets:
    """Postings of the words that were searched for so far."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[BitMap, ...]] = {}
        self._entries = 0

    def need(self, words: Iterable[str], counts: Mapping[str, int]) -> bool:
        """Read those that are not known yet, in as few statements as ``MOST_AT_ONCE`` allows; the first ones first.

        ``counts`` says in about how many offers each word stands. False when ``ENOUGH_SECONDS`` were over before all
        were read: among a million offers a hundred frequent words take longer than a family waits.
        """
        missing = [word for word in dict.fromkeys(words) if word not in self._known]
        if not missing:
            return True
        end = time.monotonic() + ENOUGH_SECONDS
        if self._entries > MOST:
            self._known.clear()
            self._entries = 0
        for some in _lots(missing, counts):
            if time.monotonic() > end:
                return False
            read = {word: tuple(BitMap() for _ in range(FIELDS)) for word in some}
            for word, fields, offers in statements.read_postings(some):
                found = document_bitmap(offers)
                self._entries += len(offers)
                for field, members in enumerate(read[word]):
                    if fields & 1 << field:
                        members |= found
            self._known |= read  # known once it was read: a statement can fail
        return True

    def fields(self, word: str) -> tuple[BitMap, ...]:
        """Offers with ``word`` in field A, B, C, D; call ``need`` before."""
        return self._known.get(word) or ()

    def refresh(self, offers: Sequence[int]) -> dict[str, int]:
        """Read the words of these offers anew; returns all their words with how many of them have each."""
        gone = BitMap(offers)
        for sets in self._known.values():
            for members in sets:
                members -= gone
        counts: dict[str, int] = {}
        for offer, text in statements.read_words_of(offers):
            for quoted, positions in _LEXEME.findall(text):
                word = quoted.replace("''", "'")
                counts[word] = counts.get(word, 0) + 1
                for field, members in enumerate(self._known.get(word, ())):
                    if _stands_in(positions, field):
                        members.add(offer)
        return counts


def _lots(words: Sequence[str], counts: Mapping[str, int]) -> Iterator[list[str]]:
    """The words in lots with about ``MOST_AT_ONCE`` entries; a lot has at least one word."""
    lot: list[str] = []
    entries = 0
    for word in words:
        entries += counts.get(word, 0)
        if lot and entries > MOST_AT_ONCE:
            yield lot
            lot, entries = [], counts.get(word, 0)
        lot.append(word)
    if lot:
        yield lot


def _stands_in(positions: str, field: int) -> bool:
    """``1A,17`` stands in fields A and D: the letter D is never written."""
    letters = {position[-1] if position[-1] in "ABC" else "D" for position in positions.split(",")}
    return "ABCD"[field] in letters
