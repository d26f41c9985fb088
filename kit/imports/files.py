"""A file becomes a table. Everything that is wrong with a file is said in one German sentence.

Nothing of the file is executed or followed: no formulas, macros, links or external entities, and nothing is unpacked
beyond a known size (T13).
"""

from pathlib import PurePath

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kit.imports import csv_file, xlsx_file
from kit.imports.tables import MOST_BYTES, FileRefused, Table

WRONG_KIND = gettext_lazy("Lesen können wir CSV- und Excel-Dateien (.csv oder .xlsx).")
KNOWN_BEGINNINGS = (
    (b"%PDF", gettext_lazy("Das ist eine PDF-Datei. Bitte senden Sie die Tabelle als .xlsx oder .csv.")),
    (b"{\\rtf", gettext_lazy("Das ist ein Textdokument. Bitte senden Sie die Tabelle als .xlsx oder .csv.")),
    (b"\x89PNG", gettext_lazy("Das ist ein Bild. Bitte senden Sie die Tabelle als .xlsx oder .csv.")),
    (b"\xff\xd8\xff", gettext_lazy("Das ist ein Bild. Bitte senden Sie die Tabelle als .xlsx oder .csv.")),
    (b"GIF8", gettext_lazy("Das ist ein Bild. Bitte senden Sie die Tabelle als .xlsx oder .csv.")),
    (b"<!DOCTYPE", gettext_lazy("Das ist eine Internetseite. %(wrong_kind)s") % {"wrong_kind": WRONG_KIND}),
    (b"<html", gettext_lazy("Das ist eine Internetseite. %(wrong_kind)s") % {"wrong_kind": WRONG_KIND}),
    (b"<?xml", gettext_lazy("Das ist eine XML-Datei. %(wrong_kind)s") % {"wrong_kind": WRONG_KIND}),
    (
        b"\x1f\x8b",
        gettext_lazy("Die Datei ist gepackt. Bitte packen Sie sie zuerst aus. %(wrong_kind)s")
        % {"wrong_kind": WRONG_KIND},
    ),
    (
        b"Rar!",
        gettext_lazy("Die Datei ist gepackt. Bitte packen Sie sie zuerst aus. %(wrong_kind)s")
        % {"wrong_kind": WRONG_KIND},
    ),
    (
        b"7z\xbc\xaf",
        gettext_lazy("Die Datei ist gepackt. Bitte packen Sie sie zuerst aus. %(wrong_kind)s")
        % {"wrong_kind": WRONG_KIND},
    ),
    (b"MZ", gettext_lazy("Das ist ein Programm. %(wrong_kind)s") % {"wrong_kind": WRONG_KIND}),
    (b"\x7fELF", gettext_lazy("Das ist ein Programm. %(wrong_kind)s") % {"wrong_kind": WRONG_KIND}),
)
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"


def kind_of(content: bytes, file_name: str, *, most_bytes: int = MOST_BYTES) -> str:
    """``xlsx`` (any ZIP) or ``csv``, told by the first bytes, never by the name alone. Raises ``FileRefused``."""
    if not content.strip():
        raise FileRefused(_("Die Datei ist leer."))
    if len(content) > most_bytes:
        raise FileRefused(
            _("Die Datei ist zu groß: erlaubt sind %(value)s MB. Bitte teilen Sie sie auf.")
            % {"value": most_bytes // 1024 // 1024}
        )
    if content.startswith(OLD_OFFICE):
        if b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e" in content:
            raise FileRefused(_("Die Datei ist mit einem Kennwort geschützt. Bitte speichern Sie sie ohne Kennwort."))
        raise FileRefused(_("Das ist das alte Excel-Format (.xls). Bitte speichern Sie die Datei als .xlsx."))
    if content.startswith(ZIP):
        return "xlsx"
    if content.startswith(b"PK"):
        raise FileRefused(_("Die Excel-Datei ist leer oder beschädigt. Bitte speichern Sie sie neu."))
    start = content[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    for beginning, reason in KNOWN_BEGINNINGS:
        if start.startswith(beginning):
            raise FileRefused(reason)
    if PurePath(file_name).suffix.lower() in {".xlsx", ".xlsm"}:
        raise FileRefused(_("Die Datei heißt .xlsx, ist aber keine Excel-Datei. Bitte speichern Sie sie neu."))
    return "csv"


def read_table(content: bytes, file_name: str = "") -> Table:
    """The table in a file. Raises ``FileRefused``; any other failure of a parser becomes that, too."""
    if kind_of(content, file_name) == "xlsx":
        return xlsx_file.read_xlsx(content)
    return csv_file.read_csv(content)
