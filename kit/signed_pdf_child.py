"""Reads signatures made elsewhere and compares PDFs: the child process of ``kit.signed_pdf``. No network.

``python -m kit.signed_pdf_child signatures``: a PDF on stdin, a JSON list on stdout.
``python -m kit.signed_pdf_child compare``: eight bytes length of the original, the original, the signed file;
one word of JSON on stdout.
"""

import hashlib
import json
import logging
import sys
import unicodedata
from collections.abc import Callable
from io import BytesIO
from typing import Any

from kit.limited_process import hold_limits

MEMORY_BYTES = 1_500_000_000
CPU_SECONDS = 20
MOST_SIGNATURES = 20
MOST_WORDS = 200
LARGEST_MARK = 0.25  # part of a page the drawn box of a signature may cover; more could hide the text

# ETSI EN 319 412-5: what a certificate says about itself.
QC_STATEMENTS = "1.3.6.1.5.5.7.1.3"
QUALIFIED = "0.4.0.1862.1.1"
QUALIFIED_DEVICE = "0.4.0.1862.1.4"
QC_TYPE = "0.4.0.1862.1.6"
QC_TYPES = {"0.4.0.1862.1.6.1": "signature", "0.4.0.1862.1.6.2": "seal", "0.4.0.1862.1.6.3": "website"}


def signatures(pdf: bytes) -> list[dict[str, Any]]:
    """Every signature of a person or an organisation in the file, in the order of signing."""
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415 - only after the limits hold

    reader = PdfFileReader(BytesIO(pdf))
    if reader.encrypted:
        raise ValueError("encrypted")
    return [_described(signature) for signature in reader.embedded_regular_signatures[:MOST_SIGNATURES]]


def _described(signature: Any) -> dict[str, Any]:
    from pyhanko.sign.validation import validate_pdf_signature  # noqa: PLC0415
    from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415

    certificate = signature.signer_cert
    claimed = signature.self_reported_timestamp
    begins, ends = certificate.not_valid_before, certificate.not_valid_after
    answer = {
        "field": _clean(signature.field_name),
        "signer": _clean(_name(certificate.subject)),
        "issuer": _clean(_name(certificate.issuer)),
        "serial": f"{certificate.serial_number:x}"[:80],
        "fingerprint": hashlib.sha256(certificate.dump()).hexdigest(),
        "claimed_at": claimed.isoformat() if claimed else None,
        "certificate_valid_then": bool(claimed and begins <= claimed <= ends) if claimed and claimed.tzinfo else None,
        "certifies": signature.docmdp_level is not None,
        "intact": False,
        "covers_whole_document": False,
        "changes_after": "other",
    } | _qualification(certificate)
    try:
        context = ValidationContext(trust_roots=[], allow_fetching=False)  # no list of trusted authorities offline
        status = validate_pdf_signature(signature, context)
    except Exception as error:  # the library has many; a signature nobody can check is not intact
        sys.stderr.write(f"{type(error).__name__}\n")
        return answer
    answer["intact"] = bool(status.intact and status.valid)
    answer["covers_whole_document"] = status.coverage is not None and status.coverage.name == "ENTIRE_FILE"
    level = status.modification_level.name if status.modification_level is not None else "OTHER"
    answer["changes_after"] = {"NONE": "none", "LTA_UPDATES": "none", "FORM_FILLING": "signatures"}.get(level, "other")
    return answer


