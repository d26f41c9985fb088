"""Rows that count for a time: every table of them refuses an end before its beginning, and both days belong to it."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import models

from kit.querysets import contains_day
from partners.models import HostedOrganization, ProgramParticipation
from tests.factories.partners import HostedOrganizationFactory, ProgramParticipationFactory

DAY, ONE = date(2026, 5, 4), timedelta(days=1)


def unordered(tables):
    """Tables with ``valid_from`` and ``valid_to`` and no constraint over both."""
    dated = [t for t in tables if {"valid_from", "valid_to"} <= {field.name for field in t._meta.get_fields()}]
    return [t for t in dated if not any(_orders(constraint) for constraint in t._meta.constraints)]


def _orders(constraint):
    written = str(getattr(constraint, "condition", ""))
    return "valid_from__lte" in written and "F(valid_to)" in written


def test_every_dated_table_refuses_an_end_before_its_beginning():
    ours = [model for model in apps.get_models() if not model.__name__.endswith("Event")]
    assert [model.__name__ for model in unordered(ours)] == []


def test_a_dated_table_without_the_check_would_be_found():
    class Unchecked(models.Model):  # noqa: DJ008 - never shown
        valid_from = models.DateField()
        valid_to = models.DateField()

        class Meta:
            app_label = "no_app"
            managed = False

    try:
        assert unordered([Unchecked, HostedOrganization]) == [Unchecked]
    finally:
        del apps.all_models["no_app"]
        apps.clear_cache()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("start", "end", "counts"),
    [
        (None, None, True),
        (DAY, DAY, True),
        (DAY - ONE, None, True),
        (None, DAY + ONE, True),
        (DAY + ONE, None, False),
        (None, DAY - ONE, False),
    ],
)
def test_both_days_belong_to_a_period_and_an_empty_end_is_open(start, end, counts):
    HostedOrganizationFactory(valid_from=start, valid_to=end)
    assert HostedOrganization.objects.valid_on(DAY).exists() is counts


@pytest.mark.django_db
def test_a_period_is_asked_for_from_another_table():
    row = ProgramParticipationFactory(valid_from=DAY, valid_to=DAY)
    programs = type(row.program).objects
    assert programs.filter(contains_day(DAY, "participations__"), participations__in=[row]).get() == row.program
    assert not programs.filter(contains_day(DAY + ONE, "participations__"), participations__in=[row]).exists()
    assert ProgramParticipation.objects.valid_on(DAY).get() == row
