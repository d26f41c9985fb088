"""Opens uploaded documents: the child process of ``kit.uploads`` (T12, T13).

``python -m kit.upload_child pdf|odt|docx``: the file on stdin, ``{"pages": n}`` or ``{"refused": reason}`` on
stdout. The German words for the reasons are in ``uploads``.
"""

import json
import re
import stat
import sys
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from kit.limited_process import hold_limits

MEMORY_BYTES = 1_000_000_000
CPU_SECONDS = 10
MOST_PAGES = 300
MOST_OBJECTS = 200_000
MARKUP = re.compile(rb"<\s*(html|script|body|svg|!doctype|\?php|iframe)", re.IGNORECASE)

EXECUTING_KEYS = {"/JavaScript", "/JS", "/Launch", "/RichMediaContent", "/RichMediaSettings", "/XFA"}
EXECUTING_ACTIONS = {
    *("/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/GoToR"),
    *("/Rendition", "/Movie", "/Sound", "/RichMediaExecute", "/GoTo3DView"),
}
EXECUTING_KINDS = {"/RichMedia", "/3D", "/Screen", "/Movie", "/Sound"}
CARRYING_KEYS = {"/EmbeddedFile", "/EmbeddedFiles", "/EF"}
CARRYING_KINDS = {"/FileAttachment"}

MOST_ENTRIES = 2_000
MOST_UNPACKED = 100_000_000
STEEPEST = 200  # times smaller than unpacked; text reaches about 20
FREE_OF_RATIO = 1_000_000
ODT_TYPE = b"application/vnd.oasis.opendocument.text"
DOCX_TYPE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
PROGRAMS = re.compile(
    r"(^|/)(basic|scripts|dialogs|activex|embeddings|vbaproject\.bin|vbadata\.xml)(/|$)", re.IGNORECASE
)


class Refused(Exception):
    """Carries the reason as one word."""


