"""What is still missing before the next step, in words people can act on."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext, gettext_lazy

from agreements.calendar import term_problems
from agreements.enums import AgreementState, Block, CommentState
from agreements.models import AgreementVersion
from agreements.text.variables import facts_of, missing_variables, unknown_variables


@dataclass(frozen=True, slots=True)
class ReadinessGap:
    """One thing that is missing. ``anchor`` is where on the workbench it is mended; ``blocks`` the step it hinders."""

    text: str
    anchor: str
    blocks: str
    is_hint: bool = False


BLOCK_RELATIONS = {
    Block.COMMITMENTS: ("commitments", "Leistungen"),
    Block.RESPONSIBILITIES: ("responsibilities", "Zuständigkeiten"),
    Block.CONTACTS: ("contacts", "Ansprechpersonen"),
    Block.BASES: ("bases", "Grundlagen"),
    Block.ROOM_USES: ("room_uses", gettext_lazy("Zeiten in Räumen")),
}
NEEDED = (Block.COMMITMENTS, Block.RESPONSIBILITIES, Block.CONTACTS)
"""A mandatory clause about one of these says nothing without rows; the others may be left empty, but not unseen."""


def readiness_gaps(version: AgreementVersion) -> list[ReadinessGap]:
    """Everything that hinders giving the draft to the partners or locking it, most urgent first; about ten queries."""
    found = [*_party_gaps(version), *_term_gaps(version), *_clause_gaps(version), *_row_gaps(version)]
    if version.stage == AgreementState.IN_NEGOTIATION:
        found += _negotiation_gaps(version)
    return found


def blocking_gaps(version: AgreementVersion, verb: str) -> list[ReadinessGap]:
    """The gaps that forbid ``verb`` („negotiate“ or „lock“)."""
    needed = {"negotiate"} if verb == "negotiate" else {"negotiate", "lock"}
    return [gap for gap in readiness_gaps(version) if gap.blocks in needed and not gap.is_hint]


def _party_gaps(version: AgreementVersion) -> list[ReadinessGap]:
    parties = list(version.parties.select_related("organization"))
    found = []
    if len(parties) < 2:
        found.append(
            ReadinessGap(gettext("Eine Vereinbarung braucht mindestens zwei Parteien."), "block-parties", "negotiate")
        )
    signing = [party for party in parties if party.must_sign]
    if len(signing) < 2:
        found.append(ReadinessGap(gettext("Mindestens zwei Parteien müssen unterschreiben."), "block-parties", "lock"))
    found += [
        ReadinessGap(
            gettext("%(organization)s: Wer vertritt? Bitte die Funktion nennen.")
            % {"organization": party.organization},
            "block-parties",
            "lock",
        )
        for party in signing
        if not party.represented_by_function
    ]
    return found


def _term_gaps(version: AgreementVersion) -> list[ReadinessGap]:
    if version.term is None:
        return [ReadinessGap(gettext("Ab wann gilt die Vereinbarung?"), "block-term", "lock")]
    return [ReadinessGap(str(text), "block-term", "lock") for _name, text in term_problems(version.term)]


def _clause_gaps(version: AgreementVersion) -> list[ReadinessGap]:
    facts = facts_of(version)
    found = []
    for clause in version.clauses.filter(is_removed=False):
        anchor = f"klausel-{clause.key}"
        empty = not clause.text.strip() and not clause.block
        if empty:
            word = "Pflichtklausel" if clause.is_mandatory else "Klausel"
            found.append(
                ReadinessGap(
                    gettext("%(word)s „%(heading)s“ ist noch leer.") % {"word": word, "heading": clause.heading},
                    anchor,
                    "lock",
                )
            )
        found += [
            ReadinessGap(
                gettext("„%(heading)s“: Die Angabe {{%(name)s}} gibt es nicht.")
                % {"heading": clause.heading, "name": name},
                anchor,
                "lock",
            )
            for name in unknown_variables(clause.text)
        ]
        found += [
            ReadinessGap(
                gettext("„%(heading)s“: Es fehlt %(label)s.") % {"heading": clause.heading, "label": label},
                anchor,
                "lock",
            )
            for label in missing_variables(clause.text, facts)
        ]
    return found


def _row_gaps(version: AgreementVersion) -> list[ReadinessGap]:
    """What the rows behind structured parts lack; four queries."""
    clauses = list(version.clauses.filter(is_removed=False).values_list("block", "is_mandatory", "heading"))
    counts = _count_rows(version)
    needed = {block for block, is_mandatory, _heading in clauses if is_mandatory and block in NEEDED}
    referring = [(block, heading) for block, _, heading in clauses if block in BLOCK_RELATIONS and block not in needed]
    return [
        *_empty_parts(needed, counts),
        *_unassigned(counts["unassigned"]),
        *_responsible_strangers(version),
        *_empty_lists(referring, counts),
    ]


def _count_rows(version: AgreementVersion) -> dict[str, int]:
    counts: dict[str, int] = AgreementVersion.objects.filter(pk=version.pk).aggregate(
        # First, because the names below hide the relations they count.
        unassigned=Count(
            "responsibilities",
            distinct=True,
            filter=Q(responsibilities__isnull=False, responsibilities__organization=None),
        ),
        commitments=Count("commitments", distinct=True),
        contacts=Count("contacts", distinct=True),
        responsibilities=Count("responsibilities", distinct=True),
        bases=Count("bases", distinct=True),
        room_uses=Count("room_uses", distinct=True),
    )
    return counts


def _empty_parts(needed: set[str], counts: dict[str, int]) -> list[ReadinessGap]:
    """Parts a mandatory clause shows, without a row."""
    return [
        ReadinessGap(
            gettext("Es sind noch keine %(label)s eingetragen.") % {"label": label}, f"block-{block.value}", "lock"
        )
        for block, (name, label) in BLOCK_RELATIONS.items()
        if block in needed and not counts[name]
    ]


def _unassigned(number: int) -> list[ReadinessGap]:
    """Tasks nobody is responsible for."""
    if not number:
        return []
    text = gettext("Eine Aufgabe hat") if number == 1 else f"{number} Aufgaben haben"
    return [
        ReadinessGap(
            gettext("%(text)s noch keine zuständige Partei.") % {"text": text}, "block-responsibilities", "lock"
        )
    ]


def _responsible_strangers(version: AgreementVersion) -> list[ReadinessGap]:
    """Organisations with a task that are no party (any more), the first five of them."""
    pairs = version.parties.values_list("organization", "facility")
    parties = {one for pair in pairs for one in pair if one is not None}
    strangers = version.responsibilities.exclude(organization=None).exclude(organization__in=parties)
    return [
        ReadinessGap(
            gettext("%(organization)s ist zuständig für „%(task)s“, aber keine Partei.")
            % {"organization": row.organization, "task": row.task},
            "block-responsibilities",
            "lock",
        )
        for row in strangers.select_related("organization")[:5]
    ]


def _empty_lists(referring: list[tuple[str, str]], counts: dict[str, int]) -> list[ReadinessGap]:
    """Clauses that show a list and may stay without one: only a hint."""
    return [
        ReadinessGap(
            gettext("„%(heading)s“ verweist auf eine Liste, und die ist leer.") % {"heading": heading},
            f"block-{block}",
            "lock",
            is_hint=True,
        )
        for block, heading in referring
        if not counts[BLOCK_RELATIONS[Block(block)][0]]
    ]


def _negotiation_gaps(version: AgreementVersion) -> list[ReadinessGap]:
    number = version.comments.filter(state=CommentState.OPEN).count()
    if not number:
        return []
    text = gettext("Eine Anmerkung ist") if number == 1 else gettext("%(number)s Anmerkungen sind") % {"number": number}
    return [ReadinessGap(gettext("%(text)s noch offen.") % {"text": text}, "anmerkungen", "lock")]
