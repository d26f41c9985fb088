"""Puts the seal into a PDF: the child process of ``kit.sealing.documents``. No network, no time service.

stdin: one line of JSON (key, certificate, words, what may follow), then the PDF. stdout: the sealed PDF.
"""

import json
import sys
from io import BytesIO

from kit.limited_process import hold_limits

MEMORY_BYTES = 1_000_000_000
CPU_SECONDS = 20


def main() -> int:
    """Read the order and the PDF, write the sealed one; exit status 0."""
    hold_limits(memory=MEMORY_BYTES, seconds=CPU_SECONDS)
    from asn1crypto import keys, pem, x509  # noqa: PLC0415 - only after the limits hold
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415
    from pyhanko.sign import fields, signers  # noqa: PLC0415
    from pyhanko_certvalidator.registry import SimpleCertificateStore  # noqa: PLC0415

    order = json.loads(sys.stdin.buffer.readline())
    certificate = x509.Certificate.load(pem.unarmor(order["certificate"].encode())[2])
    key = keys.PrivateKeyInfo.load(pem.unarmor(order["key"].encode())[2])
    signer = signers.SimpleSigner(certificate, key, SimpleCertificateStore())
    rights = fields.MDPPerm.FILL_FORMS if order["further_signatures"] else fields.MDPPerm.NO_CHANGES
    meta = signers.PdfSignatureMetadata(
        field_name="Siegel",
        md_algorithm="sha256",
        reason=order["reason"],
        name=order["name"],
        certify=True,
        docmdp_permissions=rights,
        subfilter=fields.SigSeedSubFilter.PADES,
    )
    writer = IncrementalPdfFileWriter(BytesIO(sys.stdin.buffer.read()))
    sealed = signers.sign_pdf(writer, meta, signer)
    sys.stdout.buffer.write(sealed.getbuffer())
    return 0


if __name__ == "__main__":
    sys.exit(main())
