"""Files people upload: allowed kinds per feature, checked by content, sent back as downloads (T12, T13).

Documents are opened in a child process with limits (``upload_child``), pictures are painted anew (``pictures``). What
comes back is what is to be stored; nothing of the browser's own claims (type, name) is kept unchecked.
"""

import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass
from enum import Enum
from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from kit.limited_process import ChildFailed, ChildTooSlow, run_limited
from kit.pictures import repaint_picture

SECONDS = 15
LONGEST_NAME = 120
UNSAFE = re.compile(r'[<>:"|?*%;#&$`\'~]+')


class Kind(Enum):
    """A kind of file: its name for people, its endings (the first is ours), its type and the most bytes."""

    PDF = ("PDF", (".pdf",), "application/pdf", 15_000_000)
    JPEG = ("JPEG", (".jpg", ".jpeg"), "image/jpeg", 10_000_000)
    PNG = ("PNG", (".png",), "image/png", 10_000_000)
    ODT = ("ODT", (".odt",), "application/vnd.oasis.opendocument.text", 10_000_000)
    DOCX = ("DOCX", (".docx",), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", 10_000_000)

    def __init__(self, label: str, suffixes: tuple[str, ...], content_type: str, most_bytes: int) -> None:
        self.label = label
        self.suffixes = suffixes
        self.content_type = content_type
        self.most_bytes = most_bytes


SIGNED = frozenset({Kind.PDF})
SCANS = frozenset({Kind.PDF, Kind.JPEG, Kind.PNG})
DRAFTS = frozenset({Kind.PDF, Kind.ODT, Kind.DOCX})


class UploadRefused(ValidationError):
    """The file is not taken; the message is German and belongs beside the field. ``code`` is the reason."""


@dataclass(frozen=True)
class CheckedFile:
    """A file that may be stored: ``content`` as checked (pictures: painted anew), its own ``sha256``, a safe name."""

    kind: Kind
    content: bytes
    sha256: str
    file_name: str
    pages: int | None = None

    @property
    def content_type(self) -> str:
        return self.kind.content_type

    @property
    def suffix(self) -> str:
        return self.kind.suffixes[0]


def check_upload(file: Any, *, allowed: frozenset[Kind]) -> CheckedFile:
    """The file an uploaded one becomes. ``file`` has ``name``, ``size`` and ``read`` (Django's ``UploadedFile``).

    Raises ``UploadRefused`` in German when it is empty, too large, of another kind than its name says or than allowed
    here, damaged, encrypted, two kinds at once, or does more than show text and pictures. Side effect: for documents
    one short-lived process.
    """
    name = str(file.name or "")
    kind = _kind_by_name(name, allowed)
    content = _content(file, kind)
    if _kind_by_content(content) is not kind:
        raise _refusal("other_type", kind)
    pages: int | None = None
    if kind in (Kind.JPEG, Kind.PNG):
        content = _picture(content, kind)
    else:
        pages = _document(content, kind)
    return CheckedFile(kind, content, hashlib.sha256(content).hexdigest(), safe_name(name, kind), pages)


class CheckedFileField(forms.FileField):
    """A form field whose clean value is a ``CheckedFile``."""

    def __init__(self, *, allowed: frozenset[Kind], **options: Any) -> None:
        self.allowed = allowed
        options.setdefault("widget", forms.FileInput(attrs={"accept": ",".join(_suffixes(allowed))}))
        super().__init__(**options)

    def to_python(self, data: Any) -> Any:
        """Raises ``UploadRefused`` in German; Django's own checks (empty, no name) come first."""
        file = super().to_python(data)
        return check_upload(file, allowed=self.allowed) if file else file


def attachment_response(content: bytes, content_type: str, file_name: str) -> HttpResponse:
    """A download no browser shows or runs, and nobody keeps a copy of; ``content_type`` comes from our own record."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, safe_name(file_name))
    response["Content-Length"] = str(len(content))
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store, private"
    return response


def safe_name(name: str, kind: Kind | None = None) -> str:
    """A file name without folders, control characters or signs a system could read as more; at most 120 characters.

    With ``kind`` the ending becomes the usual one of that kind.
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    printable = "".join(c for c in last if unicodedata.category(c)[0] not in "CZ" or c == " ")
    path = PurePosixPath(" ".join(UNSAFE.sub("-", printable).split()).strip("-. ") or "Datei")
    stem, suffix = (path.stem, path.suffix) if path.suffix else (path.name, "")
    suffix = kind.suffixes[0] if kind else suffix[:10]
    stem = stem.strip("-. ") or "Datei"
    return stem[: LONGEST_NAME - len(suffix)].rstrip("-. ") + suffix


def _suffixes(kinds: frozenset[Kind]) -> list[str]:
    return [suffix for kind in Kind if kind in kinds for suffix in kind.suffixes]


def _kind_by_name(name: str, allowed: frozenset[Kind]) -> Kind:
    lower = name.lower()
    for kind in allowed:
        if lower.endswith(kind.suffixes):
            return kind
    *others, last = [kind.label for kind in Kind if kind in allowed]
    words = _("%(others)s oder %(last)s") % {"others": ", ".join(others), "last": last} if others else last
    raise UploadRefused(_("Bitte wählen Sie eine Datei der Art %(kinds)s.") % {"kinds": words}, code="not_allowed")


def _content(file: Any, kind: Kind) -> bytes:
    if (getattr(file, "size", None) or 0) > kind.most_bytes:
        raise _refusal("too_large", kind)
    file.seek(0)
    content: bytes = file.read(kind.most_bytes + 1)
    if not content:
        raise _refusal("empty", kind)
    if len(content) > kind.most_bytes:
        raise _refusal("too_large", kind)
    return content


def _kind_by_content(content: bytes) -> Kind | None:
    if content.startswith(b"%PDF-"):
        return Kind.PDF
    if content.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if content.startswith(b"PK\3\4"):
        return Kind.ODT if content[30:38] == b"mimetype" else Kind.DOCX
    return None


def _picture(content: bytes, kind: Kind) -> bytes:
    try:
        return repaint_picture(SimpleUploadedFile("x", content)).read()
    except ValidationError as error:
        raise UploadRefused(error.messages[0], code="damaged") from error


def _document(content: bytes, kind: Kind) -> int | None:
    try:
        answer = run_limited("kit.upload_child", kind.name.lower(), source=content, seconds=SECONDS)
        found: dict[str, Any] = json.loads(answer)
    except ChildTooSlow as error:
        raise _refusal("too_slow", kind) from error
    except (ChildFailed, ValueError) as error:
        raise _refusal("too_much", kind) from error
    if "refused" in found:
        raise _refusal(found["refused"], kind)
    return found["pages"]


def _refusal(reason: str, kind: Kind) -> UploadRefused:
    again = _("Bitte speichern oder scannen Sie sie noch einmal, am besten als einfaches PDF.")
    words = {
        "empty": _("Die Datei ist leer."),
        "too_large": _("Die Datei ist zu groß. Als %(kind)s nehmen wir höchstens %(size)s MB."),
        "other_type": _("Der Inhalt der Datei passt nicht zu ihrer Endung. Erwartet war %(kind)s."),
        "damaged": _("Die Datei ist beschädigt oder unvollständig.") + " " + again,
        "two_faces": _("Die Datei ist zugleich von einer anderen Art als %(kind)s.") + " " + again,
        "encrypted": _("Die Datei ist mit einem Passwort geschützt. Bitte entfernen Sie den Schutz."),
        "too_many_pages": _("Das PDF hat zu viele Seiten. Wir nehmen höchstens 300."),
        "too_much": _("Die Datei ist zu umfangreich, um sie zu prüfen.") + " " + again,
        "too_slow": _("Die Prüfung der Datei hat zu lange gedauert.") + " " + again,
        "active": _("Die Datei enthält Programme oder Verweise, die beim Öffnen etwas auslösen.") + " " + again,
        "carries_files": _("In der Datei stecken weitere Dateien. Bitte laden Sie diese einzeln hoch."),
    }
    text = words.get(reason, words["damaged"]) % {"kind": kind.label, "size": kind.most_bytes // 1_000_000}
    return UploadRefused(text, code=reason)
