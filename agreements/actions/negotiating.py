"""What the parties say to a text while it is in negotiation: remarks, proposed words, agreement (domain 3.7.2, 5.4).

All of it hangs on the version and is taken under a lock on it, so that nothing is said to a text that is being locked
in the same moment, and a button pressed twice does once. Agreeing is no signature and is never called one.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from agreements import permissions
from agreements.actions.editing import EditConflict, save_clause
from agreements.enums import AgreementState, CommentState
from agreements.models import AgreementInvitation, AgreementVersion, Clause, ClauseComment, TextApproval
from agreements.negotiation.fingerprints import fingerprints
from agreements.negotiation.guest_links import is_usable
from agreements.negotiation.speaker import Speaker
from kit.workflow import StepRefused
from partners.models import Organization

NOT_NOW = gettext_lazy("Dieser Text steht gerade nicht zur Abstimmung.")
CHANGED = gettext_lazy(
    "Der Text hat sich geändert, während Sie gelesen haben. Bitte lesen Sie den neuen Stand und entscheiden Sie dann."
)
PER_HOUR = 60
"""So many remarks may come by one link in an hour."""


@transaction.atomic
def add_comment(
    version: AgreementVersion,
    speaker: Speaker,
    *,
    text: str,
    clause_key: UUID | None = None,
) -> ClauseComment:
    """Say something about a clause, or about the whole text. The same open remark twice is one.

    Raises ``StepRefused``: not in negotiation, not one's organisation, no such clause, too many by one link.
    """
    return _add_comment(version, speaker, clause_key, None, text, "")


@transaction.atomic
def add_proposal(
    version: AgreementVersion,
    speaker: Speaker,
    *,
    clause_key: UUID,
    edition: int,
    proposal: str,
    text: str = "",
) -> ClauseComment:
    """Propose other words for a clause as it read in ``edition``; raises as ``comment``."""
    return _add_comment(version, speaker, clause_key, edition, text, proposal)


@transaction.atomic
def accept_proposal(
    remark: ClauseComment, *, by: User, text: str | None = None, edition: int | None = None, answer: str = ""
) -> ClauseComment:
    """Put the proposed words into the clause; the state of the clause keeps by whose link they came.

    ``text`` and ``edition`` are given when both texts were merged by hand. Accepting twice is accepting once. Raises
    ``EditConflict`` when the clause changed since the proposal was made, ``StepRefused`` when it was answered already.
    """
    held = _held_remark(remark)
    if held.state == CommentState.ACCEPTED:
        return held
    _refuse_answered(held)
    if not held.proposal:
        raise StepRefused(_("Das ist eine Anmerkung ohne Vorschlag für den Wortlaut."))
    clause = Clause.objects.filter(version=held.version, key=held.clause_key).first() if held.clause_key else None
    if clause is None:
        raise EditConflict(None)
    save_clause(
        clause,
        edition=held.edition if edition is None else edition,
        heading=clause.heading,
        text=held.proposal if text is None else text,
        by=by,
        invitation=held.invitation,
    )
    return _close_comment(held, CommentState.ACCEPTED, by, answer)


@transaction.atomic
def refuse_proposal(remark: ClauseComment, *, by: User, answer: str = "") -> ClauseComment:
    """The words stay as they are. Refusing twice is refusing once; ``StepRefused`` when it was accepted already."""
    held = _held_remark(remark)
    if held.state == CommentState.REFUSED:
        return held
    _refuse_answered(held)
    if not held.proposal:
        raise StepRefused(_("Ablehnen kann man nur einen Vorschlag. Eine Anmerkung wird erledigt."))
    return _close_comment(held, CommentState.REFUSED, by, answer)


@transaction.atomic
def resolve_comment(remark: ClauseComment, *, by: User, answer: str = "") -> ClauseComment:
    """A remark is settled. A proposal has to be accepted or refused, so that its sender knows: ``StepRefused``."""
    held = _held_remark(remark)
    if held.state == CommentState.RESOLVED:
        return held
    _refuse_answered(held)
    if held.proposal:
        raise StepRefused(_("Über einen Vorschlag wird entschieden: annehmen oder ablehnen."))
    return _close_comment(held, CommentState.RESOLVED, by, answer)


@transaction.atomic
def take_back_comment(
    remark: ClauseComment,
    speaker: Speaker,
) -> ClauseComment:
    """Whoever said it settles it himself, proposal or not; the words stay on record. Raises as ``comment``."""
    held = _held_remark(remark)
    _refuse_stranger(held.version, speaker)
    if held.organization_id != speaker.organization.pk:
        raise StepRefused(_("Das hat eine andere Organisation angemerkt."))
    if held.state != CommentState.OPEN:
        return held
    return _close_comment(held, CommentState.RESOLVED, speaker.person, "")


@transaction.atomic
def reopen_comment(remark: ClauseComment, *, by: User) -> ClauseComment:
    """Settled too early, or refused too fast. What was accepted stands in the text and is not reopened."""
    held = _held_remark(remark)
    if held.state == CommentState.OPEN:
        return held
    if held.state == CommentState.ACCEPTED:
        raise StepRefused(_("Der Vorschlag steht schon im Text. Bitte ändern Sie die Klausel oder merken Sie neu an."))
    return _close_comment(held, CommentState.OPEN, None, held.answer)


@transaction.atomic
def approve_clause(
    version: AgreementVersion,
    speaker: Speaker,
    *,
    clause_key: UUID,
    mark: int,
) -> TextApproval:
    """Agree to a clause as it stood when it was read (``mark``, see ``agreements.negotiation.fingerprints``).

    Raises ``StepRefused`` when it changed since, or as ``comment``.
    """
    held = _negotiated(version)
    _refuse_stranger(held, speaker)
    if _refuse_missing(held, clause_key) != mark:
        raise StepRefused(CHANGED)
    return _approve(held, speaker, clause_key, mark)


@transaction.atomic
def approve_rest(
    version: AgreementVersion,
    speaker: Speaker,
    *,
    mark: int,
) -> int:
    """Agree to every clause this organisation has no open remark on, as the text was read; how many are new.

    Raises ``StepRefused`` when the text changed since, or as ``comment``.
    """
    held = _negotiated(version)
    _refuse_stranger(held, speaker)
    known = fingerprints(held)
    if known.text != mark:
        raise StepRefused(CHANGED)
    own = held.comments.filter(state=CommentState.OPEN, organization=speaker.organization)
    doubted = set(own.exclude(clause_key=None).values_list("clause_key", flat=True))
    valid = held.approvals.filter(organization=speaker.organization, withdrawn_at=None).exclude(clause_key=None)
    agreed = set(valid.values_list("clause_key", "edition"))
    rest = {key: mark for key, mark in known.clauses.items() if key not in doubted and (key, mark) not in agreed}
    _approve_clauses(held, speaker, rest)
    return len(rest)


@transaction.atomic
def approve_text(
    version: AgreementVersion,
    speaker: Speaker,
    *,
    mark: int,
) -> TextApproval:
    """Agree to the whole text as it was read, for the organisation: with a role that may, or by its link.

    With it to every single clause, so that after a change only what changed has to be read again. Raises
    ``StepRefused`` when the text changed since, when one's own remarks are still open, or as ``comment``.
    """
    held = _negotiated(version)
    _refuse_stranger(held, speaker)
    if speaker.person is not None and speaker.organization.pk not in permissions.agreeing_ids(speaker.person):
        raise StepRefused(_("Dem ganzen Text stimmt die Leitung der Organisation zu."))
    known = fingerprints(held)
    if known.text != mark:
        raise StepRefused(CHANGED)
    if held.comments.filter(state=CommentState.OPEN, organization=speaker.organization).exists():
        raise StepRefused(_("Sie haben noch offene Anmerkungen. Warten Sie die Antwort ab oder nehmen Sie sie zurück."))
    _approve_clauses(held, speaker, known.clauses)
    return _approve(held, speaker, None, mark)


@transaction.atomic
def withdraw_approval(
    version: AgreementVersion,
    speaker: Speaker,
    *,
    clause_key: UUID | None = None,
) -> int:
    """Take agreement to a clause back, and with it the one to the whole; without a clause all of it.

    The rows stay. Returns how many there were.
    """
    held = _negotiated(version)
    _refuse_stranger(held, speaker)
    given = held.approvals.filter(organization=speaker.organization, withdrawn_at=None)
    if clause_key is not None:
        given = given.filter(Q(clause_key=clause_key) | Q(clause_key=None))
    return given.update(withdrawn_at=timezone.now())


def _add_comment(
    version: AgreementVersion,
    speaker: Speaker,
    clause_key: UUID | None,
    edition: int | None,
    text: str,
    proposal: str,
) -> ClauseComment:
    held = _negotiated(version)
    _refuse_stranger(held, speaker)
    text, proposal = text.strip().replace("\r\n", "\n"), proposal.strip().replace("\r\n", "\n")
    if not text and not proposal:
        raise StepRefused(_("Bitte schreiben Sie etwas."))
    values: dict[str, Any] = {
        "clause_key": clause_key,
        "organization": speaker.organization,
        "text": text,
        "proposal": proposal,
        "author": speaker.person,
        "invitation": speaker.invitation,
    }
    if clause_key is not None:
        _refuse_missing(held, clause_key)
        present = held.clauses.get(key=clause_key).edition
        if edition is not None and not 1 <= edition <= present:
            raise StepRefused(CHANGED)
        values["edition"] = present if edition is None else edition
    same = held.comments.filter(**values, state=CommentState.OPEN).first()
    if same is not None:
        return same
    _refuse_flood(speaker.invitation)
    return ClauseComment.objects.create(version=held, **values)


def _refuse_flood(invitation: AgreementInvitation | None) -> None:
    """A link can be passed on to anybody, so only links are limited; people who sign in are known."""
    if invitation is None:
        return
    hour_ago = timezone.now() - timedelta(hours=1)
    if invitation.comments.filter(at__gt=hour_ago).count() >= PER_HOUR:
        raise StepRefused(
            _("Das waren sehr viele Anmerkungen in kurzer Zeit. Bitte versuchen Sie es später noch einmal.")
        )


def _approve(
    held: AgreementVersion,
    speaker: Speaker,
    clause_key: UUID | None,
    mark: int,
) -> TextApproval:
    """The lock on the version makes two presses one row; the unique constraint would, too."""
    given, _made = TextApproval.objects.get_or_create(
        version=held,
        organization=speaker.organization,
        clause_key=clause_key,
        edition=mark,
        withdrawn_at=None,
        defaults={"by": speaker.person, "invitation": speaker.invitation},
    )
    return given


def _approve_clauses(
    held: AgreementVersion,
    speaker: Speaker,
    clauses: Mapping[UUID, int],
) -> None:
    """Agree to these clauses by the mark each was read with; what is agreed to already stays as it is."""
    TextApproval.objects.bulk_create(
        (
            TextApproval(
                version=held,
                organization=speaker.organization,
                clause_key=key,
                edition=edition,
                by=speaker.person,
                invitation=speaker.invitation,
            )
            for key, edition in clauses.items()
        ),
        ignore_conflicts=True,
    )


def _close_comment(held: ClauseComment, state: CommentState, by: User | None, answer: str) -> ClauseComment:
    held.state, held.answer = state, answer.strip()
    held.resolved_by, held.resolved_at = by, None if state == CommentState.OPEN else timezone.now()
    held.save(update_fields=["state", "answer", "resolved_by", "resolved_at"])
    return held


def _negotiated(version: AgreementVersion) -> AgreementVersion:
    """The version under a lock that keeps edits and other answers out until this is done."""
    held = (
        AgreementVersion.objects.select_for_update(of=("self",), no_key=True)
        .select_related("agreement")
        .get(pk=version.pk)
    )
    if not held.is_open or held.stage != AgreementState.IN_NEGOTIATION:
        raise StepRefused(NOT_NOW)
    return held


def _held_remark(remark: ClauseComment) -> ClauseComment:
    version = _negotiated(remark.version)
    held = (
        ClauseComment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("invitation")
        .get(pk=remark.pk)
    )
    held.version = version
    return held


def _refuse_answered(held: ClauseComment) -> None:
    if held.state != CommentState.OPEN:
        raise StepRefused(_("Darüber ist schon entschieden: %(state)s.") % {"state": held.get_state_display()})


def _refuse_missing(held: AgreementVersion, clause_key: UUID) -> int:
    """The present mark of a clause; ``StepRefused`` when the text has no such clause (any more)."""
    found = fingerprints(held).clauses.get(clause_key)
    if found is None:
        raise StepRefused(_("Diese Klausel steht nicht mehr im Text."))
    return found


def _refuse_stranger(held: AgreementVersion, speaker: Speaker) -> None:
    """For whom one speaks: the organisation of the link, one's own, or the centre one looks after."""
    if speaker.invitation is not None:
        _refuse_foreign_link(held, speaker.organization, speaker.invitation)
        return
    person, organization = speaker.person, speaker.organization
    if person is None:
        raise StepRefused(_("Bitte melden Sie sich an."))
    if organization.pk == held.agreement.center_id and permissions.can_edit_agreement(person, held.agreement):
        return
    part = held.parties.filter(Q(organization=organization) | Q(facility=organization)).exists()
    if not part or organization.pk not in permissions.party_ids(person):
        raise StepRefused(_("Für diese Organisation können Sie hier nicht sprechen."))


def _refuse_foreign_link(held: AgreementVersion, organization: Organization, invitation: AgreementInvitation) -> None:
    # Read again: the link may have been withdrawn since the page was opened.
    is_usable(AgreementInvitation.objects.select_related("agreement").get(pk=invitation.pk))
    if invitation.agreement_id != held.agreement_id or invitation.organization_id != organization.pk:
        raise StepRefused(_("Dieser Link gilt für eine andere Organisation."))
