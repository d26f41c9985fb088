"""From words to sets of offers: each word as a term, with how well each offer fits it."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import simplemma
from pyroaring import BitMap

from offers.search.index import Index
from offers.search.language import parts
from offers.search.phrases import Meaning

FIELD_WEIGHTS = (100, 62, 50, 34)
"""Title; summary, topics and groups; who and where; text."""
EVERYDAY, SLIP = 78, 90
"""How well an everyday word's meaning fits, and how much of a fit is left when a slip was put right, of 100."""
TOGETHER_IN_TITLE, TOGETHER = 60, 40
"""A compound said in several words: all of them in the title, or anywhere."""
BY_VALUE, BY_NAME, BY_KIND = 58, 52, 22
"""A filter value an everyday word leads to; one that is called so; a kind of offer."""
MOST_WORDS = 300
KIND_GROUPS = {8, 9}


@dataclass(slots=True)
class Term:
    """One word that was looked for. ``levels``: how well (of 100) → which offers; an offer counts with its best."""

    typed: str
    levels: dict[int, BitMap] = field(default_factory=dict)
    read_as: str = ""
    """The word that was probably meant, when ``typed`` looked like a slip."""

    def offers(self) -> BitMap:
        return BitMap.union(*self.levels.values()) if self.levels else BitMap()

    def take(self, level: int, offers: BitMap) -> None:
        if offers:
            self.levels[level] = self.levels[level] | offers if level in self.levels else offers

    def weight(self, everything: int) -> float:
        """Rare words say more than frequent ones; a word nobody uses says little."""
        hits = len(self.offers())
        return math.log(2 + everything / (1 + hits)) if hits else 0.5


def terms_for(index: Index, words: Sequence[str]) -> list[Term]:
    """One term for each word, in order; at most one statement, none when all words were asked for before."""
    plans = [_Plan(index, words, at) for at in range(len(words))]
    index.words.need({word for plan in plans for word in plan.needed()})
    return [plan.carry_out() for plan in plans]


class _Plan:
    """What one word may stand for: first which words have to be known, then the sets."""

    def __init__(self, index: Index, words: Sequence[str], at: int) -> None:
        self.index, self.typed = index, words[at]
        self.read_as = ""
        self.fits = _best(index.vocabulary.meant_by(self.typed))
        self.meanings = index.phrases.of([self.typed])
        self._neighbors(words, at)
        self.compound = parts(self.typed)
        if not self.fits and not self.meanings:
            self._put_right()
        self.together = [_best(index.vocabulary.meant_by(part)) for part in self.compound]
        self.said = [
            (meaning, [_best(index.vocabulary.meant_by(word)) for word in meaning.words]) for meaning in self.meanings
        ]

    def _neighbors(self, words: Sequence[str], at: int) -> None:
        """Words that belong together: „Eltern Café“ as one word, phrases of several words."""
        for left, right in ((at - 1, at), (at, at + 1)):
            if left >= 0 and right < len(words):
                self.fits = {**self.fits, **self.index.vocabulary.joined(words[left], words[right])}
        for start in range(max(0, at - 4), at + 1):
            for end in range(max(start + 2, at + 1), min(len(words), start + 5) + 1):
                self.meanings = [*self.meanings, *self.index.phrases.of(words[start:end])]

    def _put_right(self) -> None:
        """A word nobody uses: perhaps a slip. A word of the lexicon is none; it just does not occur."""
        self.meanings = self.index.phrases.similar(self.typed)
        if self.meanings or _is_german(self.typed):
            return
        similar = self.index.vocabulary.similar(self.typed)
        if similar:
            self.read_as, self.compound = similar[0], ()
            for word in reversed(similar):
                meant = self.index.vocabulary.meant_by(word) if word == similar[0] else {word: 80}
                self.fits = {**self.fits, **{one: fit * SLIP // 100 for one, fit in _best(meant).items()}}

    def needed(self) -> Iterable[str]:
        yield from self.fits
        for words in self.together:
            yield from words
        for _, alternatives in self.said:
            for words in alternatives:
                yield from words

    def carry_out(self) -> Term:
        term = Term(self.typed, read_as=self.read_as)
        self._take_words(term, self.fits, 100)
        for meaning, alternatives in self.said:
            self._take_meaning(term, meaning, alternatives)
        if len(self.together) > 1 and all(self.together):
            term.take(TOGETHER, _all_of(self._anywhere(words) for words in self.together))
            term.take(TOGETHER_IN_TITLE, _all_of(self._in_title(words) for words in self.together))
        return term

    def _take_words(self, term: Term, fits: dict[str, int], share: int) -> None:
        for word, fit in fits.items():
            for weight, offers in zip(FIELD_WEIGHTS, self.index.words.fields(word), strict=False):
                term.take(fit * share * weight // 10_000, offers)

    def _take_meaning(self, term: Term, meaning: Meaning, alternatives: list[dict[str, int]]) -> None:
        if len(alternatives) == 1:
            self._take_words(term, alternatives[0], EVERYDAY)
        elif alternatives and all(alternatives):
            term.take(TOGETHER, _all_of(self._anywhere(words) for words in alternatives))
            term.take(TOGETHER_IN_TITLE, _all_of(self._in_title(words) for words in alternatives))
        for number in meaning.codes:
            kind = number // 1_000_000 in KIND_GROUPS
            term.take(BY_KIND if kind else BY_NAME if meaning.is_name else BY_VALUE, self.index.memory.facet(number))

    def _anywhere(self, words: dict[str, int]) -> BitMap:
        return BitMap.union(*(field for word in words for field in self.index.words.fields(word)), BitMap())

    def _in_title(self, words: dict[str, int]) -> BitMap:
        return BitMap.union(*(self.index.words.fields(word)[0] for word in words), BitMap())


def _all_of(sets: Iterable[BitMap]) -> BitMap:
    return BitMap.intersection(*sets)


def _best(fits: dict[str, int]) -> dict[str, int]:
    """The words that fit best; a beginning that fits thousands says nothing."""
    if len(fits) <= MOST_WORDS:
        return fits
    return dict(sorted(fits.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_WORDS])


def _is_german(word: str) -> bool:
    return simplemma.is_known(word, lang="de") or simplemma.is_known(word.capitalize(), lang="de")
