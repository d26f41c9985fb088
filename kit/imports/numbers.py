"""Amounts and coordinates the way people here write them."""

import math
import re
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from kit.imports.cells import Cell, CellRefused, Parser, read_line

FREE = frozenset({"kostenlos", "kostenfrei", "frei", "gratis", "keine", "gebührenfrei"})
GERMAN = re.compile(r"-?\d{1,3}(\.\d{3})+(,\d+)?|-?\d+(,\d+)?", re.ASCII)
ENGLISH = re.compile(r"-?\d{1,3}(,\d{3})+\.\d+|-?\d+\.\d+", re.ASCII)
MOST = Decimal("999999.99")


def read_money(cell: Cell) -> Decimal:
    """Euro with at most two decimals: ``1.234,50 €``, ``1234.5``, ``12,-``, ``kostenlos``.

    A single point before exactly three digits separates thousands, as on every German invoice.
    """
    if isinstance(cell, float) and math.isfinite(cell):
        amount = Decimal(str(round(cell, 6)))
    else:
        text = read_line(cell)
        if text.casefold() in FREE:
            return Decimal("0.00")
        amount = read_decimal(re.sub(r"(?i)(^\s*(€|eur|euro)|(€|eur|euro)\.?\s*$)", "", text).strip(), shown=text)
    if amount < 0:
        raise CellRefused(_("Ein Betrag kann nicht negativ sein."))
    if amount > MOST:
        raise CellRefused(_("Der Betrag ist zu hoch."))
    if amount != amount.quantize(Decimal("0.01")):
        raise CellRefused(_("Ein Betrag hat höchstens zwei Stellen nach dem Komma."))
    return amount.quantize(Decimal("0.01"))


def read_decimal(text: str, *, shown: str = "") -> Decimal:
    """``1.234,50``, ``1234,5``, ``1,234.50`` or ``1234.5`` as a number. Raises ``CellRefused``."""
    plain = re.sub(r",\s*[-–—]+$", "", text).replace("\u2212", "-")
    plain = re.sub(r"(?<=\d)[ '’\u202f](?=\d{3}\b)", "", plain)
    if len(plain) > 20:
        raise CellRefused(_("Die Zahl ist zu lang."))
    if GERMAN.fullmatch(plain):
        return Decimal(plain.replace(".", "").replace(",", "."))
    if ENGLISH.fullmatch(plain):
        return Decimal(plain.replace(",", ""))
    raise CellRefused(_("„%(value)s“ ist keine Zahl.") % {"value": (shown or text)[:40]})


def read_coordinate(bound: int, name: str) -> Parser:
    """A parser for degrees between minus and plus ``bound``; comma and point both separate decimals."""

    def parse(cell: Cell) -> float:
        text = read_line(cell).replace(",", ".").rstrip("°").strip()
        if not re.fullmatch(r"-?\d{1,3}(\.\d{1,20})?", text, re.ASCII):
            raise CellRefused(
                _("„%(value)s“ ist keine %(name)s, zum Beispiel 50,8803.") % {"value": text[:40], "name": name}
            )
        try:
            degrees = float(Decimal(text))
        except InvalidOperation as error:
            raise CellRefused(_("„%(value)s“ ist keine %(name)s.") % {"value": text[:40], "name": name}) from error
        if not -bound <= degrees <= bound:
            raise CellRefused(
                _("Die %(name)s muss zwischen -%(bound)s und %(bound)s liegen.") % {"name": name, "bound": bound}
            )
        return round(degrees, 7)

    return parse
