"""Nothing typed is lost by a sign-in that ran out (architecture 6.8)."""

import re

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _short_sessions(settings):
    settings.SESSION_IDLE_SECONDS = 30 * 60
    cache.clear()


@pytest.fixture
def user():
    return UserFactory(display_name="Vorher")


def sign_in(client, user, **data):
    return client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD} | data)


def late(client, user, data):
    """Sign in, take a long break, then send the form."""
    with time_machine.travel("2026-11-20 09:00+01:00", tick=False) as clock:
        sign_in(client, user)
        clock.shift(45 * 60)
        return client.post(reverse("account"), data)


def test_what_was_typed_can_be_sent_after_signing_in_again(client, user):
    with time_machine.travel("2026-11-20 09:45+01:00", tick=False):
        asked = late(client, user, {"display_name": "Ein neuer, schöner Name"})
        assert asked.url == f"{reverse('account_login')}?next=%2Fkonto%2Feingaben%2F"
        back = sign_in(client, user, next="/konto/eingaben/")
        page = client.get(back.url).content.decode()
        assert 'value="Ein neuer, schöner Name"' in page
        assert f'action="{reverse("account")}"' in page
        client.post(reverse("account"), dict(re.findall(r'name="(display_name)" value="([^"]+)"', page)))
    user.refresh_from_db()
    assert user.display_name == "Ein neuer, schöner Name"


def test_nothing_is_saved_before_that(client, user):
    late(client, user, {"display_name": "Anders"})
    user.refresh_from_db()
    assert user.display_name == "Vorher"


def test_it_can_be_thrown_away(client, user):
    late(client, user, {"display_name": "Anders"})
    sign_in(client, user)
    assert client.post(reverse("kept_form")).url == "/intern/"
    assert client.get(reverse("kept_form")).url == "/intern/"


def test_passwords_are_not_kept_and_files_are_named_as_missing(client, user):
    with time_machine.travel("2026-11-20 09:45+01:00", tick=False):
        late(
            client, user, {"display_name": "Anders", "oldpassword": "geheim", "bild": SimpleUploadedFile("a.txt", b"x")}
        )
        sign_in(client, user)
        page = client.get(reverse("kept_form")).content.decode()
    assert "geheim" not in page
    assert "Dateien fehlen" in page


def test_what_was_typed_is_shown_as_text_only(client, user):
    with time_machine.travel("2026-11-20 09:45+01:00", tick=False):
        late(client, user, {"display_name": '"><script>alert(1)</script>'})
        sign_in(client, user)
        page = client.get(reverse("kept_form")).content.decode()
    assert "<script>alert" not in page


def test_strangers_leave_nothing_behind(user):
    stranger = Client()
    response = stranger.post(reverse("account"), {"display_name": "Anders"})
    assert response.url == f"{reverse('account_login')}?next=/konto/"
    assert not response.cookies


def test_without_the_token_nothing_is_kept(user):
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    client.logout()
    client.cookies["session"] = "alt"
    assert client.post(reverse("account"), {"display_name": "Anders"}).status_code == 403


def test_after_an_hour_it_is_gone(client, user):
    with time_machine.travel("2026-11-20 09:45+01:00", tick=False) as clock:
        late(client, user, {"display_name": "Anders"})
        clock.shift(61 * 60)
        sign_in(client, user)
        assert client.get(reverse("kept_form")).url == "/intern/"
