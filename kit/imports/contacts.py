"""Phone numbers, mail and web addresses."""

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.utils.translation import gettext as _

from kit.imports.cells import Cell, CellRefused, read_line

SHORT = re.compile(r"11[0-9]|116\d{3}")  # numbers without area code, such as 116 111
VALID_URL = URLValidator(schemes=["http", "https"])
VALID_EMAIL = EmailValidator()


class Phone(NamedTuple):
    """``number`` as E.164 for machines, ``display`` as it was written for people."""

    number: str
    display: str


def read_phone(cell: Cell) -> Phone:
    """A German number unless it says otherwise: ``030 23125-001``, ``+49 (0)30 …``; else ``CellRefused``."""
    display = read_line(cell)
    plain = re.sub(r"(?i)^(tel\.?|telefon|fon)\s*:?\s*", "", display)
    plain = plain.replace("(0)", "") if plain.startswith(("+", "00")) else plain
    if not re.fullmatch(r"\+?[0-9][0-9 ()/.\-–\u00a0]*", plain):
        raise CellRefused(
            _("„%(value)s“ ist keine Telefonnummer. Bitte nur eine Nummer je Zelle.") % {"value": display[:40]}
        )
    digits = re.sub(r"[^0-9]", "", plain)
    if plain.startswith("+"):
        number = digits
    elif digits.startswith("00"):
        number = digits[2:]
    elif digits.startswith("0"):
        number = "49" + digits[1:]
    elif SHORT.fullmatch(digits):
        return Phone(f"+49{digits}", display)
    else:
        raise CellRefused(
            _("„%(value)s“: Bitte mit Vorwahl schreiben, zum Beispiel 030 23125001.") % {"value": display[:40]}
        )
    if not 7 <= len(number) <= 15 or number.startswith("0"):
        raise CellRefused(_("„%(value)s“ hat zu wenige oder zu viele Ziffern.") % {"value": display[:40]})
    if len(display) > 40:
        raise CellRefused(_("Die Telefonnummer ist zu lang: erlaubt sind 40 Zeichen."))
    return Phone(f"+{number}", display)


def read_web_address(cell: Cell) -> str:
    """An address on the web; without scheme ``https://`` is meant. Raises ``CellRefused``."""
    text = read_line(cell)
    address = text if re.match(r"(?i)[a-z][a-z0-9+.\-]*:", text) and "://" in text else f"https://{text}"
    try:
        VALID_URL(address)
        parts = urlsplit(address)
    except (ValidationError, ValueError) as error:
        raise CellRefused(
            _("„%(value)s“ ist keine Internetadresse, zum Beispiel https://www.haus.example.") % {"value": text[:60]}
        ) from error
    if parts.username or parts.password:
        raise CellRefused(_("Eine Internetadresse darf keine Zugangsdaten enthalten."))
    if len(address) > 200:
        raise CellRefused(_("Die Internetadresse ist zu lang: erlaubt sind 200 Zeichen."))
    return address


def read_mail_address(cell: Cell) -> str:
    """One e-mail address. Raises ``CellRefused``."""
    text = read_line(cell, longest=254)
    address = re.sub(r"(?i)^mailto:", "", text).strip("<> ")
    try:
        VALID_EMAIL(address)
    except ValidationError as error:
        raise CellRefused(
            _("„%(value)s“ ist keine E-Mail-Adresse. Bitte nur eine je Zelle.") % {"value": text[:60]}
        ) from error
    return address
