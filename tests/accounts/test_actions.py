"""Locking and erasing accounts (domain 7.3), ending sessions."""

from datetime import UTC, date, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import actions
from accounts.enums import Role
from accounts.models import User
from partners.actions import retire_account
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.partners import MembershipFactory, person

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


def seen(year, month, day, **fields):
    return UserFactory(
        date_joined=datetime(2020, 1, 1, tzinfo=UTC), last_login=datetime(year, month, day, 12, tzinfo=UTC), **fields
    )


def sign_in(user):
    client = Client()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    return client


def test_locking_ends_the_session_with_the_next_click():
    user, administration = UserFactory(), UserFactory()
    client = sign_in(user)
    actions.lock_account(user, by=administration)
    assert client.get("/konto/").status_code == 302
    assert not UserSession.objects.exists()
    assert not Session.objects.exists()


def test_accounts_nobody_uses_are_locked_after_six_months():
    idle, used = seen(2026, 5, 19), seen(2026, 5, 21)
    never = UserFactory(date_joined=datetime(2026, 5, 1, tzinfo=UTC))
    demo, operator = seen(2026, 1, 1, is_demo=True), seen(2026, 1, 1, is_superuser=True)
    assert actions.lock_idle_accounts(today=TODAY) == 2
    assert set(User.objects.filter(is_active=False)) == {idle, never}
    assert set(User.objects.filter(is_active=True)) == {used, demo, operator}
    assert actions.lock_idle_accounts(today=TODAY) == 0


def test_an_unlocked_account_is_not_locked_again_the_next_night():
    user = seen(2026, 1, 1, is_active=False)
    actions.unlock_account(user, by=UserFactory())
    assert actions.lock_idle_accounts(today=timezone.localdate()) == 0


def test_accounts_are_due_for_erasure_after_twelve_months():
    due, locked_only = seen(2025, 11, 18), seen(2026, 2, 1, is_active=False)
    assert set(actions.due_for_erasure(date(2025, 11, 20))) == {due}
    assert locked_only not in actions.due_for_erasure(date(2025, 11, 20))


def test_an_erased_account_keeps_its_pseudonym_and_nothing_else():
    user = person(Role.PARTNER_EDITOR, email="weg@familiennetz.example")
    Authenticator.objects.create(user=user, type="totp", data={})
    sign_in(user)
    erased = retire_account(user)
    assert erased.email == f"{user.uuid}@geloescht.invalid"
    assert (erased.display_name, erased.is_active, erased.has_usable_password()) == ("", False, False)
    assert str(erased) == "Gelöschtes Konto"
    assert not Authenticator.objects.exists()
    assert not UserSession.objects.exists()
    assert not erased.memberships.current().exists()
    assert erased.memberships.count() == 1
    assert not actions.due_for_erasure(timezone.localdate() + timedelta(days=900)).filter(pk=user.pk).exists()


def test_an_erased_account_cannot_be_given_back():
    erased = retire_account(UserFactory())
    assert not actions.unlock_account(erased, by=UserFactory()).is_active
    with pytest.raises(IntegrityError):
        User.objects.filter(pk=erased.pk).update(is_active=True)


def test_addresses_are_kept_in_lower_case():
    with pytest.raises(IntegrityError):
        User.objects.filter(pk=UserFactory().pk).update(email="Gross@familiennetz.example")


def test_sessions_that_are_over_leave_no_network_address_behind():
    living, dead = UserFactory(), UserFactory()
    sign_in(living)
    sign_in(dead)
    Session.objects.filter(session_key__in=UserSession.objects.filter(user=dead).values("session_key")).update(
        expire_date=timezone.now() - timedelta(minutes=1)
    )
    assert actions.forget_dead_sessions() == 1
    assert UserSession.objects.get().user == living


def test_the_last_role_ends_with_the_account():
    user = UserFactory()
    today = timezone.localdate()
    MembershipFactory(user=user, valid_from=today)
    MembershipFactory(user=user, valid_from=today - timedelta(days=9))
    retire_account(user)
    assert [row.valid_to for row in user.memberships.all()] == [today - timedelta(days=1)]


def test_a_superuser_is_made_on_the_command_line(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", email="Betrieb@familiennetz.example", interactive=False, verbosity=0)
    assert User.objects.get().email == "betrieb@familiennetz.example"
