"""How filters are called: in the column, in chips, in the numbers for planners."""

from django.utils.translation import gettext_lazy as _

from offers.enums import DayPart, Weekday
from offers.filters.parameters import DAYS, PARTS

LEGENDS = {
    "gilt": _("Was soll gelten?"),
    "tag": _("Wochentag"),
    "zeit": _("Tageszeit"),
    "thema": _("Thema"),
    "zielgruppe": _("Für wen"),
    "sprache": _("Sprache vor Ort"),
    "stadtteil": _("Stadtteil"),
    "lebenslage": _("Lebenslage"),
}
FLAG_LABELS = {
    "kostenlos": _("kostenlos"),
    "ohne-anmeldung": _("ohne Anmeldung"),
    "kinderbetreuung": _("mit Kinderbetreuung"),
    "stufenlos": _("stufenlos erreichbar"),
    "plaetze": _("Plätze frei"),
    "ohne-ort": _("ohne festen Ort"),
}
DAY_LABELS = dict(zip(DAYS, Weekday.labels, strict=True))
PART_LABELS = dict(zip(PARTS, DayPart.labels, strict=True))
WITH_NEIGHBORS = _("mit Nachbarstadtteilen")


def age_label(typed: str) -> str:
    """The age as it was typed, with its unit: ``4`` is ``4 Jahre``, ``9m`` is ``9 Monate``."""
    if typed.isdigit():
        return str(_("%(years)s Jahre")) % {"years": typed} if typed != "1" else str(_("1 Jahr"))
    if typed[:-1].isdigit() and typed.endswith("m"):
        return str(_("%(months)s Monate")) % {"months": typed[:-1]} if typed != "1m" else str(_("1 Monat"))
    return typed
