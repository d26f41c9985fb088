"""PDFs signed elsewhere (a qualified electronic signature): who, whole, unchanged, and the same text as ours.

All reading happens in a child process with limits. There is no list of trusted authorities offline, so nobody here
says that a signature *is* a qualified one: only what its certificate says of itself (domain 5.4, T52).
"""

import json
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from kit.limited_process import ChildFailed, ChildTooSlow, run_limited

SECONDS = 25
TRUST = "Vertrauenskette nicht geprüft"


class SignedPdfUnreadable(Exception):
    """The file could not be examined; the text is German and meant for people."""


class Changes(Enum):
    """What was appended to the file after a signature."""

    NONE = "none"
    SIGNATURES = "signatures"
    OTHER = "other"

    @property
    def label(self) -> str:
        return {
            "none": "danach nicht mehr geändert",
            "signatures": "danach kamen nur weitere Signaturen hinzu",
            "other": "danach wurde das Dokument geändert",
        }[self.value]


class Comparison(Enum):
    """How a file that came back compares with the one that went out."""

    IDENTICAL = "identical"
    ONLY_SIGNED = "only_signed"
    SAME_PAGES = "same_pages"
    DIFFERENT = "different"

    @property
    def same_content(self) -> bool:
        return self is not Comparison.DIFFERENT

    @property
    def label(self) -> str:
        return {
            "identical": "Das ist unsere Datei, ohne neue Signatur.",
            "only_signed": "Unsere Datei, ergänzt nur um Signaturen.",
            "same_pages": "Jede Seite zeigt dasselbe wie in unserer Datei.",
            "different": "Der Inhalt ist nicht nachweislich derselbe. Bitte vergleichen Sie das Dokument selbst.",
        }[self.value]


@dataclass(frozen=True)
class SignatureInfo:
    """One signature in a PDF. All names and the time are what the file and the certificate claim."""

    field: str
    signer: str
    issuer: str
    serial: str
    fingerprint: str  # SHA-256 of the certificate
    claimed_at: datetime | None
    certificate_valid_then: bool | None  # at the claimed time, None without one
    certifies: bool  # a seal over the document that limits later changes, as ours
    intact: bool
    covers_whole_document: bool
    changes_after: Changes
    qualified: bool  # the certificate says: qualified (ETSI EN 319 412-5)
    qualified_device: bool  # and: the key is in a qualified device
    purpose: str  # "signature" (a person), "seal" (an organisation), "website" or "" when not said
    trust: str = TRUST

    @property
    def sound(self) -> bool:
        """Intact, and nothing but further signatures came after it."""
        return self.intact and self.changes_after is not Changes.OTHER

    @property
    def claims_qualified_signature(self) -> bool:
        """The certificate claims all that a person's qualified signature needs. A claim: see ``trust``."""
        return self.qualified and self.qualified_device and self.purpose in ("signature", "")


def read_signatures(pdf: bytes) -> list[SignatureInfo]:
    """The signatures in a PDF, at most 20, in the order of signing; empty when there is none. Time stamps are left out.

    Raises ``SignedPdfUnreadable`` when the file cannot be read within the limits. Side effect: one short-lived process.
    """
    return [_signature(found) for found in _ask("signatures", pdf)]


def compare_content(original: bytes, signed: bytes) -> Comparison:
    """Whether ``signed`` shows what ``original`` shows.

    ``ONLY_SIGNED``: begins with the original's bytes, and the appended part only adds signatures; this can be proven
    for an original with our seal only. ``SAME_PAGES``: it is not proven or some program wrote the file anew, but every
    page draws the same. A signature box over more than a quarter of a page counts as different. Raises
    ``SignedPdfUnreadable``. Side effect: one short-lived process.
    """
    return Comparison(_ask("compare", len(original).to_bytes(8, "big") + original + signed))


def same_content(original: bytes, signed: bytes) -> bool:
    """``compare_content`` as yes or no."""
    return compare_content(original, signed).same_content


def _ask(what: str, source: bytes) -> Any:
    try:
        return json.loads(run_limited("kit.signed_pdf_child", what, source=source, seconds=SECONDS))
    except ChildTooSlow as error:
        raise SignedPdfUnreadable("Die Prüfung des PDF hat zu lange gedauert.") from error
    except (ChildFailed, ValueError) as error:
        raise SignedPdfUnreadable(
            "Das PDF und seine Signaturen konnten nicht gelesen werden. Bitte prüfen Sie, ob die Datei vollständig ist."
        ) from error


def _signature(found: dict[str, Any]) -> SignatureInfo:
    claimed = found.pop("claimed_at")
    return SignatureInfo(
        **found | {"changes_after": Changes(found["changes_after"])},
        claimed_at=datetime.fromisoformat(claimed) if claimed else None,
    )
