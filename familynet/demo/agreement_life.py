"""What happened to a demo agreement: signatures, steps, comments, notice, reviews, and what rests on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from agreements.actions.signing import sealed_bytes
from agreements.calendar import earliest_end
from agreements.enums import AgreementState, CommentState, SignatureMethod
from agreements.models import (
    Accession,
    Agreement,
    AgreementInvitation,
    AgreementNote,
    AgreementParty,
    AgreementStep,
    AgreementVersion,
    ClauseComment,
    Commitment,
    Coverage,
    Delivery,
    Review,
    Signature,
    Termination,
)
from agreements.workflow import AGREEMENT
from familynet.demo.agreement_row import AgreementRow
from familynet.demo.demo_rows import Rows, demo_identifier
from familynet.demo.reference_date import Day
from kit import audit
from kit.sealing import sign_record
from offers.models import Offer
from partners.models import Organization, Room

S = AgreementState
WAYS: dict[str, tuple[str, ...]] = {
    S.DRAFT: (),
    S.IN_NEGOTIATION: ("negotiate",),
    S.FINAL_TEXT: ("negotiate", "lock"),
    S.PARTIALLY_SIGNED: ("negotiate", "lock", "sign"),
    S.SIGNED: ("negotiate", "lock", "sign", "complete"),
    S.IN_FORCE: ("negotiate", "lock", "sign", "complete", "begin"),
    S.NOTICE_GIVEN: ("negotiate", "lock", "sign", "complete", "begin", "give_notice"),
    S.EXPIRED: ("negotiate", "lock", "sign", "complete", "begin", "expire"),
    S.ARCHIVED: ("negotiate", "lock", "sign", "complete", "begin", "give_notice", "end", "archive"),
    S.ABANDONED: ("negotiate", "abandon"),
}
INVITED = (S.IN_NEGOTIATION, S.FINAL_TEXT, S.PARTIALLY_SIGNED)


@dataclass(frozen=True, slots=True)
class Moments:
    """Days of the agreement's life, for dating its steps."""

    start: date
    locked_on: date
    ended_on: date

    def negotiated_on(self, day: Day) -> date:
        """When the partners got the text: before the first remark about it."""
        return min(self.locked_on - timedelta(days=25), day.plus(days=-8))


def sign_by(version: AgreementVersion, parties: Sequence[AgreementParty], locked_on: date, user: User | None) -> None:
    """Letters exchanged in the days after locking, as far as those days have come; sealed like real ones."""
    version = AgreementVersion.objects.select_related("agreement__center").get(pk=version.pk)
    center = version.agreement.center
    signatures = []
    for number, party in enumerate(parties):
        signature = Signature(
            uuid=demo_identifier(Signature, f"{version.uuid} {party.key}"),
            version=version,
            party=party,
            content_hash=version.content_hash,
            method=SignatureMethod.LETTERS,
            place="",
            signed_on=min(locked_on + timedelta(days=number % 14), timezone.localdate()),
            signatory_function=party.represented_by_function,
            recorded_by=user,
            recorded_at=timezone.now(),
        )
        signature.seal = sign_record(sealed_bytes(signature), owner=center.uuid, name=center.name)
        signatures.append(signature)
    Signature.objects.bulk_create(signatures)
    for signature in signatures:
        detail = f"{signature.uuid} {version.content_hash}"
        audit.record_event(verb="agreement-sign", about=version.agreement, detail=detail)
    required = version.parties.filter(must_sign=True).count()
    if signatures:
        stage = S.SIGNED if len(signatures) >= required else S.PARTIALLY_SIGNED
        AgreementVersion.objects.filter(pk=version.pk).update(stage=stage)


def add_life(
    rows: Rows,
    day: Day,
    row: AgreementRow,
    agreement: Agreement,
    version: AgreementVersion,
    start: date | None,
    locked_on: date,
    user: User | None,
) -> None:
    """Steps, invitations, comments, notice, reviews, accessions, coverage."""
    begun = start or day.plus(days=20)
    ended = _notice(rows, day, row, agreement, version, user) or version.ends_on or day.today
    moments = Moments(begun, locked_on, ended)
    _steps(rows, day, row, agreement, version, moments)
    _invitations(day, row, agreement, user, moments)
    _comments(rows, day, row, version, user)
    _joined(rows, day, row, agreement, version, user)
    _coverage(rows, row, agreement, version)
    _deliveries(day, row, agreement, version, user)
    if row.state == S.IN_FORCE and row.review_in is not None and begun < day.years(-1):
        Review.objects.create(
            uuid=demo_identifier(Review, row.key),
            agreement=agreement,
            held_on=day.plus(days=row.review_in - 365),
            participants="Koordination, Leitungen der Partner",
            result="continue",
            goals_met="Die vereinbarten Termine haben stattgefunden; die Nachfrage ist gestiegen.",
            next_review_on=day.plus(days=row.review_in),
            recorded_by=user,
        )
    if row.note and row.state == S.ABANDONED:
        AgreementNote.objects.create(agreement=agreement, text=row.note, by=user)
        AgreementVersion.objects.filter(pk=version.pk).update(stage=S.ABANDONED, closed_at=timezone.now())


