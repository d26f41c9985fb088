"""Two versions of a text, compared word by word."""

import re
from difflib import SequenceMatcher

from kit.view_models import DiffPart

WORDS_AT_MOST = 4000
"""Above this the comparison goes by line, because comparing words takes quadratic time."""


def compare_words(before: str, after: str) -> list[DiffPart]:
    """What stayed, went and came, in reading order; joining ``same`` and ``new`` gives ``after`` again."""
    piece = r"\S+[^\S\n]*|\s+"  # a line break is a piece of its own: a new paragraph changes no word
    old, new = re.findall(piece, before), re.findall(piece, after)
    if len(old) + len(new) > WORDS_AT_MOST:
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    parts: list[DiffPart] = []
    for kind, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            parts.append(DiffPart("same", "".join(new[new_from:new_to])))
            continue
        if old_to > old_from:
            parts.append(DiffPart("gone", "".join(old[old_from:old_to])))
        if new_to > new_from:
            parts.append(DiffPart("new", "".join(new[new_from:new_to])))
    return parts
