"""How long a sign-in lasts (T23)."""

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _half_an_hour(settings):
    settings.SESSION_IDLE_SECONDS = 30 * 60
    cache.clear()


def sign_in():
    client = Client()
    client.post(reverse("account_login"), {"login": UserFactory().email, "password": PASSWORD})
    return client


def is_in(client):
    return client.get(reverse("account")).status_code == 200


def test_a_long_break_ends_it_and_clicks_keep_it():
    with time_machine.travel("2026-11-20 09:00+01:00", tick=False) as clock:
        client = sign_in()
        for _ in range(4):
            clock.shift(29 * 60)
            assert is_in(client)
        clock.shift(30 * 60)
        assert not is_in(client)


def test_after_a_working_day_it_is_over_however_busy_one_was():
    with time_machine.travel("2026-11-20 07:00+01:00", tick=False) as clock:
        client = sign_in()
        hours = []
        while is_in(client) and len(hours) < 200:
            clock.shift(10 * 60)
            hours.append(len(hours))
        assert len(hours) * 10 * 60 == settings.SESSION_COOKIE_AGE


def test_an_old_cookie_does_not_come_back_to_life():
    client = sign_in()
    stolen = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post(reverse("account_logout"))
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = stolen
    assert not is_in(thief)


def test_noting_when_somebody_was_seen_costs_a_write_once_a_minute():
    with time_machine.travel("2026-11-20 09:00+01:00", tick=False) as clock:
        client, counts = sign_in(), []
        for seconds in (10, 10, 70):
            clock.shift(seconds)
            with CaptureQueriesContext(connection) as seen:
                client.get(reverse("account"))
            counts.append(len(seen))
    assert counts[0] == counts[1] < counts[2]
