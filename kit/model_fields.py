"""Column shapes used by several apps: generated sort keys, checks worded in German."""

from datetime import date
from typing import TYPE_CHECKING

from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

END_BEFORE_START = _("Das Ende liegt vor dem Anfang.")
FROM, TO = _("von"), _("bis")


class Fold(Func):
    """``familynet_fold(text)``: lower case without accents; sorts ä with a on a server without ICU."""

    function = "familynet_fold"
    output_field = models.TextField()


def sort_key(source: str = "name") -> models.GeneratedField:
    """A stored column that sorts and compares ``source`` the way people expect."""
    return models.GeneratedField(
        expression=Fold(F(source)), output_field=models.TextField(), db_persist=True, editable=False
    )


class DateRange(Func):
    """``daterange(from, to, '[]')``: both ends belong to the period, an empty end is open."""

    function = "DATERANGE"

    def __init__(self, start: str = "valid_from", end: str = "valid_to") -> None:
        super().__init__(F(start), F(end), Value("[]"))


def period_start(label: "str | StrPromise" = FROM) -> "models.DateField[str | date | None, date | None]":
    """First day on which a row counts; empty means it always did. Its column is called ``valid_from``."""
    return models.DateField(label, null=True, blank=True)


def period_end(label: "str | StrPromise" = TO) -> "models.DateField[str | date | None, date | None]":
    """Last day on which a row counts; empty means no end is known. Its column is called ``valid_to``."""
    return models.DateField(label, null=True, blank=True)


def period_check(name: str) -> models.CheckConstraint:
    """``valid_from <= valid_to``; belongs to every table with ``period_start`` and ``period_end``."""
    return ordered_check("valid_from", "valid_to", name)


def ordered_check(
    start: str, end: str, name: str, message: "str | StrPromise" = END_BEFORE_START
) -> models.CheckConstraint:
    """``start <= end`` where both are known."""
    return models.CheckConstraint(
        condition=Q(**{f"{start}__isnull": True}) | Q(**{f"{end}__isnull": True}) | Q(**{f"{start}__lte": F(end)}),
        name=name,
        violation_error_message=message,
    )


def paired_check(first: str, second: str, name: str, message: "str | StrPromise") -> models.CheckConstraint:
    """Both columns are filled or both are empty."""
    return models.CheckConstraint(
        condition=Q(**{f"{first}__isnull": True, f"{second}__isnull": True})
        | Q(**{f"{first}__isnull": False, f"{second}__isnull": False}),
        name=name,
        violation_error_message=message,
    )


OVERLAPS = RangeOperators.OVERLAPS
EQUAL = RangeOperators.EQUAL
