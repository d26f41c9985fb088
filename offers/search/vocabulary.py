"""Every word that stands in an offer, and which of them match a typed one."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from offers.search.language import VERBS, basic_forms, fold_word, spelled_out, word_pieces

EXACT, PREFIX, HEAD, FIRST = 100, 80, 75, 65
"""How well a word of an offer fits a typed one, of 100: the same word, its beginning, its last part, its first part.

Measured together with the weights of ``offers.search.terms``, which says how.
"""
SHORTEST_PREFIX = 3
"""Letters; the beginning of a word says little before that, and with just so many not more than a first part does."""
SHORTEST_TYPO = 4
"""Letters; shorter words are one slip away from too many others."""
CLOSEST = 3
"""So many words a slip may have been meant as are looked for."""


class Vocabulary:
    """Words of the offers by everything they can be met by. Words are only ever added; counts may run behind."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        """``counts``: in how many offers each word stands."""
        self.counts: dict[str, int] = {}
        self._by_form: defaultdict[str, set[str]] = defaultdict(set)
        self._by_first: defaultdict[str, set[str]] = defaultdict(set)
        self._by_last: defaultdict[str, set[str]] = defaultdict(set)
        self._folded: list[tuple[str, str]] = []
        self._endings: list[tuple[str, str]] = []
        self._is_sorted = True
        self._matches: dict[str, dict[str, int]] = {}
        self._fuzzy: dict[tuple[str, int], list[str]] = {}
        self.add(counts)

    def add(self, counts: Mapping[str, int]) -> None:
        """New words; those already there stay with their count."""
        fresh = {word: count for word, count in counts.items() if word not in self.counts and word not in VERBS}
        if not fresh:
            return
        self.counts.update(fresh)
        for word in fresh:
            for form in basic_forms(word):
                self._by_form[form].add(word)
            first, last = word_pieces(word)
            for form in first:
                self._by_first[form].add(word)
            for form in last:
                self._by_last[form].add(word)
                self._endings.append((form, word))
            self._folded.append((_key(word), word))
        self._is_sorted = False
        self._matches.clear()
        self._fuzzy.clear()

    def matches(self, typed: str) -> dict[str, int]:
        """Words that stand for ``typed``, each with how well it fits; empty when nobody uses it."""
        known = self._matches.get(typed)
        if known is None:
            known = self._matches[typed] = self._find(typed)
        return known

    def knows(self, typed: str) -> bool:
        """Some offer uses this very word, in whatever form."""
        return any(form in self._by_form for form in basic_forms(typed))

    def joined(self, left: str, right: str) -> dict[str, int]:
        """Words that two typed words are when joined: „Eltern Café“ is „Elterncafé“."""
        found: dict[str, int] = {}
        for form in basic_forms(left + right) | basic_forms(f"{left}s{right}") | basic_forms(f"{left}n{right}"):
            found.update(dict.fromkeys(self._by_form.get(form, ()), EXACT))
        return found

    def similar(self, typed: str, most: int | None = None) -> list[str]:
        """Words that ``typed`` may be a slip of, closest first, commonest first among equals; at most ``CLOSEST``.

        ``most``: how many letters may be wrong; by itself more in longer words.
        """
        key = _key(typed)
        if len(key) < SHORTEST_TYPO or key.isdigit():
            return []
        most = most or (1 if len(key) <= 5 else 2 if len(key) <= 9 else 3)
        known = self._fuzzy.get((key, most))
        if known is None:
            self._sort()
            found = process.extract(
                key, [folded for folded, _ in self._folded], scorer=OSA.distance, score_cutoff=most, limit=30
            )
            rows = [
                (distance, key[0] != folded[0], -self.counts[self._folded[at][1]], self._folded[at][1])
                for folded, distance, at in found
                if not folded.isdigit()
            ]
            rows = [row for row in sorted(rows) if row[0] == min(rows)[0]]
            known = self._fuzzy[key, most] = [word for *_, word in rows[:CLOSEST]]
        return known

    def beginning_with(self, typed: str, limit: int) -> list[str]:
        """Words that begin like ``typed``, commonest first."""
        key = _key(typed)
        found = [word for folded, word in self._between(key) if folded.startswith(key)]
        return sorted(found, key=lambda word: (-self.counts[word], word))[:limit]

    def _find(self, typed: str) -> dict[str, int]:
        found: dict[str, int] = {}

        def take(words: Iterable[str], fit: int) -> None:
            for word in words:
                if found.get(word, 0) < fit:
                    found[word] = fit

        for form in basic_forms(typed):
            take(self._by_form.get(form, ()), EXACT)
            take(self._by_last.get(form, ()), HEAD)
            take(self._by_first.get(form, ()), FIRST)
        key = _key(typed)
        if len(key) >= SHORTEST_PREFIX:
            take((word for _, word in self._between(key)), PREFIX if len(key) > SHORTEST_PREFIX else FIRST)
            if len(key) > SHORTEST_PREFIX:
                self._sort()
                take((word for _, word in _beginning(self._endings, key)), FIRST)
        return found

    def _between(self, key: str) -> list[tuple[str, str]]:
        self._sort()
        return _beginning(self._folded, key)

    def _sort(self) -> None:
        if not self._is_sorted:
            self._folded.sort()
            self._endings.sort()
            self._is_sorted = True


def _beginning(rows: list[tuple[str, str]], key: str) -> list[tuple[str, str]]:
    """The rows of a sorted list whose first value begins with ``key``."""
    return rows[bisect_left(rows, (key, "")) : bisect_left(rows, (key + "\U0010ffff", ""))]


@lru_cache(maxsize=200_000)
def _key(word: str) -> str:
    return spelled_out(fold_word(word.replace("-", "")))
