"""The seal on a row: a short text that fits these bytes and this organisation's key only."""

import base64
import binascii
from enum import Enum
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from kit.sealing.keys import certificate_of, fingerprint_of, seal_of

PURPOSE = b"familiennetz row 1\0"  # what is signed here can never be passed off as the seal of a PDF
MARK = 16  # digits of the certificate's fingerprint in front of the signature


class RecordState(Enum):
    """What the seal of a row says about it."""

    INTACT = "unverändert"
    CHANGED = "verändert"
    OTHER_KEY = "mit einem anderen Schlüssel gesiegelt"


def sign_record(data: bytes, *, owner: UUID, name: str = "") -> str:
    """The seal of ``owner`` on ``data``, the canonical bytes of a row: 529 characters, kept beside the row.

    Makes the key when ``owner`` has none yet (then ``name`` goes into its certificate). Raises ``SealUnavailable``.
    """
    seal = seal_of(owner, name=name)
    signature = seal.key.sign(PURPOSE + data, padding.PKCS1v15(), hashes.SHA256())
    return f"{seal.fingerprint[:MARK]}:{base64.b64encode(signature).decode()}"


def record_state(data: bytes, signature: str, *, owner: UUID) -> RecordState:
    """Whether ``signature`` is the seal of ``owner`` on exactly these bytes. Makes no key."""
    certificate = certificate_of(owner)
    mark, _colon, text = signature.partition(":")
    if certificate is None or mark != fingerprint_of(certificate)[:MARK]:
        return RecordState.OTHER_KEY
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return RecordState.CHANGED
    if base64.b64encode(raw).decode() != text:  # one spelling only
        return RecordState.CHANGED
    key = certificate.public_key()
    assert isinstance(key, rsa.RSAPublicKey)  # noqa: S101 - we make no others
    try:
        key.verify(raw, PURPOSE + data, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        return RecordState.CHANGED
    return RecordState.INTACT


def is_record_intact(data: bytes, signature: str, *, owner: UUID) -> bool:
    """``record_state`` as yes or no."""
    return record_state(data, signature, owner=owner) is RecordState.INTACT
