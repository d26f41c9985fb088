"""The words of what people type, and the nearest word when nothing was found."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

MOST_WORDS = 10
"""More words than that do not narrow a search; they only cost."""

_WORD = re.compile(r"\w+")
_FOLDS = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss", "é": "e", "è": "e", "á": "a", "à": "a"})


def search_words(text: str) -> list[str]:
    """The words of a search text in order, each once, without punctuation; at most ``MOST_WORDS``."""
    return list(dict.fromkeys(_WORD.findall(text.lower())))[:MOST_WORDS]


def fold_text(text: str) -> str:
    """Lower case without accents, as ``familynet_fold`` does it in the database for German texts."""
    return text.lower().translate(_FOLDS)


def nearest_words(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate that looks most like ``word``; ``None`` when none is close."""
    by_key = {fold_text(candidate): candidate for candidate in candidates}
    found = get_close_matches(fold_text(word), by_key, n=1, cutoff=0.6)
    return by_key[found[0]] if found else None
