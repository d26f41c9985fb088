"""Days without courses, and the half-years of the programme. School holidays here are plausible, not official."""

from datetime import date, timedelta

from dateutil.easter import easter
from django.db.models import Q

from familynet.demo.demo_rows import Rows
from familynet.demo.reference_date import Day
from offers.calendar import is_public_holiday
from offers.models import ClosingDay, ProgramPeriod, SchoolHoliday
from partners.models import Organization

REGION = "TH"


def school_holidays(year: int) -> list[tuple[str, date, date]]:
    """Name, first and last day of holidays beginning in ``year``: the pattern of Thuringia, not its dates."""
    winter, autumn = _monday(date(year, 2, 8)), _monday(date(year, 10, 5))
    summer = _monday(date(year, 6, 29)) + timedelta(weeks=year % 3)
    spring = easter(year) - timedelta(days=6)
    return [
        ("Winterferien", winter, winter + timedelta(days=5)),
        ("Osterferien", spring, spring + timedelta(days=12)),
        ("Sommerferien", summer, summer + timedelta(days=40)),
        ("Herbstferien", autumn, autumn + timedelta(days=12)),
        ("Weihnachtsferien", date(year, 12, 22), date(year + 1, 1, 2)),
    ]


def is_working_day(day: date) -> bool:
    """Neither a public holiday nor in the school holidays; a weekend may well be one."""
    around = [*school_holidays(day.year - 1), *school_holidays(day.year)]
    return not is_public_holiday(day, REGION) and not any(first <= day <= last for _, first, last in around)


def _monday(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)


def load_calendar(rows: Rows, day: Day) -> None:
    """School holidays of four years, half-years, closing days; nothing where real holidays are entered already."""
    for year in range(day.today.year - 1, day.today.year + 3):
        for name, first, last in school_holidays(year):
            real = SchoolHoliday.objects.filter(region=REGION, is_demo=False, starts_on__lte=last, ends_on__gte=first)
            if not real.exists():
                rows.keep(
                    SchoolHoliday,
                    f"{name} {year}",
                    known_by=Q(region=REGION, starts_on=first),
                    region=REGION,
                    name=name,
                    starts_on=first,
                    ends_on=last,
                )
        for half, first, last in _halves(year):
            name = f"{half}. Halbjahr {year}"
            rows.keep(ProgramPeriod, name, known_by=Q(name=name), name=name, starts_on=first, ends_on=last)
    rows.keep(
        ClosingDay,
        "familienzentrum-elsterbogen",
        organization=rows.get(Organization, "familienzentrum-elsterbogen"),
        starts_on=day.plus(days=200),
        ends_on=day.plus(days=204),
        reason="Klausurtage des Teams",
    )


def _halves(year: int) -> list[tuple[int, date, date]]:
    return [(1, date(year, 1, 1), date(year, 6, 30)), (2, date(year, 7, 1), date(year, 12, 31))]


def period_key(day: date) -> str:
    """Key of the half-year ``day`` lies in."""
    return f"{1 if day.month < 7 else 2}. Halbjahr {day.year}"
