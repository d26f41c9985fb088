"""The phrases that stand for filters in a search text: „kostenlos“, „samstags“, „ohne Anmeldung“, „heute“."""

from collections.abc import Callable
from datetime import date, timedelta
from enum import Enum
from functools import lru_cache
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from offers.calendar import monday_of
from offers.enums import DayPart
from offers.facets import FLAG_NAMES, Flag
from offers.search.language import fold_word, spelled_out, typed_words


class Field(Enum):
    """What a filter in the text filters by; the value names the parameters that do the same."""

    AGES = ("alter",)
    DAYS = ("tag",)
    PARTS = ("zeit",)
    PERIOD = ("von", "bis")
    PLACE = ("ort", "umkreis")
    FLAGS = tuple(FLAG_NAMES.values())


class Period(NamedTuple):
    """From the first to the last day; ``None`` is open."""

    start: date | None = None
    end: date | None = None


class Phrase(NamedTuple):
    """What a phrase stands for. ``value`` of a period depends on today; see ``PERIODS``."""

    field: Field
    value: Any
    label: Any


FLAGS = {
    Flag.FREE: "kostenlos|kostenlose|kostenloser|kostenloses|kostenlosen|kostenfrei|kostenfreie|gratis|umsonst|"
    "gebührenfrei|kostet nichts|ohne kosten|ohne geld|free|for free|free of charge|безкоштовно|бесплатно|ücretsiz|"
    "مجاني|مجانا|مجاناً",
    Flag.NO_REGISTRATION: "ohne anmeldung|ohne voranmeldung|ohne anmelden|ohne termin|einfach vorbeikommen|"
    "einfach hingehen|einfach kommen|spontan|keine anmeldung|without registration|без реєстрації|без регистрации",
    Flag.CHILDCARE: "mit kinderbetreuung|mit betreuung|kinderbetreuung dabei|with childcare",
    Flag.STEP_FREE: "barrierefrei|barrierefreie|barrierefreier|barrierefreies|stufenlos|stufenfrei|ebenerdig|"
    "rollstuhl|rollstuhlgerecht|mit rollstuhl|wheelchair",
    Flag.NO_FIXED_PLACE: "nach hause|zu uns nach hause|zu mir nach hause|hausbesuch|hausbesuche|home visit",
    Flag.PLACES: "freie plätze|freie plaetze|freier platz|plätze frei|plaetze frei|noch plätze|noch frei",
}
DAYS = {
    (1,): "montag|montags|monday|mondays|понеділок|понедельник|pazartesi|الاثنين",
    (2,): "dienstag|dienstags|tuesday|tuesdays|вівторок|вторник|salı|الثلاثاء",
    (3,): "mittwoch|mittwochs|wednesday|wednesdays|середа|среда|çarşamba|الأربعاء",
    (4,): "donnerstag|donnerstags|thursday|thursdays|четвер|четверг|perşembe|الخميس",
    (5,): "freitag|freitags|friday|fridays|пятниця|п'ятниця|пятница|cuma|الجمعة",
    (6,): "samstag|samstags|sonnabend|sonnabends|saturday|saturdays|субота|суббота|cumartesi|السبت",
    (7,): "sonntag|sonntags|sunday|sundays|неділя|воскресенье|pazar|الأحد",
    (6, 7): "wochenende|am wochenende|wochenends|weekend|вихідні|выходные|hafta sonu",
    (1, 2, 3, 4, 5): "unter der woche|werktags|wochentags",
}
PARTS = {
    DayPart.MORNING: "vormittag|vormittags|morgens|am morgen|frühmorgens|morning|mornings|вранці|утром|sabah",
    DayPart.AFTERNOON: "nachmittag|nachmittags|mittags|am nachmittag|afternoon|afternoons|вдень|днем|öğleden sonra",
    DayPart.EVENING: "abend|abends|am abend|nach feierabend|evening|evenings|ввечері|вечером|akşam",
}
FLAG_LABELS = {
    Flag.FREE: _("kostenlos"),
    Flag.NO_REGISTRATION: _("ohne Anmeldung"),
    Flag.CHILDCARE: _("mit Kinderbetreuung"),
    Flag.STEP_FREE: _("stufenlos erreichbar"),
    Flag.PLACES: _("Plätze frei"),
    Flag.NO_FIXED_PLACE: _("kommt zu Ihnen oder hat keinen festen Ort"),
}
DAYS_LABELS = {(6, 7): _("am Wochenende"), (1, 2, 3, 4, 5): _("Montag bis Freitag")}


def _whole_week(day: date) -> Period:
    """From Monday to Sunday."""
    return Period(monday_of(day), monday_of(day) + timedelta(days=6))


def _day_after(days: int) -> Callable[[date], Period]:
    return lambda today: Period(today + timedelta(days=days), today + timedelta(days=days))


def _rest_of_week(today: date) -> Period:
    return Period(today, _whole_week(today).end)


def _next_week(today: date) -> Period:
    return _whole_week(today + timedelta(days=7))


def _this_weekend(today: date) -> Period:
    return Period(monday_of(today) + timedelta(days=5), _whole_week(today).end)


PERIODS: dict[str, Callable[[date], Period]] = {
    "heute": _day_after(0),
    "today": _day_after(0),
    "morgen": _day_after(1),
    "tomorrow": _day_after(1),
    "übermorgen": _day_after(2),
    "diese woche": _rest_of_week,
    "dieser woche": _rest_of_week,
    "nächste woche": _next_week,
    "kommende woche": _next_week,
    "dieses wochenende": _this_weekend,
}


@lru_cache(maxsize=1)
def phrase_table() -> dict[tuple[str, ...], Phrase]:
    """Every phrase by its words as ``phrase_key`` writes them."""
    table: dict[tuple[str, ...], Phrase] = {}

    def add(phrases: str, meaning: Phrase) -> None:
        for phrase in phrases.split("|"):
            table[phrase_key(phrase)] = meaning

    for flag, phrases in FLAGS.items():
        add(phrases, Phrase(Field.FLAGS, (flag,), FLAG_LABELS[flag]))
    for days, phrases in DAYS.items():
        label = phrases.split("|", 1)[0].capitalize() if len(days) == 1 else DAYS_LABELS[days]
        add(phrases, Phrase(Field.DAYS, days, label))
    for part, phrases in PARTS.items():
        add(phrases, Phrase(Field.PARTS, (part,), DayPart(part).label))
    for phrase in PERIODS:
        add(phrase, Phrase(Field.PERIOD, phrase, phrase))
    return table


def phrase_key(phrase: str) -> tuple[str, ...]:
    """The words of a phrase, folded: „nächste Woche“ is the same as „naechste woche“."""
    return tuple(spelled_out(fold_word(word)) for word, _start, _end in typed_words(phrase))
