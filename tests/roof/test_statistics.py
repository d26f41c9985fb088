"""Numbers on public pages are counted, never typed."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from partners.enums import OrganizationKind, OrganizationStatus, ParticipationState
from partners.reports.network_size import network_size, participants_by_program
from tests.counting import queries_of
from tests.factories.offers import OfferFactory
from tests.factories.partners import OrganizationFactory, ProgramFactory, ProgramParticipationFactory

pytestmark = pytest.mark.django_db


def numbers(day):
    return {program.slug: program.number for program in participants_by_program(day)}


def test_both_ends_of_a_period_count():
    program = ProgramFactory(slug="p")
    ProgramParticipationFactory(program=program, valid_from=date(2019, 1, 1), valid_to=date(2019, 12, 31))
    found = {
        day: numbers(day)["p"] for day in (date(2018, 12, 31), date(2019, 1, 1), date(2019, 12, 31), date(2020, 1, 1))
    }
    assert list(found.values()) == [0, 1, 1, 0]


@pytest.mark.parametrize("state", [state for state in ParticipationState if state != ParticipationState.ACTIVE])
def test_only_active_participation_counts(state):
    ProgramParticipationFactory(program=ProgramFactory(slug="p"), state=state)
    assert numbers(timezone.localdate())["p"] == 0


def test_an_organization_counts_once():
    program = ProgramFactory(slug="p")
    kita = OrganizationFactory()
    ProgramParticipationFactory(program=program, organization=kita, valid_to=date(2018, 12, 31))
    ProgramParticipationFactory(program=program, organization=kita, valid_from=date(2019, 1, 1))
    assert numbers(date(2018, 6, 1)) == numbers(date(2019, 6, 1)) == {"p": 1}


def test_the_past_stays_what_it_was_when_somebody_closes():
    row = ProgramParticipationFactory(program=ProgramFactory(slug="p"), valid_to=date(2020, 6, 30))
    row.organization.status, row.organization.closed_on = OrganizationStatus.CLOSED, date(2020, 6, 30)
    row.organization.save()
    assert numbers(date(2019, 1, 1))["p"] == 1


def test_counting_costs_one_query():
    for _ in range(3):
        ProgramParticipationFactory()
    assert queries_of(lambda: list(participants_by_program(timezone.localdate()))) == 1
    assert queries_of(network_size) == 1


def test_network_size_counts_what_anybody_may_see():
    OrganizationFactory(public=True)
    OrganizationFactory()
    facility = OrganizationFactory(public=True)
    ProgramParticipationFactory(organization=facility)
    ProgramParticipationFactory(organization=facility)
    alliance = OrganizationFactory(public=True, kind=OrganizationKind.NETWORK)
    ProgramParticipationFactory(organization=alliance)
    ended = OrganizationFactory(public=True)
    ProgramParticipationFactory(organization=ended, valid_to=timezone.localdate() - timedelta(days=1))
    assert network_size() == {"partners": 4, "centers": 1}


def test_start_page_shows_them(client):
    OfferFactory(published=True)
    context = client.get("/").context_data
    assert context["offer_count"] == 1
    assert context["network"]["partners"] == 1
