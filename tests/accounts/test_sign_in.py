"""Signing in, out and back after a forgotten password; what a stranger must not learn from it (T20, T21, T28)."""

import re

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse

from kit.models import OutgoingMail
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


def sign_in(client, user, password=PASSWORD, **data):
    return client.post(reverse("account_login"), {"login": user.email, "password": password} | data)


def test_addresses_are_german_and_keep_the_names_of_the_library():
    assert reverse("account_login") == "/konto/anmelden/"
    assert reverse("account_logout") == "/konto/abmelden/"
    assert reverse("mfa_index") == "/konto/zweiter-faktor/"
    assert reverse("usersessions_list") == "/konto/geraete/"


@pytest.mark.parametrize("name", ["account_signup", "account_email", "account_email_verification_sent"])
def test_what_is_not_needed_is_not_mounted(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_signing_in_leads_to_the_workspace_and_is_remembered_as_a_device(client):
    user = UserFactory()
    response = sign_in(client, user)
    assert (response.status_code, response.url) == (302, "/intern/")
    assert UserSession.objects.get().user == user


def test_the_session_key_changes_at_sign_in(client):
    client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})  # leaves an anonymous session
    before = client.session.session_key
    sign_in(client, UserFactory())
    assert before
    assert client.session.session_key != before


def test_the_address_may_be_typed_in_capitals(client):
    user = UserFactory(email="koordination@familiennetz.example")
    response = client.post(
        reverse("account_login"), {"login": "Koordination@Familiennetz.example", "password": PASSWORD}
    )
    assert (user.email, response.status_code) == ("koordination@familiennetz.example", 302)


def test_next_leads_on_inside_the_portal_only(client):
    user = UserFactory()
    assert sign_in(client, user, next="/konto/").url == "/konto/"
    for vector in (
        "https://boese.example/",
        "//boese.example/",
        "/\\boese.example",
        "javascript:alert(1)",
        "https:///x",
    ):
        client.logout()
        assert sign_in(client, user, next=vector).url == "/intern/", vector


def test_a_locked_account_cannot_sign_in_and_is_told_so(client):
    response = sign_in(client, UserFactory(is_active=False))
    assert (response.status_code, response.url) == (302, reverse("account_inactive"))
    assert "_auth_user_id" not in client.session


def test_signing_out_needs_a_button_and_clears_what_the_browser_kept(client):
    sign_in(client, UserFactory())
    assert client.get(reverse("account_logout")).status_code == 200
    assert "_auth_user_id" in client.session
    response = client.post(reverse("account_logout"))
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "_auth_user_id" not in client.session
    assert "messages" not in response.cookies


