"""A PDF somebody signed electronically: is it our text, is it whole, who signed. What cannot be told here is said."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.enums import SignatureMethod
from agreements.exports.agreement_pdf import make_pdf
from agreements.models import AgreementParty, AgreementVersion
from kit.exports.pdf import PdfFailed
from kit.sealing import SealUnavailable
from kit.signed_pdf import (
    Comparison,
    SignatureInfo,
    SignedPdfUnreadable,
    compare_content,
    read_signatures,
)
from kit.uploads import CheckedFile


class ForeignDocument(Exception):
    """The file does not prove the signature; the text is German and belongs beside the field."""


@dataclass(frozen=True, slots=True)
class SignedCopyCheck:
    """What was found, as text for the record."""

    report: str
    signers: tuple[SignatureInfo, ...]


def examine_signed_copy(version: AgreementVersion, party: AgreementParty, checked: CheckedFile) -> SignedCopyCheck:
    """Compare a signed PDF with the stored one of ``version`` and read who signed.

    Raises ``NotOurs``: another text, a broken signature, changes after it, no signature that calls itself qualified,
    or one that proves another party's signature already. The trust chain is never checked here, and the report says so.
    """
    try:
        original = make_pdf(version)
        comparison = compare_content(original, checked.content)
        found = [one for one in read_signatures(checked.content) if one.fingerprint != version.pdf.fingerprint]
    except (SignedPdfUnreadable, PdfFailed, SealUnavailable) as failure:
        raise ForeignDocument(str(failure)) from failure
    _refuse(version, party, checked, comparison, found)
    lines = [comparison.label, *(_line(one) for one in found)]
    lines.append(_("Ob die Zertifikate von einem anerkannten Vertrauensdienst stammen, wurde hier nicht geprüft."))
    return SignedCopyCheck("\n".join(lines), tuple(found))


def _refuse(
    version: AgreementVersion,
    party: AgreementParty,
    checked: CheckedFile,
    comparison: Comparison,
    found: list[SignatureInfo],
) -> None:
    if not comparison.same_content:
        raise ForeignDocument(
            _("Das ist nicht unser Text: %s Bitte lassen Sie das PDF dieser Fassung unterschreiben, unverändert.")
            % comparison.label
        )
    if not found:
        raise ForeignDocument(_("In der Datei ist keine elektronische Signatur einer Person."))
    if not all(one.sound for one in found):
        raise ForeignDocument(
            _("Eine Signatur in der Datei ist verletzt: Das Dokument wurde nach dem Signieren verändert.")
        )
    qualified = [one for one in found if one.claims_qualified_signature]
    if not qualified:
        raise ForeignDocument(
            _("Keine Signatur in der Datei nennt sich qualifiziert. Für diese Art der Unterschrift reicht das nicht.")
        )
    others = (
        version.signatures.counting()
        .filter(method=SignatureMethod.QES, document__file__sha256=checked.sha256)
        .exclude(party=party)
    )
    if len(qualified) <= others.count():
        raise ForeignDocument(_("Die Signaturen in dieser Datei belegen schon die Unterschriften anderer Parteien."))


def _line(one: SignatureInfo) -> str:
    """„Signiert von …, Zertifikat von …, laut Datei am …, unverändert, …“."""
    parts = [
        _("Signiert von %(signer)s") % {"signer": one.signer},
        _("Zertifikat von %(issuer)s, Nummer %(serial)s") % {"issuer": one.issuer, "serial": one.serial},
    ]
    if one.claimed_at:
        parts.append(_("laut Datei am %s") % f"{timezone.localtime(one.claimed_at):%d.%m.%Y %H:%M}")
    parts.append(_("unversehrt, %s") % one.changes_after.label)
    if one.certificate_valid_then is False:
        parts.append(_("das Zertifikat war zu dieser Zeit nicht gültig"))
    parts.append(
        _("das Zertifikat nennt sich qualifiziert")
        if one.claims_qualified_signature
        else _("das Zertifikat nennt sich nicht qualifiziert")
    )
    return f"{', '.join(parts)}. {one.trust}."
