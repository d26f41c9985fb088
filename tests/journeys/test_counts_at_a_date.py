"""Walkthrough (domain 8.10.5): set the reference date back, and the number of centres becomes 14."""

from datetime import date

import pytest

from partners.enums import OrganizationStatus
from tests.factories.partners import OrganizationFactory, ProgramFactory, ProgramParticipationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def centers():
    """Fourteen centres since 2015, of which one has closed; two more since 2022."""
    program = ProgramFactory(name="Thüringer Familienzentren", slug="familienzentren")
    for number in range(16):
        since = date(2015, 1, 1) if number < 14 else date(2022, 1, 1)
        ProgramParticipationFactory(
            program=program,
            organization=OrganizationFactory(public=True, name=f"Familienzentrum {number:02}"),
            valid_from=since,
            valid_to=date(2023, 12, 31) if number == 0 else None,
        )
    first = program.participations.order_by("pk").first().organization
    first.status, first.closed_on = OrganizationStatus.CLOSED, date(2023, 12, 31)
    first.save()
    return program


def number_on(client, day=""):
    response = client.get("/partner/", {"stichtag": day})
    assert response.status_code == 200
    (program,) = response.context_data["programs"]
    return program.number


def test_number_of_centers_follows_the_date(client, centers):
    assert number_on(client) == 15
    assert number_on(client, "01.01.2019") == 14
    assert number_on(client, "2019-01-01") == 14
    assert number_on(client, "31.12.2014") == 0


def test_the_page_says_the_number_and_the_day(client, centers):
    text = client.get("/partner/", {"stichtag": "01.01.2019"}).text
    assert "Wie viele waren am 1. Januar 2019 dabei?" in text
    assert "Thüringer Familienzentren" in text
    assert '<span class="stat-value">14</span>' in text


def test_the_list_names_those_who_are_still_there(client, centers):
    response = client.get("/partner/", {"stichtag": "01.01.2019", "programm": "familienzentren"})
    assert response.context_data["page"].paginator.count == 13
    assert "die damals im Programm waren und heute im Verzeichnis stehen" in response.text


def test_a_wrong_day_is_said_and_today_is_counted(client, centers):
    response = client.get("/partner/", {"stichtag": "gestern"})
    assert "Stichtag: „gestern“" in response.text
    assert response.context_data["programs"][0].number == 15
