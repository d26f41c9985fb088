"""What the workbench shows: every clause with its words, its structured part, what was said and what is missing."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Count
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from agreements.enums import AgreementState, Block
from agreements.forms.rows import BY_BLOCK, RowKind
from agreements.forms.term import WORD_OF_BLOCK, term_hints
from agreements.models import AgreementStep, AgreementVersion, Clause, ClauseEdit
from agreements.negotiation.party_text import ClauseCard, PartyText, Remark, read_party_text
from agreements.text.document import DocumentTable
from agreements.text.readiness import ReadinessGap, readiness_gaps
from agreements.text.variables import VARIABLES, Facts, facts_of, missing_variables, text_with_names

IN_HEAD = frozenset(VARIABLES[name].lacking for name in ("zweck", "themen", "planungsraeume", "kooperationsmodell"))
IN_TERM = frozenset(VARIABLES[name].lacking for name in ("beginn", "ende", "laufzeit", "verlaengerung"))
"""What lacks when one of these is empty, as ``agreements.text.variables.missing`` says it."""
NEEDED = (Block.PARTIES, Block.TERM)
"""Parts without which there is no agreement; they can be filled in even when no clause shows them."""


@dataclass(frozen=True, slots=True)
class ClauseMark:
    """What the outline says about a clause, as a word, a tone and an icon."""

    code: str
    label: str
    tone: str
    icon: str


@dataclass(frozen=True, slots=True)
class WorkbenchPart:
    """A structured part as it stands in its clause: its tables, and how its rows are called and added."""

    block: str
    tables: Sequence[DocumentTable] = ()
    kind: RowKind | None = None
    word: str = ""
    hints: Sequence[str] = ()

    @property
    def anchor(self) -> str:
        return f"block-{self.block}"

    @property
    def label(self) -> str:
        return str(Block(self.block).label)


@dataclass(frozen=True, slots=True)
class BenchPlace:
    """One clause on the workbench; ``row`` is what is edited, ``html`` how it reads with its variables filled in."""

    row: Clause
    number: str
    html: SafeString
    mark: ClauseMark | None
    part: WorkbenchPart | None = None
    gaps: Sequence[ReadinessGap] = ()
    remarks: Sequence[Remark] = ()
    open_remarks: int = 0
    agreed_by: Sequence[str] = ()
    edits: int = 0
    lacks_head: bool = False
    """A variable is empty that is filled in under „Titel, Zweck, Themen“."""
    lacks_term: bool = False

    @property
    def anchor(self) -> str:
        return f"klausel-{self.row.key}"


@dataclass(frozen=True, slots=True)
class WorkbenchPage:
    """The whole workbench of one version; a fixed number of queries, whatever it holds."""

    version: AgreementVersion
    places: list[BenchPlace]
    struck: list[Clause]
    extra: list[WorkbenchPart]
    gaps: list[ReadinessGap] = field(default_factory=list)
    general: Sequence[Remark] = ()
    open_remarks: int = 0

    @property
    def hindering(self) -> list[ReadinessGap]:
        return [gap for gap in self.gaps if not gap.is_hint]

    @property
    def hints(self) -> list[ReadinessGap]:
        return [gap for gap in self.gaps if gap.is_hint]


def read_bench(version: AgreementVersion, *, for_editing: bool) -> WorkbenchPage:
    """Everything the page shows; what only concerns those who edit is left out for the others."""
    reading = read_party_text(version, None)
    rows = list(version.clauses.select_related("updated_by"))
    gaps = readiness_gaps(version) if for_editing and version.is_open else []
    places = _places(version, rows, reading, gaps, for_editing=for_editing)
    return WorkbenchPage(
        version=version,
        places=places,
        struck=[row for row in rows if row.is_removed],
        extra=_parts_without_clause(version, places, for_editing=for_editing),
        gaps=gaps,
        general=reading.general,
        open_remarks=sum(place.open_remarks for place in places) + sum(one.is_open for one in reading.general),
    )


def _places(
    version: AgreementVersion, rows: list[Clause], reading: PartyText, gaps: list[ReadinessGap], *, for_editing: bool
) -> list[BenchPlace]:
    facts = facts_of(version)
    cards = {card.key: card for card in reading.cards}
    by_anchor: defaultdict[str, list[ReadinessGap]] = defaultdict(list)
    for gap in gaps:
        by_anchor[gap.anchor].append(gap)
    counted = _edits(version) if for_editing else {}
    since = _given_to_partners(version)
    asked = _asked(version)
    return [
        _place(row, cards[row.key], facts, by_anchor, counted, since, asked, for_editing=for_editing)
        for row in rows
        if row.key in cards
    ]


def _parts_without_clause(
    version: AgreementVersion, places: list[BenchPlace], *, for_editing: bool
) -> list[WorkbenchPart]:
    """Structured parts every agreement needs whose clause was struck: their rows stay, so they stay reachable."""
    blocks = {place.row.block for place in places}
    parts = (_part(str(block), (), version, for_editing=for_editing) for block in NEEDED if str(block) not in blocks)
    return [part for part in parts if part]


def _place(
    row: Clause,
    card: ClauseCard,
    facts: Facts,
    by_anchor: dict[str, list[ReadinessGap]],
    counted: dict[int, int],
    since: datetime | None,
    asked: int,
    *,
    for_editing: bool,
) -> BenchPlace:
    part = _part(row.block, card.shown.tables, row.version, for_editing=for_editing)
    found = [*by_anchor.get(card.anchor, []), *(by_anchor.get(part.anchor, []) if part else [])]
    agreed = bool(asked) and len(card.agreed_by) >= asked
    changed = row.edition > 1 and (since is None or row.updated_at > since)
    empty = set(missing_variables(row.text, facts)) if for_editing else set()
    lacks = any(not gap.is_hint for gap in found)
    return BenchPlace(
        row,
        card.shown.number,
        text_with_names(row.text, facts, heading=4),
        _mark(lacks, card.open_remarks, agreed=agreed, changed=changed),
        part,
        found,
        card.remarks,
        card.open_remarks,
        card.agreed_by,
        counted.get(row.pk, 0),
        bool(empty & IN_HEAD),
        bool(empty & IN_TERM),
    )


def _mark(lacks: bool, remarks: int, *, agreed: bool, changed: bool) -> ClauseMark | None:
    """The most urgent one."""
    if remarks:
        return ClauseMark("remark", _("offene Anmerkung"), "warning", "message-circle")
    if lacks:
        return ClauseMark("missing", _("es fehlt etwas"), "danger", "circle-alert")
    if agreed:
        return ClauseMark("agreed", _("abgestimmt"), "success", "circle-check")
    if changed:
        return ClauseMark("changed", _("geändert"), "info", "pencil")
    return None


def _part(
    block: str, tables: Sequence[DocumentTable], version: AgreementVersion, *, for_editing: bool
) -> WorkbenchPart | None:
    if not block:
        return None
    hints = term_hints(version.term, timezone.localdate()) if for_editing and block == Block.TERM else ()
    return WorkbenchPart(block, tables, BY_BLOCK.get(block), WORD_OF_BLOCK.get(block, ""), hints)


def _edits(version: AgreementVersion) -> dict[int, int]:
    rows = ClauseEdit.objects.filter(clause__version=version).order_by().values("clause")
    return dict(rows.annotate(number=Count("pk")).values_list("clause", "number"))


def _given_to_partners(version: AgreementVersion) -> datetime | None:
    """Since when the partners read this version; ``None`` while it is drafted."""
    if version.stage != AgreementState.IN_NEGOTIATION:
        return None
    steps = AgreementStep.objects.filter(version=version, verb="negotiate").order_by("-at", "-pk")
    return steps.values_list("at", flat=True).first()


def _asked(version: AgreementVersion) -> int:
    """How many parties are asked to agree: all that are not the centre's side."""
    center = version.agreement.center_id
    return sum(center not in pair for pair in version.parties.values_list("organization", "facility"))


def find_clause(version: AgreementVersion, key: UUID) -> Clause | None:
    """One clause of a version, with the version itself attached."""
    row = version.clauses.filter(key=key).select_related("updated_by").first()
    if row is not None:
        row.version = version
    return row