def check_pdf(data: bytes) -> int:
    """Number of pages of a PDF that does nothing but show them. Raises ``Refused``."""
    import pikepdf  # noqa: PLC0415 - only after the limits hold

    if not data.startswith(b"%PDF-") or not data.rstrip(b"\r\n\t \0").endswith(b"%%EOF"):
        raise Refused("damaged")
    if MARKUP.search(data[:1024]) or zipfile.is_zipfile(BytesIO(data)):
        raise Refused("two_faces")
    try:
        with pikepdf.open(BytesIO(data), attempt_recovery=False, suppress_warnings=True) as pdf:
            if pdf.is_encrypted:
                raise Refused("encrypted")
            pages = len(pdf.pages)
            if not pages:
                raise Refused("damaged")
            if pages > MOST_PAGES:
                raise Refused("too_many_pages")
            if len(pdf.objects) > MOST_OBJECTS:
                raise Refused("too_much")
            _refuse_active(pdf)
    except pikepdf.PasswordError as error:
        raise Refused("encrypted") from error
    except (pikepdf.PdfError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise Refused("damaged") from error
    return pages


def _refuse_active(pdf: Any) -> None:
    import pikepdf  # noqa: PLC0415

    start = pdf.Root.get("/OpenAction")
    if isinstance(start, pikepdf.Dictionary) and start.get("/S") != "/GoTo":
        raise Refused("active")
    for thing in _dictionaries(pdf):
        keys = set(thing.keys())
        if keys & EXECUTING_KEYS or str(thing.get("/S")) in EXECUTING_ACTIONS or _acts_by_itself(thing.get("/AA")):
            raise Refused("active")
        kind = str(thing.get("/Subtype"))
        if kind in EXECUTING_KINDS:
            raise Refused("active")
        if keys & CARRYING_KEYS or kind in CARRYING_KINDS or str(thing.get("/Type")) == "/EmbeddedFile":
            raise Refused("carries_files")


def _acts_by_itself(actions: Any) -> bool:
    """Whether the value of ``/AA`` is a list of actions (and not a font somebody named so)."""
    import pikepdf  # noqa: PLC0415

    if not isinstance(actions, pikepdf.Dictionary):
        return False
    return any(isinstance(a, pikepdf.Dictionary) and "/S" in a for a in actions.values())


def _dictionaries(pdf: Any) -> Iterator[Any]:
    """Every dictionary of the file, also those inside others and those of streams, each once."""
    import pikepdf  # noqa: PLC0415

    holders = (pikepdf.Dictionary, pikepdf.Stream, pikepdf.Array)
    waiting = [pdf.trailer]
    waiting.extend(pdf.objects)
    seen = 0
    while waiting:
        thing = waiting.pop()
        seen += 1
        if seen > 5 * MOST_OBJECTS:
            raise Refused("too_much")
        inside: Any = []
        if isinstance(thing, pikepdf.Array):
            inside = thing
        elif isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
            yield thing
            inside = thing.values()
        waiting.extend(v for v in inside if isinstance(v, holders) and not v.is_indirect)


def check_office(data: bytes, kind: str) -> None:
    """Refuses what is no plain text document of its kind, or would be large, active or two things at once."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _refuse_bomb(archive, data)
            if any(PROGRAMS.search(name) for name in archive.namelist()):
                raise Refused("active")
            if archive.testzip() is not None:
                raise Refused("damaged")
            {"odt": _check_odt, "docx": _check_docx}[kind](archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise Refused("damaged") from error
    except KeyError as error:  # a part is missing that every such document has
        raise Refused("other_type") from error


def _refuse_bomb(archive: zipfile.ZipFile, data: bytes) -> None:
    _refuse_two_faces(archive, data)
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise Refused("too_much")
    if sum(entry.compress_size for entry in entries) > len(data):  # entries that share their bytes
        raise Refused("too_much")
    names = [entry.filename for entry in entries]
    if len(set(names)) != len(names) or any(_leads_out(name) for name in names):
        raise Refused("damaged")
    for entry in entries:
        _refuse_entry(entry)


def _refuse_two_faces(archive: zipfile.ZipFile, data: bytes) -> None:
    """A file that is an archive for us and something else for whoever opens it: bytes before, between or behind."""
    if archive.comment or data[-22:-18] != b"PK\5\6" or not data.startswith(b"PK\3\4"):
        raise Refused("two_faces")
    if min(entry.header_offset for entry in archive.infolist()) != 0:
        raise Refused("two_faces")


def _refuse_entry(entry: zipfile.ZipInfo) -> None:
    if entry.flag_bits & 1:
        raise Refused("encrypted")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or stat.S_ISLNK(entry.external_attr >> 16):
        raise Refused("damaged")
    # Small parts may shrink a lot (a page of blanks); only a large one that does is made to fill a memory.
    if entry.file_size > FREE_OF_RATIO and entry.file_size > STEEPEST * max(entry.compress_size, 1):
        raise Refused("too_much")


def _leads_out(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/")


def _check_odt(archive: zipfile.ZipFile) -> None:
    first = archive.infolist()[0]
    if first.filename != "mimetype" or first.compress_type or archive.read("mimetype") != ODT_TYPE:
        raise Refused("other_type")
    if b"oleobject" in archive.read("META-INF/manifest.xml") or b"script:event-listener" in archive.read("content.xml"):
        raise Refused("active")


def _check_docx(archive: zipfile.ZipFile) -> None:
    types = archive.read("[Content_Types].xml")
    if b"macroEnabled" in types:
        raise Refused("active")
    if DOCX_TYPE not in types:
        raise Refused("other_type")
    archive.read("word/document.xml")
    for name in archive.namelist():
        if name.lower().endswith(".rels"):
            _refuse_outside(archive.read(name))


def _refuse_outside(relations: bytes) -> None:
    """A link to click is fine; a template, picture or object that Word would fetch is not."""
    from defusedxml import DefusedXmlException, ElementTree  # noqa: PLC0415

    try:
        root = ElementTree.fromstring(relations)
    except (ElementTree.ParseError, DefusedXmlException) as error:
        raise Refused("damaged") from error
    for relation in root.iter():
        if relation.get("TargetMode") == "External" and not str(relation.get("Type")).endswith("/hyperlink"):
            raise Refused("active")


def main() -> int:
    """Check the file on stdin; exit status 0 also when it is refused."""
    hold_limits(memory=MEMORY_BYTES, seconds=CPU_SECONDS)
    kind, data = sys.argv[1], sys.stdin.buffer.read()
    try:
        answer: dict[str, Any] = {"pages": check_pdf(data)} if kind == "pdf" else {"pages": None}
        if kind != "pdf":
            check_office(data, kind)
    except Refused as refused:
        answer = {"refused": str(refused)}
    sys.stdout.write(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main())
