"""What somebody who types may be about to type: topics, titles, places, words of the offers."""

from offers.facets import Group
from offers.search.index import Index
from offers.search.language import fold_word, spelled_out

MOST = 8
SHORTEST = 2
KINDS = (Group.TOPIC, Group.TARGET_GROUP, Group.AREA, Group.MUNICIPALITY)


def suggestions(index: Index, typed: str) -> list[str]:
    """Up to ``MOST`` texts that begin like ``typed``; the words before the last one stay as they are."""
    before, _, last = typed.strip().rpartition(" ")
    key = spelled_out(fold_word(last))
    if len(key) < SHORTEST:
        return []
    names = [entry.name for group in KINDS for entry in index.catalog.of(group)]
    found = [name for name in names if spelled_out(fold_word(name)).startswith(key)]
    words = index.vocabulary.beginning_with(last, 30)
    found += [word for word in words if len(word) > len(key)]
    unique = {spelled_out(fold_word(one)): one for one in reversed(found)}
    ordered = [one for one in dict.fromkeys(found) if unique[spelled_out(fold_word(one))] == one]
    return [f"{before} {one}".strip() for one in ordered[:MOST]]
