"""The text as a party reads it to answer: every clause with what was said about it and who agrees to it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from agreements.enums import CommentState
from agreements.models import (
    AgreementVersion,
    Clause,
    ClauseComment,
    ClauseEdit,
    TextApproval,
)
from agreements.negotiation.fingerprints import Fingerprints, block_changes, fingerprints
from agreements.negotiation.speaker import Speaker
from agreements.text.document import ShownClause, build_document
from agreements.text.variables import Facts, facts_of, spoken_names


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark or proposal as people read it. ``before`` is the text the proposed words were written against.

    ``spoken_before`` and ``spoken_proposal`` are both with the variables filled in: what partners read.
    """

    row: ClauseComment
    before: str = ""
    spoken_before: str = ""
    spoken_proposal: str = ""
    is_outdated: bool = False
    is_mine: bool = False

    @property
    def is_open(self) -> bool:
        return self.row.state == CommentState.OPEN

    @property
    def tone(self) -> str:
        return {"open": "warning", "accepted": "success", "refused": "danger"}.get(self.row.state, "muted")


@dataclass(frozen=True, slots=True)
class ClauseCard:
    """One clause on the page of the negotiation."""

    key: UUID
    shown: ShownClause
    edition: int
    source: str
    mark: int
    remarks: tuple[Remark, ...] = ()
    agreed_by: tuple[str, ...] = ()
    is_agreed: bool = False
    was_agreed: bool = False
    """Agreed to an earlier state, which is void."""

    @property
    def anchor(self) -> str:
        return f"klausel-{self.key}"

    @property
    def open_remarks(self) -> int:
        return sum(remark.is_open for remark in self.remarks)

    @property
    def is_doubted(self) -> bool:
        """By the speaker: a remark of its own is open."""
        return any(remark.is_open and remark.is_mine for remark in self.remarks)


@dataclass(frozen=True, slots=True)
class PartyText:
    """The whole text with everything said about it; ``agrees``: the speaker's organisation agreed to all of it."""

    version: AgreementVersion
    cards: list[ClauseCard]
    general: tuple[Remark, ...]
    mark: int
    agrees: bool
    agreed_clauses: int
    own_open: int
    seen_before: datetime | None
    """When the organisation last agreed to something; „what changed since“ begins there."""

    @property
    def has_changed(self) -> bool:
        return self.seen_before is not None and not self.agrees and any(card.was_agreed for card in self.cards)

    @property
    def clauses_to_answer(self) -> int:
        """Clauses one neither agrees to nor has an open remark on."""
        return sum(not card.is_agreed and not card.is_doubted for card in self.cards)


@dataclass(frozen=True, slots=True)
class ChangedClause:
    """A clause that reads otherwise than when it was agreed to."""

    card: ClauseCard | None
    heading: str
    before: str
    after: str
    tables_changed: bool


def read_party_text(version: AgreementVersion, speaker: Speaker | None) -> PartyText:
    """The text for one speaker; a fixed number of queries, whatever was said."""
    known = fingerprints(version)
    said = remarks_of(version, speaker)
    given = list(version.approvals.filter(withdrawn_at=None).select_related("organization"))
    mine = [one for one in given if speaker is not None and one.organization_id == speaker.organization.pk]
    cards = _cards(version, known, said, given, mine)
    return PartyText(
        version=version,
        cards=cards,
        general=said.get(None, ()),
        mark=known.text,
        agrees=any(one.clause_key is None and one.edition == known.text for one in mine),
        agreed_clauses=sum(card.is_agreed for card in cards),
        own_open=sum(remark.is_open and remark.is_mine for group in said.values() for remark in group),
        seen_before=max((one.at for one in mine), default=None),
    )


