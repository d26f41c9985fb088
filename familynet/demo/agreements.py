"""The eighteen agreements of domain 8.4: written as if the years had passed, locked and signed with the real seals.

The actions are not called, because they date everything now; canonical text, hash and seals come from the functions
they use, so ``verify_agreement`` finds the demo unharmed.
"""

from datetime import date, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta

from accounts.models import User
from agreements.enums import AgreementKind, AgreementState
from agreements.models import Agreement, AgreementParty, AgreementTemplate, AgreementVersion
from agreements.text.canonical import canonical_content, content_checksum, lock_bytes
from familynet.demo.agreement_life import add_life, sign_by
from familynet.demo.agreement_parts import add_parts
from familynet.demo.agreement_row import AgreementRow
from familynet.demo.demo_rows import Rows, demo_identifier
from familynet.demo.reference_date import Day
from familynet.demo.tables import rows_of
from kit import audit
from kit.sealing import sign_record
from partners.models import Organization, Topic

S = AgreementState
LOCKED = (S.FINAL_TEXT, S.PARTIALLY_SIGNED, S.SIGNED, S.IN_FORCE, S.NOTICE_GIVEN, S.EXPIRED, S.ARCHIVED)
SIGNED = (S.SIGNED, S.IN_FORCE, S.NOTICE_GIVEN, S.EXPIRED, S.ARCHIVED)
RESPONSIBLE = {
    "familienzentrum-elsterbogen": "koordination-elsterbogen",
    "mehrgenerationenhaus-elsterbogen": "koordination-elsterbogen",
    "frauen-und-familienzentrum-waldblick": "koordination-waldblick",
    "lokales-buendnis-ilmenau": "buendnisbuero-ilmenau",
    "jugendamt-gera": "admin",
    "stadtverwaltung-gera": "admin",
}
WITH_CHILDREN = (AgreementKind.BILATERAL, AgreementKind.MULTILATERAL)
INSOFA = "Fachberatung Kinderschutz, Jugendamt Gera (Demo)"
BEFORE_START = 30
"""Days before its first day that a text was locked; the parties sign in the weeks between."""


def load_agreements(rows: Rows, day: Day) -> None:
    """All agreements with their versions, parts, signatures and what rests on them."""
    for row in rows_of("agreements", "agreement", AgreementRow):
        start, end = term_of(row, day)
        agreement = _create_agreement(rows, day, row, start)
        version = _create_version(rows, row, agreement, start, end)
        if not rows.is_new(agreement):
            continue
        user = User.objects.filter(uuid=demo_identifier(User, RESPONSIBLE[row.center])).first()
        add_parts(rows, row, version, user)
        locked_on = min(start - timedelta(days=BEFORE_START), day.plus(days=-3)) if start else day.plus(days=-3)
        if row.state in LOCKED:
            lock_demo_version(version, day, locked_on, user)
            sign_by(version, _signers(row, version), locked_on, user)
        if row.amendment:
            _create_amendment(rows, day, row, version, user)
        add_life(rows, day, row, agreement, version, start, locked_on, user)


def term_of(row: AgreementRow, day: Day) -> tuple[date | None, date | None]:
    """First and last day of the term; A-03 ends so that notice is possible for just as many days as the sheet says."""
    start = day.plus(days=row.start_in) if row.start_in is not None else None
    if row.start_months is not None:
        start = day.months(row.start_months)
    if row.notice_deadline_in is not None:
        return start, day.plus(days=row.notice_deadline_in) + relativedelta(months=3)
    return start, day.plus(days=row.ends_in) if row.ends_in is not None else None


def _create_agreement(rows: Rows, day: Day, row: AgreementRow, start: date | None) -> Agreement:
    template = (
        AgreementTemplate.objects.filter(kind=row.kind, organization=None, published_at__isnull=False, retired_at=None)
        .order_by("-number")
        .first()
    )
    user = User.objects.filter(uuid=demo_identifier(User, RESPONSIBLE[row.center])).first()
    return rows.keep(
        Agreement,
        row.key,
        reference=f"KV-{(start or day.today).year}-{row.no:03}",
        title=row.title,
        kind=row.kind,
        template=template,
        center=rows.get(Organization, row.center),
        cooperation_model=row.model,
        purpose=row.purpose,
        state=row.state,
        responsible=user,
        is_public=bool(row.public),
        public_summary=row.public,
        reply_by=day.plus(days=row.reply_in) if row.reply_in is not None else None,
        next_review_on=day.plus(days=row.review_in) if row.review_in is not None else None,
        many={"topics": rows.all(Topic, row.topics)},
    )


def _create_version(
    rows: Rows, row: AgreementRow, agreement: Agreement, start: date | None, end: date | None
) -> AgreementVersion:
    return rows.keep(
        AgreementVersion,
        f"{row.key} 1",
        agreement=agreement,
        number=1,
        effective_from=start,
        term_kind=row.term,
        ends_on=end,
        renewal_months=row.renewal,
        notice_months=3,
        notice_to=row.notice_to,
        review_months=12,
        meetings_per_year=row.meetings,
        open_to_accession=row.accession,
        dp_role=row.dp_role,
        has_protection_concept=row.concept if row.kind in WITH_CHILDREN else None,
        insofa_contact=INSOFA if row.kind in WITH_CHILDREN else "",
        stage=S.IN_NEGOTIATION if row.state == S.IN_NEGOTIATION else S.DRAFT,
    )


def lock_demo_version(version: AgreementVersion, day: Day, locked_on: date, user: User | None) -> None:
    """Freeze a version as ``actions.locking`` does, dated ``locked_on``."""
    version = AgreementVersion.objects.select_related("agreement__center", "amends").get(pk=version.pk)
    content, center = canonical_content(version), version.agreement.center
    version.content_hash, version.locked_by = content_checksum(content), user
    version.locked_at = day.moment(locked_on, "11:00")
    AgreementVersion.objects.filter(pk=version.pk).update(
        stage=S.FINAL_TEXT,
        content=content,
        content_hash=version.content_hash,
        locked_by=user,
        locked_at=version.locked_at,
        seal=sign_record(lock_bytes(version), owner=center.uuid, name=center.name),
    )
    audit.record_event(verb="agreement-lock", about=version.agreement, detail=version.content_hash)


def _signers(row: AgreementRow, version: AgreementVersion) -> list[AgreementParty]:
    parties = list(version.parties.filter(must_sign=True).select_related("organization"))
    if row.signed_by is not None:
        return [one for one in parties if one.organization.slug in row.signed_by]
    return parties if row.state in SIGNED else []


def _create_amendment(rows: Rows, day: Day, row: AgreementRow, base: AgreementVersion, user: User | None) -> None:
    """Amendment 1, in force: the same text with one more clause."""
    change: dict[str, Any] = row.amendment or {}
    start = day.months(change["months"])
    version = rows.keep(
        AgreementVersion,
        f"{row.key} 2",
        agreement=base.agreement,
        number=2,
        amends=base,
        change_note=change["note"],
        effective_from=start,
        term_kind=base.term_kind,
        ends_on=base.ends_on,
        notice_months=3,
        notice_to=base.notice_to,
        review_months=12,
        meetings_per_year=row.meetings,
        dp_role=row.dp_role,
        has_protection_concept=row.concept,
        stage=S.DRAFT,
    )
    add_parts(rows, row, version, user, extra=["Nachtrag 1", change["clause"]])
    locked_on = start - timedelta(days=BEFORE_START)
    lock_demo_version(version, day, locked_on, user)
    sign_by(version, list(version.parties.filter(must_sign=True)), locked_on, user)
