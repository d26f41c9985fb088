"""Query expansion: each typed word becomes a term, the sets of offers that fit it and how well they do."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain

from pyroaring import BitMap

from offers.search.index import Index
from offers.search.language import GENERAL, compound_parts, is_german
from offers.search.phrases import GENERAL_KINDS, Expansion
from offers.search.vocabulary import HEAD
from offers.search.words import FIELDS

# The weights are of 100 and stand beside each other: whole words in titles first, guesses last. No formula gives them.
# They were measured as a whole with both lists of ``benchmarks/relevance`` (docs/adr/0010: nDCG@10 0.910 on
# ``queries.toml``; on ``second.toml`` 0.712 when it was first seen, 0.798 after what it showed was mended). Whoever
# changes one runs ``make search-eval`` and ``make search-eval ARGS="--set second"``.
FIELD_WEIGHTS = (100, 62, 54, 30)
"""Title; summary, topics and groups; who and where; text."""
EVERYDAY, SLIP = 52, 90
"""How well what an everyday word stands for fits, and how much of a fit is left when a slip was corrected, of 100."""
IN_TITLE, IN_SUMMARY, ANYWHERE = 60, 42, 22
"""Something put in several words: all of them in the title, in title and summary, or anywhere."""
KIND_OF = 30
"""For a compound with few hits, offers with its last part in the title: an Elternfrühstück is a Frühstück."""
PARTS_MEAN = 26
"""For a compound with few hits, offers its parts lead to as everyday words: a Rentnertreff is a Treff for Senioren."""
WITHOUT_GENERAL, FEW = 40, 5
"""For a compound with few hits, offers with its rare part alone: something about Impfen for „Impfberatung“. Fewer hits
than ``FEW`` are few."""
BY_VALUE, BY_NAME, BY_KIND = 48, 46, 18
"""A filter value an everyday word leads to; one that is called so; a kind of offer."""
UNKNOWN = 2.0
"""What a word weighs that nobody uses: more than „Kinder“, less than „Krabbelgruppe“."""
MOST_WORDS = 300
MOST_CACHED = 500
"""Words of an expansion that are looked for at most; searches whose terms are cached until something changes."""


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
        """Rare words say more than frequent ones."""
        hits = len(self.offers())
        return math.log(2 + everything / (1 + hits)) if hits else UNKNOWN


def terms_for(index: Index, words: Sequence[str]) -> list[Term]:
    """One term for each word, in order; one statement or a few, none when all words were asked for before."""
    key = tuple(words)
    found: list[Term] | None = index.terms.get(key)
    if found is None:
        plans = [TermPlan(index, words, at) for at in range(len(words))]
        complete = index.words.need((word for plan in plans for word in plan.needed()), index.vocabulary.counts)
        found = [plan.resolve() for plan in plans]
        if not complete:  # the next one who asks reads the rest
            return found
        if len(index.terms) >= MOST_CACHED:
            index.terms.clear()
        index.terms[key] = found
    return found


class TermPlan:
    """What one word may stand for: first which words have to be known, then the sets."""

    def __init__(self, index: Index, words: Sequence[str], at: int) -> None:
        self.index, self.typed, self.read_as = index, words[at], ""
        self._look_up(self.typed)
        self._join_neighbors(words, at)
        if not self.fits and not self.expansions:
            self._correct_slip()
        self.synonyms = self._synonyms(self.expansions)
        compound = () if self.fits else compound_parts(self.read_as or self.typed)
        self.part_synonyms = [self._synonyms(index.phrases.of([part])) for part in compound]

    def _synonyms(self, expansions: Iterable[Expansion]) -> list[tuple[Expansion, list[dict[str, int]]]]:
        """Each expansion with the words of the offers that stand for each of its words."""
        return [(expansion, self._alternatives(expansion.words)) for expansion in expansions]

    def _alternatives(self, words: Sequence[str]) -> list[dict[str, int]]:
        """What each word of an expansion stands for; a compound no offer uses is looked for by its parts."""
        found = [_best(self.index.vocabulary.matches(word)) for word in words]
        if len(words) == 1 and not found[0]:
            return [_best(self.index.vocabulary.matches(part)) for part in compound_parts(words[0])]
        return found

    def _look_up(self, word: str) -> None:
        vocabulary = self.index.vocabulary
        self.fits = _best(vocabulary.matches(word))
        self.expansions = self.index.phrases.of([word])
        if not self.expansions and not is_german(word):
            self.expansions = self.index.phrases.beginning(word)
        compound = compound_parts(word)
        self.parts = [_best(vocabulary.matches(part)) for part in compound]
        self.rare_parts = [
            words for part, words in zip(compound, self.parts, strict=True) if part.removesuffix("s") not in GENERAL
        ]

    def _join_neighbors(self, words: Sequence[str], at: int) -> None:
        """Words that make one with their neighbours: „Eltern Café“ as one word, phrases of several words."""
        for left, right in ((at - 1, at), (at, at + 1)):
            if left >= 0 and right < len(words):
                self.fits = {**self.fits, **self.index.vocabulary.joined(words[left], words[right])}
        for start in range(max(0, at - 4), at + 1):
            for end in range(max(start + 2, at + 1), min(len(words), start + 5) + 1):
                self.expansions = [*self.expansions, *self.index.phrases.of(words[start:end])]

    def _correct_slip(self) -> None:
        """A word nobody uses: perhaps a slip. A word of the lexicon is none; it just does not occur."""
        if not is_german(self.typed):
            # „Elterngelt“ is made of two words and still a slip; but then of one letter only
            similar = self.index.vocabulary.similar(self.typed, 1 if any(self.rare_parts) else None)
            if similar:
                self.read_as = similar[0]
                self._look_up(similar[0])
                others = dict.fromkeys(similar[1:], SLIP)
                self.fits = {**others, **self.fits}
                return
        if not self.parts:
            self.expansions = self.index.phrases.similar(self.typed)

    def needed(self) -> Iterable[str]:
        """Every word whose offers have to be known, those that fit best first."""
        yield from sorted(self.fits, key=lambda word: -self.fits[word])
        for words in self.parts:
            yield from words
        for _, alternatives in chain(self.synonyms, *self.part_synonyms):
            for words in alternatives:
                yield from words

    def resolve(self) -> Term:
        """The sets of offers; ``needed`` has been read."""
        term = Term(self.typed, read_as=self.read_as)
        self._take_words(term, self.fits, SLIP if self.read_as else 100)
        for expansion, alternatives in self.synonyms:
            self._take_expansion(term, expansion, alternatives)
        if len(self.parts) > 1 and all(self.parts):
            self._take_several(term, self.parts)
        if self.rare_parts and len(term.offers()) < FEW:
            self._take_some_parts(term)
        if self.part_synonyms and len(term.offers()) < FEW:
            everyday = [self._offers_of(synonyms) for synonyms in self.part_synonyms]
            whole = [self._within(words, 2) | meant for words, meant in zip(self.parts, everyday, strict=True)]
            term.take(PARTS_MEAN, BitMap.intersection(*whole))
        return term

    def _take_some_parts(self, term: Term) -> None:
        """A compound with few hits: its rare part alone, or when all parts are rare, what kind of thing it is."""
        if len(self.rare_parts) < len(self.parts):
            for words in self.rare_parts:
                self._take_words(term, words, WITHOUT_GENERAL)
        else:
            kind = {word: fit for word, fit in self.parts[-1].items() if fit >= HEAD}
            term.take(KIND_OF, self._within(kind, 1))

    def _offers_of(self, synonyms: Iterable[tuple[Expansion, list[dict[str, int]]]]) -> BitMap:
        """Offers an everyday word leads to, by title, summary or filter value."""
        found = BitMap()
        for expansion, alternatives in synonyms:
            found |= BitMap.union(BitMap(), *(self.index.columns.facet(number) for number in expansion.codes))
            if alternatives:
                found |= BitMap.intersection(*(self._within(words, 2) for words in alternatives))
        return found

    def _take_words(self, term: Term, fits: dict[str, int], share: int) -> None:
        for word, fit in fits.items():
            for weight, offers in zip(FIELD_WEIGHTS, self.index.words.fields(word), strict=False):
                term.take(fit * share * weight // 10_000, offers)

    def _take_expansion(self, term: Term, expansion: Expansion, alternatives: list[dict[str, int]]) -> None:
        if len(alternatives) == 1:
            self._take_words(term, alternatives[0], EVERYDAY)
        elif alternatives and all(alternatives):
            self._take_several(term, alternatives, anywhere=False)
        for number in expansion.codes:
            level = BY_KIND if number in GENERAL_KINDS else BY_NAME if expansion.is_name else BY_VALUE
            term.take(level, self.index.columns.facet(number))

    def _take_several(self, term: Term, several: list[dict[str, int]], *, anywhere: bool = True) -> None:
        term.take(IN_TITLE, BitMap.intersection(*(self._within(words, 1) for words in several)))
        term.take(IN_SUMMARY, BitMap.intersection(*(self._within(words, 2) for words in several)))
        if anywhere:
            term.take(ANYWHERE, BitMap.intersection(*(self._within(words, FIELDS) for words in several)))

    def _within(self, words: dict[str, int], fields: int) -> BitMap:
        return BitMap.union(*(field for word in words for field in self.index.words.fields(word)[:fields]), BitMap())


def _best(fits: dict[str, int]) -> dict[str, int]:
    """The words that fit best; a beginning that fits thousands says nothing."""
    if len(fits) <= MOST_WORDS:
        return fits
    return dict(sorted(fits.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_WORDS])
