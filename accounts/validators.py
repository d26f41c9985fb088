"""Password rules beside Django's: its list of common passwords is English."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

WORDS = """
passwort password kennwort geheim geheimnis schatz schatzi hallo willkommen sommer winter fruehling frühling herbst
januar februar märz april mai juni juli august september oktober november dezember montag dienstag mittwoch
donnerstag freitag samstag sonntag qwertz qwertzuiop qwertyuiop asdfghjkl yxcvbnm fussball fußball deutschland
thueringen thüringen gera weimar ilmenau erfurt jena familie familienzentrum familiennetz familienhaus kita
kindergarten mama papa mutti vati baby liebe engel sonnenschein schmetterling master admin administrator verwaltung
koordination test testtest demo internet computer schule lehrer start anfang neu neues iloveyou ichliebedich
"""
GUESSED_FIRST = frozenset(WORDS.split())


class GuessedFirstValidator:
    """Refuses one or two words everybody tries first, however many digits and signs stand around them."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ``ValidationError`` when nothing but such words remains without digits and signs."""
        words = re.findall(r"[a-zäöüß]+", password.lower())
        if words and len(words) <= 2 and all(word in GUESSED_FIRST for word in words):
            raise ValidationError(_("Dieses Passwort wird oft als Erstes geraten."), code="guessed_first")

    def get_help_text(self) -> str:
        return _("Nicht „Passwort“ oder „Sommer“ mit ein paar Ziffern.")
