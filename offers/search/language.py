"""German words as a search sees them: folded, as basic forms, and taken apart where they are compounds.

Basic forms and the lexicon come from simplemma, stems from Snowball; only the taking apart of compounds is ours: no
kept library does it for Python 3.11 without hundreds of megabytes (docs/adr/0010).
"""

import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import simplemma
import snowballstemmer

MOST_WORDS = 12
"""More words than that do not narrow a search; they only cost."""
SHORTEST_PART = 3
SHORTEST_COMPOUND = 7
LONGEST_WORD = 40
LINKS = ("", "s", "es", "n", "en", "er", "e", "ns")
STEM_ENDS = ("n", "en", "e")  # krabbel(n), still(en), sprach(e)


def _sections() -> dict[str, frozenset[str]]:
    """The word lists of ``german_words.txt``."""
    found: dict[str, set[str]] = {}
    for line in (Path(__file__).parent / "german_words.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            current = found.setdefault(line.strip("[]"), set())
        elif line and not line.startswith("#"):
            current.update(line.split())
    return {name: frozenset(words) for name, words in found.items()}


_LISTS = _sections()
STOP_WORDS, WHOLE, ENDINGS, SHORT_NOUNS, GENERAL, VERBS = (
    _LISTS[name] for name in ("stop", "whole", "endings", "short", "general", "verbs")
)

APOSTROPHES = re.compile("['\u2019\u02bc`]")
_WORD = re.compile(r"\w+")
_TOKEN = re.compile(r"\d{1,2}\.\s?\d{1,2}\.(?:\d{2,4})?|\w+(?:['\u2019\u02bc]\w+)?")
_FOLDS = str.maketrans(
    {
        "ä": "a",
        "ö": "o",
        "ü": "u",
        "ß": "ss",
        "é": "e",
        "è": "e",
        "ê": "e",
        "á": "a",
        "à": "a",
        "â": "a",
        "ç": "c",
        "ı": "i",
        "ğ": "g",
        "ş": "s",
        "ё": "е",
    }
)
_SPELLED = (("ae", "a"), ("oe", "o"), ("ue", "u"))
_stem = snowballstemmer.stemmer("german").stemWord


class Token(NamedTuple):
    """One typed word, in lower case without apostrophes, and where it stands in the text."""

    word: str
    start: int
    end: int


def typed_words(text: str) -> list[Token]:
    """The typed words and dates. A lone modifier apostrophe (U+02BC) is a letter to ``\\w`` and no word to us."""
    tokens = [Token(APOSTROPHES.sub("", m[0].lower()), m.start(), m.end()) for m in _TOKEN.finditer(text)]
    return [token for token in tokens if token.word]


def text_words(text: str) -> list[str]:
    """The words of a text in order, in lower case, without punctuation; at most ``MOST_WORDS``."""
    return _WORD.findall(APOSTROPHES.sub("", text.lower()))[:MOST_WORDS]


def fold_word(word: str) -> str:
    """Lower case without accents and umlauts: ``Väter`` is ``vater``, ``Größe`` is ``grosse``."""
    return word.lower().translate(_FOLDS)


def spelled_out(folded: str) -> str:
    """The same for keyboards without umlauts: ``vaeter`` becomes ``vater``, as ``Väter`` does."""
    for written, short in _SPELLED:
        folded = folded.replace(written, short)
    return folded


@lru_cache(maxsize=200_000)
def basic_forms(word: str) -> frozenset[str]:
    """Keys under which a word can be met: itself and its basic form as a noun and otherwise; all folded.

    A word the lexicon does not know is also met by its stem (``yogakurse``, ``yogakurs``).
    """
    found = {word}
    if len(word) <= LONGEST_WORD and not word.isdigit() and word not in VERBS:
        lemmas = {_lemma(word), _lemma(word.capitalize())}
        found |= lemmas if lemmas != {word} or _is_known(word) or len(word) < SHORTEST_COMPOUND else {_stem(word)}
    return frozenset(spelled_out(fold_word(one.replace("-", ""))) for one in found)


@lru_cache(maxsize=200_000)
def compound_parts(word: str) -> tuple[str, ...]:
    """The words a compound is made of: ``familienberatungsstelle`` is familien, beratungs, stelle; empty for others.

    A hyphen always separates. Otherwise every part must be a word of the lexicon, alone or with the letters that join
    words in German; the longest first part wins, so „Kinder|schwimmen“ before „Kind|erschwimmen“.
    """
    if "-" in word:
        pieces = [piece for piece in word.split("-") if len(piece) >= SHORTEST_PART]
        return tuple(one for piece in pieces for one in (compound_parts(piece) or (piece,))) if len(pieces) > 1 else ()
    found = compound_splits(word)
    if not found:
        return ()
    left, rest = found[-1]
    return (*(compound_parts(left) or (left,)), *(compound_parts(rest) or (rest,)))


@lru_cache(maxsize=200_000)
def compound_splits(word: str) -> tuple[tuple[str, str], ...]:
    """All ways to cut a word into two known ones, shortest first part first."""
    if not SHORTEST_COMPOUND <= len(word) <= LONGEST_WORD or word in WHOLE or not word.isalpha():
        return ()
    found = []
    for cut in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
        left, rest = _bare(word[:cut]), word[cut:]
        if left and (_is_part(rest) or (len(rest) >= SHORTEST_COMPOUND and compound_splits(rest))):
            found.append((left, rest))
    return tuple(found)


@lru_cache(maxsize=200_000)
def word_pieces(word: str) -> tuple[frozenset[str], frozenset[str]]:
    """Keys of everything a word begins with, and of everything it ends with, whatever the way to cut it.

    A first part also stands for the verb it was made from: „Spielkreis“ has to do with „spielen“.
    """
    first: set[str] = set()
    last: set[str] = set()
    if "-" in word:
        separate = [piece for piece in word.split("-") if len(piece) >= SHORTEST_PART]
        for number, piece in enumerate(separate):
            inner_first, inner_last = word_pieces(piece)
            (last if number == len(separate) - 1 else first).update(basic_forms(piece) | inner_last)
            first |= inner_first
        return frozenset(first), frozenset(last)
    for left, rest in compound_splits(word):
        first |= _as_modifier(left) | word_pieces(left)[0] | word_pieces(left)[1] | word_pieces(rest)[0]
        last |= basic_forms(rest) | word_pieces(rest)[1]
    return frozenset(first), frozenset(last)


def _as_modifier(left: str) -> frozenset[str]:
    verbs = (left + end for end in STEM_ENDS if _is_known(left + end))
    return basic_forms(left).union(*(basic_forms(verb) for verb in verbs))


def _bare(left: str) -> str | None:
    """The first part of a compound without the letters that join it; ``None`` when it is no word."""
    if _is_part(left):
        return left
    for link in LINKS[1:]:
        if left.endswith(link) and _is_part(left[: -len(link)]):
            return left[: -len(link)]
    if len(left) > SHORTEST_PART or left.endswith("h"):
        return next((left + end for end in STEM_ENDS if _is_known(left + end)), None)
    return None


def _is_part(word: str) -> bool:
    return len(word) >= SHORTEST_PART and word not in ENDINGS and _is_known(word)


@lru_cache(maxsize=100_000)
def _is_known(word: str) -> bool:
    """In the lexicon, as a noun or anything else; short parts must be nouns we know of."""
    if len(word) == SHORTEST_PART:
        return word in SHORT_NOUNS
    return simplemma.is_known(word.capitalize(), lang="de") or simplemma.is_known(word, lang="de")


@lru_cache(maxsize=200_000)
def _lemma(word: str) -> str:
    return simplemma.lemmatize(word, lang="de").lower()


def is_german(word: str) -> bool:
    """A word of the lexicon, in any form."""
    return simplemma.is_known(word, lang="de") or simplemma.is_known(word.capitalize(), lang="de")
