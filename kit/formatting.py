"""Numbers and dates in the words people here use. Plain functions; the template filters in ``ui`` call them."""

from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext as _

said = cache(gettext)
"""``gettext`` for texts on pages that are drawn often: the portal speaks one language, so once is enough."""

WEEKDAYS = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")
MONTHS = (
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
)
NARROW = "\N{NO-BREAK SPACE}"
MONTHS_AS_MONTHS = 24
"""Up to two years people count a child's age in months."""

NOT_GIVEN: Any = object()


def local_day(when: date | datetime) -> date:
    """The calendar day here, also for a moment with a time zone."""
    if isinstance(when, datetime):
        return timezone.localtime(when).date() if timezone.is_aware(when) else when.date()
    return when


def day_words(when: date | datetime | None, today: date | None = None) -> str:
    """``gestern``, ``heute``, ``morgen``, ``Do, 26. November``; another year is named. Empty for ``None``."""
    if not when:
        return ""
    day, today = local_day(when), today or timezone.localdate()
    near = {-1: "gestern", 0: "heute", 1: "morgen"}.get((day - today).days)
    if near:
        return near
    return date_words(day, today)


def date_words(when: date | datetime, today: date | None = None) -> str:
    """``Do, 26. November``, another year is named: for paper, where ``morgen`` would be wrong tomorrow."""
    day, today = local_day(when), today or timezone.localdate()
    words = f"{WEEKDAYS[day.weekday()]}, {day.day}.{NARROW}{MONTHS[day.month - 1]}"
    return words if day.year == today.year else f"{words} {day.year}"


def clock_words(when: datetime) -> str:
    """``9:30`` in local time."""
    local = timezone.localtime(when) if timezone.is_aware(when) else when
    return f"{local.hour}:{local.minute:02}"


def time_range(session: Any) -> str:
    """``10:00–11:30 Uhr`` for anything with ``starts_at`` and ``ends_at``; with the end day when it is another one."""
    start, end = getattr(session, "starts_at", None), getattr(session, "ends_at", None)
    if not start:
        return ""
    if not end:
        return f"ab {clock_words(start)}{NARROW}Uhr"
    if local_day(end) != local_day(start) and end - start > timedelta(hours=12):
        return f"{clock_words(start)}{NARROW}Uhr bis {day_words(end)}, {clock_words(end)}{NARROW}Uhr"
    return f"{clock_words(start)}–{clock_words(end)}{NARROW}Uhr"


def _age(months: int, *, dative: bool) -> str:
    """One age: months up to two years, then years (half years are named)."""
    if months < MONTHS_AS_MONTHS:
        unit = "Monat" if months == 1 else "Monaten" if dative else "Monate"
        return f"{months}{NARROW}{unit}"
    years, rest = divmod(months, 12)
    return f"{years}{'½' if rest == 6 else ''}{NARROW}{'Jahren' if dative else 'Jahre'}"


def age_words(lowest: int | None, highest: Any = NOT_GIVEN) -> str:
    """An age in words from months: ``9 Monate``; a range, when ``highest`` is given: ``6 bis 12 Monate``.

    ``None`` is an open end. ``36, None`` is ``ab 3 Jahren``, ``None, None`` ``alle Altersgruppen``. A highest age of
    83 months (the last month before the seventh birthday) reads ``6 Jahre``.
    """
    if highest is NOT_GIVEN:
        return "alle Altersgruppen" if lowest is None else _age(lowest, dative=False)
    if not lowest and highest is None:
        return "alle Altersgruppen"
    if highest is None:
        return f"ab {_age(lowest or 0, dative=True)}"
    upper = _age(highest, dative=False)
    if not lowest:
        return f"bis {upper}" if highest < MONTHS_AS_MONTHS else f"0 bis {upper}"
    lower = _age(lowest, dative=False)
    if lower == upper:
        return upper
    same_unit = lower.rsplit(NARROW, 1)[1] == upper.rsplit(NARROW, 1)[1]
    return f"{lower.rsplit(NARROW, 1)[0]} bis {upper}" if same_unit else f"{lower} bis {upper}"


def euro_words(amount: Decimal | int | float | str | None) -> str:
    """``1.250,00 €``; nothing to pay is ``kostenlos``; unknown is empty."""
    if amount is None or amount == "":
        return ""
    try:
        value = Decimal(str(amount))
    except InvalidOperation:
        return ""
    if not value.is_finite():
        return ""
    if value == 0:
        return "kostenlos"
    plain = f"{value:,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    return f"{plain}{NARROW}€"


def freshness_words(confirmed: date | datetime | None) -> str:
    """``bestätigt im Oktober 2026``; ``noch nicht bestätigt`` when nobody has (architecture 6.9)."""
    if not confirmed:
        return _("noch nicht bestätigt")
    day = local_day(confirmed)
    return _("bestätigt im %(value)s %(year)s") % {"value": MONTHS[day.month - 1], "year": day.year}
