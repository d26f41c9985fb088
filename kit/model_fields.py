"""Column shapes used by several apps: generated sort keys, checks worded in German."""

from typing import TYPE_CHECKING

from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


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


def ordered_check(start: str, end: str, name: str, message: "str | StrPromise") -> models.CheckConstraint:
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
