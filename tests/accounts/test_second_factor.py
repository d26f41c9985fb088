"""Second factors: setting up, signing in with them, who must have one (T24)."""

import json
import re
import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from kit.models import OutgoingMail
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.partners import MembershipFactory, person

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


def code(secret=SECRET, shift=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + shift))


def sign_in(client, user):
    return client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})


def with_app(user):
    TOTP.activate(user, SECRET)
    return user


def set_up_app(client):
    page = client.get(reverse("mfa_activate_totp"))
    secret = re.search(r"<code[^>]*>([A-Z2-7]+)</code>", page.content.decode()).group(1)
    return client.post(reverse("mfa_activate_totp"), {"code": code(secret)}), secret


def test_setting_up_an_app_gives_recovery_codes_and_tells_by_mail(client, django_capture_on_commit_callbacks):
    user = UserFactory()
    sign_in(client, user)
    with django_capture_on_commit_callbacks(execute=True):
        done, _ = set_up_app(client)
    assert (done.status_code, done.url) == (302, reverse("mfa_view_recovery_codes"))
    codes = re.findall(r">(\d{8})</code>", client.get(done.url).content.decode())
    assert len(codes) == 10
    assert OutgoingMail.objects.get().subject == "Code-App eingerichtet"


def test_the_secret_is_not_readable_in_the_database(client):
    sign_in(client, UserFactory())
    _, secret = set_up_app(client)
    with connection.cursor() as cursor:
        cursor.execute("SELECT data::text FROM mfa_authenticator WHERE type = 'totp'")
        assert secret not in cursor.fetchone()[0]


def test_a_wrong_code_does_not_set_up_anything(client):
    sign_in(client, UserFactory())
    client.get(reverse("mfa_activate_totp"))
    page = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert "Der Code stimmt nicht." in page.content.decode()
    assert not Authenticator.objects.exists()


def test_the_password_alone_is_not_enough_any_more(client):
    user = with_app(UserFactory())
    response = sign_in(client, user)
    assert (response.status_code, response.url) == (302, reverse("mfa_authenticate"))
    assert client.get("/konto/").status_code == 302
    done = client.post(reverse("mfa_authenticate"), {"code": code()})
    assert (done.status_code, done.url) == (302, "/intern/")


def test_a_code_counts_once(client):
    user = with_app(UserFactory())
    sign_in(client, user)
    used = code()
    client.post(reverse("mfa_authenticate"), {"code": used})
    other = Client()
    sign_in(other, user)
    assert "Der Code stimmt nicht." in other.post(reverse("mfa_authenticate"), {"code": used}).content.decode()


def test_guessing_codes_is_limited(client):
    sign_in(client, with_app(UserFactory()))
    for _ in range(5):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "Zu viele Versuche" in client.post(reverse("mfa_authenticate"), {"code": code()}).content.decode()


def test_a_recovery_code_replaces_the_telephone_once(client):
    user = UserFactory()
    sign_in(client, user)
    done, _ = set_up_app(client)
    recovery = re.search(r">(\d{8})</code>", client.get(done.url).content.decode()).group(1)
    for expected in (302, 200):
        other = Client()
        sign_in(other, user)
        assert other.post(reverse("mfa_authenticate"), {"code": recovery}).status_code == expected


def test_a_new_factor_signs_out_elsewhere(client, django_capture_on_commit_callbacks):
    user, elsewhere = UserFactory(), Client()
    sign_in(elsewhere, user)
    sign_in(client, user)
    with django_capture_on_commit_callbacks(execute=True):
        set_up_app(client)
    assert elsewhere.get("/konto/").status_code == 302
    assert client.get("/konto/").status_code == 200


def test_what_protects_the_account_asks_again_after_a_while(client):
    user = UserFactory()
    with time_machine.travel("2026-11-20 09:00+01:00") as clock:
        sign_in(client, user)
        assert client.get(reverse("mfa_activate_totp")).status_code == 200
        clock.shift(20 * 60)
        asked = client.get(reverse("mfa_activate_totp"))
        assert asked.url.startswith(reverse("account_reauthenticate"))
        client.post(asked.url, {"password": PASSWORD})
        assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_the_passkey_button_gets_a_challenge_and_the_page_no_inline_script(client):
    response = client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    assert json.loads(response.content)["request_options"]["publicKey"]["challenge"]
    page = client.get(reverse("account_login")).content.decode()
    scripts = re.findall(r"<script[^>]*>", page)
    assert '<script type="module" src="/static/js/passkey.js">' in scripts
    assert all(' src="/static/' in script for script in scripts)
    assert 'data-fn-passkey="login" hidden' in page


def test_a_made_up_passkey_is_refused(client):
    client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    for credential in (
        "",
        "{}",
        "[]",
        '{"id": "x", "response": {}}',
        '{"response": {"userHandle": "%%"}}',
        "null",
        "7",
    ):
        response = client.post(reverse("mfa_login_webauthn"), {"credential": credential})
        assert (response.status_code, response.url) == (302, reverse("account_login")), credential


def test_the_options_of_a_new_key_stand_in_an_attribute(client):
    sign_in(client, UserFactory())
    page = client.get(reverse("mfa_add_webauthn")).content.decode()
    options = re.search(r'data-fn-options="([^"]+)"', page).group(1).replace("&quot;", '"')
    assert json.loads(options)["publicKey"]["rp"]["name"] == "Familiennetz"


class TestWhoMustHaveOne:
    @pytest.fixture(autouse=True)
    def _required(self, settings):
        settings.REQUIRE_MFA = True

    SET_UP = ["mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_change_password", "account_logout"]
    CLOSED = ["workspace", "account", "account_data", "partners:people", "admin:index", "usersessions_list"]

    @pytest.mark.parametrize("role", [Role.ADMINISTRATION, Role.COORDINATION, Role.INSTRUCTOR])
    def test_without_a_factor_only_the_set_up_pages_are_reachable(self, client, role):
        sign_in(client, person(role))
        for name in self.SET_UP:
            assert client.get(reverse(name)).status_code == 200, name
        for name in self.CLOSED:
            response = client.get(reverse(name))
            assert response.status_code == 302, name
            assert response.url.startswith(reverse("mfa_index")), name

    def test_sending_a_form_is_stopped_as_well(self, client):
        sign_in(client, person(Role.ADMINISTRATION))
        response = client.post(reverse("account"), {"display_name": "Anders"})
        assert (response.status_code, response.url) == (302, reverse("mfa_index"))

    def test_public_pages_stay_open(self, client):
        sign_in(client, person(Role.ADMINISTRATION))
        assert client.get("/impressum/").status_code != 302

    def test_with_a_factor_everything_is_open(self, client):
        user = with_app(person(Role.COORDINATION))
        sign_in(client, user)
        client.post(reverse("mfa_authenticate"), {"code": code()})
        assert client.get("/intern/").status_code == 200

    @pytest.mark.parametrize("role", [Role.PARTNER_EDITOR, Role.PLANNER, Role.READ_ONLY])
    def test_other_roles_need_none(self, client, role):
        sign_in(client, person(role))
        assert client.get("/intern/").status_code == 200

    def test_a_role_gained_in_the_meantime_counts_with_the_next_click(self, client):
        user = UserFactory()
        sign_in(client, user)
        assert client.get("/intern/").status_code == 200
        MembershipFactory(user=user, role=Role.PARTNER_MANAGER)
        assert client.get("/intern/").status_code == 302


def test_the_demo_asks_nobody(client):
    sign_in(client, person(Role.ADMINISTRATION))
    assert client.get("/intern/").status_code == 200
