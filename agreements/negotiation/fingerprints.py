"""By which numbers one recognises that a text is still the one somebody read.

The mark of a clause grows with every change of its words and of the structured part it shows. The mark of a whole
version is a checksum over all of it, so it also differs when clauses change places. Whoever agrees names the mark that
was read; the agreement holds while the mark stays the same (``TextApproval.edition``).
"""

import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Model, Value

from agreements.enums import Block
from agreements.models import (
    AgreementContact,
    AgreementParty,
    AgreementVersion,
    Annex,
    Basis,
    Clause,
    Commitment,
    Responsibility,
    RoomUse,
)
from kit.history import event_model_of

TRACKED: Mapping[str, type[Model]] = {
    Block.PARTIES: AgreementParty,
    Block.BASES: Basis,
    Block.COMMITMENTS: Commitment,
    Block.RESPONSIBILITIES: Responsibility,
    Block.ROOM_USES: RoomUse,
    Block.CONTACTS: AgreementContact,
}
"""The rows behind a structured part; their history keeps every change, removals included."""
OF_VERSION = frozenset({Block.TERM, Block.REVIEW, Block.PROTECTION, Block.DATA})
"""Parts that are columns of the version; one counter for all four."""
ONLY_POSITIVE = 0x7FFFFFFF


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """Marks of one version: ``clauses`` by key (struck ones are left out), ``text`` for all of it."""

    clauses: Mapping[UUID, int]
    text: int


def fingerprints_of(versions: Iterable[AgreementVersion]) -> dict[int, Fingerprints]:
    """Marks of these versions by primary key, as the database has them now; four queries, however many they are."""
    ids = [version.pk for version in versions]
    wanted = dict(AgreementVersion.objects.filter(pk__in=ids).values_list("pk", "edition")) if ids else {}
    if not wanted:
        return {}
    blocks = _changes_of_blocks(list(wanted))
    clauses: defaultdict[int, list[Any]] = defaultdict(list)
    rows = Clause.objects.filter(version__in=wanted, is_removed=False).order_by("version", "position", "pk")
    for row in rows.only("version_id", "key", "edition", "block"):
        clauses[row.version_id].append(row)
    return {pk: _marks(edition, clauses[pk], blocks[pk]) for pk, edition in wanted.items()}


def fingerprints(version: AgreementVersion) -> Fingerprints:
    """Marks of one version."""
    return fingerprints_of([version])[version.pk]


def block_changes(version: AgreementVersion) -> dict[str, datetime]:
    """When the rows or columns behind each structured part were changed last; two queries."""
    found = {block: at for _version, block, at in _history([version.pk], Max("pgh_created_at"))}
    if version.edition > 1:
        found |= dict.fromkeys(map(str, OF_VERSION), version.updated_at)
    added = version.annexes.aggregate(last=Max("attachment__uploaded_at"))["last"]
    return found | ({str(Block.ATTACHMENTS): added} if added else {})


def changed_blocks(version: AgreementVersion, since: datetime) -> frozenset[str]:
    """Structured parts that were changed after ``since``."""
    return frozenset(block for block, at in block_changes(version).items() if at > since)


def _marks(edition: int, clauses: list[Any], blocks: Mapping[str, int]) -> Fingerprints:
    def of(clause: Any) -> int:
        if clause.block in OF_VERSION:
            return int(clause.edition + edition)
        return int(clause.edition + blocks.get(clause.block, 0))

    everything = repr(
        (edition, [(str(one.key), of(one)) for one in clauses], sorted(blocks.items()))
    )  # clauses stand in their order, so moving one shows
    return Fingerprints({one.key: of(one) for one in clauses}, zlib.crc32(everything.encode()) & ONLY_POSITIVE)


def _changes_of_blocks(versions: list[int]) -> defaultdict[int, dict[str, int]]:
    """How often the rows behind each structured part were added, changed or removed; two queries."""
    found: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for version, block, number in _history(versions, Count("pk")):
        found[version][block] = number
    annexes = Annex.objects.filter(version__in=versions).values("version").annotate(number=Count("pk"), last=Max("pk"))
    for row in annexes.order_by():
        found[row["version"]][str(Block.ATTACHMENTS)] = (row["number"] + row["last"] * 1000) % ONLY_POSITIVE
    return found


def _history(versions: list[int], what: Any) -> list[tuple[int, str, Any]]:
    """``(version, block, what)`` from the tables of history, in one statement."""
    parts = []
    for block, model in TRACKED.items():
        rows = event_model_of(model).objects.filter(version__in=versions).order_by()
        counted = rows.values("version").annotate(block=Value(str(block)), found=what)
        parts.append(counted.values_list("version", "block", "found"))
    first, *others = parts
    return list(first.union(*others, all=True))
