"""The personal calendar: what stands in it, whose address opens it, and that it can be made useless."""

from datetime import timedelta

import icalendar
import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from agreements.actions.life.follow_up import record_review
from agreements.enums import TermKind
from agreements.life.calendar_links import link_of, person_of, renew_calendar_link, token_of
from tests.agreements.life_world import agreement
from tests.factories.accounts import UserFactory
from tests.factories.partners import OrganizationFactory, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def center():
    return OrganizationFactory()


@pytest.fixture
def boss(center):
    return person(Role.COORDINATION, center)


def fixed(center, today, **fields):
    return agreement(
        center=center,
        effective_from=today - timedelta(days=9),
        signed=today - timedelta(days=9),
        term_kind=TermKind.FIXED,
        ends_on=today + timedelta(days=60),
        **fields,
    )


def address(user):
    return reverse("agreements:calendar_feed", args=[token_of(user)])


def events(client, user):
    response = client.get(address(user))
    assert response.status_code == 200
    return {str(event["UID"]): event for event in icalendar.Calendar.from_ical(response.content).walk("VEVENT")}


def test_ends_reviews_and_follow_ups_as_whole_days(client, center, boss, today):
    row = fixed(center, today, next_review_on=today + timedelta(days=5))
    record_review(
        row,
        held_on=today,
        result="adjust",
        follow_up="Zeiten klären",
        follow_up_due=today + timedelta(days=7),
        next_review_on=today + timedelta(days=30),
        by=boss,
    )
    found = events(client, boss)
    days = {str(event["SUMMARY"]).split(": ", 1)[1]: event["DTSTART"].dt for event in found.values()}
    assert days == {
        "letzter Tag der Laufzeit": today + timedelta(days=60),
        "Auswertungsgespräch": today + timedelta(days=30),
        "Zeiten klären": today + timedelta(days=7),
    }
    event = next(iter(found.values()))
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(days=1)
    assert event["TRANSP"] == "TRANSPARENT"


def test_a_moved_review_stays_the_same_entry(client, center, boss, today):
    row = fixed(center, today, next_review_on=today + timedelta(days=5))
    before = set(events(client, boss))
    type(row).objects.filter(pk=row.pk).update(next_review_on=today + timedelta(days=50))
    assert set(events(client, boss)) == before


def test_no_login_no_cookie_nothing_kept(client, center, boss, today):
    fixed(center, today)
    response = client.get(address(boss))
    assert not response.cookies
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["Referrer-Policy"] == "no-referrer"


def test_a_foreign_centre_is_not_in_it(client, boss, today):
    fixed(OrganizationFactory(), today)
    assert events(client, boss) == {}


def test_deputies_of_other_centres_have_it_as_long_as_they_may_see_it(client, boss, today):
    fixed(OrganizationFactory(), today, deputy=boss)
    assert events(client, boss) == {}  # who may not see an agreement is told nothing of it


def test_a_changed_or_invented_address_is_not_found(client, boss):
    other = UserFactory()
    token = token_of(boss)
    for broken in (
        token[:-1] + ("0" if token[-1] != "0" else "1"),
        f"{other.uuid.hex}-{token.split('-')[1]}",
        "x",
        "-",
        token.split("-")[0],
    ):
        assert client.get(reverse("agreements:calendar_feed", args=[broken])).status_code == 404


def test_a_new_address_makes_the_old_ones_useless(client, boss):
    client.force_login(boss)
    page = reverse("agreements:calendar")
    assert link_of(boss) in client.get(page).content.decode()
    tokens = [token_of(boss)]
    for _ in range(2):
        assert client.post(page).status_code == 302
        tokens.append(token_of(boss))
    assert len(set(tokens)) == 3
    assert [person_of(token) for token in tokens] == [None, None, boss]


def test_locked_account_or_ended_role_opens_nothing(boss):
    token = token_of(boss)
    assert person_of(token) == boss
    boss.memberships.update(valid_to=timezone.localdate() - timedelta(days=1))
    assert person_of(token) is None
    boss.memberships.update(valid_to=None)
    boss.is_active = False
    boss.save()
    assert person_of(token) is None


def test_another_persons_new_address_changes_nothing_for_me(boss):
    token = token_of(boss)
    renew_calendar_link(UserFactory())
    assert person_of(token) == boss


def test_the_page_is_for_those_who_work_on_agreements(client):
    client.force_login(person(Role.INSTRUCTOR))
    assert client.get(reverse("agreements:calendar")).status_code == 403


def test_queries_do_not_grow(client, center, boss, today):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    fixed(center, today)
    with CaptureQueriesContext(connection) as one:
        client.get(address(boss))
    for _ in range(3):
        fixed(center, today)
    with CaptureQueriesContext(connection) as more:
        client.get(address(boss))
    assert len(more) <= len(one)
