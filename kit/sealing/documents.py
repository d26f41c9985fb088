"""The seal in a PDF: certified, no change allowed, and a check that finds every changed byte (T52).

The check does not open the PDF. It looks at bytes only: a seal is valid when this owner's key signed every byte of the
file outside the seal, and the seal itself is spelled as the sealing spells it. So it is safe on a file somebody has
tampered with, and takes milliseconds.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from uuid import UUID

from asn1crypto import algos, cms, core
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kit.limited_process import ChildFailed, run_limited
from kit.sealing.keys import SealUnavailable, certificate_of, fingerprint_of, key_text, seal_of

SECONDS = 30
RANGE = re.compile(rb"/ByteRange ?\[ ?0 (\d{1,10}) (\d{1,10}) (\d{1,10}) ?\]")
MOST_RANGES = 20  # a PDF of ours has one, with signatures from elsewhere a few
WORDS = {
    "none": gettext_lazy("Das PDF trägt kein Siegel."),
    "changed": gettext_lazy("Das PDF wurde nach dem Siegeln verändert."),
    "appended": gettext_lazy("An das PDF wurde nach dem Siegeln etwas angehängt."),
    "other_key": gettext_lazy("Das Siegel stammt nicht vom Schlüssel dieser Organisation."),
    "valid": gettext_lazy("Das Siegel ist unversehrt."),
}


@dataclass(frozen=True)
class SealReport:
    """What ``check_pdf`` found. ``fingerprint`` is that of the certificate inside the PDF, None without a seal."""

    sealed: bool = False
    intact: bool = False
    covers_whole_file: bool = False
    same_key: bool = False
    fingerprint: str | None = None

    @property
    def valid(self) -> bool:
        """Nothing changed, nothing appended, sealed by the present key of the owner."""
        return self.sealed and self.intact and self.covers_whole_file and self.same_key

    @property
    def text(self) -> str:
        """One German sentence: the worst thing found, or that all is well."""
        if not self.sealed:
            return str(WORDS["none"])
        if not self.intact:
            return str(WORDS["changed"])
        if not self.covers_whole_file:
            return str(WORDS["appended"])
        return str(WORDS["valid" if self.same_key else "other_key"])


def seal_pdf(pdf: bytes, *, owner: UUID, name: str, reason: str, further_signatures: bool = False) -> bytes:
    """The PDF with the seal of ``owner`` appended (PAdES, certified); what ``render_pdf`` made stays as it was.

    ``reason`` is shown by PDF programs. With ``further_signatures`` people may sign the file afterwards (certified:
    only signatures may follow), otherwise no change at all is allowed. ``check_pdf`` is equally strict with both. Makes
    the key when there is none yet. Raises ``SealUnavailable`` in German. Side effect: one short-lived process.
    """
    seal = seal_of(owner, name=name)
    order = {
        "key": key_text(seal.key).decode(),
        "certificate": seal.certificate.public_bytes(serialization.Encoding.PEM).decode(),
        "name": name,
        "reason": reason,
        "further_signatures": further_signatures,
    }
    try:
        sealed = run_limited("kit.seal_child", source=json.dumps(order).encode() + b"\n" + pdf, seconds=SECONDS)
    except ChildFailed as error:
        raise SealUnavailable(_("Das PDF konnte nicht gesiegelt werden.")) from error
    if not sealed.startswith(pdf) or not _report(sealed, seal.certificate).valid:
        raise SealUnavailable(
            _("Das PDF konnte nicht gesiegelt werden: Das Siegel hält seiner eigenen Prüfung nicht stand.")
        )
    return sealed


def check_pdf(pdf: bytes, *, owner: UUID) -> SealReport:
    """What the seal in ``pdf`` says, measured against the present certificate of ``owner``. Never raises for a bad PDF.

    Makes no key. Raises ``SealUnavailable`` only when the owner's certificate file itself is unreadable.
    """
    return _report(pdf, certificate_of(owner))


def _report(pdf: bytes, certificate: x509.Certificate | None) -> SealReport:
    """The best of all seals in the file: valid before intact before anything that only looks like one."""
    found = [SealReport()]
    for match in list(RANGE.finditer(pdf))[:MOST_RANGES]:
        first, second, length = (int(number) for number in match.groups())
        if 0 < first < second and second + length <= len(pdf):
            found.append(_one_seal(pdf, first, second, length, certificate))
    return max(found, key=lambda r: (r.valid, r.intact and r.same_key, r.intact, r.same_key, r.sealed))


def _one_seal(pdf: bytes, first: int, second: int, length: int, expected: x509.Certificate | None) -> SealReport:
    gap = pdf[first:second]
    whole = second + length == len(pdf)
    try:
        raw = bytes.fromhex(gap[1:-1].decode("ascii"))
        data = cms.ContentInfo.load(raw)["content"]
        signer = data["signer_infos"][0]
        inside = x509.load_der_x509_certificate(data["certificates"][0].chosen.dump())
        key = inside.public_key()
        digest = hashlib.sha256(pdf[:first] + pdf[second : second + length]).digest()
        stated = next(a["values"][0].native for a in signer["signed_attrs"] if a["type"].native == "message_digest")
        intact = (
            isinstance(key, rsa.RSAPublicKey)
            and stated == digest
            and gap == _spelled(signer, inside, len(gap))
            and _signed_by(key, signer)
        )
    except Exception:  # two parsers on bytes somebody may have changed: whatever they trip over, it is no seal of ours
        return SealReport(sealed=True, covers_whole_file=whole)
    return SealReport(
        sealed=True,
        intact=intact,
        covers_whole_file=whole,
        same_key=expected is not None and inside == expected,
        fingerprint=fingerprint_of(inside),
    )


def _signed_by(key: rsa.RSAPublicKey, signer: cms.SignerInfo) -> bool:
    try:
        signed = signer["signed_attrs"].untag().dump()
        key.verify(signer["signature"].native, signed, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        return False
    return True


def _spelled(signer: cms.SignerInfo, certificate: x509.Certificate, size: int) -> bytes:
    """The seal as we write it, around the signed part and the signature of this one.

    A seal holds bytes that no signature covers (versions, names of algorithms, letters of the hexadecimal spelling,
    filling). Comparing with this leaves none of them free.
    """
    own = asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))
    sha256 = algos.DigestAlgorithm({"algorithm": "sha256"})
    content = cms.ContentInfo(
        {
            "content_type": "signed_data",
            "content": cms.SignedData(
                {
                    "version": "v1",
                    "digest_algorithms": cms.DigestAlgorithms((sha256,)),
                    "encap_content_info": {"content_type": "data"},
                    "certificates": [own],
                    "signer_infos": [
                        {
                            "version": "v1",
                            "sid": cms.SignerIdentifier(
                                "issuer_and_serial_number",
                                {"issuer": own.issuer, "serial_number": own["tbs_certificate"]["serial_number"].native},
                            ),
                            "digest_algorithm": sha256,
                            "signature_algorithm": {"algorithm": "sha256_rsa"},
                            "signed_attrs": cms.CMSAttributes.load(signer["signed_attrs"].untag().dump()),
                            "signature": core.OctetString(signer["signature"].native),
                        }
                    ],
                }
            ),
        }
    )
    return b"<" + content.dump().hex().upper().encode().ljust(size - 2, b"0") + b">"
