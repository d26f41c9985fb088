"""Whether what was locked and signed is still what was locked and signed (T52).

The database refuses changes; whoever owns it can switch that off. This finds them afterwards: every byte is covered by
a checksum, every checksum by a seal whose key is not in the database, and what could have been taken away stands in
the access log, whose own chain is checked as well.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from agreements.actions.signing import sealed_bytes
from agreements.enums import AgreementState
from agreements.models import Agreement, AgreementVersion, Signature, StoredFile, VersionPdf
from agreements.text.canonical import canonical_json, content_checksum, lock_bytes, rows_of
from kit import audit
from kit.models import AuditEvent
from kit.sealing import RecordState, SealUnavailable, check_pdf, record_state

SEAL_WORDS = {
    RecordState.CHANGED: "passt nicht zu dem, was gesiegelt wurde",
    RecordState.OTHER_KEY: "stammt nicht vom Schlüssel des Zentrums",
}
BLOCKS = {
    "agreementparty": "Vertragsparteien",
    "clause": "Klauseln",
    "basis": "Grundlagen",
    "commitment": "Leistungen",
    "responsibility": "Zuständigkeiten",
    "roomuse": "Räume",
    "agreementcontact": "Ansprechpersonen",
    "term": "Laufzeit und Bedingungen",
    "annexes": "Anlagen",
    "agreement": "Vereinbarung",
    "version": "Nummer",
    "amends": "geänderte Fassung",
}
LOGGED = ("agreement-lock", "agreement-sign", "agreement-void-signature", "agreement-pdf")
MAGIC = {"application/pdf": b"%PDF-", "image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG"}


@dataclass(frozen=True, slots=True)
class CheckedVersion:
    """One locked version with everything that does not fit, in German; nothing means: unchanged."""

    reference: str
    number: int
    content_hash: str
    problems: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class AccessLogTrail:
    """What the access log says about one agreement."""

    details: dict[str, frozenset[str]]

    def says(self, verb: str, detail: str) -> bool:
        return detail in self.details.get(verb, frozenset())

    def follows(self, version: AgreementVersion) -> bool:
        """It holds the locking of this version, so also all that came after: it is erased oldest first (domain 7.3)."""
        return self.says("agreement-lock", version.content_hash)


def verify_agreement(agreements: Iterable[Agreement]) -> Iterator[CheckedVersion]:
    """Every locked version of these agreements, one after the other; reads all bytes they hold."""
    for agreement in agreements:
        trail = log_trail_of(agreement)
        versions = list(
            agreement.versions.filter(locked_at__isnull=False)
            .select_related("agreement__center", "amends", "locked_by")
            .order_by("number")
        )
        for version in versions:
            problems = tuple(_problems(version, trail))
            yield CheckedVersion(agreement.reference, version.number, version.content_hash, problems)
        lost = _lost(versions, trail)
        if lost:
            yield CheckedVersion(agreement.reference, 0, "", lost)


def log_problem() -> str:
    """What is wrong with the access log the checks lean on; empty when its chain holds."""
    broken = audit.first_broken_event()
    return f"Das Zugriffsprotokoll wurde bei Eintrag {broken} verändert." if broken is not None else ""


def log_trail_of(agreement: Agreement) -> AccessLogTrail:
    """One query."""
    details: dict[str, set[str]] = {}
    rows = AuditEvent.objects.filter(about_uuid=agreement.uuid, verb__in=LOGGED)
    for verb, detail in rows.values_list("verb", "detail"):
        details.setdefault(verb, set()).add(detail)
    return AccessLogTrail({verb: frozenset(found) for verb, found in details.items()})


def _problems(version: AgreementVersion, trail: AccessLogTrail) -> Iterator[str]:
    owner = version.agreement.center.uuid
    yield from _content(version, owner)
    yield from _rows(version)
    yield from _annexes(version)
    yield from _pdf(version, owner, trail)
    yield from _signatures(version, owner, trail)
    yield from _stage(version)


def _content(version: AgreementVersion, owner: UUID) -> Iterator[str]:
    if content_checksum(version.content) != version.content_hash:
        yield "Der Inhalt passt nicht zu seiner Prüfsumme."
    yield from _seal("Das Siegel der Prüfsumme", lock_bytes(version), version.seal, owner)


def _seal(what: str, data: bytes, seal: str, owner: UUID) -> Iterator[str]:
    try:
        state = record_state(data, seal, owner=owner)
    except SealUnavailable as failure:
        yield f"{what} lässt sich nicht prüfen: {failure}"
        return
    if state is not RecordState.INTACT:
        yield f"{what} {SEAL_WORDS[state]}."


def _rows(version: AgreementVersion) -> Iterator[str]:
    """The tables as they are now against what was frozen."""
    try:
        content = json.loads(version.content)
        frozen, shown = content["rows"], content["shown"]
    except (ValueError, KeyError, TypeError):
        yield "Der Inhalt ist nicht lesbar."
        return
    now = json.loads(canonical_json(rows_of(version)))
    for name in sorted(set(frozen) | set(now)):
        if frozen.get(name) != now.get(name):
            yield f"{BLOCKS.get(name, name)}: In der Tabelle steht etwas anderes als im gesperrten Inhalt."
    if shown.get("change_note") != version.change_note:
        yield "Der Vermerk zur Änderung ist ein anderer als im gesperrten Inhalt."


def _annexes(version: AgreementVersion) -> Iterator[str]:
    for annex in version.annexes.select_related("attachment__file"):
        yield from _bytes(f"Anlage {annex.position}", annex.attachment.file)
        if annex.attachment.agreement_id != version.agreement_id:
            yield f"Anlage {annex.position} gehört zu einer anderen Vereinbarung."


def _bytes(what: str, file: StoredFile) -> Iterator[str]:
    content = bytes(file.content)
    if hashlib.sha256(content).hexdigest() != file.sha256 or len(content) != file.size:
        yield f"{what}: Die Datei passt nicht zu ihrer Prüfsumme."
    if not content.startswith(MAGIC.get(file.content_type, b"PK")):
        yield f"{what}: Die Datei ist von anderer Art, als dabeisteht."


def _pdf(version: AgreementVersion, owner: UUID, trail: AccessLogTrail) -> Iterator[str]:
    pdf = VersionPdf.objects.filter(version=version).select_related("file").first()
    made = [detail for detail in trail.details.get("agreement-pdf", ()) if detail.startswith(version.content_hash)]
    if pdf is None:
        if made:
            yield "Das gesiegelte PDF fehlt."
        return
    content = bytes(pdf.file.content)
    yield from _bytes("PDF", pdf.file)
    try:
        report = check_pdf(content, owner=owner)
    except SealUnavailable as failure:
        yield f"Das Siegel des PDF lässt sich nicht prüfen: {failure}"
        return
    if not report.valid:
        yield f"PDF: {report.text}"
    if report.fingerprint != pdf.fingerprint:
        yield "PDF: Das Siegel stammt nicht von dem Zertifikat, das dabeisteht."
    if version.content_hash.encode() not in content:
        yield "PDF: Es gehört nicht zu dieser Fassung."
    if made and not trail.says("agreement-pdf", f"{version.content_hash} {pdf.file.sha256}"):
        yield "PDF: Es ist nicht das, das erstellt wurde."


def _signatures(version: AgreementVersion, owner: UUID, trail: AccessLogTrail) -> Iterator[str]:
    rows = Signature.objects.filter(version=version).select_related("document__file", "party", "void")
    for signature in rows.order_by("pk"):
        what = f"Unterschrift von {signature.party}"
        yield from _seal(f"{what}: Das Siegel der Zeile", sealed_bytes(signature), signature.seal, owner)
        if signature.content_hash != version.content_hash:
            yield f"{what}: Sie nennt die Prüfsumme eines anderen Textes."
        if signature.document:
            yield from _bytes(what, signature.document.file)
        if trail.follows(version) and not trail.says("agreement-sign", f"{signature.uuid} {version.content_hash}"):
            yield f"{what}: Im Zugriffsprotokoll steht sie nicht."
        yield from _void(signature, what, trail, follows=trail.follows(version))


def _void(signature: Signature, what: str, trail: AccessLogTrail, *, follows: bool) -> Iterator[str]:
    logged = trail.says("agreement-void-signature", str(signature.uuid))
    voided = getattr(signature, "void", None) is not None
    if logged and not voided:
        yield f"{what}: Sie wurde für ungültig erklärt, aber das ist gelöscht."
    if voided and follows and not logged:
        yield f"{what}: Sie ist als ungültig vermerkt, aber im Zugriffsprotokoll steht das nicht."


def _stage(version: AgreementVersion) -> Iterator[str]:
    """What the stage says must follow from the signatures and the steps; nothing else seals it."""
    required = set(version.parties.filter(must_sign=True).values_list("pk", flat=True))
    signed = set(version.signatures.counting().values_list("party", flat=True))
    if version.stage == AgreementState.SIGNED and not required <= signed:
        yield "Die Fassung gilt als unterschrieben, aber es fehlen Unterschriften."
    if version.stage == AgreementState.ABANDONED:
        if not version.steps.filter(verb__in=("reopen", "abandon")).exists():
            yield "Die Fassung gilt als aufgegeben, ohne dass jemand das entschieden hat."
    elif version.stage != AgreementState.SIGNED and required and required <= signed:
        yield "Alle haben unterschrieben, aber die Fassung gilt nicht als unterschrieben."


def _lost(versions: list[AgreementVersion], trail: AccessLogTrail) -> tuple[str, ...]:
    """Rows the access log knows and the tables do not."""
    known = {version.content_hash for version in versions}
    signatures = Signature.objects.filter(version__in=versions).values_list("uuid", "content_hash")
    rows = {f"{uuid} {content_hash}" for uuid, content_hash in signatures}
    problems = [
        f"Die gesperrte Fassung mit der Prüfsumme {content_hash[:12]} fehlt."
        for content_hash in sorted(trail.details.get("agreement-lock", frozenset()) - known)
    ]
    problems += [
        f"Eine eingetragene Unterschrift fehlt ({detail[:8]})."
        for detail in sorted(trail.details.get("agreement-sign", frozenset()) - rows)
    ]
    return tuple(problems)
