"""All date rules of agreements. Plain dates go in, so none needs the database (tests: tests/agreements)."""

from agreements.calendar.due import REMINDERS, next_due, promised_until, reminder_days, review_due
from agreements.calendar.notice import earliest_end, latest_notice_day, notice_deadline
from agreements.calendar.planned import planned_days
from agreements.calendar.term import Term, is_within, period_on, renewal_days, term_end, term_problems

__all__ = [
    "REMINDERS",
    "Term",
    "earliest_end",
    "is_within",
    "latest_notice_day",
    "next_due",
    "notice_deadline",
    "period_on",
    "planned_days",
    "promised_until",
    "reminder_days",
    "renewal_days",
    "review_due",
    "term_end",
    "term_problems",
]
