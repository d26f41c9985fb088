"""The day the demo is dated from (T in domain 8.1, R-6), and everything said relative to it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from offers.calendar import CODES, local_instant


@dataclass(frozen=True)
class Day:
    """``today`` is T. Weeks, months and years may be negative; nothing here reads the clock."""

    today: date

    def plus(self, *, days: int = 0, weeks: int = 0) -> date:
        return self.today + timedelta(days=days, weeks=weeks)

    def weekday(self, code: str, *, weeks: int = 0) -> date:
        """The first ``code`` (``MO`` … ``SU``) on or after T plus ``weeks``."""
        start = self.plus(weeks=weeks)
        return start + timedelta(days=(CODES.index(code) - start.weekday()) % 7)

    def months(self, number: int) -> date:
        """Same day ``number`` months on; the 29th to 31st become the 28th, which every month has."""
        year, month = divmod(self.today.month - 1 + number, 12)
        return self.today.replace(year=self.today.year + year, month=month + 1, day=min(self.today.day, 28))

    def years(self, number: int) -> date:
        return self.months(12 * number)

    def moment(self, day: date, clock: str) -> datetime:
        """``day`` at ``clock`` (``09:30``) in Germany."""
        return local_instant(day, time.fromisoformat(clock))
