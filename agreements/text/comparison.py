"""Two texts and what became of them: merging what two people wrote, and comparing two versions clause by clause."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from agreements.text.document import Document, DocumentTable, ShownClause
from kit.view_models import DiffPart
from kit.word_diff import compare_words

PIECE = re.compile(r"[^\n.!?;]*(?:[.!?;]+(?![^\s])|[.!?;](?=\S))?[^\S\n]*|\n+")
"""A sentence with the spaces behind it, or line breaks: small enough that two people rarely touch the same one."""
MINE, THEIRS, END = ">>> Ihre Fassung", ">>> Die andere Fassung", ">>> Ende der beiden Fassungen"
"""Lines around what could not be merged; a text that still holds one of them is not saved."""
MOST_PIECES = 3000


@dataclass(frozen=True, slots=True)
class MergedText:
    """A suggestion made of both texts; ``open_places`` says how often somebody has to choose."""

    text: str
    open_places: int


def has_conflict_marks(text: str) -> bool:
    """Whether a merged text still waits for a decision."""
    return any(line.strip() in (MINE, THEIRS, END) for line in text.splitlines())


def merge_texts(base: str | None, mine: str, theirs: str) -> MergedText:
    """Both changes in one text. Where both changed the same sentence, both stand in it between marks.

    ``base`` is what both began with; without it (or when it is too long to compare) nothing can be told apart and the
    two texts stand one behind the other.
    """
    if mine == theirs or base == theirs:
        return MergedText(mine, 0)
    if base == mine:
        return MergedText(theirs, 0)
    if base is None:
        return MergedText(_both([mine], [theirs]), 1)
    olds, ours, others = (_pieces(text) for text in (base, mine, theirs))
    if max(len(olds), len(ours), len(others)) > MOST_PIECES:
        return MergedText(_both([mine], [theirs]), 1)
    return _merged(olds, ours, others)


def _pieces(text: str) -> list[str]:
    return [piece for piece in PIECE.findall(text) if piece]


def _merged(olds: list[str], ours: list[str], others: list[str]) -> MergedText:
    """Walk along the runs all three have in common; between them whoever alone changed something wins."""
    text, open_places = "", 0
    old_at = our_at = other_at = 0
    for old_to, our_to, other_to, length in _common(olds, ours, others):
        old, our, other = olds[old_at:old_to], ours[our_at:our_to], others[other_at:other_to]
        if our == other or other == old:
            text += "".join(our)
        elif our == old:
            text += "".join(other)
        else:
            open_places += 1
            text += ("" if not text or text.endswith("\n") else "\n") + _both(our, other)
        text += "".join(olds[old_to : old_to + length])
        old_at, our_at, other_at = old_to + length, our_to + length, other_to + length
    return MergedText(text, open_places)


def _common(olds: list[str], ours: list[str], others: list[str]) -> list[tuple[int, int, int, int]]:
    """Runs that stand in all three, as places and length, with an empty one at the end."""
    found = []
    left = SequenceMatcher(None, olds, ours, autojunk=False).get_matching_blocks()
    right = SequenceMatcher(None, olds, others, autojunk=False).get_matching_blocks()
    at_left = at_right = 0
    while at_left < len(left) and at_right < len(right):
        a, b = left[at_left], right[at_right]
        start, stop = max(a.a, b.a), min(a.a + a.size, b.a + b.size)
        if start < stop:
            found.append((start, a.b + start - a.a, b.b + start - b.a, stop - start))
        if a.a + a.size < b.a + b.size:
            at_left += 1
        else:
            at_right += 1
    return [*found, (len(olds), len(ours), len(others), 0)]


def _both(mine: Sequence[str], theirs: Sequence[str]) -> str:
    one, other = "".join(mine).rstrip("\n"), "".join(theirs).rstrip("\n")
    return f"{MINE}\n{one}\n{THEIRS}\n{other}\n{END}\n"


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell of a row, word by word."""

    header: str
    parts: list[DiffPart]


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row of a structured part: ``added``, ``removed``, ``changed`` or ``same``."""

    kind: str
    cells: list[CellChange]


@dataclass(frozen=True, slots=True)
class TableChange:
    """A structured part, row by row."""

    caption: str
    headers: tuple[str, ...]
    rows: list[RowChange]


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """What became of one clause. ``is_moved`` may be true of a changed one as well."""

    key: str
    kind: str
    is_moved: bool
    number: str
    number_before: str
    heading: list[DiffPart]
    text: list[DiffPart]
    tables: list[TableChange]

    @property
    def heading_changed(self) -> bool:
        return any(part.kind != "same" for part in self.heading)

    @property
    def title(self) -> str:
        return "".join(part.text for part in self.heading if part.kind != "gone") or self.heading[0].text

    @property
    def is_same(self) -> bool:
        return self.kind == "same" and not self.is_moved


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions: the lines of the head that differ, and every clause."""

    head: list[CellChange]
    clauses: list[ClauseChange]

    @property
    def changed(self) -> list[ClauseChange]:
        return [one for one in self.clauses if not one.is_same]


