"""The key of an organisation's seal: two files beside the database, made at the first seal, readable by us only."""

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.utils.translation import gettext as _

YEARS = 10
BITS = 3072  # RSA: a seal with elliptic curves would make the file PDF 2.0, and PDF/A-3 is PDF 1.7
LONGEST_NAME = 64  # X.520 allows no longer name in a certificate


class SealUnavailable(Exception):
    """The seal cannot be used; the text is German and says what to do."""


@dataclass(frozen=True)
class Seal:
    """Key and certificate of one organisation."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate

    @property
    def fingerprint(self) -> str:
        return fingerprint_of(self.certificate)


def fingerprint_of(certificate: x509.Certificate) -> str:
    """SHA-256 of a certificate as 64 lower-case hexadecimal digits."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def key_text(key: rsa.RSAPrivateKey) -> bytes:
    """The key as it stands in its file."""
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def seal_folder() -> Path:
    """Where the seals are: neither in the database nor among the uploaded files, so in no backup of these."""
    return Path(settings.DATA_DIR) / "siegel"


def certificate_of(owner: UUID) -> x509.Certificate | None:
    """The certificate of ``owner``, or None when there was no seal yet. Makes nothing.

    Raises ``SealUnavailable`` when the file cannot be read as a certificate.
    """
    try:
        return x509.load_pem_x509_certificate(_path(owner, "crt").read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise SealUnavailable(
            _("Das Zertifikat des Siegels ist nicht lesbar (%(name)s).") % {"name": _path(owner, "crt").name}
        ) from error


def key_fingerprint(owner: UUID) -> str | None:
    """Fingerprint of the certificate of ``owner``: keep it beside what was sealed, and a new key is noticed."""
    certificate = certificate_of(owner)
    return fingerprint_of(certificate) if certificate else None


def seal_of(owner: UUID, *, name: str) -> Seal:
    """Key and certificate of ``owner``, made now if this is the first seal; ``name`` goes into a new certificate.

    Two processes that come at once get the same pair: the first file with that name stays. Raises ``SealUnavailable``
    when the key is gone although there is a certificate, does not belong to it, or the certificate has run out.
    """
    certificate = certificate_of(owner)
    if certificate and not _path(owner, "key").exists():
        raise SealUnavailable(
            _("Der Schlüssel des Siegels fehlt. Bitte spielen Sie ihn aus der Sicherung der Schlüssel ein (%(name)s).")
            % {"name": _path(owner, "key").name}
        )
    key = _kept_key(owner)
    certificate = certificate or _kept_certificate(owner, key, name)
    if certificate.public_key() != key.public_key():
        raise SealUnavailable(_("Schlüssel und Zertifikat des Siegels gehören nicht zusammen."))
    if certificate.not_valid_after_utc < datetime.now(UTC):
        raise SealUnavailable(_("Das Zertifikat des Siegels ist abgelaufen. Bitte legen Sie ein neues Siegel an."))
    return Seal(key, certificate)


def _path(owner: UUID, suffix: str) -> Path:
    return seal_folder() / f"{owner}.{suffix}"


def _kept_key(owner: UUID) -> rsa.RSAPrivateKey:
    path = _path(owner, "key")
    if not path.exists():
        _write_once(path, key_text(rsa.generate_private_key(65537, BITS)))
    try:
        key = _checked_key(path.read_bytes())
    except (OSError, ValueError) as error:
        raise SealUnavailable(
            _("Der Schlüssel des Siegels ist nicht lesbar (%(name)s).") % {"name": path.name}
        ) from error
    if not isinstance(key, rsa.RSAPrivateKey):
        raise SealUnavailable(_("Der Schlüssel des Siegels ist von fremder Art (%(name)s).") % {"name": path.name})
    return key


@lru_cache(maxsize=32)
def _checked_key(text: bytes) -> object:
    """The key in these bytes; that its numbers are a key takes a tenth of a second and is checked once a process."""
    return serialization.load_pem_private_key(text, password=None)


def _kept_certificate(owner: UUID, key: rsa.RSAPrivateKey, name: str) -> x509.Certificate:
    clean = " ".join(name.split()) or str(owner)
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, f"{clean[: LONGEST_NAME - 7].rstrip()} Siegel"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, clean[:LONGEST_NAME].rstrip()),
            x509.NameAttribute(NameOID.SERIAL_NUMBER, str(owner)),
        ]
    )
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - relativedelta(hours=1))  # clocks differ a little
        .not_valid_after(now + relativedelta(years=YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_key_usage(), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    _write_once(_path(owner, "crt"), certificate.public_bytes(serialization.Encoding.PEM))
    stored = certificate_of(owner)
    assert stored is not None  # noqa: S101 - just written, by us or by another process
    return stored


def _key_usage() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def _write_once(path: Path, content: bytes) -> None:
    """The whole file or none, mode 0600; a file that is already there stays."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as target:
            target.write(content)
            target.flush()
            os.fsync(target.fileno())
        with suppress(FileExistsError):
            os.link(part, path)  # another process was first: its file counts
    finally:
        part.unlink()