def _qualification(certificate: Any) -> dict[str, Any]:
    """What the certificate claims by its QcStatements; a claim only, anybody can write one."""
    from asn1crypto import core  # noqa: PLC0415

    found: dict[str, Any] = {"qualified": False, "qualified_device": False, "purpose": ""}
    for extension in certificate["tbs_certificate"]["extensions"]:
        if extension["extn_id"].dotted != QC_STATEMENTS:
            continue
        try:
            for statement in core.SequenceOf.load(extension["extn_value"].contents, spec=core.SequenceOf):
                parts = core.SequenceOf.load(statement.dump(), spec=core.Any)
                oid = core.ObjectIdentifier.load(parts[0].dump()).dotted
                found["qualified"] |= oid == QUALIFIED
                found["qualified_device"] |= oid == QUALIFIED_DEVICE
                if oid == QC_TYPE and len(parts) > 1:
                    kinds = core.SequenceOf.load(parts[1].dump(), spec=core.ObjectIdentifier)
                    found["purpose"] = next((QC_TYPES[k.dotted] for k in kinds if k.dotted in QC_TYPES), "")
        except (ValueError, TypeError, IndexError):
            return {"qualified": False, "qualified_device": False, "purpose": ""}
    return found


def _name(name: Any) -> str:
    words = name.native
    common = words.get("common_name") or " ".join(
        str(words[k]) for k in ("given_name", "surname", "pseudonym", "organization_name") if k in words
    )
    return str(common or name.human_friendly)


def _clean(text: str) -> str:
    return " ".join("".join(c if unicodedata.category(c)[0] != "C" else " " for c in text).split())[:MOST_WORDS]


def compare_texts(original: bytes, signed: bytes) -> str:
    """``identical``, ``only_signed``, ``same_pages`` or ``different`` (the words of ``signed_pdf.Comparison``)."""
    if original == signed:
        return "identical"
    if not _same_pages(original, signed):
        return "different"
    return "only_signed" if signed.startswith(original) and _only_signatures_follow(original, signed) else "same_pages"


def _only_signatures_follow(original: bytes, signed: bytes) -> bool:
    """What was appended adds signatures and their proofs, nothing else (the library's rules for such changes)."""
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415
    from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, DiffResult, ModificationLevel  # noqa: PLC0415

    try:
        before, after = PdfFileReader(BytesIO(original)), PdfFileReader(BytesIO(signed))
        last = before.xrefs.total_revisions - 1
        if after.xrefs.total_revisions <= last + 1:
            return False
        if before.xrefs.get_startxref_for_revision(last) != after.xrefs.get_startxref_for_revision(last):
            return False  # the appended part does not build on the original
        result = DEFAULT_DIFF_POLICY.review_file(after, last)
    except Exception:  # the library has many; then it is not proven
        return False
    return isinstance(result, DiffResult) and result.modification_level <= ModificationLevel.FORM_FILLING


def _same_pages(one: bytes, two: bytes) -> bool:
    """Every page draws the same: content, fonts, pictures, size, annotations; signature boxes may come, but small."""
    import pikepdf  # noqa: PLC0415

    with (
        pikepdf.open(BytesIO(one), attempt_recovery=False, suppress_warnings=True) as a,
        pikepdf.open(BytesIO(two), attempt_recovery=False, suppress_warnings=True) as b,
    ):
        if len(a.pages) != len(b.pages) or any(_covered(page.obj) > LARGEST_MARK for page in b.pages):
            return False
        left, right = _digester(), _digester()
        if left(a.Root.get("/OCProperties")) != right(b.Root.get("/OCProperties")):
            return False
        return all(_page(p.obj, left) == _page(q.obj, right) for p, q in zip(a.pages, b.pages, strict=True))


def _page(page: Any, digest: Callable[[Any], str]) -> list[str]:
    import pikepdf  # noqa: PLC0415

    contents = page.get("/Contents", [])
    streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    drawn = b"\n".join(stream.read_bytes() for stream in streams if isinstance(stream, pikepdf.Stream))
    media = _inherited(page, "/MediaBox")
    boxes = [media, _inherited(page, "/CropBox") or media, _inherited(page, "/Rotate") or 0, page.get("/UserUnit", 1)]
    notes = [note for note in page.get("/Annots", []) if not _is_signature(note)]
    parts = [_inherited(page, "/Resources"), *boxes, *notes]
    return [hashlib.sha256(drawn).hexdigest(), *(digest(part) for part in parts)]


