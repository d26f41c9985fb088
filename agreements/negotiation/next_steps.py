"""Whose turn it is, in words everybody sees: the centre, every party, whoever still has to sign.

The centre agrees by locking; agreement to the text is asked of all other parties. A party that concludes for the
centre's own facility is the centre's side.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.enums import AgreementState, CommentState
from agreements.models import (
    Agreement,
    AgreementInvitation,
    AgreementParty,
    AgreementVersion,
    ClauseComment,
    Signature,
    TextApproval,
)
from agreements.negotiation.fingerprints import Fingerprints, fingerprints_of

WORKED_ON = (AgreementState.DRAFT, AgreementState.IN_NEGOTIATION)
TO_SIGN = (AgreementState.FINAL_TEXT, AgreementState.PARTIALLY_SIGNED)


@dataclass(frozen=True, slots=True)
class PendingStep:
    """One thing somebody has to do. ``organizations`` are whose turn it is (the party and its facility)."""

    who: str
    what: str
    organizations: frozenset[int]
    until: date | None = None
    note: str = ""
    is_late: bool = False

    def __str__(self) -> str:
        until = " " + _("bis %s") % f"{self.until:%d.%m.%Y}" if self.until else ""
        note = f" ({self.note})" if self.note else ""
        return f"{self.who}: {self.what}{until}{note}"


@dataclass(frozen=True, slots=True)
class PartyPosition:
    """Where one party stands with the text that is worked on."""

    party: AgreementParty
    organizations: frozenset[int]
    invitation: AgreementInvitation | None
    opened_at: datetime | None
    agreed: int
    asked: int
    agrees_to_text: bool
    agreed_before: bool
    open_comments: int

    @property
    def name(self) -> str:
        """The party as people call it: the facility where it concludes for one."""
        return str(self.party.facility or self.party.organization)

    @property
    def is_invited(self) -> bool:
        return self.invitation is not None


@dataclass(frozen=True, slots=True)
class NegotiationState:
    """Everything turns are made of, for one agreement."""

    agreement: Agreement
    version: AgreementVersion
    positions: list[PartyPosition]
    to_answer: int
    proposals: int
    unsigned: list[AgreementParty]


def pending_steps(agreement: Agreement, today: date | None = None) -> list[PendingStep]:
    """Whose turn it is with one agreement; empty when nothing waits."""
    return pending_steps_of([agreement], today).get(agreement.pk, [])


def pending_steps_of(agreements: Iterable[Agreement], today: date | None = None) -> dict[int, list[PendingStep]]:
    """Turns by primary key of the agreement, nine queries for any number; ``center`` should be selected with them."""
    day = today or timezone.localdate()
    return {pk: _steps_of_state(stage, day) for pk, stage in progress_stages(agreements).items()}


def party_positions(version: AgreementVersion) -> list[PartyPosition]:
    """Where the parties stand with this version; those of the centre's side are left out."""
    return _read_states([version])[version.pk].positions


def progress_stages(agreements: Iterable[Agreement]) -> dict[int, NegotiationState]:
    """What is worked on or waits for signatures, by primary key of the agreement."""
    by_pk = {one.pk: one for one in agreements}
    rows = AgreementVersion.objects.filter(agreement__in=by_pk, closed_at=None).filter(
        Q(locked_at=None, stage__in=WORKED_ON) | Q(stage__in=TO_SIGN)
    )
    versions: dict[int, AgreementVersion] = {}
    for version in rows.defer("content").order_by("agreement", "number"):
        version.agreement = by_pk[version.agreement_id]
        versions[version.agreement_id] = version
    found = _read_states(list(versions.values()))
    return {pk: found[version.pk] for pk, version in versions.items()}


def _read_states(versions: list[AgreementVersion]) -> dict[int, NegotiationState]:
    ids = [version.pk for version in versions]
    negotiated = [version for version in versions if not version.is_locked]
    known = fingerprints_of(negotiated)
    parties = _grouped_by(
        AgreementParty.objects.filter(version__in=ids).select_related("organization", "facility"), "version_id"
    )
    given = _grouped_by(TextApproval.objects.filter(version__in=ids, withdrawn_at=None), "version_id")
    invited = _grouped_by(
        AgreementInvitation.objects.filter(agreement__in=[v.agreement_id for v in versions], revoked_at=None),
        "agreement_id",
    )
    open_comments = _open_comments(ids)
    signed = set(Signature.objects.counting().filter(version__in=ids).values_list("party", flat=True))
    found = {}
    for version in versions:
        center = version.agreement.center_id
        others = [one for one in parties[version.pk] if center not in (one.organization_id, one.facility_id)]
        said = open_comments[version.pk]
        found[version.pk] = NegotiationState(
            version.agreement,
            version,
            [
                _position(one, known.get(version.pk), given[version.pk], invited[version.agreement_id], said)
                for one in others
            ],
            sum(numbers[0] for numbers in said.values()),
            sum(numbers[1] for numbers in said.values()),
            [one for one in parties[version.pk] if version.is_locked and one.must_sign and one.pk not in signed],
        )
    return found


