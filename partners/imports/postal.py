"""Postal codes as spreadsheets keep them."""

import re

from django.utils.translation import gettext as _

from kit.imports.cells import Cell, CellRefused, read_line


def postal_code(cell: Cell) -> str:
    """Five digits; a spreadsheet that took the code for a number has swallowed the leading zero of Thuringia."""
    text = re.sub(r"(?i)^d-?\s*", "", read_line(cell))
    if re.fullmatch(r"[1-9][0-9]{3}", text):
        text = f"0{text}"
    if not re.fullmatch(r"[0-9]{5}", text):
        raise CellRefused(_("„%(value)s“ ist keine Postleitzahl; sie hat fünf Ziffern.") % {"value": text[:20]})
    return text
