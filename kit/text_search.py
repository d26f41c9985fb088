"""From what people type to a full-text query in German, and the nearest word when nothing was found."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

from django.contrib.postgres.search import SearchQuery

CONFIGURATION = "familynet_de"
MOST_WORDS = 10
"""More words than that do not narrow a search; they only cost."""

_WORD = re.compile(r"\w+")
_FOLDS = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss", "é": "e", "è": "e", "á": "a", "à": "a"})


def search_words(text: str) -> list[str]:
    """The words of a search text in order, each once, without punctuation; at most ``MOST_WORDS``."""
    return list(dict.fromkeys(_WORD.findall(text.lower())))[:MOST_WORDS]


def prefix_query(typed: Iterable[str]) -> SearchQuery:
    """All words must occur, each may be the beginning of a longer one: ``'krab':* & 'diens':*``.

    ``typed`` comes from ``words``, so it holds letters and digits only and no operator can be smuggled in.
    """
    return SearchQuery(" & ".join(f"'{word}':*" for word in typed), config=CONFIGURATION, search_type="raw")


def fold_text(text: str) -> str:
    """Lower case without accents, as ``familynet_fold`` does it in the database for German texts."""
    return text.lower().translate(_FOLDS)


def nearest_words(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate that looks most like ``word``; ``None`` when none is close."""
    by_key = {fold_text(candidate): candidate for candidate in candidates}
    found = get_close_matches(fold_text(word), by_key, n=1, cutoff=0.6)
    return by_key[found[0]] if found else None
