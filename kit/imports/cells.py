"""One cell: text cleaned of what editors leave behind, yes/no, choices, lists. Parsers raise ``CellRefused``."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext as _

from kit.exports.tables import without_formula_guard

Cell = str | int | float | bool | datetime | date | time | timedelta | None
Parser = Callable[[Cell], Any]

CLEARED = ("(leer)", "(löschen)")
"""What people write to empty a field; a cell that is just empty leaves the field as it is."""
LONGEST_CELL = 20_000
YES = frozenset({"ja", "j", "x", "1", "wahr", "true", "yes", "y", "✓", "✔"})
NO = frozenset({"nein", "n", "0", "falsch", "false", "no", "-", "–"})
INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e"))
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
UMLAUTS = str.maketrans({"ß": "ss", "ä": "a", "ö": "o", "ü": "u", "æ": "a", "œ": "o"})
EXCEL_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


class CellRefused(ValueError):
    """A cell that cannot be understood; the text is German and says what would be right."""


def fold_header(text: str) -> str:
    """What two spellings of one name have in common: no case, accents, umlauts, spaces, dots or hyphens."""
    plain = unicodedata.normalize("NFC", text).casefold().translate(UMLAUTS)
    plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return re.sub(r"(?<=[aou])e", "", re.sub(r"[\W_]+", "", plain))


def same_name(text: str) -> str:
    """The key under which a name is looked up: spaces and case do not matter, letters do."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def is_empty(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip("\ufeff\u200b \t\r\n\u00a0"))


def is_cleared(cell: Cell) -> bool:
    return isinstance(cell, str) and cell.strip().casefold() in CLEARED


def as_written(cell: Cell) -> str:
    """The cell as text, the way a person would have typed it: ``12``, not ``12.0``; dates and times German."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "ja" if cell else "nein"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return f"{cell:%d.%m.%Y}" if cell.time() == time.min else f"{cell:%d.%m.%Y %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%d.%m.%Y}"
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    return str(cell)


def read_line(cell: Cell, *, longest: int = 200) -> str:
    """One line of text, white space joined. Raises ``CellRefused`` when it is too long or a formula."""
    return _checked(" ".join(_cleaned(cell).split()), longest)


def read_paragraphs(cell: Cell, *, longest: int = 10_000) -> str:
    """Text that may have line breaks."""
    lines = (" ".join(row.split()) for row in _cleaned(cell).replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return _checked(re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip(), longest)


def _cleaned(cell: Cell) -> str:
    text = without_formula_guard(as_written(cell))
    if len(text) > LONGEST_CELL:
        raise CellRefused(gettext("Der Text ist zu lang: %(count)s Zeichen.") % {"count": len(text)})
    text = EXCEL_ESCAPE.sub(lambda match: chr(int(match[1], 16)) if int(match[1], 16) in {9, 10, 13} else "", text)
    text = unicodedata.normalize("NFC", text.translate(INVISIBLE).replace("\u2028", "\n").replace("\u00a0", " "))
    if CONTROL.search(text):
        raise CellRefused(_("Die Zelle enthält Zeichen, die kein Text sind."))
    return text


def _checked(text: str, longest: int) -> str:
    if text.startswith("="):
        raise CellRefused(_("In der Zelle steht eine Formel. Bitte fügen Sie stattdessen den Wert ein."))
    if len(text) > longest:
        raise CellRefused(
            gettext("Der Text ist zu lang: %(count)s Zeichen, erlaubt sind %(longest)s.")
            % {"count": len(text), "longest": longest}
        )
    return text


def text_up_to(longest: int) -> Parser:
    """A parser for one line of at most ``longest`` characters."""
    return lambda cell: read_line(cell, longest=longest)


def long_text_up_to(longest: int) -> Parser:
    """A parser for text with line breaks of at most ``longest`` characters."""
    return lambda cell: read_paragraphs(cell, longest=longest)


def read_identifier(cell: Cell) -> str:
    """An id of another system: one line of at most 80 characters."""
    return read_line(cell, longest=80)


def read_yes_no(cell: Cell) -> bool:
    """``ja nein x 1 0 wahr falsch``."""
    if isinstance(cell, bool):
        return cell
    word = read_line(cell).casefold()
    if word in YES:
        return True
    if word in NO:
        return False
    raise CellRefused(gettext("„%(short)s“ ist weder ja noch nein.") % {"short": _short(word)})


def whole_number_parser(lowest: int, highest: int) -> Parser:
    """A parser for a whole number between two bounds, both included."""

    def parse(cell: Cell) -> int:
        text = read_line(cell).replace(" ", "")
        if not re.fullmatch(r"-?\d{1,9}([.,]0+)?", text, re.ASCII):
            raise CellRefused(gettext("„%(short)s“ ist keine ganze Zahl.") % {"short": _short(text)})
        number = int(re.split(r"[.,]", text)[0])
        if not lowest <= number <= highest:
            raise CellRefused(
                gettext("%(number)s geht nicht: möglich sind %(lowest)s bis %(highest)s.")
                % {"number": number, "lowest": lowest, "highest": highest}
            )
        return number

    return parse


def choice_parser(choices: Iterable[tuple[str, object]], **others: str) -> Parser:
    """A parser for a German label (or the stored value); ``others`` are further spellings, already folded."""
    pairs = [(str(value), str(label)) for value, label in choices]
    known = (
        {fold_header(value): value for value, _ in pairs}
        | {fold_header(label): value for value, label in pairs}
        | others
    )

    def parse(cell: Cell) -> str:
        text = read_line(cell)
        value = known.get(fold_header(text))
        if value is None:
            possible = ", ".join(label for _, label in pairs)
            raise CellRefused(
                gettext("„%(short)s“ gibt es hier nicht. Möglich: %(possible)s.")
                % {"short": _short(text), "possible": possible}
            )
        return value

    return parse


def several_parser(cell: Cell) -> list[str]:
    """A list inside a cell, separated by ``;``, ``|``, a line break or, failing these, by commas."""
    text = read_paragraphs(cell)
    separator = r"[;|\n]" if re.search(r"[;|\n]", text) else ","
    found = [" ".join(part.split()) for part in re.split(separator, text)]
    return list(dict.fromkeys(part for part in found if part))


def nearest_choice(text: str, names: Iterable[str]) -> str:
    """``Meinten Sie „…“?`` for the most similar name, else an empty text."""
    by_fold = {fold_header(name): name for name in names}
    close = get_close_matches(fold_header(text), by_fold, n=1, cutoff=0.75)
    return gettext(" Meinten Sie „%(value)s“?") % {"value": by_fold[close[0]]} if close else ""


def quoted_value(value: Any) -> str:
    """A value of a record as the preview shows it."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, Decimal):
        return f"{value:.2f}".replace(".", ",")
    if isinstance(value, float):
        return repr(value).replace(".", ",")
    if isinstance(value, (datetime, date, time)):
        return as_written(value)
    if isinstance(value, (list, tuple, set, frozenset)):
        return ", ".join(sorted(quoted_value(item) for item in value)) or "–"
    return _short(str(value), 160)


def _short(text: str, longest: int = 40) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