def compare_documents(before: Document, after: Document) -> Comparison:
    """Every clause of both, in the order of ``after``; one that went stands where it was."""
    old = {clause.key: clause for clause in before.clauses}
    moved = _moved([one.key for one in before.clauses], [one.key for one in after.clauses])
    clauses = [_clause(old.get(one.key), one, is_moved=one.key in moved) for one in after.clauses]
    kept = {one.key for one in after.clauses}
    at = 0
    for clause in before.clauses:
        if clause.key not in kept:
            clauses.insert(at, _clause(clause, None, is_moved=False))
            at += 1
        else:
            at = next(place for place, one in enumerate(clauses) if one.key == clause.key) + 1
    heads = [
        ("Titel", before.title, after.title),
        ("Art", before.kind, after.kind),
        ("Zentrum", before.center, after.center),
    ]
    return Comparison([CellChange(name, compare_words(a, b)) for name, a, b in heads if a != b], clauses)


def _moved(before: list[str], after: list[str]) -> set[str]:
    """Keys that changed their place among those both have."""
    old, new = [key for key in before if key in set(after)], [key for key in after if key in set(before)]
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    stayed = {key for block in blocks for key in old[block.a : block.a + block.size]}
    return set(new) - stayed


NOTHING = ShownClause("", "", "", "", "", ())
"""Stands for the clause a version does not have, so that all of the other one reads as added or as gone."""


def _clause(before: ShownClause | None, after: ShownClause | None, *, is_moved: bool) -> ClauseChange:
    old, new = before or NOTHING, after or NOTHING
    tables = _tables(old.tables, new.tables)
    return ClauseChange(
        key=new.key or old.key,
        kind=_kind_of_clause(before, after, tables),
        is_moved=is_moved,
        number=new.number,
        number_before=old.number,
        heading=compare_words(old.heading, new.heading),
        text=compare_words(old.text, new.text),
        tables=tables,
    )


def _kind_of_clause(before: ShownClause | None, after: ShownClause | None, tables: list[TableChange]) -> str:
    """``added``, ``removed``, ``changed`` or ``same``; the number is left out, it moves when others come or go."""
    if before is None:
        return "added"
    if after is None:
        return "removed"
    has_same_words = (before.heading, before.text) == (after.heading, after.text)
    has_same_rows = all(row.kind == "same" for table in tables for row in table.rows)
    return "same" if has_same_words and has_same_rows else "changed"


def _tables(before: Iterable[DocumentTable], after: Iterable[DocumentTable]) -> list[TableChange]:
    old, new = {one.caption: one for one in before}, {one.caption: one for one in after}
    return [_table(old.get(name), new.get(name)) for name in dict.fromkeys([*old, *new])]


def _table(before: DocumentTable | None, after: DocumentTable | None) -> TableChange:
    some = after or before
    assert some is not None  # noqa: S101 - callers have one of them
    old = dict(zip(before.keys, before.rows, strict=True)) if before else {}
    new = dict(zip(after.keys, after.rows, strict=True)) if after else {}
    empty = ("",) * len(some.headers)
    rows = []
    for key in dict.fromkeys([*new, *old]):
        was, now = old.get(key), new.get(key)
        kind = "added" if was is None else "removed" if now is None else "same" if was == now else "changed"
        pairs = zip(some.headers, _fit(was or empty, some), _fit(now or empty, some), strict=True)
        rows.append(RowChange(kind, [CellChange(header, compare_words(a, b)) for header, a, b in pairs]))
    return TableChange(some.caption, some.headers, rows)


def _fit(row: tuple[str, ...], table: DocumentTable) -> tuple[str, ...]:
    """A version locked before a column was added has fewer cells."""
    return (*row, *[""] * len(table.headers))[: len(table.headers)]