def _cards(
    version: AgreementVersion,
    known: Fingerprints,
    said: dict[UUID | None, tuple[Remark, ...]],
    given: list[TextApproval],
    mine: list[TextApproval],
) -> list[ClauseCard]:
    """The clauses in the order of the document. One struck or added between two of these queries is left out."""
    rows = {row.key: row for row in version.clauses.filter(is_removed=False)}
    shown = {UUID(clause.key): clause for clause in build_document(version).clauses}
    return [
        _card(rows[key], clause, known, said.get(key, ()), given, mine)
        for key, clause in shown.items()
        if key in rows and key in known.clauses
    ]


def remarks_of(version: AgreementVersion, speaker: Speaker | None = None) -> dict[UUID | None, tuple[Remark, ...]]:
    """Everything said about a version by clause, oldest first; about the whole text under ``None``.

    One query, and seven with proposals, however many they are.
    """
    rows = list(version.comments.select_related("organization").order_by("at", "pk"))
    wanted = {(row.clause_key, row.edition) for row in rows if row.proposal}
    before: dict[tuple[UUID | None, int], str] = {}
    newest: dict[UUID | None, int] = {}
    if wanted:
        edits = ClauseEdit.objects.filter(clause__version=version, clause__key__in={key for key, _ in wanted})
        for edit in edits.select_related("clause"):
            before[edit.clause.key, edit.edition] = edit.text
            newest[edit.clause.key] = edit.clause.edition
    facts = facts_of(version) if wanted else Facts()
    found: defaultdict[UUID | None, list[Remark]] = defaultdict(list)
    for row in rows:
        text = before.get((row.clause_key, row.edition), "")
        found[row.clause_key].append(
            Remark(
                row,
                text,
                spoken_names(text, facts),
                spoken_names(row.proposal, facts),
                bool(row.proposal) and newest.get(row.clause_key) != row.edition,
                speaker is not None and row.organization_id == speaker.organization.pk,
            )
        )
    return {key: tuple(group) for key, group in found.items()}


def changes_since(reading: PartyText, speaker: Speaker) -> list[ChangedClause]:
    """Every clause whose text or structured part differs from what this organisation agreed to last, word for word."""
    version = reading.version
    approvals = list(version.approvals.filter(organization=speaker.organization).order_by("at"))
    if not approvals:
        return []
    agreed_at = {one.clause_key: one.at for one in approvals}
    edits, blocks = _texts(version), block_changes(version)
    cards = {card.key: card for card in reading.cards}
    facts = facts_of(version)
    found = []
    for clause in version.clauses.all():
        at = agreed_at.get(clause.key)
        card = cards.get(clause.key)
        if at is None or (card is not None and card.is_agreed):
            continue
        before = next((text for edited, text in reversed(edits[clause.pk]) if edited <= at), "")
        after = "" if clause.is_removed else clause.text
        tables = clause.block in blocks and blocks[clause.block] > at
        if before != after or tables:
            found.append(
                ChangedClause(card, clause.heading, spoken_names(before, facts), spoken_names(after, facts), tables)
            )
    return found


def _card(
    row: Clause,
    shown: ShownClause,
    known: Fingerprints,
    said: tuple[Remark, ...],
    given: Iterable[TextApproval],
    mine: list[TextApproval],
) -> ClauseCard:
    mark = known.clauses[row.key]
    holding = [one for one in given if one.clause_key == row.key and one.edition == mark]
    earlier = [one for one in mine if one.clause_key == row.key]
    is_agreed = any(one.edition == mark for one in earlier)
    return ClauseCard(
        row.key,
        shown,
        row.edition,
        row.text,
        mark,
        said,
        tuple(dict.fromkeys(str(one.organization) for one in holding)),
        is_agreed,
        bool(earlier) and not is_agreed,
    )


def _texts(version: AgreementVersion) -> defaultdict[int, list[tuple[datetime, str]]]:
    found: defaultdict[int, list[tuple[datetime, str]]] = defaultdict(list)
    for clause, at, text in (
        ClauseEdit.objects.filter(clause__version=version).order_by("edition").values_list("clause", "at", "text")
    ):
        found[clause].append((at, text))
    return found
