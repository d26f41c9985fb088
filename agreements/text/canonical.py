"""The canonical text of a version and its hash (T52): what was locked, byte for byte.

``rows`` is what stands in the tables of the version and can be read again; ``shown`` is the document as people read it
(names, addresses and filled variables of that day), frozen because registers change. Annexes stand with their
checksums. The text is JSON with sorted keys and no spaces, in UTF-8.
"""

import hashlib
import json
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Model

from agreements.models import (
    AgreementContact,
    AgreementParty,
    AgreementVersion,
    Basis,
    Clause,
    Commitment,
    Responsibility,
    RoomUse,
)
from agreements.text.document import Document, build_document

FORMAT = "familiennetz-agreement-1"
HASHED: tuple[tuple[type[Model], str], ...] = (
    (AgreementParty, "organization facility role represented_by_function must_sign"),
    (Clause, "heading text block is_mandatory"),
    (Basis, "text dated valid_to"),
    (Commitment, "organization kind description quantity unit rhythm place starts_on is_excluded"),
    (
        Responsibility,
        "task organization function deputy_organization deputy_function consulted informed due_kind due_on due_day "
        "due_month due_days",
    ),
    (RoomUse, "room organization weekday start_time end_time key_holder_function fee cleaning house_rules_accepted"),
    (AgreementContact, "organization topic function deputy_function contact_point"),
)
TERM = (
    "effective_from term_kind ends_on renewal_months notice_months notice_to form_required review_months "
    "meetings_per_year courses_after_end open_to_accession dp_role dp_agreement has_protection_concept insofa_contact "
    "certificate_required_for"
)


def canonical_content(version: AgreementVersion, document: Document | None = None) -> str:
    """The canonical text of an open version as it stands now; ``document`` when it is already built."""
    return canonical_json(
        {"format": FORMAT, "rows": rows_of(version), "shown": (document or build_document(version)).as_data()}
    )


def rows_of(version: AgreementVersion) -> dict[str, Any]:
    """Everything the tables hold of a version. Struck clauses are not part of it."""
    found: dict[str, Any] = {
        "agreement": version.agreement.uuid,
        "version": version.number,
        "amends": version.amends.number if version.amends else None,
        "term": {name: getattr(version, _column(AgreementVersion, name)) for name in TERM.split()},
        "annexes": [
            [row.position, one.uuid, one.title, one.file_name, one.file.sha256]
            for row in version.annexes.select_related("attachment__file").defer("attachment__file__content")
            for one in [row.attachment]
        ],
    }
    for table, names in HASHED:
        columns = [_column(table, name) for name in names.split()]
        rows: Any = table._default_manager.filter(version=version)
        rows = rows.filter(is_removed=False) if table is Clause else rows
        found[table._meta.model_name or ""] = [
            list(row) for row in rows.order_by("position", "pk").values_list("key", *columns)
        ]
    return _plain(found)


def canonical_json(data: Any) -> str:
    """Canonical JSON."""
    return json.dumps(_plain(data), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def content_checksum(text: str) -> str:
    """SHA-256 of a canonical text, in lower-case hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def lock_bytes(version: AgreementVersion) -> bytes:
    """What the seal of a locked version covers: whose hash it is, when it was locked and by whom."""
    moment = version.locked_at.astimezone(UTC) if version.locked_at else None
    return canonical_json(
        {"version": version.uuid, "hash": version.content_hash, "at": moment, "by": version.locked_by_id}
    ).encode()


def shown_in_content(content: str) -> Document:
    """The frozen document of a locked version."""
    return Document.from_data(json.loads(content)["shown"])


def document_of(version: AgreementVersion) -> Document:
    """What a version says: frozen when it is locked, else put together from its rows."""
    return shown_in_content(version.content) if version.is_locked else build_document(version)


def _column(table: type[Model], name: str) -> str:
    return str(table._meta.get_field(name).attname)  # type: ignore[union-attr]


def _plain(value: Any) -> Any:
    """Dates, numbers and identifiers as text that never depends on settings."""
    match value:
        case dict():
            return {str(name): _plain(one) for name, one in value.items()}
        case list() | tuple():
            return [_plain(one) for one in value]
        case datetime() | date() | time():
            return value.isoformat()
        case Decimal():
            return format(value.normalize(), "f")
        case UUID():
            return str(value)
        case _:
            return value