def _inherited(page: Any, key: str) -> Any:
    for _level in range(50):
        if key in page:
            return page[key]
        if "/Parent" not in page:
            return None
        page = page["/Parent"]
    return None


def _is_signature(note: Any) -> bool:
    kind = note.get("/FT") or (note["/Parent"].get("/FT") if "/Parent" in note else None)
    return str(note.get("/Subtype")) == "/Widget" and str(kind) == "/Sig"


def _covered(page: Any) -> float:
    """Part of the page under the boxes of signatures, from 0 to 1."""
    left, bottom, right, top = (float(v) for v in _inherited(page, "/MediaBox"))
    area = 0.0
    for note in page.get("/Annots", []):
        if _is_signature(note):
            x1, y1, x2, y2 = (float(v) for v in note["/Rect"])
            area += abs(x2 - x1) * abs(y2 - y1)
    return area / max(abs(right - left) * abs(top - bottom), 1.0)


def _digester() -> Callable[[Any], str]:  # noqa: C901 - one function per kind of object, which call each other
    """A function that sums up an object of a PDF by what it says, however it is stored."""
    import pikepdf  # noqa: PLC0415

    ignored = {"/Parent", "/P", "/StructParent", "/StructParents", "/Metadata", "/PieceInfo", "/LastModified"}
    packed = {"/Length", "/Filter", "/DecodeParms"}
    known: dict[tuple[int, int], str] = {}

    def text(thing: Any, depth: int) -> bytes:
        if depth > 60:
            raise ValueError("deep")
        own = getattr(thing, "objgen", (0, 0)) if isinstance(thing, pikepdf.Object) and thing.is_indirect else (0, 0)
        if own[0]:
            if own not in known:
                known[own] = "open"
                known[own] = hashlib.sha256(plain(thing, depth)).hexdigest()
            return known[own].encode()
        return plain(thing, depth)

    def plain(thing: Any, depth: int) -> bytes:
        if isinstance(thing, pikepdf.Stream):
            try:
                body, left_out = thing.read_bytes(), ignored | packed
            except pikepdf.PdfError:  # a photo stays packed
                body, left_out = thing.read_raw_bytes(), ignored | {"/Length"}
            return entries(thing, left_out, depth) + hashlib.sha256(body).hexdigest().encode()
        if isinstance(thing, pikepdf.Dictionary):
            if str(thing.get("/Type")) == "/Page":  # the target of a link, compared as a page
                return b"page"
            return entries(thing, ignored, depth)
        if isinstance(thing, (pikepdf.Array, list)):
            return b"[" + b",".join(text(v, depth + 1) for v in thing) + b"]"
        if isinstance(thing, (pikepdf.String, pikepdf.Name)):
            return type(thing).__name__.encode() + bytes(thing).hex().encode()
        if isinstance(thing, (bool, type(None), str)):
            return repr(thing).encode()
        return f"{float(thing):.4f}".encode()

    def entries(thing: Any, left_out: set[str], depth: int) -> bytes:
        keys = sorted(key for key in thing.keys() if key not in left_out)  # noqa: SIM118 - iterating one is deprecated
        return b"<" + b",".join(key.encode() + b"=" + text(thing[key], depth + 1) for key in keys) + b">"

    return lambda thing: hashlib.sha256(text(thing, 0)).hexdigest()


def main() -> int:
    """Do what the first argument says; exit status 0 when there is an answer."""
    hold_limits(memory=MEMORY_BYTES, seconds=CPU_SECONDS)
    logging.disable(logging.CRITICAL)
    data = sys.stdin.buffer.read()
    answer: Any
    if sys.argv[1] == "signatures":
        answer = signatures(data)
    else:
        size = int.from_bytes(data[:8], "big")
        answer = compare_texts(data[8 : 8 + size], data[8 + size :])
    sys.stdout.write(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main())
