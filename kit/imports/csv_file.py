"""CSV as Excel, LibreOffice and other programs here write it: encodings, separators and quotes found out by rule."""

import codecs
import csv
import io

from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext as _

from kit.imports.cells import LONGEST_CELL
from kit.imports.tables import MOST_COLUMNS, Collector, FileRefused, Table

SEPARATORS = ";,\t|"
NOT_TEXT = gettext_lazy("Die Datei ist keine Texttabelle. Bitte senden Sie eine CSV-Datei oder .xlsx.")
UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_csv(content: bytes) -> Table:
    """The table in CSV bytes. Raises ``FileRefused``."""
    text, encoding = decode_text(content)
    text, separator = split_columns(text)
    collector = Collector()
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    csv.field_size_limit(max(csv.field_size_limit(), 131_072))
    line = 1
    try:
        for row in reader:
            collector.add(line, list(row))
            line = reader.line_num + 1
    except csv.Error as error:
        raise FileRefused(_why(str(error), line)) from error
    notices = (
        [] if encoding == "UTF-8" else [gettext("Die Datei wurde als %(encoding)s gelesen.") % {"encoding": encoding}]
    )
    return collector.table(*notices)


def _why(error: str, line: int) -> str:
    if "field limit" in error or "field larger" in error:
        return gettext("In Zeile %(line)s ist eine Zelle zu lang: erlaubt sind %(longest_cell)s Zeichen.") % {
            "line": line,
            "longest_cell": LONGEST_CELL,
        }
    if "end of data" in error:
        return gettext("Ab Zeile %(line)s ist ein Anführungszeichen offen und wird nicht geschlossen.") % {"line": line}
    return gettext("In Zeile %(line)s stimmen die Anführungszeichen nicht.") % {"line": line}


def decode_text(content: bytes) -> tuple[str, str]:
    """Text and the name of its encoding: UTF-16 by its mark, else UTF-8, else Windows-1252. Raises ``FileRefused``."""
    if content.startswith(UTF16):
        try:
            text, name = content.decode("utf-16"), "UTF-16"
        except UnicodeDecodeError as error:
            raise FileRefused(_("Die Datei ist beschädigt: Ihr Ende fehlt oder sie ist kein UTF-16.")) from error
    else:
        if b"\x00" in content:
            raise FileRefused(NOT_TEXT)
        try:
            text, name = content.decode("utf-8-sig"), "UTF-8"
        except UnicodeDecodeError:
            try:
                text, name = content.decode("cp1252"), "Windows-1252"
            except UnicodeDecodeError as error:
                raise FileRefused(
                    _("Der Zeichensatz ist unbekannt. Bitte speichern Sie die Datei als UTF-8.")
                ) from error
    odd = sum(character < " " and character not in "\t\r\n\f\v" for character in text[:20_000])
    if "\x00" in text or odd > 5:
        raise FileRefused(NOT_TEXT)
    return text, name


def split_columns(text: str) -> tuple[str, str]:
    """Text without Excel's line ``sep=;``, and the separator: the one found most often outside quotes in the header."""
    text = text.lstrip("\ufeff")
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        # An empty line keeps the numbers of the lines that follow.
        return "\n" + rest, first.strip()[4]
    counts = dict.fromkeys(SEPARATORS, 0)
    quoted = False
    seen = False
    for character in text[:200_000]:
        if character == '"':
            quoted = not quoted
        elif character in "\r\n" and not quoted:
            if seen:
                break
        elif not quoted:
            seen = seen or not character.isspace()
            if character in counts:
                counts[character] += 1
    best = max(SEPARATORS, key=lambda separator: counts[separator])
    if counts[best] >= MOST_COLUMNS * 10:
        raise FileRefused(
            gettext("Die Kopfzeile hat %(value)s Spalten; erlaubt sind %(most_columns)s.")
            % {"value": counts[best] + 1, "most_columns": MOST_COLUMNS}
        )
    return text, best if counts[best] else ";"
