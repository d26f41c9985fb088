"""A ZIP with one table and the scans it names, opened without trusting any number it states (T13)."""

import stat
import zipfile
from io import BytesIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kit.imports.cells import same_name
from kit.imports.files import read_table
from kit.imports.tables import FileRefused, Table

MOST_ENTRIES = 400
MOST_UNPACKED = 60_000_000
LARGEST_SCAN = 15_000_000
TABLES = (".csv", ".txt", ".xlsx")
XLSX_MARK = "[Content_Types].xml"
DAMAGED = gettext_lazy("Das ZIP ist beschädigt oder mit einem Kennwort geschützt. Bitte packen Sie es neu.")


class ImportFolder:
    """What is in the ZIP: ``table`` and, by name, the scans. Nothing is unpacked before it is asked for."""

    def __init__(self, content: bytes, file_name: str) -> None:
        """Raises ``FileRefused``. A table alone is a folder without scans."""
        self._archive: zipfile.ZipFile | None = None
        self._entries: dict[str, zipfile.ZipInfo] = {}
        self._unpacked = 0
        if not content.startswith(b"PK\3\4"):
            self.table: Table = read_table(content, file_name)
            return
        try:
            self._archive = zipfile.ZipFile(BytesIO(content))
            entries = self._archive.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise FileRefused(DAMAGED) from error
        if any(entry.filename == XLSX_MARK for entry in entries):
            self.table = read_table(content, file_name)
            return
        self.table = self._open(entries)

    def _open(self, entries: list[zipfile.ZipInfo]) -> Table:
        if len(entries) > MOST_ENTRIES:
            raise FileRefused(
                _("Das ZIP enthält mehr als %(most_entries)s Dateien. Bitte teilen Sie es auf.")
                % {"most_entries": MOST_ENTRIES}
            )
        tables = []
        for entry in entries:
            name = entry.filename.replace("\\", "/").rsplit("/", 1)[-1]
            if entry.is_dir() or not name or name.startswith(".") or "__MACOSX" in entry.filename:
                continue
            if stat.S_ISLNK(entry.external_attr >> 16) or entry.flag_bits & 1:
                raise FileRefused(DAMAGED)
            if name.lower().endswith(TABLES):
                tables.append(entry)
                continue
            key = same_name(name)
            if key in self._entries:
                raise FileRefused(_("Im ZIP gibt es zwei Dateien mit dem Namen „%(value)s“.") % {"value": name[:60]})
            self._entries[key] = entry
        if len(tables) != 1:
            raise FileRefused(_("Ins ZIP gehört genau eine Tabelle (.csv oder .xlsx) mit den Angaben zu den Scans."))
        return read_table(self._bytes(tables[0]), tables[0].filename)

    def names(self) -> set[str]:
        """Names of the scans, as they are compared."""
        return set(self._entries)

    def scan(self, name: str) -> bytes | None:
        """The bytes of one scan, or ``None`` when there is none of that name. Raises ``FileRefused``."""
        entry = self._entries.get(same_name(name.replace("\\", "/").rsplit("/", 1)[-1]))
        return None if entry is None else self._bytes(entry)

    def _bytes(self, entry: zipfile.ZipInfo) -> bytes:
        """Unpack one entry, never further than its limit, whatever the header says."""
        assert self._archive is not None  # noqa: S101 - entries come from it
        try:
            with self._archive.open(entry) as file:
                content = file.read(LARGEST_SCAN + 1)
        except (zipfile.BadZipFile, ValueError, RuntimeError, NotImplementedError, EOFError, OSError) as error:
            raise FileRefused(DAMAGED) from error
        except Exception as error:  # zlib and lzma raise errors of their own on made-up data
            raise FileRefused(DAMAGED) from error
        self._unpacked += len(content)
        if len(content) > LARGEST_SCAN:
            raise FileRefused(
                _("„%(value)s“ ist zu groß; erlaubt sind %(value_2)s MB.")
                % {"value": entry.filename[-60:], "value_2": LARGEST_SCAN // 1_000_000}
            )
        if self._unpacked > MOST_UNPACKED:
            raise FileRefused(
                _("Ausgepackt wäre das mehr als %(value)s MB. Bitte teilen Sie es auf.")
                % {"value": MOST_UNPACKED // 1_000_000}
            )
        return content