def _position(
    party: AgreementParty,
    known: Fingerprints | None,
    given: list[TextApproval],
    invited: list[AgreementInvitation],
    said: Mapping[int, tuple[int, int]],
) -> PartyPosition:
    """Where one party stands; ``known`` is ``None`` once the text is locked, then nothing is agreed to any more."""
    # A party speaks with one voice, whether it was the facility that answered or the organisation that owns it.
    own = frozenset(filter(None, (party.organization_id, party.facility_id)))
    approvals = [one for one in given if one.organization_id in own]
    invitations = [one for one in invited if one.organization_id in own]
    agrees, agreed_before = _agreement_to_text(approvals, known)
    return PartyPosition(
        party=party,
        organizations=own,
        invitation=invitations[-1] if invitations else None,
        opened_at=max((one.last_opened_at for one in invitations if one.last_opened_at), default=None),
        agreed=len(_agreed_clauses(approvals, known)),
        asked=len(known.clauses) if known else 0,
        agrees_to_text=agrees,
        agreed_before=agreed_before,
        open_comments=sum(said[one][0] for one in own if one in said),
    )


def _agreement_to_text(approvals: list[TextApproval], known: Fingerprints | None) -> tuple[bool, bool]:
    """Whether the whole text is agreed to as it stands, and whether it only was, as it stood before."""
    whole = [one.edition for one in approvals if one.clause_key is None]
    agrees = known is not None and known.text in whole
    return agrees, bool(whole) and not agrees


def _agreed_clauses(approvals: list[TextApproval], known: Fingerprints | None) -> set[UUID]:
    clauses = known.clauses if known else {}
    return {one.clause_key for one in approvals if one.clause_key and clauses.get(one.clause_key) == one.edition}


def _open_comments(versions: list[int]) -> defaultdict[int, dict[int, tuple[int, int]]]:
    """Open remarks by version and organisation: all of them, and those with proposed words."""
    found: defaultdict[int, dict[int, tuple[int, int]]] = defaultdict(dict)
    rows = ClauseComment.objects.filter(version__in=versions, state=CommentState.OPEN)
    counted = (
        rows.order_by()
        .values("version", "organization")
        .annotate(number=Count("pk"), proposals=Count("pk", filter=~Q(proposal="")))
    )
    for row in counted:
        found[row["version"]][row["organization"]] = (row["number"], row["proposals"])
    return found


def _grouped_by(rows: Any, key: str) -> defaultdict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, key)].append(row)
    return found


def _steps_of_state(stage: NegotiationState, day: date) -> list[PendingStep]:
    center = frozenset({stage.agreement.center_id})
    name = str(stage.agreement.center)
    if stage.version.is_locked:
        return [
            PendingStep(
                str(one.organization),
                _("unterschreiben"),
                frozenset(filter(None, (one.organization_id, one.facility_id))),
            )
            for one in stage.unsigned
        ]
    if stage.version.stage == AgreementState.DRAFT:
        return [PendingStep(name, _("Entwurf fertigstellen und zur Abstimmung geben"), center)]
    found = [PendingStep(name, what, center) for what in _for_the_center(stage)]
    return found + [_of_party(one, stage.agreement.reply_by, day) for one in stage.positions if _is_asked(one)]


def _for_the_center(stage: NegotiationState) -> list[str]:
    found = []
    uninvited = [one.name for one in stage.positions if not one.is_invited]
    if uninvited:
        found.append(_("einladen: %s") % ", ".join(uninvited))
    if stage.proposals:
        found.append(
            ngettext("einen Vorschlag beantworten", "%(n)s Vorschläge beantworten", stage.proposals)
            % {"n": stage.proposals}
        )
    remarks = stage.to_answer - stage.proposals
    if remarks:
        found.append(ngettext("eine Anmerkung klären", "%(n)s Anmerkungen klären", remarks) % {"n": remarks})
    if not found and stage.positions and all(one.agrees_to_text for one in stage.positions):
        found.append(_("alle haben zugestimmt, jetzt die Fassung sperren"))
    return found


def _is_asked(one: PartyPosition) -> bool:
    """Whoever is invited, has not agreed and waits for no answer of the centre."""
    return one.is_invited and not one.agrees_to_text and not one.open_comments


def _of_party(one: PartyPosition, until: date | None, day: date) -> PendingStep:
    late = until is not None and until < day
    note = _("Frist ist vorbei") if late else ""
    if one.opened_at is None:
        note = ", ".join(filter(None, (note, _("noch nicht geöffnet"))))
    elif one.agreed_before:
        note = ", ".join(filter(None, (note, _("geändert seit der Zustimmung"))))
    elif one.agreed:
        part = _("%(n)s von %(all)s Klauseln zugestimmt") % {"n": one.agreed, "all": one.asked}
        note = ", ".join(filter(None, (note, part)))
    return PendingStep(one.name, _("Text prüfen und zustimmen"), one.organizations, until, note, late)