def _steps(
    rows: Rows, day: Day, row: AgreementRow, agreement: Agreement, version: AgreementVersion, moments: Moments
) -> None:
    days = {
        "negotiate": moments.negotiated_on(day),
        "lock": moments.locked_on,
        "sign": moments.locked_on,
        "complete": moments.locked_on + timedelta(days=13),
        "begin": moments.start,
        "give_notice": day.plus(days=row.notice_received or 0),
        "expire": moments.ended_on + timedelta(days=1),
        "end": moments.ended_on + timedelta(days=1),
        "archive": moments.ended_on + timedelta(days=366),
        "abandon": moments.locked_on,
    }
    created = days["negotiate"] - timedelta(days=20)
    step: Any = AgreementStep(agreement=agreement, version=version, verb="create", before="", after=S.DRAFT)
    rows.step(step, day.moment(created, "09:00"))
    state = str(S.DRAFT)
    for number, verb in enumerate(WAYS[row.state]):
        note = row.note if verb == "abandon" else ""
        taken = AGREEMENT.step(state, verb, note=note)
        at = min(days[verb], day.today)
        entry = AgreementStep(
            agreement=agreement, version=version, verb=verb, before=state, after=taken.target, note=note
        )
        rows.step(entry, day.moment(at, "10:00") + timedelta(minutes=number))
        state = taken.target


def _notice(
    rows: Rows, day: Day, row: AgreementRow, agreement: Agreement, version: AgreementVersion, user: User | None
) -> date | None:
    if row.notice_received is None or version.term is None:
        return None
    received = day.plus(days=row.notice_received)
    earliest = earliest_end(version.term, received)
    Termination.objects.create(
        uuid=demo_identifier(Termination, row.key),
        agreement=agreement,
        kind="ordinary",
        declared_on=received,
        received_on=received,
        earliest_on=earliest,
        effective_on=earliest,
        recorded_by=user,
        declared_by=rows.get(Organization, row.parties[1][0]),
        reason="Es fehlt an Personal.",
    )
    return earliest


def _invitations(day: Day, row: AgreementRow, agreement: Agreement, user: User | None, moments: Moments) -> None:
    if row.state not in INVITED:
        return
    since = day.moment(moments.negotiated_on(day), "10:05")
    for party in agreement.versions.latest("number").parties.exclude(role="main").select_related("facility"):
        invitation = AgreementInvitation.objects.create(
            uuid=demo_identifier(AgreementInvitation, f"{row.key} {party.key}"),
            agreement=agreement,
            organization=party.facility or party.organization,
            invited_by=user,
            last_opened_at=day.moment(day.plus(days=-2), "08:30") if row.state == S.IN_NEGOTIATION else None,
        )
        AgreementInvitation.objects.filter(pk=invitation.pk).update(invited_at=since)


def _comments(rows: Rows, day: Day, row: AgreementRow, version: AgreementVersion, user: User | None) -> None:
    clauses = list(version.clauses.all())
    for number, (slug, where, text, proposal, state) in enumerate(row.comments):
        clause = next((one for one in clauses if where in (one.template_key, one.block)), clauses[number + 1])
        comment = ClauseComment.objects.create(
            uuid=demo_identifier(ClauseComment, f"{row.key} {number}"),
            version=version,
            clause_key=clause.key,
            edition=clause.edition,
            organization=rows.get(Organization, slug),
            author=None,
            text=text,
            proposal=proposal,
        )
        said = day.moment(day.plus(days=number - 6), "14:10")
        changes: dict[str, Any] = {"at": said}
        if state != CommentState.OPEN:
            changes |= {
                "state": state,
                "resolved_by": user,
                "resolved_at": said + timedelta(days=1),
                "answer": "Übernommen, danke.",
            }
        ClauseComment.objects.filter(pk=comment.pk).update(**changes)


def _joined(
    rows: Rows, day: Day, row: AgreementRow, agreement: Agreement, version: AgreementVersion, user: User | None
) -> None:
    for slug, days, function in row.joined:
        Accession.objects.create(
            uuid=demo_identifier(Accession, f"{row.key} {slug}"),
            agreement=agreement,
            version=version,
            organization=rows.get(Organization, slug),
            signatory_function=function,
            recorded_by=user,
            signed_on=day.plus(days=days),
            effective_on=day.plus(days=days + 7),
        )


def _coverage(rows: Rows, row: AgreementRow, agreement: Agreement, version: AgreementVersion) -> None:
    rows_in_order = Commitment.objects.filter(version=version, is_excluded=False).order_by("position")
    keys = list(rows_in_order.values_list("key", flat=True))
    fulfils = {row.commitments[at][6]: key for at, key in enumerate(keys) if len(row.commitments[at]) > 6}
    for what in row.covers:
        kind, _colon, key = what.partition(":")
        thing = {"offer": rows.get(Offer, key)} if kind == "offer" else {"room": rows.get(Room, key)}
        rows.keep(Coverage, f"{row.key} {what}", agreement=agreement, commitment_key=fulfils.get(what), **thing)


def _deliveries(
    day: Day, row: AgreementRow, agreement: Agreement, version: AgreementVersion, user: User | None
) -> None:
    keys = list(Commitment.objects.filter(version=version).order_by("position").values_list("key", flat=True))
    Delivery.objects.bulk_create(
        Delivery(
            agreement=agreement,
            commitment_key=keys[number - 1],
            delivered_on=day.plus(days=days),
            quantity=quantity,
            note=note,
            recorded_by=user,
        )
        for number, days, quantity, note in row.deliveries
    )