def text_of(response):
    """The page without what changes from request to request."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode())
    return re.sub(r'value="[^"]+@[^"]+"', 'value="@"', page)


def test_a_wrong_password_and_an_unknown_address_look_the_same(client):
    known = sign_in(client, UserFactory(), password="falsch-falsch-falsch")
    unknown = client.post(
        reverse("account_login"), {"login": "niemand@familiennetz.example", "password": "falsch-falsch-falsch"}
    )
    assert known.status_code == unknown.status_code == 200
    assert "E-Mail-Adresse oder Passwort stimmen nicht." in text_of(known)
    assert text_of(known) == text_of(unknown)


def test_an_unknown_address_costs_a_password_hash_as_well(client, monkeypatch):
    hashed = []
    monkeypatch.setattr(
        "django.contrib.auth.base_user.make_password", lambda raw: hashed.append(raw) or make_password(raw)
    )
    client.post(reverse("account_login"), {"login": "niemand@familiennetz.example", "password": "irgendwas-langes"})
    assert hashed == ["irgendwas-langes"]


def test_asking_for_a_new_password_looks_the_same_for_unknown_addresses(client):
    user = UserFactory()
    known = client.post(reverse("account_reset_password"), {"email": user.email}, follow=True)
    unknown = client.post(reverse("account_reset_password"), {"email": "niemand@familiennetz.example"}, follow=True)
    assert known.redirect_chain == unknown.redirect_chain == [(reverse("account_reset_password_done"), 302)]
    assert text_of(known) == text_of(unknown)
    assert [mail.to for mail in OutgoingMail.objects.all()] == [user.email]


def reset_link(mail):
    return re.search(r"https?://\S+", mail.body).group(0)


def test_the_link_in_the_mail_stands_on_the_public_address_whatever_the_host_says(client, settings):
    settings.PUBLIC_BASE_URL = "https://familiennetz.example"
    settings.ALLOWED_HOSTS = ["testserver", "anders.example"]
    client.post(reverse("account_reset_password"), {"email": UserFactory().email}, headers={"host": "anders.example"})
    link = reset_link(OutgoingMail.objects.get())
    assert link.startswith("https://familiennetz.example/konto/passwort/neu/")
    assert client.post(reverse("account_reset_password"), headers={"host": "boese.example"}).status_code == 400


def test_a_new_password_by_link_works_once_and_ends_all_sessions(client):
    user, elsewhere = UserFactory(), Client()
    sign_in(elsewhere, user)
    client.post(reverse("account_reset_password"), {"email": user.email})
    link = reset_link(OutgoingMail.objects.get()).removeprefix(settings.PUBLIC_BASE_URL)
    form = client.get(link, follow=True)
    new = "Kastanie-Bollerwagen-Elster-9"
    done = client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    assert (done.status_code, done.url) == (302, reverse("account_reset_password_from_key_done"))
    assert sign_in(Client(), user, password=new).status_code == 302
    assert elsewhere.get("/konto/").status_code == 302
    again = Client().get(link, follow=True)
    assert "Dieser Link gilt nicht mehr" in again.content.decode()


def test_a_reset_gives_the_attempts_back(client):
    user = UserFactory()
    for _ in range(6):
        last = sign_in(client, user, password="falsch-falsch-falsch")
    assert "Zu viele Versuche" in last.content.decode()
    client.post(reverse("account_reset_password"), {"email": user.email})
    link = reset_link(OutgoingMail.objects.get()).removeprefix(settings.PUBLIC_BASE_URL)
    form = client.get(link, follow=True)
    new = "Kastanie-Bollerwagen-Elster-9"
    client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    assert sign_in(client, user, password=new).status_code == 302


def test_weak_passwords_are_refused_in_german(client):
    user = UserFactory(email="koordination@familiennetz.example")
    sign_in(client, user)
    change = reverse("account_change_password")
    for weak in ("kurz", "passwort1234", "123456789012345", "koordination@familiennetz", "Sommer!2026-Familie"):
        page = client.post(change, {"oldpassword": PASSWORD, "password1": weak, "password2": weak})
        assert page.status_code == 200, weak
    cache.clear()
    different = {"oldpassword": PASSWORD, "password1": "Kastanie-Bollerwagen-9", "password2": "anders-anders-9"}
    assert "Die beiden Passwörter sind nicht gleich." in client.post(change, different).content.decode()


def test_changing_the_password_signs_out_elsewhere_and_tells_by_mail(client):
    user, elsewhere = UserFactory(), Client()
    sign_in(client, user)
    sign_in(elsewhere, user)
    new = "Kastanie-Bollerwagen-Elster-9"
    response = client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert (response.status_code, response.url) == (302, "/konto/")
    assert client.get("/konto/").status_code == 200
    assert elsewhere.get("/konto/").status_code == 302
    assert OutgoingMail.objects.get().subject == "Ihr Passwort wurde geändert"


def test_wrong_passwords_are_limited_per_account_and_for_unknown_addresses_alike(client):
    for address in (UserFactory().email, "niemand@familiennetz.example"):
        cache.clear()
        pages = [
            client.post(reverse("account_login"), {"login": address, "password": "falsch-falsch"}).content.decode()
            for _ in range(6)
        ]
        assert ["Zu viele Versuche" in page for page in pages] == [False] * 5 + [True], address


def test_the_limit_holds_whatever_forwarded_address_is_claimed(client):
    user = UserFactory()
    pages = [
        client.post(
            reverse("account_login"),
            {"login": user.email, "password": "falsch-falsch"},
            headers={"x-forwarded-for": f"203.0.113.{number}"},
        )
        for number in range(12)
    ]
    assert "Zu viele Versuche" in pages[-1].content.decode()


def test_requests_per_address_are_limited(client):
    for number in range(10):
        client.post(reverse("account_login"), {"login": f"n{number}@familiennetz.example", "password": "falsch"})
    last = client.post(reverse("account_login"), {"login": "noch-eine@familiennetz.example", "password": "falsch"})
    assert "Zu viele Versuche" in last.content.decode()


def test_too_many_requests_get_a_friendly_page(client):
    for _ in range(31):
        last = client.post(reverse("account_login"), {"login": "x"})
    assert last.status_code == 429
    assert "Bitte warten Sie einen Moment" in last.content.decode()


def test_the_sign_in_page_leaves_no_session_with_somebody_who_only_looks(client):
    response = client.get(reverse("account_login"))
    assert set(response.cookies) == {settings.CSRF_COOKIE_NAME}
    assert Session.objects.count() == 0


def test_the_list_of_devices_ends_the_other_sessions(client):
    user, elsewhere = UserFactory(), Client()
    sign_in(client, user)
    elsewhere.post(
        reverse("account_login"),
        {"login": user.email, "password": PASSWORD},
        headers={"user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"},
    )
    assert "Firefox auf Linux" in client.get(reverse("usersessions_list")).content.decode()
    client.post(reverse("usersessions_list"))
    assert elsewhere.get("/konto/").status_code == 302
    assert client.get("/konto/").status_code == 200
